"""What of a predecessor is listed when stock is taken: one statement a kind, read page by page under its own walls.

Of each thing the successor is told its reference, its title and what the mapping needs to know of it; of a private
action no word. Concerns are not among them, not even by number. The SHA-256 is over the whole record as it was.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from backend.kit.database import execute, fetch, in_bulk
from backend.scope import Scope
from backend.succession.rules import MAPPED, Kind, Thing
from backend.tenancy.transactions import Several

PAGE: Final = 4_000
"""How many rows go from one tenant to the other at a time: what is held in memory."""

_NAMES_OWN_INTEREST = """EXISTS (
      SELECT FROM interests_entry e JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
      WHERE e.tenant_id = $1 AND e.person_id = {owner} AND e.known_to IS NULL AND (e.until IS NULL OR e.until >= $4)
        AND strpos(lower({words}), lower(o.name)) > 0)"""

_OPEN_ACTION = "x.state IN ('open', 'done-claimed', 'reopened') AND x.struck_at IS NULL"
_OPEN_RISK = "x.state = 'open' AND x.struck_at IS NULL"

LISTED: Mapping[Thing, tuple[str, str]] = {
    Thing.PERSON: (
        "x.email AS reference, x.name AS title, jsonb_build_object('email', lower(x.email), 'job', x.job_title, "
        "'account', x.account_id) AS detail",
        "people_person x WHERE x.tenant_id = $1 AND (x.left_on IS NULL OR x.left_on > $4)",
    ),
    Thing.COMMITTEE: (
        "x.slug AS reference, x.name AS title, jsonb_build_object('kind', x.kind, 'quorum', x.quorum, 'seats', "
        "(SELECT count(*) FROM committees_seat s WHERE s.tenant_id = $1 AND s.committee_id = x.id "
        "AND s.retired_on IS NULL)) AS detail",
        "committees_committee x WHERE x.tenant_id = $1 AND x.retired_on IS NULL AND x.held_by IS NULL "
        "AND $4::date IS NOT NULL",
    ),
    Thing.REGISTER: (
        "x.reference, x.title, x.detail",
        "(SELECT $1::uuid AS id, $1::uuid AS tenant_id, 'interests' AS reference, 'Register of interests' AS title, "
        "jsonb_build_object('entries', count(*), 'people', count(DISTINCT e.person_id)) AS detail "
        "FROM interests_entry e WHERE e.tenant_id = $1 AND e.known_to IS NULL "
        "AND (e.until IS NULL OR e.until >= $4)) x WHERE true",
    ),
    Thing.FRAMEWORK: (
        "x.framework AS reference, x.title || ', ' || x.label AS title, jsonb_build_object('framework', x.framework, "
        "'edition', x.label, 'origin', x.origin) AS detail",
        "assurance_edition x WHERE x.tenant_id = $1 AND x.state = 'in-use' AND $4::date IS NOT NULL",
    ),
    Thing.RISK: (
        "coalesce(x.called, 'Risk ' || x.number) AS reference, x.title, jsonb_build_object('called', x.called, "
        "'owner', x.owner_person_id, 'committee', x.committee_id, 'level', x.level, 'conflicted', "
        + _NAMES_OWN_INTEREST.format(
            owner="x.owner_person_id", words="x.title || ' ' || x.cause || ' ' || x.event || ' ' || x.effect"
        )
        + ") AS detail",
        f"risks_risk x WHERE x.tenant_id = $1 AND {_OPEN_RISK}",
    ),
    Thing.ACTION: (
        "x.number::text AS reference, CASE WHEN x.private THEN 'A private action' ELSE left(x.words, "
        "200) END AS title, "
        "jsonb_build_object('owner', x.owner_person_id, 'outside', x.owner_name, 'committee', x.committee_id, "
        "'due', x.due_on, 'conflicted', "
        + _NAMES_OWN_INTEREST.format(owner="x.owner_person_id", words="x.words")
        + ") AS detail",
        f"actions_action x WHERE x.tenant_id = $1 AND {_OPEN_ACTION}",
    ),
    Thing.MILESTONE: (
        "x.slug AS reference, left(x.activity, 200) AS title, jsonb_build_object('due', "
        "x.baseline_due_month) AS detail",
        "delegation_milestone x WHERE x.tenant_id = $1 AND x.retired_on IS NULL AND $4::date IS NOT NULL AND "
        "coalesce((SELECT s.accepted_on IS NULL FROM delegation_milestone_state s WHERE s.tenant_id = $1 "
        "AND s.milestone_id = x.id ORDER BY s.version DESC LIMIT 1), true)",
    ),
    Thing.CONDITION: (
        "x.slug AS reference, left(x.text, 200) AS title, '{}'::jsonb AS detail",
        "delegation_condition x WHERE x.tenant_id = $1 AND x.retired_on IS NULL AND $4::date IS NOT NULL AND "
        "coalesce((SELECT j.state <> 'met' FROM delegation_judgement j WHERE j.tenant_id = $1 "
        "AND j.condition_id = x.id ORDER BY j.version DESC LIMIT 1), true)",
    ),
    Thing.CONTRACT: (
        "'Contract ' || x.number AS reference, x.title, jsonb_build_object('ends', x.ends_on, 'people', "
        "(SELECT coalesce(jsonb_agg(DISTINCT e.person_id), '[]') FROM contracts_partner p "
        "JOIN interests_entry e ON e.tenant_id = $1 AND e.organisation_id = p.organisation_id AND e.known_to IS NULL "
        "AND (e.until IS NULL OR e.until >= $4) WHERE p.tenant_id = $1 AND p.contract_id = x.id)) AS detail",
        "contracts_contract x WHERE x.tenant_id = $1 AND x.retired_on IS NULL "
        "AND (x.ends_on IS NULL OR x.ends_on >= $4)",
    ),
    Thing.REQUEST: (
        "x.reference, left(x.subject, 200) AS title, jsonb_build_object('due', x.due_on) AS detail",
        "requests_request x WHERE x.tenant_id = $1 AND x.closed_on IS NULL AND $4::date IS NOT NULL",
    ),
    Thing.RELEASE: (
        "'Release ' || x.number AS reference, x.title || ', issue ' || x.issue || ', to ' || x.regulator AS title, "
        "jsonb_build_object('until', x.expires_at) AS detail",
        "releases_release x WHERE x.tenant_id = $1 AND x.state = 'live' AND x.expires_at::date >= $4",
    ),
    Thing.DECLARATION: (
        "NULL::text AS reference, x.many || CASE WHEN x.many = 1 THEN ' person has' ELSE ' people have' END || "
        "' not declared within the last year' AS title, jsonb_build_object('many', x.many) AS detail",
        "(SELECT $1::uuid AS id, $1::uuid AS tenant_id, count(*) AS many FROM people_person p WHERE p.tenant_id = $1 "
        "AND (p.left_on IS NULL OR p.left_on > $4) AND NOT EXISTS (SELECT FROM interests_declaration d "
        "WHERE d.tenant_id = $1 AND d.person_id = p.id AND d.undone_at IS NULL "
        "AND d.declared_on > $4 - 365) HAVING count(*) > 0) x WHERE true",
    ),
}
"""By kind: what is told of one thing, and which things there are on a day (`$4`)."""


def reading(thing: Thing) -> str:
    """The statement that reads a page of things (after `$2`, at most `$3`) as one text of JSON."""
    told, where = LISTED[thing]
    return f"""
    SELECT coalesce(json_agg(json_build_object('from_id', s.id, 'reference', s.reference, 'title', left(s.title, 300),
        'detail', s.detail, 'sha256', encode(sha256(convert_to(s.said, 'UTF8')), 'hex'))), '[]')::text AS rows,
      count(*)::int AS many, (array_agg(s.id ORDER BY s.id DESC))[1] AS last
    FROM (SELECT x.id, to_jsonb(x)::text AS said, {told} FROM {where} AND x.id > $2 ORDER BY x.id LIMIT $3) s
    """  # noqa: S608 - our own words


KEEP = """
INSERT INTO succession_item AS kept (tenant_id, id, plan_id, predecessor_id, kind, from_id, reference, title, detail,
  sha256, stock_at, gone, choice)
SELECT $1, gen_random_uuid(), $2, $3, $4, line.from_id, line.reference, line.title, line.detail, line.sha256, $5, false,
  $6
FROM json_to_recordset($7::text::json)
  AS line (from_id uuid, reference text, title text, detail jsonb, sha256 text)
ON CONFLICT (tenant_id, plan_id, predecessor_id, kind, from_id) DO UPDATE
SET reference = excluded.reference, title = excluded.title, detail = excluded.detail, sha256 = excluded.sha256,
  stock_at = excluded.stock_at, gone = false
"""
"""Keep a page in the successor's inventory; what was chosen for a thing before stays."""

GONE = """
UPDATE succession_item SET gone = true
WHERE tenant_id = $1 AND plan_id = $2 AND predecessor_id = $3 AND stock_at < $4 AND NOT gone
"""

PROPOSALS: tuple[str, ...] = (
    # a person whom we have under the same address is that person
    """
    UPDATE succession_item i SET choice = 'merge', into_id = p.id FROM people_person p
    WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'person' AND i.chosen_at IS NULL AND NOT i.gone
      AND p.tenant_id = $1 AND i.into_id IS NULL AND i.into_item_id IS NULL AND i.detail ->> 'email' = lower(p.email)
      AND (p.left_on IS NULL OR p.left_on > $3)
      AND NOT EXISTS (SELECT FROM people_person q WHERE q.tenant_id = $1 AND lower(q.email) = lower(p.email)
        AND q.id < p.id)
    """,
    # a committee that we have under the same name, or one alone of the same kind, takes over
    """
    UPDATE succession_item i SET choice = 'merge', into_id = c.id FROM committees_committee c
    WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'committee' AND i.chosen_at IS NULL AND NOT i.gone
      AND c.tenant_id = $1 AND c.retired_on IS NULL AND c.held_by IS NULL AND i.into_id IS NULL
      AND i.into_item_id IS NULL AND $3::date IS NOT NULL AND (lower(c.name) = lower(i.title) OR (
        c.kind = CASE WHEN i.detail ->> 'kind' = 'governing-body' THEN 'board' ELSE i.detail ->> 'kind' END
        AND c.kind IN ('board', 'audit', 'remuneration', 'primary-care-commissioning', 'quality-safety',
          'finance-performance')
        AND NOT EXISTS (SELECT FROM committees_committee d WHERE d.tenant_id = $1 AND d.retired_on IS NULL
          AND d.kind = c.kind AND d.id <> c.id)
        AND NOT EXISTS (SELECT FROM committees_committee d WHERE d.tenant_id = $1 AND d.retired_on IS NULL
          AND lower(d.name) = lower(i.title))))
    """,
    # a framework that we use already, in whichever edition, needs no second: one edition of it is in use at a time
    """
    UPDATE succession_item i SET choice = 'merge', into_id = e.id FROM assurance_edition e
    WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'framework' AND i.chosen_at IS NULL AND NOT i.gone
      AND e.tenant_id = $1 AND e.state = 'in-use' AND i.into_id IS NULL AND i.into_item_id IS NULL
      AND e.framework = i.detail ->> 'framework' AND $3::date IS NOT NULL
    """,
    # of two predecessors' people of one address, and frameworks of one edition, the first brings it
    """
    UPDATE succession_item i SET choice = 'merge', into_item_id = f.id FROM (
      SELECT DISTINCT ON (s.kind, s.same) s.kind, s.same, s.id, s.predecessor_id FROM (
        SELECT j.id, j.kind, j.predecessor_id, CASE j.kind WHEN 'person' THEN j.detail ->> 'email'
          ELSE (j.detail ->> 'framework') || ' ' || (j.detail ->> 'edition') END AS same
        FROM succession_item j WHERE j.tenant_id = $1 AND j.plan_id = $2 AND j.kind IN ('person', 'framework')
          AND j.choice = 'carry' AND NOT j.gone
      ) s JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = s.predecessor_id
      WHERE s.same IS NOT NULL ORDER BY s.kind, s.same, p.position, s.id
    ) f
    WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = f.kind AND i.chosen_at IS NULL AND NOT i.gone
      AND i.choice = 'carry' AND i.id <> f.id AND $3::date IS NOT NULL
      AND f.same = CASE i.kind WHEN 'person' THEN i.detail ->> 'email'
        ELSE (i.detail ->> 'framework') || ' ' || (i.detail ->> 'edition') END
    """,
    # a framework of their own making, and a private matter of theirs, stays until somebody says otherwise
    """
    UPDATE succession_item i SET choice = 'leave' WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.chosen_at IS NULL
      AND i.kind = 'framework' AND i.detail ->> 'origin' = 'own' AND i.choice = 'carry' AND $3::date IS NOT NULL
    """,
)
"""What is proposed for whatever nobody chose for, by address, name and kind. `$1` our tenant, `$2` the plan,
`$3` today."""


async def take(several: Several, scope: Scope, plan: Any, predecessor: Any, there: Scope) -> None:
    """Bring the inventory of one predecessor up to date; what was chosen stays."""
    split = plan["kind"] == Kind.SPLIT.value
    for thing in LISTED:
        proposed = "carry" if thing in MAPPED and not split else "leave"
        last = UUID(int=0)
        while True:
            await several.into(there.tenant.id)
            page = (await fetch(reading(thing), there.tenant.id, last, PAGE, there.today))[0]
            if page["many"]:
                await several.into(scope.tenant.id)
                async with in_bulk():
                    await execute(
                        KEEP,
                        scope.tenant.id,
                        plan["id"],
                        predecessor["id"],
                        thing.value,
                        scope.now,
                        proposed,
                        page["rows"],
                    )
                last = page["last"]
            if page["many"] < PAGE:
                break
    await several.into(scope.tenant.id)
    await execute(GONE, scope.tenant.id, plan["id"], predecessor["id"], scope.now)
    await execute(
        "UPDATE succession_predecessor SET stock_at = $3 WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        predecessor["id"],
        scope.now,
    )


async def propose(scope: Scope, plan: Any) -> None:
    if plan["kind"] == Kind.SPLIT.value:
        return  # whoever leaves says what goes with them; everything else stays
    async with in_bulk():
        for statement in PROPOSALS:
            await execute(statement, scope.tenant.id, plan["id"], scope.today)

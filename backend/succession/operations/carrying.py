"""Carrying people, committees and what is declared from one predecessor to the successor. See `ferry`."""

import json

from backend.assurance.operations import editions
from backend.kit.database import execute, fetch
from backend.scope import Refusal
from backend.succession.operations.ferry import MADE_ID, Ferry
from backend.succession.rules import UnableToMerge

_BROUGHT_BY = "(SELECT o.from_id FROM succession_item o WHERE o.tenant_id = $1 AND o.id = i.into_item_id)"

LINEAGE = f"""
INSERT INTO succession_carried (tenant_id, id, plan_id, predecessor_id, from_tenant_id, kind, from_id, to_id,
  how, sha256,
  carried_at)
SELECT $1, gen_random_uuid(), $2, $3, $6, i.kind, i.from_id,
  CASE WHEN i.choice = 'carry' THEN {MADE_ID.format(of="i.from_id")}
    ELSE coalesce(i.into_id, {MADE_ID.format(of=_BROUGHT_BY)}) END,
  CASE WHEN i.choice = 'carry' THEN 'carried' ELSE 'merged' END, i.sha256, $7
FROM succession_item i
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND NOT i.gone AND i.choice IN ('carry', 'merge')
  AND i.kind IN ('person', 'committee', 'risk', 'action') AND i.from_id > $4 AND i.from_id <= $5
"""  # noqa: S608 - our own words

_OURS = (
    "JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = '{kind}' "
    "AND c.from_id = r.id AND c.how = 'carried' "
    "JOIN succession_item i ON i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND i.kind = '{kind}' "
    "AND i.from_id = r.id"
)
MAPPED = (
    "(SELECT m.to_id FROM succession_carried m WHERE m.tenant_id = $1 AND m.predecessor_id = $3 "
    "AND m.kind = '{kind}' AND m.from_id = {of})"
)

_PEOPLE = f"""
INSERT INTO people_person (tenant_id, id, name, job_title, email, account_id, joined_on)
SELECT $1, c.to_id, coalesce(i.new_name, r.name), r.job_title, r.email,
  CASE WHEN row_number() OVER (PARTITION BY r.account_id ORDER BY r.id) = 1 AND NOT EXISTS (
    SELECT FROM people_person q WHERE q.tenant_id = $1 AND q.account_id = r.account_id) THEN r.account_id END, $5
FROM jsonb_populate_recordset(NULL::people_person, $4::text::jsonb) r {_OURS.format(kind="person")}
RETURNING id, name AS title
"""  # noqa: S608 - our own words

_MEMBERSHIPS = """
INSERT INTO people_membership (account_id, tenant_id, person_id, tenant_slug, tenant_name)
SELECT p.account_id, $1, p.id, $6, $7 FROM succession_carried c
JOIN people_person p ON p.tenant_id = $1 AND p.id = c.to_id
WHERE c.tenant_id = $1 AND c.plan_id = $2 AND c.predecessor_id = $3 AND c.kind = 'person' AND c.how = 'carried'
  AND p.account_id IS NOT NULL AND c.from_id > $4 AND c.from_id <= $5
ON CONFLICT (account_id, tenant_id) DO NOTHING
"""

_COMMITTEES = f"""
INSERT INTO committees_committee (tenant_id, id, slug, name, kind, purpose, meets_in_public, meets_every_months,
  seats_from, quorum, quorum_from, voting, voting_from, terms_summary, terms_review_months, terms_reviewed_on,
    terms_source, source,
    formed_on)
SELECT $1, c.to_id,
  CASE WHEN EXISTS (SELECT FROM committees_committee q WHERE q.tenant_id = $1 AND q.slug = r.slug)
    THEN left(r.slug, 40) || '-' || $7 ELSE r.slug END,
  CASE WHEN i.new_name IS NOT NULL THEN i.new_name
    WHEN EXISTS (SELECT FROM committees_committee q WHERE q.tenant_id = $1 AND lower(q.name) = lower(r.name)
      AND q.retired_on IS NULL) THEN r.name || ' (' || $8 || ')' ELSE r.name END,
  r.kind, r.purpose, r.meets_in_public, r.meets_every_months, CASE WHEN r.seats_from IS NOT NULL THEN $6::jsonb END,
  r.quorum, CASE WHEN r.quorum IS NOT NULL THEN $6::jsonb END, r.voting,
  CASE WHEN r.voting IS NOT NULL THEN $6::jsonb END, r.terms_summary, r.terms_review_months,
  r.terms_reviewed_on, CASE WHEN r.terms_summary IS NOT NULL THEN $6::jsonb END, $6::jsonb, $5
FROM jsonb_populate_recordset(NULL::committees_committee, $4::text::jsonb) r {_OURS.format(kind="committee")}
RETURNING id, name AS title
"""  # noqa: S608 - our own words

_SEATS = f"""
INSERT INTO committees_seat (tenant_id, id, committee_id, slug, place, name, capacity, office, voting, from_on)
SELECT $1, {MADE_ID.format(of="r.id")}, c.to_id, r.slug, r.place, r.name, r.capacity, r.office, r.voting, $5
FROM jsonb_populate_recordset(NULL::committees_seat, $4::text::jsonb) r
JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'committee'
  AND c.from_id = r.committee_id AND c.how = 'carried'
RETURNING id
"""  # noqa: S608 - our own words

_TERMS = f"""
INSERT INTO committees_term (tenant_id, id, committee_id, seat_id, person_id, office, from_on, last_on)
SELECT $1, {MADE_ID.format(of="r.id")}, c.to_id, {MADE_ID.format(of="r.seat_id")}, p.to_id, r.office,
  greatest(r.from_on, $5), r.last_on
FROM jsonb_populate_recordset(NULL::committees_term, $4::text::jsonb) r
JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'committee'
  AND c.from_id = r.committee_id AND c.how = 'carried'
JOIN succession_carried p ON p.tenant_id = $1 AND p.predecessor_id = $3 AND p.kind = 'person' AND p.from_id =
  r.person_id
JOIN committees_seat s ON s.tenant_id = $1 AND s.id = {MADE_ID.format(of="r.seat_id")}
RETURNING id
"""  # noqa: S608 - our own words

_LINES = f"""
INSERT INTO committees_reporting_line (tenant_id, id, committee_id, parent_id, through, source, from_on)
SELECT $1, {MADE_ID.format(of="r.id")}, c.to_id, p.to_id, r.through, $6::jsonb, $5
FROM jsonb_populate_recordset(NULL::committees_reporting_line, $4::text::jsonb) r
JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'committee'
  AND c.from_id = r.committee_id AND c.how = 'carried'
JOIN succession_carried p ON p.tenant_id = $1 AND p.predecessor_id = $3 AND p.kind = 'committee'
  AND p.from_id = r.parent_id
WHERE p.to_id <> c.to_id
RETURNING id
"""  # noqa: S608 - our own words

_OFFERS = f"""
INSERT INTO succession_offer (tenant_id, id, plan_id, predecessor_id, person_id, from_interest_id, said, state,
  offered_at)
SELECT $1, {MADE_ID.format(of="r.id")}, $2, $3, c.to_id, r.id, r.said, 'waiting', $5
FROM jsonb_to_recordset($4::text::jsonb) AS r (id uuid, person_id uuid, said jsonb)
JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'person'
  AND c.from_id = r.person_id
RETURNING id
"""  # noqa: S608 - our own words

_DECLARED = """
SELECT x.* FROM (SELECT e.tenant_id, e.interest_id AS id, e.person_id, jsonb_build_object('organisation', o.name,
    'ods_code', o.ods_code, 'interest_type', e.interest_type, 'nature', e.nature, 'relationship', e.relationship,
    'is_indirect', e.is_indirect, 'mitigation', e.mitigation, 'since', e.since, 'until', e.until) AS said
  FROM interests_entry e JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
  WHERE e.tenant_id = $1 AND e.known_to IS NULL AND (e.until IS NULL OR e.until >= $4)) x WHERE true
"""

_TOLD = """
SELECT c.to_id AS id, i.title, i.reference AS came, c.sha256 FROM succession_carried c
JOIN succession_item i ON i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND i.kind = c.kind
  AND i.from_id = c.from_id
WHERE c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = $4 AND c.how = 'carried' ORDER BY c.from_id
"""


async def lineage(ferry: Ferry) -> None:
    """Write down which record becomes which, from the choices."""
    await ferry.here_in_parts(LINEAGE, ferry.there.tenant.id, ferry.here.now)


async def people(ferry: Ferry) -> int:
    """People who are carried over, each with their own way in, and no role: those are granted here."""
    day = ferry.plan["falls_on"]
    made = await ferry.carry(
        "SELECT x.* FROM people_person x WHERE x.tenant_id = $1 AND (x.left_on IS NULL OR x.left_on > $4)",
        _PEOPLE,
        min(day, ferry.here.today),
        reads=(ferry.there.today,),
    )
    tenant = ferry.here.tenant
    await ferry.here_in_parts(_MEMBERSHIPS, tenant.slug, tenant.name)
    await tell(ferry, "people", "person")
    return len(made)


async def committees(ferry: Ferry) -> int:
    """Committees that are carried over with their seats, terms of office and lines among themselves."""
    day = min(ferry.plan["falls_on"], ferry.here.today)
    there = ferry.there.tenant
    made = await ferry.carry(
        "SELECT x.* FROM committees_committee x WHERE x.tenant_id = $1 AND x.retired_on IS NULL AND x.held_by IS NULL",
        _COMMITTEES,
        day,
        ferry.mark,
        there.slug,
        there.name,
    )
    await ferry.carry(
        "SELECT x.* FROM committees_seat x WHERE x.tenant_id = $1 AND x.retired_on IS NULL", _SEATS, day
    )
    await ferry.carry(
        "SELECT x.* FROM committees_term x WHERE x.tenant_id = $1 AND x.withdrawn_because IS NULL "
        "AND (x.last_on IS NULL OR x.last_on >= $4)",
        _TERMS,
        day,
        reads=(day,),
    )
    await ferry.carry(
        "SELECT x.* FROM committees_reporting_line x WHERE x.tenant_id = $1 AND x.retired_on IS NULL",
        _LINES,
        day,
        ferry.mark,
    )
    await tell(ferry, "committees", "committee")
    return len(made)


async def frameworks(ferry: Ferry) -> int:
    """Take the editions into use here that are carried over. What was answered to them stays where it was answered."""
    await ferry.ashore()
    rows = await fetch(
        "SELECT * FROM succession_item WHERE tenant_id = $1 AND plan_id = $2 AND predecessor_id = $3 "
        "AND kind = 'framework' AND NOT gone AND choice = 'carry' ORDER BY title",
        ferry.here.tenant.id,
        ferry.plan["id"],
        ferry.predecessor["id"],
    )
    for row in rows:
        said = json.loads(row["detail"])
        try:
            made_id = await editions.take_into_use(
                ferry.here, framework=said["framework"], edition=said["edition"]
            )
        except Refusal as refused:
            raise UnableToMerge(
                f"{row['title']}, of {ferry.there.tenant.name}, can’t be carried over: {refused.sentence}"
            ) from refused
        await execute(
            "INSERT INTO succession_carried (tenant_id, id, plan_id, predecessor_id, from_tenant_id, kind, from_id, "
            "to_id, how, sha256, carried_at) VALUES ($1, gen_random_uuid(), $2, $3, $4, 'framework', $5, "
            "$6, 'carried', "
            "$7, $8)",
            ferry.here.tenant.id,
            ferry.plan["id"],
            ferry.predecessor["id"],
            ferry.there.tenant.id,
            row["from_id"],
            made_id,
            row["sha256"],
            ferry.here.now,
        )
    return len(rows)


async def offers(ferry: Ferry) -> int:
    """Offer to each person what they declared there, if the register is carried over."""
    await ferry.ashore()
    wanted = await fetch(
        "SELECT 1 FROM succession_item WHERE tenant_id = $1 AND plan_id = $2 AND predecessor_id = $3 "
        "AND kind = 'register' AND choice = 'carry' AND NOT gone",
        ferry.here.tenant.id,
        ferry.plan["id"],
        ferry.predecessor["id"],
    )
    if not wanted:
        return 0
    made = await ferry.carry(_DECLARED, _OFFERS, ferry.here.now, reads=(ferry.there.today,))
    return len(made)


async def tell(ferry: Ferry, room: str, kind: str) -> None:
    """Tell in the ledger of everything of a kind that was carried over."""
    await ferry.record(room, kind, await ferry.told(_TOLD, kind))

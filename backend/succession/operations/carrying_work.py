"""Carrying open actions and risks from one predecessor to the successor, and ending them where the predecessor
lives on."""

from datetime import timedelta
from uuid import UUID

from backend.actions import chasing
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.risks.operations.dues import look_again
from backend.succession.operations.carrying import MAPPED, tell
from backend.succession.operations.ferry import MADE_ID, Ferry
from backend.succession.operations.stocktaking import PAGE

_OWNER = (
    f"coalesce({MAPPED.format(kind='person', of='r.owner_person_id')}, "
    "CASE WHEN r.owner_person_id IS NOT NULL THEN $6::uuid END)"
)
_NAME_THERE = (
    "(SELECT j.title FROM succession_item j WHERE j.tenant_id = $1 AND j.plan_id = $2 AND j.predecessor_id = $3 "
    "AND j.kind = 'person' AND j.from_id = r.owner_person_id)"
)

_ACTIONS = f"""
INSERT INTO actions_action (tenant_id, id, number, source_kind, source_title, source_on, committee_id, words, private,
  owner_person_id, owner_name, deputy_person_id, due_on, moves, state, undertaken_on, recorded_at,
    recorded_by_person_id,
  recorded_by_name, claimed_by_person_id, asked, asked_until, chase_on, claimed_on)
SELECT $1, n.to_id, n.base + n.turn, 'hand', left($5 || ', action ' || n.number || ': ' || n.source_title,
  500), n.source_on,
  n.committee, n.words, n.private, n.owner, CASE WHEN n.owner IS NULL THEN coalesce(n.owner_name, n.name_there,
    'Nobody yet')
  END, CASE WHEN n.deputy <> n.owner THEN n.deputy END, n.due_on, n.moves, n.state, n.undertaken_on, $7, NULL,
    $8, n.claimed,
  n.asked, n.asked_until,
  CASE WHEN n.state IN ('open', 'reopened') AND n.due_on IS NOT NULL THEN $9::date END, n.claimed_on
FROM (
  SELECT r.*, c.to_id, row_number() OVER (ORDER BY r.number) AS turn,
    (SELECT coalesce(max(a.number), 0) FROM actions_action a WHERE a.tenant_id = $1) AS base,
    {MAPPED.format(kind="committee", of="r.committee_id")} AS committee, {_OWNER} AS owner, {_NAME_THERE} AS name_there,
    {MAPPED.format(kind="person", of="r.deputy_person_id")} AS deputy,
    {MAPPED.format(kind="person", of="r.claimed_by_person_id")} AS claimed
  FROM jsonb_populate_recordset(NULL::actions_action, $4::text::jsonb) r
  JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'action' AND c.from_id =
    r.id
    AND c.how = 'carried'
) n
RETURNING id
"""  # noqa: S608 - our own words

_ACTION_STEPS = f"""
INSERT INTO actions_step (tenant_id, id, action_id, kind, words, changes, by_link, made_at, made_by_name)
SELECT $1, {MADE_ID.format(of="c.to_id")}, c.to_id, 'undertaken', $6 || ', where it was action ' || i.reference,
  jsonb_build_object('before', '{{}}'::jsonb, 'after', '{{}}'::jsonb, 'was', NULL, 'came', NULL), false, $7, $8
FROM succession_carried c
JOIN succession_item i ON i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND i.kind = 'action'
  AND i.from_id = c.from_id
WHERE c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'action' AND c.how = 'carried'
  AND c.from_id > $4 AND c.from_id <= $5
"""  # noqa: S608 - our own words

_RISKS = f"""
INSERT INTO risks_risk (tenant_id, id, number, called, title, cause, event, effect, category, directorate, level, state,
  objective_ids, linked_ids, owner_person_id, lead_person_id, committee_id, opened_on, reviewed_on, next_review_on,
  target_on, source, version)
SELECT $1, n.to_id, n.base + n.turn, n.called, coalesce(n.new_name, n.title), n.cause, n.event, n.effect, n.category,
  n.directorate, 'corporate', n.state, '{{}}', n.linked, n.owner, n.lead, n.committee, n.opened_on, n.reviewed_on,
  n.next_review_on, n.target_on, left($5 || coalesce(': ' || n.source, ''), 500), 1
FROM (
  SELECT r.*, c.to_id, i.new_name, row_number() OVER (ORDER BY r.number) AS turn,
    (SELECT coalesce(max(a.number), 0) FROM risks_risk a WHERE a.tenant_id = $1) AS base,
    {MAPPED.format(kind="committee", of="r.committee_id")} AS committee, {_OWNER} AS owner,
    {MAPPED.format(kind="person", of="r.lead_person_id")} AS lead,
    ARRAY(SELECT l.to_id FROM succession_carried l WHERE l.tenant_id = $1 AND l.predecessor_id = $3 AND l.kind = 'risk'
      AND l.from_id = ANY (r.linked_ids)) AS linked
  FROM jsonb_populate_recordset(NULL::risks_risk, $4::text::jsonb) r
  JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'risk' AND c.from_id = r.id
    AND c.how = 'carried'
  JOIN succession_item i ON i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND i.kind = 'risk'
    AND i.from_id = r.id
) n
RETURNING id
"""  # noqa: S608 - our own words

_OF_RISK = (
    "JOIN succession_carried c ON c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'risk' "
    "AND c.from_id = r.risk_id AND c.how = 'carried'"
)

_PARTS: dict[str, tuple[str, str]] = {
    "score": (
        "kind, scored_on, likelihood, consequence, because, scored_by_name, recorded_at",
        "r.kind, r.scored_on, r.likelihood, r.consequence, r.because, r.scored_by_name, r.recorded_at",
    ),
    "point": ("falls_on, score, words", "r.falls_on, r.score, r.words"),
    "control": (
        "words, strength, owner_person_id, held_from",
        f"r.words, r.strength, {MAPPED.format(kind='person', of='r.owner_person_id')}, r.held_from",
    ),
    "assurance": (
        "control_id, words, line, level, finding, given_on, next_on, held_from",
        f"(SELECT k.id FROM risks_control k WHERE k.tenant_id = $1 AND k.id = {MADE_ID.format(of='r.control_id')}), "  # noqa: S608 - our own words
        "r.words, r.line, r.level, r.finding, r.given_on, r.next_on, r.held_from",
    ),
    "gap": (
        "control_id, kind, words, due_on, owner_person_id, held_from",
        f"(SELECT k.id FROM risks_control k WHERE k.tenant_id = $1 AND k.id = {MADE_ID.format(of='r.control_id')}), "  # noqa: S608 - our own words
        f"r.kind, r.words, r.due_on, {MAPPED.format(kind='person', of='r.owner_person_id')}, r.held_from",
    ),
}
"""What lies below a risk: the columns that go over, and where each comes from. Controls before what is about them."""


def _part(table: str) -> tuple[str, str]:
    """How rows of one table below the risks are read there, and written here."""
    ended = "" if table == "score" else "AND x.ended_on IS NULL "
    columns, taken = _PARTS[table]
    read = (
        f"SELECT x.* FROM risks_{table} x WHERE x.tenant_id = $1 AND x.struck_at IS NULL {ended}"  # noqa: S608 - our own words
        "AND EXISTS (SELECT FROM risks_risk k WHERE k.tenant_id = $1 AND k.id = x.risk_id AND k.state = 'open' "
        "AND k.struck_at IS NULL)"
    )
    write = (
        f"INSERT INTO risks_{table} (tenant_id, id, risk_id, {columns}, version) "  # noqa: S608 - our own words
        f"SELECT $1, {MADE_ID.format(of='r.id')}, c.to_id, {taken}, 1 "
        f"FROM jsonb_populate_recordset(NULL::risks_{table}, $4::text::jsonb) r {_OF_RISK} RETURNING id"
    )
    return read, write


def _versions(table: str) -> str:
    """The first version of every row of a table below the risks that were carried over: as-at answers rest on it."""
    of = "t.id" if table == "risk" else "t.risk_id"
    return f"""
    INSERT INTO risks_version (tenant_id, id, step_id, risk_id, subject, subject_id, number, holds_from, act,
      words, said,
      made_at, made_by_name)
    SELECT $1, {MADE_ID.format(of="'version' || t.id")}, {MADE_ID.format(of="'step' || c.to_id")}, c.to_id,
      '{table}', t.id,
      1, $6, 'carried', $7, to_jsonb(t), $8, $9
    FROM succession_carried c JOIN risks_{table} t ON t.tenant_id = $1 AND {of} = c.to_id
    WHERE c.tenant_id = $1 AND c.predecessor_id = $3 AND c.kind = 'risk' AND c.how = 'carried' AND t.version = 1
      AND c.from_id > $4 AND c.from_id <= $5
    """  # noqa: S608 - our own words


async def actions(ferry: Ferry) -> int:
    """Open actions: with a new number here, the same words and day, and whoever their owner became."""
    tomorrow = ferry.here.today + timedelta(days=1)
    made = await ferry.carry(
        "SELECT x.* FROM actions_action x WHERE x.tenant_id = $1 AND x.state IN ('open', 'done-claimed', 'reopened') "
        "AND x.struck_at IS NULL",
        _ACTIONS,
        ferry.words,
        ferry.predecessor["taker_person_id"],
        ferry.here.now,
        ferry.here.actor.name,
        tomorrow,
    )
    await ferry.here_in_parts(_ACTION_STEPS, ferry.words, ferry.here.now, ferry.here.actor.name)
    if made:
        await chasing.hold_chore(ferry.here, chase_on=tomorrow)
    await tell(ferry, "actions", "action")
    return len(made)


async def risks(ferry: Ferry) -> int:
    """Open risks with scores, controls, assurances and gaps; all on the corporate register, until our board
    takes one up."""
    made = await ferry.carry(
        "SELECT x.* FROM risks_risk x WHERE x.tenant_id = $1 AND x.state = 'open' AND x.struck_at IS NULL",
        _RISKS,
        ferry.words,
        ferry.predecessor["taker_person_id"],
    )
    for table in _PARTS:
        await ferry.carry(*_part(table))
    day = min(ferry.plan["falls_on"], ferry.here.today)
    for table in ("risk", *_PARTS):
        await ferry.here_in_parts(_versions(table), day, ferry.words, ferry.here.now, ferry.here.actor.name)
    if made:
        await look_again(ferry.here)
    await tell(ferry, "risks", "risk")
    return len(made)


_LEAVE_ACTIONS = """
WITH ended AS (
  UPDATE actions_action SET state = 'withdrawn', ended_on = $3, asked = NULL, asked_until = NULL, chase_on = NULL,
    claimed_on = NULL
  WHERE tenant_id = $1 AND id = ANY ($2) AND state IN ('open', 'done-claimed', 'reopened')
  RETURNING id, number
), told AS (
  INSERT INTO actions_step (tenant_id, id, action_id, kind, words, changes, agreed_by, by_link, made_at, made_by_name)
  SELECT $1, gen_random_uuid(), ended.id, 'withdrawn', $4,
    jsonb_build_object('before', '{}'::jsonb, 'after', '{}'::jsonb, 'was', NULL, 'came', NULL), $5, false, $6, $7
  FROM ended
)
SELECT id, 'Action ' || number AS title FROM ended
"""

_LEAVE_RISKS = """
WITH ended AS (
  UPDATE risks_risk SET state = 'closed', closed_on = greatest($3, opened_on), closed_because = $4, version =
    version + 1
  WHERE tenant_id = $1 AND id = ANY ($2) AND state = 'open'
  RETURNING *
), told AS (
  INSERT INTO risks_version (tenant_id, id, step_id, risk_id, subject, subject_id, number, holds_from, act,
    words, because,
    said, made_at, made_by_name)
  SELECT $1, gen_random_uuid(), gen_random_uuid(), ended.id, 'risk', ended.id, ended.version, $3, 'closed',
    'Closed', $4,
    to_jsonb(ended), $5, $6 FROM ended
)
SELECT id, title FROM ended
"""

_LEAVE_COMMITTEES = """
WITH ended AS (
  UPDATE committees_committee SET retired_on = $3 WHERE tenant_id = $1 AND id = ANY ($2) AND retired_on IS NULL
  RETURNING id, name
), seats AS (
  UPDATE committees_seat s SET retired_on = greatest($3, s.from_on) FROM ended
  WHERE s.tenant_id = $1 AND s.committee_id = ended.id AND s.retired_on IS NULL
), terms AS (
  UPDATE committees_term t SET last_on = greatest($3 - 1, t.from_on) FROM ended
  WHERE t.tenant_id = $1 AND t.committee_id = ended.id AND (t.last_on IS NULL OR t.last_on >= $3)
), lines AS (
  UPDATE committees_reporting_line l SET retired_on = greatest($3, l.from_on) FROM ended
  WHERE l.tenant_id = $1 AND ended.id IN (l.committee_id, l.parent_id) AND l.retired_on IS NULL
)
SELECT id, name AS title FROM ended
"""


async def end_there(ferry: Ferry) -> None:
    """After a split, what went over is open in the predecessor no longer: it was taken over, and says by whom."""
    day = ferry.there.today
    words = f"Taken over by {ferry.here.tenant.name}"
    by = (ferry.plan["name"], ferry.there.now, ferry.there.actor.name)
    for kind, sql, given, act in (
        ("action", _LEAVE_ACTIONS, (day, words, *by), "actions.action.withdrawn"),
        ("risk", _LEAVE_RISKS, (day, words, *by[1:]), "risks.risk.closed"),
        ("committee", _LEAVE_COMMITTEES, (day,), "committees.committee.retired"),
    ):
        room = act.partition(".")[0]
        ids = await _went(ferry, kind)
        for start in range(0, len(ids), PAGE):
            await ferry.over()
            rows = await fetch(sql, ferry.there.tenant.id, ids[start : start + PAGE], *given)
            lines = [
                ledger.Line(
                    subject=Record(room=room, kind=kind, id=row["id"], title=row["title"]),
                    after={"because": words},
                )
                for row in rows
            ]
            await ledger.record_many(ferry.there, act, lines)


async def _went(ferry: Ferry, kind: str) -> list[UUID]:
    await ferry.ashore()
    rows = await fetch(
        "SELECT from_id FROM succession_carried WHERE tenant_id = $1 AND predecessor_id = $2 AND kind = $3 "
        "AND how = 'carried' ORDER BY from_id",
        ferry.here.tenant.id,
        ferry.predecessor["id"],
        kind,
    )
    return [row["from_id"] for row in rows]

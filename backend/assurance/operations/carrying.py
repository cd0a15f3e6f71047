"""Carrying answers over into the edition that follows: exactly what the succession says, and the rest is listed."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.operations import assessments, holding
from backend.assurance.queries import assessments as queries
from backend.assurance.queries import editions, requirements
from backend.assurance.queries.said import SAID, judgement_of
from backend.assurance.rules import assessing, carrying
from backend.assurance.rules.assessing import NAMES, Tally
from backend.assurance.rules.carrying import CarryOutcome, Move, New, Old, PlanLine
from backend.assurance.rules.editions import MET_OR_NOT, Standing
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.succession import BECAME_IN_WORDS
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id_text
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import Scope

_ANSWERS = f"""
SELECT a.id, a.requirement_id, a.domain_id, r.reference AS ref, r.text, a.outcome, a.stands, a.differs, a.version,
  a.owner_person_id, a.due_on, {", ".join(f"a.{name}" for name in SAID)}
FROM assurance_answer a JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
WHERE a.tenant_id = $1 AND a.assessment_id = $2 ORDER BY a.position
"""  # noqa: S608 - the names are those of this room

_WRITE = f"""
WITH x AS (
  SELECT * FROM json_to_recordset($2::text::json) AS x (id uuid, version_id uuid, said jsonb, stands text,
    stands_until date, stands_after text, differs boolean, owner_person_id uuid, due_on date)),
changed AS (
  UPDATE assurance_answer a SET {", ".join(f"{name} = s.{name}" for name in SAID)}, stands = x.stands,
    stands_until = x.stands_until, stands_after = x.stands_after, differs = x.differs,
    owner_person_id = x.owner_person_id, due_on = x.due_on, version = a.version + 1, said_number = a.version + 1
  FROM x, jsonb_populate_record(NULL::assurance_answer, x.said) s
  WHERE a.tenant_id = $1 AND a.id = x.id RETURNING a.id, a.assessment_id, a.version, x.version_id, x.said)
INSERT INTO assurance_answer_version (tenant_id, id, answer_id, assessment_id, number, did, said, back_to, made_at,
  made_by_person_id, made_by_name)
SELECT $1, version_id, id, assessment_id, version, 'carried', said, 0, $3, $4, $5 FROM changed
"""  # noqa: S608 - the names are those of this room

_TALLY = f"""
UPDATE assurance_tally t SET holds_until = least(t.holds_until, x.holds_until),
  {", ".join(f"{name} = t.{name} + x.{name}" for name in NAMES)}
FROM json_to_recordset($3::text::json) AS x (domain_id uuid, holds_until date,
  {", ".join(f"{name} integer" for name in NAMES)})
WHERE t.tenant_id = $1 AND t.assessment_id = $2 AND t.domain_id = x.domain_id
"""  # noqa: S608 - the names are those of this room's own dataclass


async def carry(
    scope: Scope, *, from_assessment_id: UUID, to_edition_id: UUID, plan: Sequence[PlanLine]
) -> CarryOutcome:
    """Open an assessment of the edition that follows, for the same period, and carry over what the plan says.

    Each answer that goes is marked with where it came from, keeps its words, its validity and its review, and its owner
    and due day; where the plan wants it, it waits for somebody to confirm it. The assessment before is closed and stays
    to be read. What did not go is in the outcome, each with why. Raises rules.standing.UnableToAnswer,
    rules.assessing.UnableToAssess, NotPermitted, NotFound.
    """
    before = await queries.assessment_of(scope, assessment_id=from_assessment_id)
    assessing.check_open(before.state, title=before.title)
    rows = {row["requirement_id"]: row for row in await fetch(_ANSWERS, scope.tenant.id, from_assessment_id)}
    moves, stays = carrying.moves_of(
        plan, old={each: _old(row) for each, row in rows.items()}, new=await _new(scope, to_edition_id)
    )
    assessment_id = await assessments.open_assessment(
        scope,
        edition_id=to_edition_id,
        title=before.title,
        period_from=before.period_from,
        period_until=before.period_until,
        carried_from_id=from_assessment_id,
    )
    await assessments.close(scope, assessment_id=from_assessment_id)
    await _write(scope, assessment_id, before.edition_label, rows, moves)
    outcome = CarryOutcome(
        assessment_id=assessment_id,
        carried=sum(not each.waits for each in moves),
        waiting=sum(each.waits for each in moves),
        not_carried=stays,
    )
    await _tell(scope, before, outcome)
    return outcome


async def _new(scope: Scope, edition_id: UUID) -> dict[UUID, New]:
    edition = await editions.edition_of(scope, edition_id=edition_id)
    return {
        each.id: New(requirement_id=each.id, ref=each.ref, scale=edition.scale(each.scale) or MET_OR_NOT)
        for each in await requirements.requirements_of(scope, edition_id=edition_id)
    }


async def _write(
    scope: Scope, assessment_id: UUID, label: str, rows: dict[UUID, Any], moves: Sequence[Move]
) -> None:
    targets = {row["requirement_id"]: row for row in await fetch(_ANSWERS, scope.tenant.id, assessment_id)}
    written: list[dict[str, Any]] = []
    moved: dict[UUID, Tally] = {}
    ends: dict[UUID, date] = {}
    for move in moves:
        source, target = rows[move.from_requirement_id], targets[move.to_requirement_id]
        said = {
            **{name: source[name] for name in SAID},
            "waits": move.waits or source["waits"],
            "carried_from_id": source["id"],
            "carried_words": f"{source['ref']} of {label}, {BECAME_IN_WORDS[move.how]} in this edition",
        }
        outcome = Outcome(target["outcome"]) if target["outcome"] else None
        found = holding.tally_of(scope.today, judgement_of(said), outcome, said)
        written.append(
            {
                "id": target["id"],
                "version_id": new_id_text(),
                "said": json.loads(canonical(said)),
                "stands": found.stands,
                "stands_until": found.until,
                "stands_after": found.stands_after,
                "differs": found.differs,
                "owner_person_id": source["owner_person_id"],
                "due_on": source["due_on"],
            }
        )
        domain_id = target["domain_id"]
        moved[domain_id] = moved.get(domain_id, Tally()) + (found.tally - holding.counted(target))
        if found.until is not None:
            ends[domain_id] = min(found.until, ends.get(domain_id, found.until))
    if not written:
        return
    await execute(
        _WRITE,
        scope.tenant.id,
        as_json(written),
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    lines = [
        {
            "domain_id": domain_id,
            "holds_until": ends.get(domain_id),
            **{name: getattr(tally, name) for name in NAMES},
        }
        for domain_id, tally in moved.items()
    ]
    await execute(_TALLY, scope.tenant.id, assessment_id, as_json(lines))


async def _tell(scope: Scope, before: queries.AssessmentView, outcome: CarryOutcome) -> None:
    after = await queries.assessment_of(scope, assessment_id=outcome.assessment_id)
    await ledger.record(
        scope,
        "assurance.assessment.carried-over",
        Record(room="assurance", kind="assessment", id=after.id, title=after.name),
        after={
            "from": {"id": before.id, "title": before.name},
            "carried": outcome.carried,
            "waiting": outcome.waiting,
            "not_carried": [
                {"requirement_id": each.requirement_id, "ref": each.ref, "text": each.text, "why": each.why}
                for each in outcome.not_carried
            ],
        },
    )


def _old(row: Any) -> Old:
    # what was carried there and waits is nobody's answer yet, but it is not lost either: it is carried on and waits
    return Old(
        requirement_id=row["requirement_id"],
        ref=row["ref"],
        text=row["text"],
        level=row["level"],
        counts_as=Standing(row["counts_as"]) if row["counts_as"] else None,
    )

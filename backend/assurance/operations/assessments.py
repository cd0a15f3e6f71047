"""Opening an assessment of an edition for a period, closing it, opening it again, and signing it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.queries import assessments as queries
from backend.assurance.queries import editions, requirements
from backend.assurance.queries.outcomes import outcomes_of
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.rules import assessing, standing
from backend.assurance.rules.assessing import NAMES, AssessmentState, Tally
from backend.assurance.rules.editions import State, kept_scales
from backend.assurance.tables.answers import Assessment
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id, new_id_text
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import NotFound, NotPermitted, Scope

_ANSWERS = """
INSERT INTO assurance_answer (tenant_id, id, assessment_id, requirement_id, domain_id, position, waits, outcome, stands,
  stands_after, differs, version, reference, scale, said_number)
SELECT $1, x.id, $2, x.requirement_id, x.domain_id, x.position, false, x.outcome, x.stands, x.stands, false, 1,
  x.reference, x.scale, 0
FROM json_to_recordset($3::text::json) AS x (id uuid, requirement_id uuid, domain_id uuid, position integer,
  outcome text, stands text, reference text, scale text)
"""

_TALLIES = f"""
INSERT INTO assurance_tally (tenant_id, id, assessment_id, domain_id, {", ".join(NAMES)})
SELECT $1, x.id, $2, x.domain_id, {", ".join(f"x.{name}" for name in NAMES)}
FROM json_to_recordset($3::text::json) AS x (id uuid, domain_id uuid, {", ".join(f"{name} integer" for name in NAMES)})
"""  # noqa: S608 - the names are those of this room's own dataclass


async def open_assessment(
    scope: Scope,
    *,
    edition_id: UUID,
    title: str,
    period_from: date,
    period_until: date,
    carried_from_id: UUID | None = None,
) -> UUID:
    """Begin to go through an edition that is in use, for a period; every requirement is there, and nobody has answered.

    Returns the assessment's id. Raises assessing.UnableToAssess, NotPermitted, NotFound.
    """
    _check_keeps(scope)
    plain = assessing.check_period(title, period_from, period_until)
    edition = await editions.edition_of(scope, edition_id=edition_id)
    if edition.state is not State.IN_USE:
        raise assessing.UnableToAssess(
            f"{edition.name} is not in use ({edition.state_in_words.lower()}), so it can’t be assessed.",
            field="edition_id",
        )
    # one at a time, so that the same name is not taken twice
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"assessments/{edition_id}")
    known = await queries.assessments_of(scope, edition_id=edition_id)
    if any(each.title.casefold() == plain.casefold() for each in known):
        raise assessing.UnableToAssess(
            f"{edition.name} has an assessment called “{plain}” already.", field="title"
        )
    asked = await requirements.requirements_of(scope, edition_id=edition_id)
    if not asked:
        raise assessing.UnableToAssess(f"{edition.name} asks nothing yet, so there is nothing to assess.")
    assessment_id = new_id()
    await Assessment.add(
        scope,
        id=assessment_id,
        edition_id=edition_id,
        title=plain,
        period_from=period_from,
        period_until=period_until,
        state=AssessmentState.OPEN.value,
        opened_at=scope.now,
        opened_by_name=scope.actor.name,
        carried_from_id=carried_from_id,
        version=1,
        scales=json.dumps(kept_scales(edition.scales)),
    )
    await _lay_out(scope, assessment_id, asked)
    await ledger.record(
        scope,
        "assurance.assessment.opened",
        _record(assessment_id, f"{edition.name}, {plain}"),
        after={"period_from": period_from, "period_until": period_until, "requirements": len(asked)},
    )
    return assessment_id


async def close(scope: Scope, *, assessment_id: UUID) -> None:
    """Close an assessment: its answers are changed no more, and it stands as it stood. Raises UnableToAssess."""
    view = await _move(scope, assessment_id, AssessmentState.CLOSED)
    values = {"closed_at": scope.now, "closed_by_name": scope.actor.name}
    await _moved(scope, view, AssessmentState.CLOSED, values)


async def reopen(scope: Scope, *, assessment_id: UUID, because: str) -> None:
    """Open a closed assessment again, with the reason. Raises UnableToAssess, for one that is signed too."""
    view = await _move(scope, assessment_id, AssessmentState.OPEN)
    if not because.strip():
        raise assessing.UnableToAssess("Say why it is opened again.", field="because")
    values = {"closed_at": None, "closed_by_name": None}
    await _moved(scope, view, AssessmentState.OPEN, values, because=because.strip())


async def sign(scope: Scope, *, assessment_id: UUID, words: str) -> None:
    """Sign a closed assessment for its period; how it stood is kept with the signature. Raises UnableToAssess."""
    view = await _move(scope, assessment_id, AssessmentState.SIGNED)
    if scope.actor.person_id is None:
        raise NotPermitted("A person signs an assessment.")
    if not words.strip():
        raise assessing.UnableToAssess(
            "Say what you sign: what the assessment shows for its period.", field="words"
        )
    tally = queries.whole((await queries.tallies_of(scope, assessment_ids=[assessment_id]))[assessment_id])
    values = {
        "signed_at": scope.now,
        "signed_by_person_id": scope.actor.person_id,
        "signed_by_name": scope.actor.name,
        "signed_words": words.strip(),
        "signed_tally": canonical(asdict(tally)),
    }
    await _moved(scope, view, AssessmentState.SIGNED, values, words=words.strip(), tally=asdict(tally))


async def _lay_out(scope: Scope, assessment_id: UUID, asked: Sequence[RequirementView]) -> None:
    """A row for each requirement, and the tally of each domain."""
    outcomes = await outcomes_of(scope, requirement_ids=[each.id for each in asked if each.rule])
    rows: list[dict[str, object]] = []
    tallies: dict[UUID, Tally] = {}
    for position, each in enumerate(asked, start=1):
        outcome = outcomes.get(each.id)
        stands = standing.effective(None, outcome, on=scope.today).stands
        rows.append(
            {
                "id": new_id_text(),
                "requirement_id": each.id,
                "domain_id": each.domain_id,
                "position": position,
                "outcome": outcome,
                "stands": stands,
                "reference": each.ref,
                "scale": each.scale,
            }
        )
        tallies[each.domain_id] = tallies.get(each.domain_id, Tally()) + assessing.one(stands)
    await execute(_ANSWERS, scope.tenant.id, assessment_id, as_json(rows))
    lines = [
        {"id": new_id_text(), "domain_id": domain_id, **asdict(tally)} for domain_id, tally in tallies.items()
    ]
    await execute(_TALLIES, scope.tenant.id, assessment_id, as_json(lines))


async def _move(scope: Scope, assessment_id: UUID, into: AssessmentState) -> queries.AssessmentView:
    """The assessment, held against everybody else, if it may move on so."""
    _check_keeps(scope)
    held = await fetch(
        "SELECT id FROM assurance_assessment WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        assessment_id,
    )
    if not held:
        raise NotFound("assessment")
    view = await queries.assessment_of(scope, assessment_id=assessment_id)
    assessing.check_move(view.state, into, title=view.title)
    return view


async def _moved(
    scope: Scope,
    view: queries.AssessmentView,
    into: AssessmentState,
    values: dict[str, Any],
    **told: Any,
) -> None:
    await Assessment.change(scope, state=into.value, version=view.version + 1, **values).where(
        Assessment.id == view.id
    )
    verb = {AssessmentState.OPEN: "reopened"}.get(into, into.value)
    await ledger.record(
        scope,
        f"assurance.assessment.{verb}",
        _record(view.id, view.name),
        before={"state": view.state},
        after={"state": into, **told},
    )


def _check_keeps(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may("assurance.keep"):
        raise NotPermitted("Governance officers open, close and sign assessments.")


def _record(assessment_id: UUID, title: str) -> Record:
    return Record(room="assurance", kind="assessment", id=assessment_id, title=title)

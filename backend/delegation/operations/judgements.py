"""Judging whether a condition is met and a commitment kept, always with the words that say why."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.criteria import NeedsEvidence
from backend.delegation import queries, rules
from backend.delegation.operations import standing
from backend.delegation.queries import at_gate
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables import Judgement
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope


async def judge_condition(
    scope: Scope, *, condition_id: UUID, state: rules.Judgement, words: str, on: date | None = None
) -> None:
    """Record that a person judged a criterion as met, as not met, or as open again, from `on`.

    Where it asks for evidence of some kinds, these are shown before it is met. A passed gate stays passed; that it
    rests on something else now is shown. Raises rules.UnableToJudge, NotPermitted, NotFound.
    """
    await _hold(scope, "delegation_condition", condition_id)
    condition = await queries.condition(scope, condition_id=condition_id)
    await standing.hold_gate(scope, condition.gate_id)
    at_gates.check_is_person(scope.actor.person_id, act="judge a criterion")
    rules.check_can_judge(state, words, condition=True)
    await _check_needs(scope, condition.slug, state, condition.needs, "condition_id", condition_id)
    await _judge(
        scope, "condition", condition.record, before=condition.state, state=state, words=words, on=on
    )


async def judge_commitment(
    scope: Scope, *, commitment_id: UUID, state: rules.Judgement, words: str, on: date | None = None
) -> None:
    """Record how a person judged a commitment from `on`; one that asks for evidence is in place once it is shown.

    Raises rules.UnableToJudge, NotPermitted, NotFound.
    """
    await _hold(scope, "delegation_commitment", commitment_id)
    commitment = await queries.commitment(scope, commitment_id=commitment_id)
    at_gates.check_is_person(scope.actor.person_id, act="judge a commitment")
    rules.check_can_judge(state, words, condition=False)
    checking = commitment.checking
    if isinstance(checking, NeedsEvidence):
        await _check_needs(scope, commitment.slug, state, checking.kinds, "commitment_id", commitment_id)
    await _judge(
        scope, "commitment", commitment.record, before=commitment.state, state=state, words=words, on=on
    )


async def _check_needs(
    scope: Scope,
    slug: str,
    state: rules.Judgement,
    needs: Collection[str],
    subject: str,
    subject_id: UUID,
) -> None:
    if not needs:
        return
    shown = await at_gate.shown_for(scope, subject, [subject_id], on=scope.today, moment=scope.now)
    kinds = {line.kind for line in shown.get(subject_id, ())}
    if sentence := at_gates.check_needs(slug, state, needs=needs, shown=kinds):
        raise rules.UnableToJudge(sentence, field="state")


async def _hold(scope: Scope, table: str, subject_id: UUID) -> None:
    """Two officers at once wait for each other."""
    statement = f"SELECT 1 FROM {table} WHERE tenant_id = $1 AND id = $2 FOR UPDATE"  # noqa: S608  # our own names
    await fetch(statement, scope.tenant.id, subject_id)


async def _judge(
    scope: Scope,
    kind: str,
    subject: Record,
    *,
    before: rules.Judgement,
    state: rules.Judgement,
    words: str,
    on: date | None,
) -> None:
    day = on or scope.today
    rules.check_day(day, today=scope.today, refusal=rules.UnableToJudge)
    said = await queries.judgements_of(scope, subject_id=subject.id)
    values: dict[str, Any] = {"state": state.value, "words": words.strip(), "since": day}
    await Judgement.add(
        scope,
        condition_id=subject.id if kind == "condition" else None,
        commitment_id=subject.id if kind == "commitment" else None,
        version=len(said) + 1,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        **values,
    )
    await ledger.record(scope, f"delegation.{kind}.judged", subject, before={"state": before}, after=values)

"""What a paper about risks is made of, read once as at its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from backend.assurance.queries import evidence
from backend.assurance.queries.evidence import EvidenceView
from backend.risks import queries, rules
from backend.risks.queries import ObjectiveView, RiskView, ScoreView
from backend.risks.rules.settings import Settings
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The principal risks on `on`, and on `since` where there is a day to compare with.

    `evidence` is by the assurance that relies on it; what is confidential counts and does not show its words.
    """

    tenant: str
    led_by: str | None = None
    """The committee whose risks alone these are."""
    demonstration: bool
    on: date
    since: date | None
    settings: Settings
    risks: tuple[RiskView, ...]
    before: tuple[RiskView, ...]
    objectives: tuple[ObjectiveView, ...]
    scores: Mapping[UUID, Sequence[ScoreView]]
    evidence: Mapping[UUID, tuple[EvidenceView, ...]] = field(default_factory=dict)

    def by_objective(self) -> tuple[tuple[str, tuple[RiskView, ...]], ...]:
        """The risks under the first objective of each, in the objectives' order; those of none come last."""
        first = {risk.id: risk.objectives[0].id if risk.objectives else None for risk in self.risks}
        found = [
            (each.label, tuple(risk for risk in self.risks if first[risk.id] == each.id))
            for each in self.objectives
        ]
        known = {each.id for each in self.objectives}
        left = tuple(risk for risk in self.risks if first[risk.id] not in known)
        return (
            *(each for each in found if each[1]),
            *((("No objective", left),) if left else ()),
        )


async def facts_of_framework(
    scope: Scope, *, on: date, since: date | None, led_by: tuple[UUID, str] | None = None
) -> Facts:
    """The framework, or of it the risks that a committee leads. The number of statements does not grow with them."""
    risks = await queries.risks_as_at(scope, on=on, level=rules.Level.BAF)
    before = await queries.risks_as_at(scope, on=since, level=rules.Level.BAF) if since else ()
    if led_by is None:
        return await _facts(scope, risks, before, on=on, since=since)
    led = tuple(each for each in risks if each.committee_id == led_by[0])
    led_before = tuple(each for each in before if each.committee_id == led_by[0])
    return replace(await _facts(scope, led, led_before, on=on, since=since), led_by=led_by[1])


async def facts_of_risk(scope: Scope, *, risk_id: UUID, on: date, since: date | None = None) -> Facts:
    """One risk. Raises NotFound where it was not there yet on the day."""
    risk = await queries.risk_of(scope, risk_id=risk_id, on=on)
    before = (
        (await queries.risk_of(scope, risk_id=risk_id, on=since),)
        if since and since >= risk.opened_on
        else ()
    )
    return await _facts(scope, (risk,), before, on=on, since=since)


async def _facts(
    scope: Scope, risks: tuple[RiskView, ...], before: tuple[RiskView, ...], *, on: date, since: date | None
) -> Facts:
    assured = [each.id for risk in risks for each in risk.assurances]
    return Facts(
        tenant=scope.tenant.name,
        demonstration=scope.tenant.demonstration,
        on=on,
        since=since,
        settings=await queries.settings_on(scope, on),
        risks=risks,
        before=before,
        objectives=await queries.objectives_as_at(scope, on=on),
        scores=await queries.scores_of(scope, risk_ids=[each.id for each in risks], on=on),
        evidence=await evidence.relied_on_by(scope, records=assured, on=on) if assured else {},
    )

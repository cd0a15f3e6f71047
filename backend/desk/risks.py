"""A demonstration's invented risks, kept through the room's own operations, each thing on its own day."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.rules import Source, SourceKind
from backend.catalogue.invented_risks import InventedControl, InventedRisk, InventedRisks, InventedScore
from backend.committees import queries as committees
from backend.risks import operations, queries, rules
from backend.risks.operations import Said
from backend.risks.rules.appetite import Category
from backend.scope import Scope
from backend.tenancy import transactions


async def keep_risks(scope: Scope, kept: InventedRisks, *, people: Mapping[str, UUID]) -> None:
    """All of them, in one transaction. `scope` acts for nobody, at the moment at which the demonstration begins."""
    async with transactions.scope_tx(scope):
        await _settle(scope, kept)
        objectives = [
            await operations.set_objective(
                scope,
                position=number,
                title=each.title,
                words=each.words,
                lead_person_id=people[each.lead] if each.lead else None,
                held_from=kept.settled_from,
            )
            for number, each in enumerate(kept.objectives, start=1)
        ]
        bodies = {line.slug: line.id for line in await committees.committees_of(scope)}
        for risk in kept.risks:
            await _Keeper(scope, kept, risk, people).keep(objectives, bodies)


async def _settle(scope: Scope, kept: InventedRisks) -> None:
    """The appetite of each category that has one; the matrix stays as it is shipped."""
    settings = await queries.settings_on(scope, kept.settled_from)
    given = {each.category: each for each in kept.appetites}
    categories = tuple(
        Category(key=each.key, name=each.name, appetite=given[each.key].appetite, most=given[each.key].most)
        if each.key in given
        else each
        for each in settings.categories
    )
    if categories != settings.categories:
        await operations.settle(
            scope,
            effective_from=kept.settled_from,
            settings=replace(settings, categories=categories),
            source=kept.says,
        )


class _Keeper:
    """One risk with everything below it."""

    def __init__(
        self, scope: Scope, kept: InventedRisks, risk: InventedRisk, people: Mapping[str, UUID]
    ) -> None:
        self.scope, self.kept, self.risk, self.people = scope, kept, risk, people
        self.id = UUID(int=0)

    async def keep(self, objectives: list[UUID], bodies: Mapping[str, UUID]) -> None:
        risk = self.risk
        said = Said(
            title=risk.title,
            cause=risk.cause,
            event=risk.event,
            effect=risk.effect,
            category=risk.category,
            directorate=risk.directorate,
            objective_ids=tuple(objectives[number - 1] for number in risk.objectives),
            owner_person_id=self.people[risk.owner],
            lead_person_id=self.people[risk.lead],
            committee_id=bodies[risk.committee] if risk.committee else None,
            target_on=risk.target_on,
            called=risk.called,
            source=self.kept.says,
            level=rules.Level(risk.level),
        )
        self.id = await operations.open_risk(self.scope, said=said, on=risk.opened_on)
        await self._score(rules.ScoreKind.INHERENT, risk.inherent)
        await self._score(rules.ScoreKind.TARGET, risk.target)
        for score in risk.current:
            await self._score(rules.ScoreKind.CURRENT, score)
        for point in risk.points:
            await operations.add_point(
                self.scope, risk_id=self.id, falls_on=point.on, score=point.score, words=None
            )
        for control in risk.controls:
            await self._control(control)
        for gap in risk.gaps:
            await operations.add_gap(
                self.scope,
                risk_id=self.id,
                kind=rules.GapKind(gap.kind),
                words=gap.words,
                due_on=gap.due_on,
                owner_person_id=self.people[gap.owner] if gap.owner else None,
                since=gap.since,
            )
        for action in risk.actions:
            await actions.undertake(
                self.scope,
                source=Source(kind=SourceKind.RISK, title=f"{risk.called} {risk.title}", id=self.id),
                words=action.words,
                owner_person_id=self.people[action.owner],
                due_on=action.due_on,
            )
        if risk.reviewed_on is not None:
            await operations.review(self.scope, risk_id=self.id, on=risk.reviewed_on)
        if risk.closed_on is not None:
            await operations.close_risk(
                self.scope, risk_id=self.id, because="Its target was reached (invented).", on=risk.closed_on
            )

    async def _score(self, kind: rules.ScoreKind, score: InventedScore) -> None:
        await operations.score(
            self.scope,
            risk_id=self.id,
            kind=kind,
            likelihood=score.likelihood,
            consequence=score.consequence,
            because=score.because,
            on=score.on,
        )

    async def _control(self, control: InventedControl) -> None:
        control_id = await operations.add_control(
            self.scope,
            risk_id=self.id,
            words=control.words,
            strength=rules.Strength(control.strength) if control.strength else None,
            owner_person_id=self.people[control.owner] if control.owner else None,
            since=self.risk.opened_on,
        )
        for each in control.assurances:
            await operations.add_assurance(
                self.scope,
                risk_id=self.id,
                control_id=control_id,
                words=each.words,
                line=each.line,
                level=rules.AssuranceLevel(each.level) if each.level else None,
                finding=rules.Finding(each.finding) if each.finding else None,
                given_on=each.given_on,
                next_on=each.next_on,
                since=max(each.given_on or self.risk.opened_on, self.risk.opened_on),
            )

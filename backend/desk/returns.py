"""A demonstration's invented returns, entered and reviewed through the room's own operations, each on its own day."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.invented_returns import (
    InventedAct,
    InventedDefinition,
    InventedPeriod,
    InventedReturn,
    InventedReturns,
)
from backend.kit.identity import new_id
from backend.organisations import queries as organisations
from backend.reviewing import operations, queries
from backend.reviewing.rules import Decided
from backend.scope import Scope
from backend.tenancy import transactions
from backend.together.rules import DefinedBy, FigureLine, Subject, Submission

AsPerson = Callable[[str, datetime], Awaitable[Scope]]


async def enter_returns(
    kept: InventedReturns, *, as_person: AsPerson, people: Mapping[str, UUID], zone: ZoneInfo
) -> None:
    """All of them, and what the reviewers did with them. Each step has its day, and a transaction of its own."""
    entering = _Entering(kept, as_person, people, zone)
    await entering.expect()
    steps: list[tuple[date, int, Callable[[], Awaitable[None]]]] = [
        *((each.received_on, 0, partial(entering.enter, each)) for each in kept.returns),
        *((each.on, 1, partial(entering.act, each)) for each in kept.acts),
    ]
    for _, _, step in sorted(steps, key=lambda each: each[:2]):
        await step()
    for each in kept.covers:
        officer = await entering.officer(each.said_on)
        async with transactions.scope_tx(officer):
            await operations.cover(
                officer,
                person_id=people[each.person],
                cover_person_id=people[each.cover],
                from_on=each.from_on,
                until_on=each.until_on,
            )


class _Entering:
    def __init__(
        self, kept: InventedReturns, as_person: AsPerson, people: Mapping[str, UUID], zone: ZoneInfo
    ) -> None:
        self.kept = kept
        self.as_person = as_person
        self.people = people
        self.zone = zone
        self.commissioners: dict[str, UUID] = {}
        self.subjects: dict[tuple[str, str], UUID] = {}
        self.returns: dict[tuple[str, str], UUID] = {}
        self.periods = {each.id: each for each in kept.periods}

    async def officer(self, day: date) -> Scope:
        return await self.as_person(self.kept.entered_by, datetime.combine(day, time(9), self.zone))

    async def expect(self) -> None:
        """The commissioners with who looks after each, and the returns that they owe."""
        officer = await self.officer(self.kept.since)
        async with transactions.scope_tx(officer):
            ids = await organisations.ids_of_slugs(
                officer, slugs=[each.organisation for each in self.kept.commissioners]
            )
            lines = await organisations.organisations_by_id(officer, ids=ids.values())
            for each in self.kept.commissioners:
                self.commissioners[each.organisation] = await operations.add_commissioner(
                    officer,
                    name=lines[ids[each.organisation]].name,
                    organisation_id=ids[each.organisation],
                    from_on=self.kept.since,
                    lead_person_id=self.people[each.lead] if each.lead else None,
                    second_person_id=self.people[each.second] if each.second else None,
                )
            for period in self.kept.periods:
                await operations.expect_return(
                    officer,
                    commissioner_ids=tuple(self.commissioners.values()),
                    framework=self.kept.framework,
                    title=self.kept.title,
                    period=period.words,
                    from_on=period.from_on,
                    until_on=period.until_on,
                    due_on=period.due_on,
                )

    async def enter(self, each: InventedReturn) -> None:
        """One issue, as it came by letter."""
        place = (each.commissioner, each.period)
        subject_id = self.subjects.setdefault(place, new_id())
        officer = await self.officer(each.received_on)
        async with transactions.scope_tx(officer):
            self.returns[place] = await operations.record_letter(
                officer,
                commissioner_id=self.commissioners[each.commissioner],
                said=submission_of(self.kept, each, self.periods[each.period], subject_id, officer.now),
                received_on=each.received_on,
            )

    async def act(self, each: InventedAct) -> None:
        """What a reviewer did with it."""
        return_id = self.returns[(each.commissioner, each.period)]
        scope = await self.as_person(each.by, datetime.combine(each.on, time(14), self.zone))
        async with transactions.scope_tx(scope):
            match each.act:
                case "claim":
                    await operations.claim(scope, return_id=return_id)
                case "ask":
                    assert each.words is not None and each.due_on is not None, (
                        "a question has words and a day"
                    )
                    await operations.ask(
                        scope, return_id=return_id, words=each.words, due_on=each.due_on, figure=each.figure
                    )
                case "decide":
                    outcome_id = await self._decide(scope, return_id, each)
        if each.act == "decide" and each.second is not None:
            second = await self.as_person(each.second, datetime.combine(each.on, time(16), self.zone))
            async with transactions.scope_tx(second):
                await operations.agree(second, return_id=return_id, outcome_id=outcome_id)

    async def _decide(self, scope: Scope, return_id: UUID, each: InventedAct) -> UUID:
        view = await queries.return_of(scope, return_id=return_id)
        assert each.words is not None and each.verdict is not None, "a decision has words and a verdict"
        return await operations.decide(
            scope,
            return_id=return_id,
            issue=view.newest.number,
            verdict=Decided(each.verdict),
            words=each.words,
            conditions=[(condition.words, condition.due_on) for condition in each.conditions],
        )


def submission_of(
    kept: InventedReturns,
    each: InventedReturn,
    period: InventedPeriod,
    subject_id: UUID,
    approved_at: datetime,
) -> Submission:
    """An invented issue as a commissioner would submit it."""
    definition = kept.definition(each.edition)
    assert definition is not None, "the catalogue is sound"
    return Submission(
        submission_id=new_id(),
        subject=Subject.RETURN,
        subject_id=subject_id,
        issue=each.issue,
        title=kept.title,
        period=period.words,
        from_on=period.from_on,
        until_on=period.until_on,
        due_on=period.due_on,
        defined_by=DefinedBy(
            framework=kept.framework,
            edition=definition.edition,
            title=kept.title,
            rule_set=definition.rule_set,
            sha256=_sealed(definition),
        ),
        figures=tuple(
            FigureLine(
                key=figure.key,
                section=figure.section,
                label=figure.label,
                kind=figure.kind,
                unit=figure.unit,
                definition=figure.definition,
                value=None
                if each.values.get(figure.key, "unknown") == "unknown"
                else each.values[figure.key],
                words="Not in the letter" if each.values.get(figure.key, "unknown") == "unknown" else None,
                drawn=False,
                source=None,
                red=figure.key in each.reds,
                red_because=each.reds.get(figure.key),
            )
            for figure in definition.figures
        ),
        milestone=None,
        statement=each.statement,
        what_changed=each.what_changed,
        changes=(),
        prepared_by=each.prepared_by,
        approved_by=each.approved_by,
        approved_at=approved_at,
        enclosures=(),
    )


def _sealed(definition: InventedDefinition) -> str:
    text = json.dumps(definition.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()

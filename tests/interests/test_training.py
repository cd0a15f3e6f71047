"""Who must train and who has, by edition, to the day."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import pytest_asyncio

from backend.interests import settings
from backend.interests.operations import training as acts
from backend.interests.queries import training
from backend.interests.rules import training as rules
from backend.people.operations import persons
from backend.scope import NotFound, Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]
MODULE = "module-1"


@pytest_asyncio.fixture
async def later(found: Found) -> Scope:
    """A tenant of January 2018: the edition of June 2017 is in force."""
    return a_scope(await found(), now="2018-01-15T09:00")


@pytest_asyncio.fixture
async def dana(later: Scope) -> UUID:
    async with transactions.scope_tx(later):
        return await persons.add_person(
            later, name="Dana Invented", job_title="Buyer", email=None, joined_on=date(2017, 1, 6)
        )


async def lines(scope: Scope, on: date | None = None) -> list[training.TrainingLine]:
    async with transactions.scope_tx(scope, readonly=True):
        return list(await training.training_of(scope, on=on))


async def must(scope: Scope, person_id: UUID) -> None:
    async with transactions.scope_tx(scope):
        await acts.settle_duty(
            scope, person_id=person_id, module=MODULE, duty=rules.DutySettled.ADDED, reason="Buys for us."
        )


async def test_person_added_by_name_must_train_and_is_missing(later: Scope, dana: UUID) -> None:
    assert await lines(later) == [], "no rule asks it of an employee without a seat"
    await must(later, dana)

    (line,) = await lines(later)

    assert (line.state, line.because) == (rules.TrainingState.MISSING, "Added by name: Buys for us.")
    assert await lines(later, on=date(2016, 1, 1)) == [], "the edition of December 2014 knows no training"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2018-01-15", rules.TrainingState.DONE),
        ("2018-11-10", rules.TrainingState.DONE),
        ("2018-11-12", rules.TrainingState.EXPIRES_SOON),
        ("2019-01-09", rules.TrainingState.EXPIRES_SOON),
        ("2019-01-10", rules.TrainingState.EXPIRED),
    ],
)
async def test_completion_counts_for_twelve_months_to_the_day(
    later: Scope, dana: UUID, on: str, state: rules.TrainingState
) -> None:
    await must(later, dana)
    async with transactions.scope_tx(later):
        await acts.record_training(
            later, person_ids=[dana], module=MODULE, done_on=date(2018, 1, 10), score=85
        )

    (line,) = await lines(later, on=date.fromisoformat(on))

    assert (line.state, line.expires_on, line.score) == (state, date(2019, 1, 9), 85)


async def test_many_are_recorded_at_once_and_again_changes_nothing(later: Scope, dana: UUID) -> None:
    async with transactions.scope_tx(later):
        kim = await persons.add_person(
            later, name="Kim Invented", job_title=None, email=None, joined_on=date(2017, 1, 6)
        )
        given = {"person_ids": [dana, kim], "module": MODULE, "done_on": date(2018, 1, 10)}
        assert await acts.record_training(later, **given) == 2
        assert await acts.record_training(later, **given) == 0
    assert [line.person_name for line in await lines(later)] == ["Dana Invented", "Kim Invented"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"score": 79}, "below the pass mark of 80%"),
        ({"done_on": date(2018, 1, 16)}, "lies ahead"),
        ({"module": "module-9"}, "Choose a module"),
        ({"person_ids": []}, "Tick at least one person"),
    ],
)
async def test_completion_that_cannot_be_is_refused(
    later: Scope, dana: UUID, changes: dict[str, object], words: str
) -> None:
    given: dict[str, object] = {"person_ids": [dana], "module": MODULE, "done_on": date(2018, 1, 10)}
    async with transactions.scope_tx(later):
        with pytest.raises(rules.UnableToRecordTraining, match=words):
            await acts.record_training(later, **{**given, **changes})  # type: ignore[arg-type]  # the cases are typed above


async def test_person_of_another_tenant_is_not_recorded_and_nobody_else_either(
    later: Scope, dana: UUID, found: Found
) -> None:
    elsewhere = a_scope(await found(), now="2018-01-15T09:00")
    async with transactions.scope_tx(elsewhere):
        stranger = await persons.add_person(
            elsewhere, name="Sam Invented", job_title=None, email=None, joined_on=date(2017, 1, 6)
        )
    async with transactions.scope_tx(later):
        with pytest.raises(NotFound):
            await acts.record_training(
                later, person_ids=[dana, stranger], module=MODULE, done_on=date(2018, 1, 10)
            )
    assert await lines(later) == []


async def test_mistake_is_taken_back_and_stays_with_its_reason(later: Scope, dana: UUID) -> None:
    await must(later, dana)
    async with transactions.scope_tx(later):
        await acts.record_training(later, person_ids=[dana], module=MODULE, done_on=date(2018, 1, 10))
        (done,) = await training.completions_of(later, person_id=dana)
        await acts.withdraw_training(later, completion_id=done.id, reason="Was another Dana.")
        (kept,) = await training.completions_of(later, person_id=dana)

    assert kept.withdrawn_because == "Was another Dana."
    assert [line.state for line in await lines(later)] == [rules.TrainingState.MISSING]


def test_per_cent_is_rounded_down_so_that_the_target_is_not_met_by_rounding() -> None:
    done, missing = rules.TrainingState.DONE, rules.TrainingState.MISSING
    assert rules.per_cent([done] * 899 + [missing] * 101) == 89
    assert rules.per_cent([done] * 9 + [missing]) == 90
    assert rules.per_cent([]) is None


async def test_pin_binds_after_a_newer_edition_is_in_force_until_it_is_moved(found: Found) -> None:
    scope = a_scope(await found(), now="2014-09-01T09:00")
    key = f"{settings.FRAMEWORK}/2013-03"
    async with transactions.scope_tx(scope):
        await settings.settle_rules(scope, rule_set=key, overrides=(), review_by=None, contact=None)
    year_later = replace(scope, now=datetime(2017, 9, 1, 9, tzinfo=UTC))
    async with transactions.scope_tx(year_later):
        binding = await settings.binding_of(year_later)
        assert (binding.edition.edition, binding.overtaken, binding.pinned) == ("2013-03", True, True)
        assert binding.in_force is not None
        await settings.settle_rules(
            year_later, rule_set=binding.in_force.key, overrides=(), review_by=None, contact=None
        )
        assert (await settings.rule_set_of(year_later)).edition == "2017-06"
        assert (await settings.rule_set_of(year_later, on=date(2017, 8, 31))).edition == "2013-03"
        before = await settings.binding_of(year_later, on=date(2014, 8, 31))
        assert (before.edition.edition, before.pinned) == ("2013-03", False), "before the first pin: in force"

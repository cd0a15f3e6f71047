"""The sweep on the real database: it sends what the forecast showed, in one digest, and no more once it is settled."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.actions import operations as actions
from backend.chasing import sweeping
from backend.desk import chores
from backend.desk.chasing.chased import SOURCES
from backend.kit import database
from backend.notices import delivery
from backend.notices import queries as outbox
from backend.notices.rules import LetterState
from backend.people.operations import pauses
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.actions.test_chasing import stage
from tests.actions.test_log import act, undertaken
from tests.meetings.stage import Stage
from tests.notices.kept import letters_in_words

__all__ = ["stage"]

LONDON = ZoneInfo("Europe/London")
START = date(2014, 9, 4)


def clock(scope: Scope, day: date) -> Scope:
    """The chore's scope at the minute at which the clock looks."""
    now = datetime.combine(day, time(8, 5), LONDON)
    return replace(scope, now=now, actor=Actor.of_chore("desk.chase_what_is_owed"), roles=frozenset())


async def rows(scope: Scope, sql: str) -> list[Any]:
    async with transactions.scope_tx(scope, readonly=True):
        return list(await database.fetch(sql, scope.tenant.id))


async def letters(scope: Scope) -> list[tuple[Any, ...]]:
    found = await rows(
        scope,
        "SELECT queued_at, recipient_name, subject FROM notices_letter WHERE tenant_id = $1 "
        "AND kind IN ('action-owed', 'declaration-owed', 'digest')",
    )
    return sorted((row["queued_at"].date(), row["recipient_name"], row["subject"]) for row in found)


async def test_forecast_of_thirty_days_is_exactly_what_the_clock_then_sends(stage: Stage) -> None:
    """Actions and declarations, an absence and a deputy, an owner from outside: the sweep wakes where it is due."""
    for number, due in enumerate((DUE := date(2014, 9, 17), DUE, date(2014, 9, 14), date(2014, 8, 25))):
        await undertaken(stage, words=f"Thing {number}", due_on=due)
    await undertaken(stage, words="Covered", due_on=DUE, deputy_person_id=stage.author_id)
    await undertaken(stage, words="Outside", due_on=DUE, owner_name="Pat (invented)")
    await act(
        stage.officer, pauses.pause_person, person_id=stage.gp.actor.person_id, from_on=date(2014, 9, 16),
        until_on=date(2014, 9, 25), reason="Leave (invented)",
    )  # fmt: skip
    last = START + timedelta(days=45)
    before = replace(stage.officer, now=datetime.combine(START, time(6), LONDON))
    async with transactions.scope_tx(before, readonly=True):
        ahead = await sweeping.forecast(before, SOURCES, first=START, last=last)
    shown = sorted((each.day, each.to.name, each.subject) for each in ahead.letters)
    assert any(each.is_digest for each in ahead.letters)
    assert any("nobody stands in" in line.why for line in ahead.others)

    day = START
    while day <= last:
        scope = clock(stage.officer, day)
        looked = await rows(
            scope,
            "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND due_at <= '"
            + scope.now.isoformat()
            + "' AND chore IN ('interests.chase_declarations', 'actions.chase_actions')",
        )
        if looked:
            await chores.chase_what_is_owed(scope)
            await chores.chase_what_is_owed(scope)  # run twice, the second does nothing
        day += timedelta(days=1)
    assert await letters(stage.officer) == shown
    assert len(shown) > 5


async def test_digest_is_told_anew_without_what_was_settled_and_goes_when_nothing_is_left(
    stage: Stage,
) -> None:
    first = await undertaken(stage, words="First thing")
    second = await undertaken(stage, words="Second thing")
    await chores.chase_what_is_owed(clock(stage.officer, date(2014, 9, 17)))

    async def digest() -> Any:
        found = await letters_in_words(stage.officer)
        return next(
            row for row in found if row["kind"] == "digest" and row["recipient_name"].startswith("Glenn")
        )

    told = await digest()
    assert told["subject"] == "2 things wait for you, the first due today"
    for words in ("First thing", "Second thing", "/public/actions/", "Answer without signing in"):
        assert words in told["text"]
        assert words in told["html"]
    await act(stage.gp, actions.claim_done, action_id=first, words="Done")
    told = await digest()
    assert (told["subject"], told["state"]) == ("1 thing waits for you, due today", "pending")
    assert "First thing" not in told["text"] + told["html"]
    await act(stage.gp, actions.claim_done, action_id=second, words="Done")
    assert (await digest())["state"] == "withdrawn"


async def test_letter_of_a_chase_is_put_into_words_when_it_goes_and_the_outbox_shows_what_went(
    stage: Stage,
) -> None:
    await undertaken(stage, words="Write to the practices")
    morning = clock(stage.officer, date(2014, 9, 17))
    await chores.chase_what_is_owed(morning)
    chased = "SELECT * FROM notices_letter WHERE tenant_id = $1 AND kind = 'action-owed'"
    (kept,) = await rows(stage.officer, chased)
    assert (kept["text"], kept["html"]) == ("", "")
    async with transactions.scope_tx(stage.officer, readonly=True):
        ahead = await outbox.letter_of(stage.officer, letter_id=kept["id"])
    assert "Dear Glenn Invented" in ahead.text and "“Write to the practices” is due today" in ahead.text
    assert (await delivery.deliver(morning, letter_id=kept["id"])).state is LetterState.KEPT
    (went,) = await rows(stage.officer, chased)
    assert (went["text"], went["content"]) == (ahead.text, None)
    assert "“Write to the practices” is due today" in went["html"]
    events = await rows(
        stage.officer,
        "SELECT subject_id, after FROM ledger_event WHERE tenant_id = $1 AND act = 'chasing.letter.told'",
    )
    (told,) = [row for row in events if row["subject_id"] == kept["id"]]
    assert kept["key"] in told["after"]

"""How letters come as their people chose: planned, shown before they go, and sent so; and due days in calendars."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from backend.actions import operations as actions
from backend.chasing import sweeping
from backend.chasing.rules.days import Hours
from backend.chasing.rules.owing import Fate
from backend.desk import calendar, chores
from backend.desk.chasing.chased import WITH_NEWS
from backend.notices import chores as post_chores
from backend.notices import operations as notices
from backend.notices import own
from backend.notices.rules import Recipient
from backend.notices.topics import Way, Wishes
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.actions.test_chasing import stage
from tests.actions.test_log import undertaken
from tests.chasing.test_planning import FIRST, ladder, life, person, planned, rung, thing
from tests.chasing.test_sweeping import LONDON, clock, rows
from tests.meetings.stage import Stage
from tests.notices.conftest import office
from tests.notices.postoffice import PostOffice

__all__ = ["office", "stage"]

DUE = date(2014, 9, 17)
HOURS = Hours()


def one(wishes: Wishes, *rungs: Any, ladder_id: str = "action-chase") -> Any:
    """The plan of two weeks for one thing of one person with wishes."""
    climbed = replace(ladder(*(rungs or (rung(0),))), id=ladder_id)
    lives = [life([thing(ladder=ladder_id)], [person(0, wishes=wishes), person(5)])]
    return planned(lives, climbed, FIRST, FIRST + timedelta(days=14), ladders={ladder_id: climbed})


def test_daily_letter_goes_at_the_hour_and_on_the_days_that_its_person_wants() -> None:
    (usual,) = one(Wishes()).letters
    assert (usual.day, usual.at) == (FIRST, HOURS.moment(FIRST))
    (later,) = one(Wishes(digest_at=14 * 60)).letters
    assert later.at.astimezone(LONDON).time() == time(14)
    for unfit in (6 * 60, 22 * 60):  # before letters go, and in the quiet hours: with the others
        assert one(Wishes(digest_at=unfit)).letters[0].at == usual.at
    made = one(Wishes(digest_days=frozenset({4})))  # FIRST is a Monday
    assert [each.day for each in made.letters] == [FIRST + timedelta(days=3)]
    assert {line.fate for line in made.others} == {Fate.MOVED}
    assert "does not come on this day, as they chose; it waits until 18 February 2016." in made.others[0].why
    (at_weekends,) = one(Wishes(digest_days=frozenset({6, 7}))).letters
    assert at_weekends.day == FIRST  # no letter goes on such a day here: it is not kept for ever


def test_what_is_urgent_or_passed_up_is_not_switched_off() -> None:
    app = Wishes(ways={"actions": Way.APP}, digest_days=frozenset({4}))
    assert [(each.day, each.way) for each in one(app).letters] == [(FIRST, Way.APP)]
    assert one(app, rung(0, urgent=True)).letters[0].way is Way.AT_ONCE
    assert one(app, rung(0, escalates=True)).letters[0].way is Way.DIGEST
    never = Wishes(ways={"declarations": Way.APP})
    assert one(never, ladder_id="annual-declaration").letters[0].way is Way.DIGEST


async def wish(scope: Scope, person_id: Any, wishes: Wishes) -> None:
    async with transactions.scope_tx(scope):
        await own.choose(scope, person_id=person_id, wishes=wishes)


async def letters_of(scope: Scope, person_id: Any) -> list[Any]:
    return await rows(
        scope,
        "SELECT key, room, kind, subject, state, retry_at IS NOT NULL AS later, queued_at FROM notices_letter "
        f"WHERE tenant_id = $1 AND recipient_person_id = '{person_id}' ORDER BY queued_at, key",
    )


async def test_what_was_wanted_in_the_daily_letter_comes_with_what_is_owed_as_the_forecast_shows(
    stage: Stage,
) -> None:
    person_id = stage.gp.actor.person_id
    assert person_id is not None
    await wish(stage.officer, person_id, Wishes(ways={"news": Way.DIGEST}, digest_at=10 * 60))
    evening = replace(stage.officer, now=datetime.combine(DUE - timedelta(days=1), time(15), LONDON))
    await undertaken(stage, words="First thing", due_on=DUE)
    async with transactions.scope_tx(evening):
        await notices.tell(
            evening,
            kind="actions.action-reopened",
            key=f"actions.action-owed/x/reopened/{person_id}/1",
            to=Recipient(person_id=person_id, name="Glenn Invented", address="glenn@example.invalid"),
            context={"title": "An old thing", "reason": "Again", "due_on": None, "path": "/actions"},
        )
    async with transactions.scope_tx(evening, readonly=True):
        ahead = await sweeping.forecast(evening, WITH_NEWS, first=DUE, last=DUE)
    shown = next(each for each in ahead.letters if each.to.id == person_id)
    assert shown.subject == "1 thing waits for you, due today; and 1 notice"
    assert shown.at.astimezone(LONDON).time() == time(10)
    for _ in range(2):
        await chores.chase_what_is_owed(clock(stage.officer, DUE))
    held, digest = [
        each for each in await letters_of(stage.officer, person_id) if each["kind"] != "action-owed"
    ]
    assert (held["state"], digest["state"], digest["later"]) == ("shown", "pending", True)
    assert digest["subject"] == shown.subject
    left = await rows(
        stage.officer, "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND chore = 'daily-letters'"
    )
    assert not left


def entry_in(letter: Any) -> tuple[Any, Any]:
    part = next(each for each in letter.walk() if each.get_content_type() == "text/calendar")
    whole = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = whole.walk("VEVENT")
    assert part.get_param("method") == whole["METHOD"]
    return whole, event


async def test_first_letter_brings_the_due_day_which_moves_and_ends_with_the_action(
    stage: Stage, office: PostOffice
) -> None:
    action_id = await undertaken(stage, words="Write to the practices", due_on=DUE)
    private_id = await undertaken(stage, words="Settle the dispute", due_on=DUE, private=True)
    early = replace(stage.officer, now=stage.officer.now + timedelta(minutes=1))
    sent: list[Any] = []

    async def sweep(day: date) -> None:
        await chores.chase_what_is_owed(clock(stage.officer, day))
        await post_chores.deliver_waiting(clock(stage.officer, day))
        sent[:] = [each for each in office.taken if "glenn" in str(each["To"]).lower()]

    day = early.today
    while not sent and day <= DUE:
        await sweep(day)
        day += timedelta(days=1)
    first = sent[0]
    part = next(each for each in first.walk() if each.get_content_type() == "text/calendar")
    events = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert {str(each["SUMMARY"]) for each in events} == {
        "Due: Write to the practices",
        "Due: A-2, a private action",
    }
    assert {each.decoded("DTSTART") for each in events} == {DUE}
    sequence = max(int(each["SEQUENCE"]) for each in events)
    count = len(sent)
    now = datetime.combine(day, time(12), LONDON)
    officer = replace(stage.officer, now=now)
    async with transactions.scope_tx(officer):
        await actions.move_due_day(
            officer, action_id=action_id, due_on=DUE + timedelta(days=5), agreed_by="The chair", words=""
        )
    await post_chores.deliver_waiting(officer)
    moved = [each for each in office.taken if "Now due on 22 September 2014" in each["Subject"]]
    assert len(moved) == 1
    whole, event = entry_in(moved[0])
    assert (whole["METHOD"], event.decoded("DTSTART")) == ("PUBLISH", DUE + timedelta(days=5))
    assert int(event["SEQUENCE"]) > sequence
    assert moved[0]["References"] != first["References"]  # a digest is its person's thread, this the action's
    later = replace(stage.gp, now=now + timedelta(hours=1))
    async with transactions.scope_tx(later):
        await actions.claim_done(later, action_id=private_id, words="Settled")
    await post_chores.deliver_waiting(later)
    whole, event = entry_in(office.taken[-1])
    assert (whole["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert str(event["UID"]) in {str(each["UID"]) for each in events}
    assert "dispute" not in office.taken[-1].as_string()
    assert len(office.taken) >= count + 2


async def test_calendar_shows_what_is_owed_by_an_address_that_can_be_taken_back(stage: Stage) -> None:
    person_id = stage.gp.actor.person_id
    assert person_id is not None
    await undertaken(stage, words="Write to the practices", due_on=DUE)
    await undertaken(stage, words="Settle the dispute", due_on=DUE, private=True)
    scope = stage.officer
    async with transactions.scope_tx(scope):
        number = await own.open_feed(scope, person_id=person_id)
        token = calendar.token_of(scope, person_id=person_id, number=number)
        words = [entry.summary for entry in await calendar.entries_by_token(scope, token=token)]
        assert "Due: Write to the practices" in words
        assert "Due: A-2, a private action" in words
        assert not any("dispute" in each for each in words)
        await own.choose(scope, person_id=person_id, wishes=Wishes(plain_text=True))  # leaves the address
        await calendar.entries_by_token(scope, token=token)
        await own.open_feed(scope, person_id=person_id)
        for dead in (token, token[:-4] + "AAAA", "x"):
            with pytest.raises(NotFound):
                await calendar.entries_by_token(scope, token=dead)


async def test_whoever_wants_reminders_at_once_gets_each_by_itself(stage: Stage) -> None:
    person_id = stage.gp.actor.person_id
    assert person_id is not None
    await wish(stage.officer, person_id, Wishes(ways={"actions": Way.AT_ONCE}))
    for words in ("First thing", "Second thing"):
        await undertaken(stage, words=words, due_on=DUE)
    await chores.chase_what_is_owed(clock(stage.officer, DUE))
    assert [each["kind"] for each in await letters_of(stage.officer, person_id)] == ["action-owed"] * 2

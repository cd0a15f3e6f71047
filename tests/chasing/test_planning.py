"""The plan as a function: whatever the ladder, the things and the absences, many days say what each day says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.catalogue.chasing import MOST_RUNGS
from backend.chasing.rules.days import Hours
from backend.chasing.rules.ladders import Ladder, Rung, UnableToClimb, check_ladder
from backend.chasing.rules.owing import Fate, History, Life, Person, Thing
from backend.chasing.rules.planning import NEVER, Plan, plan

OFFICER = "governance-officer"
IDS = [UUID(int=number) for number in range(1, 7)]
FIRST = date(2016, 2, 15)  # a leap year: the 29th, Good Friday and the night of 27 March lie ahead


def rung(offset: int, **traits: Any) -> Rung:
    given: dict[str, Any] = {
        "id": f"rung-{offset}", "offset": offset, "working": False, "to": ("owner",), "while_in": ("open",),
        "subject": "{title} due on {due_on}", "text": "{owner}: {days_left} left, {days_late} late.",
    }  # fmt: skip
    return Rung(**{**given, **traits})


def ladder(*rungs: Rung) -> Ladder:
    return Ladder(id="ladder", edition="v1", title="Ladder", rungs=rungs)


def person(number: int, **traits: Any) -> Person:
    given: dict[str, Any] = {
        "id": IDS[number],
        "name": f"Person {number}",
        "address": f"p{number}@example.invalid",
    }
    return Person(**{**given, **traits})


def thing(number: int = 0, **traits: Any) -> Thing:
    given: dict[str, Any] = {
        "key": f"room.kind/{UUID(int=100 + number)}", "id": UUID(int=100 + number), "ladder": "ladder",
        "title": f"Thing {number}", "state": "open", "owner": "Person 0", "due_on": FIRST,
        "holders": (IDS[0],), "instead": OFFICER, "look_on": date.min,
    }  # fmt: skip
    return Thing(**{**given, **traits})


def life(things: list[Thing], people: list[Person], from_on: date = date.min) -> Life:
    return Life(
        from_on=from_on, people={each.id: each for each in people}, roles={OFFICER: (IDS[5],)},
        things=tuple(things),
    )  # fmt: skip


def planned(lives: list[Life], climbed: Ladder, first: date, last: date, **traits: Any) -> Plan:
    given: dict[str, Any] = {
        "hours": Hours(),
        "cap": 25,
        "history": History.of(),
        "ladders": {"ladder": climbed},
    }
    return plan(lives, first=first, last=last, **{**given, **traits})


def told(made: Plan) -> list[tuple[date, datetime, str, str, tuple[str, ...]]]:
    return [
        (each.day, each.at, each.to.name, each.subject, tuple(line.key for line in each.lines))
        for each in made.letters
    ]


days = st.integers(-20, 60).map(lambda count: FIRST + timedelta(days=count))
periods = st.tuples(days, st.none() | st.integers(0, 20)).map(
    lambda drawn: (drawn[0], None if drawn[1] is None else drawn[0] + timedelta(days=drawn[1]))
)
persons = st.builds(
    lambda away, left, address: {"away": tuple(away), "left_on": left, "address": address},
    st.lists(periods, max_size=2),
    st.none() | days,
    st.sampled_from(["a@example.invalid", "", None]),
)
rungs = st.builds(
    rung,
    st.integers(-30, 40),
    working=st.booleans(),
    urgent=st.booleans(),
    to=st.lists(st.sampled_from(["owner", "chair", "line-manager", OFFICER]), min_size=1, max_size=3).map(tuple),
    while_in=st.sampled_from([("open",), ("open", "late"), ("closed",)]),
)  # fmt: skip
ladders = st.lists(rungs, min_size=1, max_size=5, unique_by=lambda each: each.id).map(
    lambda few: ladder(*few)
)  # in any order: the days may go backwards
owed = st.builds(
    lambda due, holders, look, answering: {
        "due_on": due, "holders": tuple(IDS[each] for each in holders), "look_on": look, "answering": answering,
        "posts": {"chair": (IDS[4],), "line-manager": ()},
    },
    st.none() | days | st.just(date(2016, 2, 29)),
    st.lists(st.integers(0, 3), max_size=2),
    st.none() | st.just(date.min) | days,
    st.booleans(),
)  # fmt: skip
clocks = st.builds(
    Hours,
    letters_at=st.integers(0, 1439),
    closed=st.frozensets(days, max_size=5),
    every_day=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(
    ladders, st.lists(owed, max_size=4), st.lists(persons, min_size=6, max_size=6), clocks, st.integers(1, 3)
)
def test_preview_of_many_days_is_what_each_day_sends(
    climbed: Ladder, owing: list[dict[str, Any]], folk: list[dict[str, Any]], hours: Hours, cap: int
) -> None:
    """What the clock does: a plan of one day on what was dealt with, with the looks kept, day by day."""
    people = [person(number, **traits) for number, traits in enumerate(folk)]
    things = [thing(number, **traits) for number, traits in enumerate(owing)]
    last = FIRST + timedelta(days=60)
    ahead = planned([life(things, people)], climbed, FIRST, last, hours=hours, cap=cap)

    history, kept, sent = History.of(), list(things), []
    day = FIRST
    while day <= last:
        one = planned([life(kept, people)], climbed, day, day, hours=hours, cap=cap, history=history)
        sent += told(one)
        again = planned([life(kept, people)], climbed, day, day, hours=hours, cap=cap, history=history)
        assert told(again) == [], "run twice, the second does nothing"
        kept = [
            replace(each, look_on=one.looks.get(each.key, each.look_on)) if each.look_on is not None else each
            for each in kept
        ]
        history = History.of(history.handled, history.waiting, history.written)  # as it is read from the rows
        day += timedelta(days=1)
    assert sent == told(ahead)

    keys = [line.key for letter in ahead.letters for line in letter.lines]
    assert len(keys) == len(set(keys)), "each rung reaches each person once"
    for letter in ahead.letters:
        assert hours.letter_day(letter.day) == letter.day
        assert letter.to.takes_letters(letter.day), "who is away or has left receives nothing"
        assert letter.at.astimezone(hours.tz).date() == letter.day
    per_day: dict[tuple[UUID, date], int] = {}
    digests: dict[tuple[UUID, date], int] = {}
    for letter in ahead.letters:
        at = (letter.to.id, letter.day)
        per_day[at] = per_day.get(at, 0) + len(letter.lines)
        digests[at] = digests.get(at, 0) + (not letter.lines[0].rung.urgent)
    assert max(per_day.values(), default=0) <= cap
    assert max(digests.values(), default=0) <= 1, "one digest a person and day, urgent things apart"
    moments = [letter.at for letter in ahead.letters]
    assert moments == sorted(moments)


def test_rest_while_away_and_deputy_who_stands_in() -> None:
    away = person(0, away=((date(2016, 2, 10), date(2016, 2, 25)),))
    folk = [away, person(1), person(5)]
    alone, covered = thing(0), thing(1, holders=(IDS[0], IDS[1]))
    made = planned([life([alone, covered], folk)], ladder(rung(0)), FIRST, date(2016, 3, 4))
    assert [(day, name) for day, _, name, *_ in told(made)] == [
        (FIRST, "Person 1"),
        (date(2016, 2, 26), "Person 0"),
    ]
    assert [line.fate for line in made.others] == [Fate.RESTS]
    assert "is away and nobody stands in" in made.others[0].why


def test_owner_who_left_falls_to_the_officers_and_missing_address_is_said() -> None:
    gone = person(0, left_on=FIRST)
    made = planned([life([thing()], [gone, person(5, address=None)])], ladder(rung(0)), FIRST, FIRST)
    assert [letter.to.name for letter in made.letters] == ["Person 5"]
    assert "No email address is known" in made.letters[0].lines[0].why


def test_role_is_not_written_to_about_its_own_holder() -> None:
    about_an_officer = thing(holders=(IDS[5],), not_to=(IDS[5],))
    both = [person(0), person(5)]
    escalation = ladder(rung(0, to=(OFFICER,), escalates=True))
    made = planned([life([about_an_officer], both)], escalation, FIRST, FIRST)
    assert made.letters == ()
    assert [line.why for line in made.others] == ["Nobody else is known as the governance officers."]


def test_leap_day_holidays_and_the_nights_when_clocks_change() -> None:
    owing = [
        thing(0, due_on=date(2016, 2, 29)),
        thing(1, due_on=date(2016, 3, 25)),  # Good Friday, before the clocks go forward on the 27th
        thing(2, due_on=date(2016, 10, 30)),  # a Sunday, on whose night they go back
    ]
    at_half_past_one = Hours(letters_at=90, quiet_from=1380, quiet_until=60)
    made = planned(
        [life(owing, [person(0)])], ladder(rung(0)), FIRST, date(2016, 12, 1), hours=at_half_past_one
    )
    assert [letter.at for letter in made.letters] == [
        datetime(2016, 2, 29, 1, 30, tzinfo=UTC),
        datetime(2016, 3, 29, 0, 30, tzinfo=UTC),  # Tuesday after Easter, on summer time
        datetime(2016, 10, 31, 1, 30, tzinfo=UTC),
    ]
    assert "which is Good Friday" in made.letters[1].lines[0].why
    assert made.letters[2].lines[0].why == "Not sent on Sunday 30 October 2016."
    every = replace(at_half_past_one, every_day=True)
    twice = planned([life(owing, [person(0)])], ladder(rung(0)), FIRST, date(2016, 12, 1), hours=every)
    assert [letter.day for letter in twice.letters] == [each.due_on for each in owing]
    assert every.moment(date(2016, 3, 27)) == datetime(
        2016, 3, 27, 1, 30, tzinfo=UTC
    )  # an hour that there is not


def test_own_closed_days_count_as_no_working_days_and_a_calendar_stops_no_chase() -> None:
    closed = frozenset({date(2016, 2, 16), date(2016, 2, 17)})
    five = rung(2, working=True)
    assert five.day(FIRST, Hours()) == date(2016, 2, 17)
    assert five.day(FIRST, Hours(closed=closed)) == date(2016, 2, 19)
    for_ever = Hours(closed=frozenset(FIRST + timedelta(days=count) for count in range(4000)))
    assert five.day(FIRST, for_ever) > FIRST
    made = planned([life([thing()], [person(0)])], ladder(five), FIRST, date(2016, 12, 31), hours=for_ever)
    assert len(made.letters) == 1


def test_quiet_hours_over_midnight_and_the_next_moment() -> None:
    hours = Hours()
    evening = datetime(2016, 2, 19, 20, 30, tzinfo=UTC)  # a Friday
    assert not hours.may_write(evening)
    assert hours.may_write(datetime(2016, 2, 19, 8, 5, tzinfo=UTC))
    assert not hours.may_write(datetime(2016, 2, 20, 8, 5, tzinfo=UTC))
    assert hours.next_moment(date(2016, 2, 19), after=evening) == datetime(2016, 2, 22, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (ladder(rung(5), rung(-5)), "go backwards"),
        (ladder(*(rung(each) for each in range(MOST_RUNGS + 1))), "are the most"),
        (ladder(rung(1), rung(1)), "one name"),
        (ladder(rung(1, to=())), "reaches nobody"),
    ],
)
def test_ladder_that_could_not_be_lived_is_refused(wrong: Ladder, sentence: str) -> None:
    with pytest.raises(UnableToClimb, match=sentence):
        check_ladder(wrong)


def test_what_the_cap_moves_goes_on_the_next_day_for_letters() -> None:
    friday = date(2016, 2, 19)
    three = [thing(number, due_on=friday) for number in range(3)]
    made = planned([life(three, [person(0)])], ladder(rung(0)), friday, date(2016, 3, 1), cap=1)
    assert [letter.day.day for letter in made.letters] == [19, 22, 23]
    moved = [line.why for line in made.others]
    assert moved[0] == "Person 0 has 1 reminder on this day already; it waits until 22 February 2016."


def test_chase_ends_with_its_ladder() -> None:
    made = planned(
        [life([thing()], [person(0)])], ladder(rung(0), rung(7)), FIRST, FIRST + timedelta(days=400)
    )
    assert len(made.letters) == 2
    assert made.looks == {thing().key: NEVER}

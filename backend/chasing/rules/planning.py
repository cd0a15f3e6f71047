"""THE plan: from ladders, what is owed and a span of days to the exact letters, and why a letter is not there.

The sweep plans one day and sends; the forecast and the simulator plan many and show. A day's plan depends on what was
dealt with before, and on nothing else that a plan of more days would not know: so the two say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from backend.catalogue import wording
from backend.chasing.rules.days import Hours
from backend.chasing.rules.ladders import Ladder, Rung
from backend.chasing.rules.lettering import NOBODY, Letter, Line, digest_day, letters_of, order_of
from backend.chasing.rules.owing import Fate, History, Life, Person, Thing
from backend.chasing.rules.reaching import holder_of, meant
from backend.kit.calendar import in_words

NEVER = date.max

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The letters in the order in which they go; lines that are no letter; and when each thing is next looked at."""

    letters: tuple[Letter, ...]
    others: tuple[Line, ...]
    looks: Mapping[str, date]


def plan(
    lives: Sequence[Life],
    *,
    ladders: Mapping[str, Ladder],
    hours: Hours,
    cap: int,
    first: date,
    last: date,
    history: History,
) -> Plan:
    """The plan from `first` to `last`, both included, each day on top of the days before. Changes `history`.

    `lives` in the order of their days; the first holds on `first`. `cap`: lines to one person on one day.
    """
    letters: list[Letter] = []
    others: list[Line] = []
    looks: dict[str, date] = {}
    said: set[tuple[str, str]] = set()
    for day in _days(first, last, hours):
        life = _life_on(lives, day)
        found, looked = _lines_of(life, day, ladders=ladders, hours=hours, history=history, looks=looks)
        found = _capped(found, day, hours=hours, cap=cap, history=history)
        waits = {line.thing.key for line in found if line.fate is Fate.MOVED}
        tomorrow = hours.letter_day(day + _DAY)
        for key, ahead in looked.items():
            looks[key] = min(ahead, tomorrow) if key in waits else ahead
        sent = [line for line in found if line.fate is Fate.SEND]
        letters.extend(letters_of(sent, day, hours))
        for line in found:
            _remember(line, history)
            if line.fate is not Fate.SEND and (line.key, line.why) not in said:
                said.add((line.key, line.why))
                others.append(line)
    return Plan(letters=tuple(letters), others=tuple(others), looks=looks)


def next_look(thing: Thing, ladder: Ladder, *, hours: Hours, people: Mapping[UUID, Person], today: date,
              history: History) -> date | None:  # fmt: skip
    """The first day from `today` on at which a thing that keeps no day of its own is to be looked at."""
    if thing.due_on is None or (thing.last_on is not None and today > thing.last_on):
        return None
    rest = _rests_until(thing, people, today)
    if rest is not None:
        return None if rest == NEVER else rest
    newest = _newest(thing.state, thing.due_on, ladder, hours, today)
    if newest and _is_open(thing, thing.due_on, newest, history):
        return today
    ahead = _next_rung_day(thing.due_on, ladder, hours, today)
    return None if ahead == NEVER else ahead


def rests(thing: Thing, *, people: Mapping[UUID, Person], today: date) -> bool:
    """Whether a thing rests, because its owner is away and nobody stands in."""
    return _rests_until(thing, people, today) is not None


def first_look(due_on: date, ladder: Ladder, *, hours: Hours, tomorrow: date) -> date | None:
    """When a thing that is owed from today on is first looked at: for a rung that was reached already, tomorrow."""
    days = [rung.day(due_on, hours) for rung in ladder.rungs]
    return max(min(days), tomorrow) if days else None


def _days(first: date, last: date, hours: Hours) -> Iterator[date]:
    day = first
    while day <= last:
        if hours.letter_day(day) == day:
            yield day
        day += _DAY


def _life_on(lives: Sequence[Life], day: date) -> Life:
    found = lives[0]
    for life in lives[1:]:
        if life.from_on > day:
            break
        found = life
    return found


def _lines_of(
    life: Life,
    day: date,
    *,
    ladders: Mapping[str, Ladder],
    hours: Hours,
    history: History,
    looks: Mapping[str, date],
) -> tuple[list[Line], dict[str, date]]:
    """What the rungs of a day ask for, before the cap, and when each thing that was looked at is looked at again."""
    found: list[Line] = []
    looked: dict[str, date] = {}
    # Where a ladder stands on the day: most things share theirs with many others.
    places: dict[tuple[str, str, date], tuple[list[Rung], date]] = {}
    for thing in life.things:
        ladder, due_on = ladders.get(thing.ladder), thing.due_on
        look_on = None if thing.look_on is None else looks.get(thing.key, thing.look_on)
        if ladder is None or due_on is None or (look_on is not None and look_on > day):
            continue
        if thing.last_on is not None and day > thing.last_on:
            continue
        at = (thing.ladder, thing.state, due_on)
        if at not in places:
            ahead = _next_rung_day(due_on, ladder, hours, day)
            places[at] = (_newest(thing.state, due_on, ladder, hours, day), ahead)
        newest, ahead = places[at]
        if look_on is None and not (newest and _is_open(thing, due_on, newest, history)):
            continue
        rest = _rests_until(thing, life.people, day)
        if rest is not None:
            looked[thing.key] = day + _DAY
            why = f"{thing.owner} is away and nobody stands in: nobody is chased, and nobody is late."
            found.extend(
                _line(thing, rung, day, due_on, hours, to=None, fate=Fate.RESTS, why=why) for rung in newest
            )
            continue
        looked[thing.key] = ahead
        for rung in newest:
            found.extend(_of_rung(thing, rung, life, day, due_on, hours, history))
    return found, looked


def _of_rung(
    thing: Thing, rung: Rung, life: Life, day: date, due_on: date, hours: Hours, history: History
) -> Iterator[Line]:
    told, empty, instead = meant(thing, rung, life, day)
    reaches = False
    for person_id, holder_id in told.items():
        person = life.people.get(person_id)
        if person is None or not person.is_here(day):
            continue
        reaches = True
        line = _line(thing, rung, day, due_on, hours, to=person, fate=Fate.SEND, holder_id=holder_id)
        if line.key in history.handled:
            continue
        if person_id in instead:
            line = replace(line, why=f"{instead[person_id]} {line.why}".strip())
        if person.is_away(day):
            yield replace(line, fate=Fate.SUPPRESSED, why=f"{person.name} is away.")
        elif not (person.address or "").strip():
            why = f"No email address is known for {person.name}: the letter fails, and stands in the outbox."
            yield replace(line, why=why)
        else:
            yield line
    if empty or not reaches:
        nobody = _line(
            thing, rung, day, due_on, hours, to=None, fate=Fate.SUPPRESSED, why=empty or _REACHES_NOBODY
        )
        if nobody.key not in history.handled:
            yield nobody


_REACHES_NOBODY = "Nobody whom this rung names is here."


def _rests_until(thing: Thing, people: Mapping[UUID, Person], day: date) -> date | None:
    """While its owner is away and nobody stands in, a thing rests: until which day (NEVER where it is not known)."""
    owner = people.get(thing.holders[0]) if thing.holders else None
    if owner is None or not owner.is_here(day) or not owner.is_away(day):
        return None
    return None if holder_of(thing, people, day) is not None else owner.back_on(day) or NEVER


def _newest(state: str, due_on: date, ladder: Ladder, hours: Hours, day: date) -> list[Rung]:
    """The rungs that were reached last; older ones are not made up. Two that are reached on one day both count."""
    reached = [
        (rung.day(due_on, hours), rung)
        for rung in ladder.rungs
        if state in rung.while_in and rung.day(due_on, hours) <= day
    ]
    latest = max((each for each, _ in reached), default=None)
    return [rung for each, rung in reached if each == latest]


def _next_rung_day(due_on: date, ladder: Ladder, hours: Hours, day: date) -> date:
    return min((ahead for rung in ladder.rungs if (ahead := rung.day(due_on, hours)) > day), default=NEVER)


def _is_open(thing: Thing, due_on: date, rungs: Sequence[Rung], history: History) -> bool:
    return any(history.is_open(f"{thing.key}/{rung.id}/{due_on}") for rung in rungs)


def _capped(lines: list[Line], day: date, *, hours: Hours, cap: int, history: History) -> list[Line]:
    """At most `cap` lines to one person on one day, and one digest: what is more waits for the next day for letters."""
    tomorrow = hours.letter_day(day + _DAY)
    had = {line.to.id: history.written.get((line.to.id, day), 0) for line in lines if line.to}
    before = dict(had)
    found = []
    for line in sorted(lines, key=order_of):
        why, until = "", tomorrow
        if line.fate is Fate.SEND and line.to is not None:
            if (ahead := digest_day(line, day, hours)) != day:
                until = ahead
                why = f"The daily letter of {line.to.name} does not come on this day, as they chose"
            elif had[line.to.id] >= cap:
                why = (
                    f"{line.to.name} has {cap} {'reminder' if cap == 1 else 'reminders'} on this day already"
                )
            elif before[line.to.id] and not line.rung.urgent:
                why = f"{line.to.name} was written to on this day already"
            else:
                had[line.to.id] += 1
        why = why and f"{why}; it waits until {in_words(until)}."
        found.append(replace(line, fate=Fate.MOVED, why=why) if why else line)
    return found


def _remember(line: Line, history: History) -> None:
    """A line that was sent is dealt with, and so is one that nobody could get; what rests or waits is not."""
    if line.fate is Fate.MOVED:
        history.wait(line.key)
    elif line.fate is Fate.SEND and line.to is not None:
        history.handle(line.key)
        history.write(line.to.id, line.day)
    elif line.fate is Fate.SUPPRESSED:
        history.handle(line.key)


def _line(
    thing: Thing,
    rung: Rung,
    day: date,
    due_on: date,
    hours: Hours,
    *,
    to: Person | None,
    fate: Fate,
    why: str = "",
    holder_id: UUID | None = None,
) -> Line:
    meant_on = rung.day(due_on, hours)
    if not why and fate is Fate.SEND and meant_on < day and hours.letter_day(meant_on) == day:
        reason = hours.why_not(meant_on)
        why = f"Not sent on {meant_on:%A} {in_words(meant_on)}{reason and f', which is {reason}'}."
    late = (day - due_on).days
    places = {
        "person": to.name if to else thing.owner,
        "owner": thing.owner,
        "title": thing.title,
        "due_on": in_words(due_on),
        "days_left": str(max(-late, 0)),
        "days_late": str(max(late, 0)),
        **thing.places,
    }
    return Line(
        key=f"{thing.key}/{rung.id}/{to.id if to else NOBODY}/{due_on}",
        day=day,
        meant_on=meant_on,
        due_on=due_on,
        thing=thing,
        rung=rung,
        to=to,
        holder_id=holder_id,
        subject=wording.rendered(rung.subject, places),
        words=wording.rendered(rung.text, places),
        fate=fate,
        why=why,
    )

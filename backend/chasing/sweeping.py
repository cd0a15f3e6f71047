"""The sweep, which sends what the plan says of today, and the forecast, which shows what it says of days to come."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.chasing import digests, held, queries
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules.ladders import Ladder, check_ladder
from backend.chasing.rules.lettering import Letter, Line
from backend.chasing.rules.owing import Fate, History, Life, Thing
from backend.chasing.rules.planning import NEVER, Plan, plan
from backend.chasing.sources import Source
from backend.kit.calendar import in_words
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id_text
from backend.ledger import operations as ledger
from backend.notices import calendars
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.notices.topics import Way
from backend.scope import Scope
from backend.tenancy import dues

_NONE: Mapping[str, Ladder] = MappingProxyType({})

# One sweep of a tenant at a time. The same few statements run in tenant after tenant, so they are planned once and not
# in each again; and each goes by an index that begins with the tenant, though it was planned when tables were empty.
_BEGIN = """
SELECT pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('enable_seqscan', 'off', true)
"""

_KEEP = """
INSERT INTO chasing_line (tenant_id, id, key, ladder, thing_id, rung, recipient_person_id, recipient_name, due_on, day,
  state, why, subject, content, letter_key, written_at)
SELECT $1, kept.id, kept.key, kept.ladder, kept.thing_id, kept.rung, kept.person_id, kept.name, kept.due_on, $2,
  kept.state, kept.why, kept.subject, coalesce(kept.content, '{}'), coalesce(kept.letter_key, kept.key), $3
FROM json_to_recordset($4::text::json) AS kept (id uuid, key text, ladder text, thing_id uuid, rung text,
  person_id uuid, name text, due_on date, state text, why text, subject text, content jsonb, letter_key text)
ON CONFLICT (tenant_id, key) DO UPDATE SET day = excluded.day, state = excluded.state, why = excluded.why,
  subject = excluded.subject, content = excluded.content, letter_key = excluded.letter_key,
  written_at = excluded.written_at
WHERE chasing_line.state IN ('dry', 'waits')
"""


async def sweep(scope: Scope, sources: Sequence[Source]) -> int:
    """Tell everyone what today's plan says, once; returns how many letters are new.

    Outside the days and hours for letters, and while chasing is stopped, nothing is told. In a dry run everything is
    planned and recorded, and nothing is told. The number of statements does not grow with what is owed. Of several
    sources those alone are looked at that are due; by hand, when none is, all.
    """
    await fetch(_BEGIN, f"chasing/{scope.tenant.id}")
    # An operation that sets one sooner waits, and then finds its own earlier.
    due = await dues.hold_dues(scope, chores=[each.chore for each in sources])
    # One without a moment was never reckoned, or is off, or has nothing.
    now_due = [each for each in sources if _is_due(each, due, scope)] or sources
    settings = await queries.settings_of(scope)
    ladders = _ladders(scope, sources, settings)
    mine = [each for each in now_due if settings.is_on(each.ladder)]
    told = 0
    if mine and settings.mode is not Mode.STOPPED and settings.hours.may_write(scope.now):
        told = await _sweep(scope, mine, settings, ladders)
    for each in now_due:
        await each.schedule(scope, settings=settings)
    return told


async def forecast(
    scope: Scope,
    sources: Sequence[Source],
    *,
    first: date,
    last: date,
    fresh: frozenset[str] = frozenset(),
    drafts: Mapping[str, Ladder] = _NONE,
) -> Plan:
    """What the sweeps of these days would send, if nothing else happened than what is known today. Writes nothing.

    Every ladder is reckoned as switched on; those in `fresh` as switched on now, so that they are looked at anew from
    the next day for letters on. `drafts` are put in force now, in the place of what is in force.
    """
    settings = await queries.settings_of(scope)
    anew = fresh | set(drafts)
    wakes_on = settings.hours.letter_day(scope.today + timedelta(days=1))
    lives = []
    for day in (first, *await queries.turning_days(scope, first=first, last=last)):
        then = replace(scope, now=settings.hours.moment(day))
        things: list[Thing] = []
        for each in sources:
            found = await each.things(then, until=last, settings=settings, fresh=each.ladder in anew)
            things.extend(_waking(found, wakes_on) if each.ladder in anew else found)
        people, roles = await queries.people_around(then)
        lives.append(Life(from_on=day, people=people, roles=roles, things=tuple(things)))
    thing_ids = {thing.id for life in lives for thing in life.things}
    history = await queries.history_of(scope, thing_ids=thing_ids, dry=settings.mode is Mode.DRY)
    return plan(
        lives,
        ladders=_ladders(scope, sources, settings) | dict(drafts),
        hours=settings.hours,
        cap=settings.cap,
        first=first,
        last=last,
        history=history,
    )


async def first_day(scope: Scope) -> date:
    """The first day of a forecast: today while its letters are to come, else tomorrow."""
    settings = await queries.settings_of(scope)
    today = scope.today
    return today if settings.hours.moment(today) > scope.now else today + timedelta(days=1)


async def settle(scope: Scope, *, thing_id: UUID, key: str) -> None:
    """What still waits to chase a thing is taken back; a digest that waits is told without it."""
    await notices.withdraw(scope, key=key)
    rows = await fetch(
        "SELECT DISTINCT letter_key, recipient_person_id, day FROM chasing_line "
        "WHERE tenant_id = $1 AND key > $2 || '/' AND key < $2 || '0' AND state = 'told' "
        "AND letter_key LIKE 'chasing.digest/%'",
        scope.tenant.id,
        key,
    )
    if not rows:
        return
    lines = await fetch(
        "SELECT line.letter_key, line.thing_id, line.subject, line.due_on, line.day, line.content "
        "FROM unnest($2::text[], $3::uuid[], $4::date[]) AS digest (key, person_id, day) JOIN chasing_line line "
        "ON line.tenant_id = $1 AND line.day = digest.day AND line.recipient_person_id = digest.person_id "
        "AND line.letter_key = digest.key AND line.state = 'told' ORDER BY line.due_on, line.key",
        scope.tenant.id,
        [row["letter_key"] for row in rows],
        [row["recipient_person_id"] for row in rows],
        [row["day"] for row in rows],
    )
    for letter_key in sorted({row["letter_key"] for row in lines}):
        left = [row for row in lines if row["letter_key"] == letter_key and row["thing_id"] != thing_id]
        if left:
            context = digests.context_of([json.loads(row["content"]) for row in left], [row["due_on"] for row in left],
                              day=left[0]["day"])  # fmt: skip
            await notices.retell(scope, kind=digests.KIND, key=letter_key, context=context)
        else:
            await notices.withdraw(scope, key=letter_key)
    await execute(
        "UPDATE chasing_line SET letter_key = key "
        "WHERE tenant_id = $1 AND key > $2 || '/' AND key < $2 || '0' AND letter_key = ANY ($3)",
        scope.tenant.id,
        key,
        [row["letter_key"] for row in rows],
    )


def _is_due(source: Source, due: Mapping[str, datetime], scope: Scope) -> bool:
    return due[source.chore] <= scope.now if source.chore in due else not source.announced


def _waking(things: Sequence[Thing], day: date) -> Iterator[Thing]:
    """Things as they are once their source was told to look again: looked at on a day, and not before it."""
    return (each if each.look_on is None else replace(each, look_on=day) for each in things)


def _ladders(scope: Scope, sources: Sequence[Source], settings: Settings) -> dict[str, Ladder]:
    found = {
        each.ladder: held.LADDER
        if each.ladder == held.LADDER.id
        else queries.ladder_for(scope, each.ladder, settings)
        for each in sources
    }
    for ladder in found.values():
        check_ladder(ladder)
    return found


async def _sweep(
    scope: Scope, sources: Sequence[Source], settings: Settings, ladders: dict[str, Ladder]
) -> int:
    owed = {
        each.ladder: await each.things(scope, until=scope.today, settings=settings, hold=True)
        for each in sources
    }
    things = [thing for few in owed.values() for thing in few]
    if not things:
        return 0
    people, roles = await queries.people_around(scope)
    history: History = await queries.history_of(
        scope, thing_ids=[thing.id for thing in things], dry=settings.mode is Mode.DRY
    )
    known = {_without_rung(key) for key in history.handled}  # the plan adds to it
    today = plan(
        [Life(from_on=scope.today, people=people, roles=roles, things=tuple(things))],
        ladders=ladders,
        hours=settings.hours,
        cap=settings.cap,
        first=scope.today,
        last=scope.today,
        history=history,
    )
    by_ladder = {each.ladder: each for each in sources}
    drafts = [_draft(scope, letter, by_ladder, known=known) for letter in today.letters]
    await _keep(scope, today, drafts, dry=settings.mode is Mode.DRY)
    told = 0 if settings.mode is Mode.DRY else await _tell(scope, drafts)
    for each in sources:
        looks = {thing.id: today.looks[thing.key] for thing in owed[each.ladder] if thing.key in today.looks}
        await each.keep_looks(
            scope, {thing_id: None if day == NEVER else day for thing_id, day in looks.items()}
        )
    return told


@dataclass(frozen=True, slots=True)
class _Draft:
    """A letter with what it says. `contents` are of the lines of a digest, which may be made anew of them."""

    letter: Letter
    kind: str
    context: dict[str, Any]
    contents: tuple[dict[str, Any], ...]


def _draft(scope: Scope, letter: Letter, by_ladder: Mapping[str, Source], *, known: Set[str]) -> _Draft:
    """A single line in its own words; several as a digest. `known`: due days that were told to their people before."""
    said = [by_ladder[line.thing.ladder].said(scope, line) for line in letter.lines]
    brings = [_brings_entry(line, letter) and _without_rung(line.key) not in known for line in letter.lines]
    first = letter.lines[0]
    if letter.is_digest:
        contents = tuple(
            digests.content_of(line, each, brings_entry=new)
            for line, each, new in zip(letter.lines, said, brings, strict=True)
        )
        context = digests.context_of(contents, [line.due_on for line in letter.lines], day=letter.day)
        return _Draft(letter, digests.KIND, context, contents)
    context = {
        **said[0].context,
        "subject": first.subject,
        "words": first.words,
        "meant_on": in_words(first.meant_on) if first.meant_on < letter.day else None,
    }
    content: dict[str, Any] = {}
    if brings[0] and (entry := said[0].entry) is not None:
        context["calendar"] = calendars.kept((entry,))
        content["entry"] = True
    return _Draft(letter, by_ladder[first.thing.ladder].kind, context, (content,))


def _brings_entry(line: Line, letter: Letter) -> bool:
    """Whether a line may bring its due day to a calendar: of whoever is to do it, by mail, while it lies ahead."""
    to = letter.to
    return (
        line.due_on >= letter.day
        and line.holder_id == to.id
        and letter.way is not Way.APP
        and to.wishes.calendar_entries
    )


def _without_rung(key: str) -> str:
    """`thing/recipient/due day`: what was told, by whichever rung."""
    thing, _rung, recipient, due = key.rsplit("/", 3)
    return f"{thing}/{recipient}/{due}"


async def _tell(scope: Scope, drafts: Sequence[_Draft]) -> int:
    """Every letter into the outbox, and a line of the ledger for each: a statement for all of them."""
    kinds: dict[str, list[Telling]] = {}
    for each in drafts:
        letter = each.letter
        to = Recipient(person_id=letter.to.id, name=letter.to.name, address=letter.to.address)
        telling = Telling(
            key=letter.key,
            to=to,
            context=each.context,
            subject=letter.subject,
            way=Way.APP if letter.way is Way.APP else None,
            not_before=letter.at,
        )
        kinds.setdefault(each.kind, []).append(telling)
    told = await notices.tell_in_bulk(scope, tellings=kinds)
    lines = [
        ledger.Line(
            subject=notices.letter_record(told[letter.key], letter.subject),
            after={"to": letter.to.id, "lines": [line.key for line in letter.lines]},
        )
        for letter in (each.letter for each in drafts)
        if letter.key in told
    ]
    await ledger.record_many(scope, "chasing.letter.told", lines)
    return len(told)


async def _keep(scope: Scope, planned: Plan, drafts: Sequence[_Draft], *, dry: bool) -> None:
    """Every line that was dealt with, or moved; what rests is looked at again and leaves no line."""
    told = "dry" if dry else "told"
    rows = [
        _row(line, told, each.letter.key, content)
        for each in drafts
        for line, content in zip(each.letter.lines, each.contents, strict=True)
    ]
    states = {Fate.MOVED: "waits", Fate.SUPPRESSED: "suppressed"}
    rows += [_row(line, states[line.fate], line.key, {}) for line in planned.others if line.fate in states]
    if rows:
        await execute(_KEEP, scope.tenant.id, scope.today, scope.now, as_json(rows))


def _row(line: Line, state: str, letter_key: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id_text(),
        "key": line.key,
        "ladder": line.thing.ladder,
        "thing_id": line.thing.id,
        "rung": line.rung.id,
        "person_id": line.to.id if line.to else None,
        "name": line.to.name if line.to else "",
        "due_on": line.due_on,
        "state": state,
        "why": line.why,
        "subject": line.subject,
        "content": content or None,
        "letter_key": None if letter_key == line.key else letter_key,
    }

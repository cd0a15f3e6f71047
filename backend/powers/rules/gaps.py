"""What the scheme lacks on a day: functions that nobody holds, that two hold, or whose holder is there no more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.calendar import in_words
from backend.powers.rules.scheme import Entry, Function, Key, PartyKind, Scheme, pounds


class GapKind(StrEnum):
    NOBODY = "nobody"
    TWO = "two"
    RETIRED = "retired"
    UNREACHED = "unreached"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    kind: GapKind
    words: str
    function_id: UUID
    entry_id: UUID | None = None


def gaps(scheme: Scheme, on: date, *, offices: Collection[Key] | None = None) -> tuple[Gap, ...]:
    """In the order of the functions; nothing is forbidden by them.

    `offices` are the keys of the offices that somebody holds on the day; where they aren't given, none is missed.
    """
    found: list[Gap] = []
    for function in scheme.functions.values():
        if function.there(on):
            found.extend(_retired(scheme, function, on))
            standing = scheme.standing(function.id, on)
            if not standing:
                words = f"Nobody holds “{function.name}” on {in_words(on)}."
                found.append(Gap(kind=GapKind.NOBODY, words=words, function_id=function.id))
            else:
                found.extend(_two(function, standing))
                found.extend(_unreached(function, standing))
                if offices is not None:
                    found.extend(_vacant(function, standing, offices, on))
    return tuple(found)


def _retired(scheme: Scheme, function: Function, on: date) -> Iterator[Gap]:
    for entry in scheme.of(function.id):
        if not entry.in_force(on):
            continue
        for party in scheme.gone(entry.holders, on):
            held = f"{_capital(party.said)} holds “{function.name}” ({entry.clause})"
            words = f"{held} and is there no more, so the entry does not count."
            yield Gap(kind=GapKind.RETIRED, words=words, function_id=function.id, entry_id=entry.id)
        beside = (*entry.consent, *((entry.upward,) if entry.upward else ()))
        for party in scheme.gone(beside, on):
            words = f"The entry for “{function.name}” ({entry.clause}) names {party.said}, which is there no more."
            yield Gap(kind=GapKind.RETIRED, words=words, function_id=function.id, entry_id=entry.id)


def _two(function: Function, standing: tuple[Entry, ...]) -> Iterator[Gap]:
    """Two entries with one limit: the scheme does not say which of the two holds it."""
    outside = [entry for entry in standing if entry.is_outside]
    ours = [entry for entry in standing if not entry.is_outside]
    if outside and ours:
        kept = f"“{function.name}” is reserved to {outside[0].held_in_words} ({outside[0].clause})"
        words = f"{kept}, and {ours[0].held_in_words} holds it too ({ours[0].clause})."
        yield Gap(kind=GapKind.TWO, words=words, function_id=function.id, entry_id=ours[0].id)
    known: dict[int | None, Entry] = {}
    for entry in [*outside, *ours] if not (outside and ours) else ours:
        first = known.setdefault(entry.limit, entry)
        if first is not entry:
            both = f"{_held(first)} and {_held(entry)}"
            words = f"Two hold “{function.name}” {entry.limit_in_words}: {both}."
            yield Gap(kind=GapKind.TWO, words=words, function_id=function.id, entry_id=entry.id)


def _unreached(function: Function, standing: tuple[Entry, ...]) -> Iterator[Gap]:
    limits = [entry.limit for entry in standing if entry.limit is not None]
    if len(limits) == len(standing):
        words = f"Nobody holds “{function.name}” above {pounds(max(limits))}."
        yield Gap(kind=GapKind.UNREACHED, words=words, function_id=function.id)


def _vacant(
    function: Function, standing: tuple[Entry, ...], offices: Collection[Key], on: date
) -> Iterator[Gap]:
    for entry in standing:
        for party in entry.holders:
            if party.kind is PartyKind.OFFICE and party.key not in offices:
                held = f"which holds “{function.name}” ({entry.clause})"
                words = f"Nobody is {party.said} on {in_words(on)}, {held}."
                yield Gap(kind=GapKind.VACANT, words=words, function_id=function.id, entry_id=entry.id)


def _held(entry: Entry) -> str:
    return f"{entry.held_in_words} ({entry.clause})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

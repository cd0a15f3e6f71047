"""A line of the ledger as a person would say it, and what it changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.kit import calendar
from backend.ledger.queries import EventLine

_HAPPENED = {
    "came": "came in",
    "came-back": "came back",
    "failed": "failed",
    "joined": "joined",
    "left": "left",
    "moved-on": "moved on",
    "stood-aside": "stood aside",
}
"""Acts that nobody did to the thing: it did them itself, or they befell it."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LONGEST = 160
_MOST_CHANGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that an act changed, in words; None where there was nothing before, or is nothing after."""

    field: str
    before: str | None
    after: str | None


def sentence_of(line: EventLine) -> str:
    """`actions.action.closed` on “Send the plan” by Rowan is: Action “Send the plan” was closed by Rowan."""
    *_, subject, verb = line.act.split(".")
    thing = _plain(subject).capitalize()
    named = f" “{line.subject_title}”" if line.subject_title else ""
    if verb in _HAPPENED:
        return f"{thing}{named} {_HAPPENED[verb]}; recorded by {line.actor_name}."
    return f"{thing}{named} was {_plain(verb)} by {line.actor_name}."


def changes_of(line: EventLine) -> tuple[Change, ...]:
    """What was different afterwards, the fields in the order of the record; at most a dozen."""
    before, after = line.before or {}, line.after or {}
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return tuple(
        Change(field=_plain(key), before=_told(before, key), after=_told(after, key))
        for key in changed[:_MOST_CHANGES]
    )


def _told(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return (
            f"{len(value)} of them"
            if any(isinstance(each, dict) for each in value)
            else _short(", ".join(map(str, value)))
        )
    if isinstance(value, dict):
        return f"{len(value)} fields"
    return _short(_day(str(value)))


def _day(text: str) -> str:
    if found := _DAY.fullmatch(text):
        return calendar.in_words(date(*map(int, found.groups())))
    return text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _plain(word: str) -> str:
    return word.replace("-", " ").replace("_", " ").removesuffix(" id")

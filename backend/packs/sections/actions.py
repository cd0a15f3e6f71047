"""Actions at the end of the period: opened, closed, overdue, and how old those are that were open."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import queries as actions
from backend.actions.queries import ActionLine
from backend.actions.rules import State
from backend.kit.calendar import in_words
from backend.ledger.records import Record
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json

_FILE = "actions.json"
_COLUMNS = ("Action", "What", "Owner", "Committee", "From", "Undertaken", "Due", "Stood")
_AGES = ((30, "Up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"), (100_000, "Longer"))


async def section(reading: Reading) -> Section:
    """Every action that was open at the end of the period or ended in it."""
    since, until = reading.period.since, reading.period.until
    told = [
        each
        for each in await actions.actions_of(reading.scope)
        if each.undertaken_on <= until and (each.ended_on is None or each.ended_on >= since)
    ]
    opened = [each for each in told if each.undertaken_on >= since]
    closed = [each for each in told if each.ended_on is not None and since <= each.ended_on <= until]
    still = [each for each in told if _open_at(each, until)]
    said = await actions.said_to_be_done(reading.scope, before=reading.period.end)
    owed = [each for each in still if each.id not in said]
    overdue = [each for each in owed if each.due_on is not None and each.due_on < until]
    undated = [each for each in owed if each.due_on is None]
    rows = [
        Row.of(each.id, _row(each, until, said))
        for each in sorted(told, key=lambda each: _order(each, until))
    ]
    return Section(
        key="actions",
        title="Actions",
        lead=(
            f"Actions that were open on {in_words(until)} or ended in the period. Days on which they are due are those "
            "that are on record now: an action whose day was moved later shows the later day. What was said to be done "
            "and is not accepted yet is open and not overdue.",
        ),
        numbers=(("Actions open", str(len(still))), ("Actions overdue", str(len(overdue)))),
        missing=tuple(_missing(overdue, undated, until)),
        tables=(
            Table(
                caption="How many",
                columns=("In the period", "Number"),
                rows=[
                    ("Opened", str(len(opened))),
                    ("Closed", str(sum(each.state is State.CLOSED for each in closed))),
                    ("Withdrawn", str(sum(each.state is State.WITHDRAWN for each in closed))),
                    ("Open at its end", str(len(still))),
                    ("Of these said to be done", str(len(still) - len(owed))),
                    ("Of these overdue", str(len(overdue))),
                ],
            ),
            Table(
                caption="How old those were that were open",
                columns=("Age", "Open", "Of these overdue"),
                rows=_ages(still, overdue, until),
                empty="None was open.",
            ),
            Table(caption="Actions", columns=_COLUMNS, rows=rows, empty="No action was open or ended."),
        ),
        files={_FILE: as_json({"as_at": until, "actions": [_plain(each, until, said) for each in told]})},
        sheets={"registers/actions": Sheet(columns=_COLUMNS, rows=rows)},
        quoted=tuple(
            Quoted(
                record=Record(
                    room="actions", kind="action", id=each.id, title=f"{each.reference} {each.words}"
                ),
                file=_FILE,
            )
            for each in told
        ),
    )


def _open_at(each: ActionLine, day: date) -> bool:
    return each.undertaken_on <= day and (each.ended_on is None or each.ended_on > day)


def _order(each: ActionLine, until: date) -> tuple[Any, ...]:
    """What was overdue first, then what was open by its day, then what had ended."""
    return (not _open_at(each, until), each.due_on or date.max, each.number)


def _stood(each: ActionLine, until: date, said: frozenset[UUID]) -> str:
    if not _open_at(each, until):
        return f"{each.state_in_words}, {in_words(each.ended_on)}" if each.ended_on else each.state_in_words
    if each.id in said:
        return "Said to be done"
    if each.due_on is not None and each.due_on < until:
        days = (until - each.due_on).days
        return f"Overdue by {days} {'day' if days == 1 else 'days'}"
    return "Open"


def _missing(overdue: list[ActionLine], undated: list[ActionLine], until: date) -> list[str]:
    found = []
    if overdue:
        worst = max((until - each.due_on).days for each in overdue if each.due_on)
        were = "action was" if len(overdue) == 1 else "actions were"
        found.append(f"{len(overdue)} {were} overdue, the longest by {worst} days.")
    if undated:
        found.append(f"{len(undated)} open {'action has' if len(undated) == 1 else 'actions have'} no day.")
    return found


def _ages(still: list[ActionLine], overdue: list[ActionLine], until: date) -> list[tuple[str, ...]]:
    def band(each: ActionLine) -> str:
        age = (until - each.undertaken_on).days
        return next(words for most, words in _AGES if age <= most)

    every, late = Counter(map(band, still)), Counter(map(band, overdue))
    return [(words, str(every[words]), str(late[words])) for _, words in _AGES if every[words]]


def _row(each: ActionLine, until: date, said: frozenset[UUID]) -> tuple[str, ...]:
    return (
        each.reference,
        each.words,
        each.owner,
        each.committee or "—",
        each.source_in_words,
        in_words(each.undertaken_on),
        in_words(each.due_on) if each.due_on else "No day",
        _stood(each, until, said),
    )


def _plain(each: ActionLine, until: date, said: frozenset[UUID]) -> dict[str, Any]:
    return {
        "id": each.id,
        "reference": each.reference,
        "words": each.words,
        "owner": each.owner,
        "committee": each.committee,
        "source": each.source_in_words,
        "undertaken_on": each.undertaken_on,
        "due_on": each.due_on,
        "moves": each.moves,
        "ended_on": each.ended_on if each.ended_on and each.ended_on <= until else None,
        "stood": _stood(each, until, said),
        "private": each.private,
    }

"""What committees decided in the period."""

from typing import Any

from backend.between import queries as between
from backend.kit import calendar
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json

_FILE = "decisions.json"
_ACTS = "acts.json"
_COLUMNS = ("Date", "Committee", "Item", "Outcome", "Decision", "Value")


async def section(reading: Reading) -> Section:
    """Every decision of the period, of private items too, as it was recorded."""
    found = await meetings.decisions_between(
        reading.scope, start=reading.period.start, end=reading.period.end
    )
    acts = await between.acts_between(reading.scope, since=reading.period.since, until=reading.period.until)
    return Section(
        key="decisions",
        title="Decisions",
        lead=(
            "Every decision that was taken in the period, as it was recorded. None is ever changed afterwards; "
            "one that was recorded wrongly stays, marked as struck out.",
        ),
        numbers=(("Decisions", str(len(found))), ("Decided between meetings", str(len(acts)))),
        missing=() if found else ("No decision is on record for the period.",),
        tables=(
            Table(
                caption="Decisions",
                columns=_COLUMNS,
                rows=[Row.of(each.decision.id, _row(each)) for each in found],
                empty="None was recorded.",
            ),
            Table(
                caption="Decided between meetings",
                columns=("Date", "Committee", "Act", "Decision", "What is irregular", "State"),
                rows=[Row.of(each.id, _act_row(each)) for each in acts],
                empty="None was recorded.",
            ),
        ),
        files={
            _ACTS: as_json([_act(each) for each in acts]),
            _FILE: as_json(
                [
                    {
                        "id": each.decision.id,
                        "committee": each.committee,
                        "meeting": each.meeting,
                        "meeting_on": each.meeting_on,
                        "item": f"{each.item_label or ''} {each.item_title}".strip(),
                        "part": each.part,
                        "outcome": each.decision.outcome,
                        "text": each.decision.text,
                        "function": each.decision.function,
                        "value_pence": each.decision.value_pence,
                        "decided_at": each.decision.decided_at,
                        "recorded_at": each.decision.recorded_at,
                        "recorded_by": each.decision.recorded_by_name,
                        "sha256": each.decision.sha256,
                        "struck_because": each.decision.struck_because,
                    }
                    for each in found
                ]
            ),
        },
        sheets={
            "registers/decisions": Sheet(
                columns=_COLUMNS, rows=[Row.of(each.decision.id, _row(each)) for each in found]
            )
        },
        quoted=tuple(
            Quoted(
                record=Record(
                    room="meetings",
                    kind="decision",
                    id=each.decision.id,
                    title=each.item_title,
                    hash=each.decision.sha256,
                ),
                file=_FILE,
            )
            for each in found
        )
        + tuple(
            Quoted(
                record=Record(
                    room="between",
                    kind="act",
                    id=each.id,
                    title=f"{each.number} {each.title}",
                    hash=each.sha256,
                ),
                file=_ACTS,
            )
            for each in acts
        ),
    )


def _row(each: meetings.DecisionRecord) -> tuple[str, ...]:
    private = " (private)" if each.part is meeting_rules.Part.PRIVATE else ""
    return (
        calendar.in_words(each.decision.decided_at.date()),
        each.committee,
        f"{each.item_label or ''} {each.item_title}{private}".strip(),
        each.decision.outcome_in_words,
        each.decision.text
        if each.decision.struck_because is None
        else f"{each.decision.text} (Struck out: {each.decision.struck_because})",
        each.decision.value_in_words or "—",
    )


def _act(each: between.ActLine) -> dict[str, Any]:
    return {
        "id": each.id,
        "committee": each.committee,
        "number": each.number,
        "kind": each.kind,
        "private": each.private,
        "decided_on": each.taken_on,
        "title": each.title,
        "text": each.words,
        "why_it_could_not_wait": each.because,
        "function": each.function,
        "value_pence": each.value_pence,
        "power": each.finding_kind,
        "power_words": each.finding_words,
        "clause": each.clause,
        "quorum": each.quorum_words,
        "irregular": each.faults,
        "state": each.state,
        "settled_words": each.settled_words,
        "sha256": each.sha256,
    }


def _act_row(each: between.ActLine) -> tuple[str, ...]:
    private = " (private)" if each.private else ""
    return (
        calendar.in_words(each.taken_on),
        each.committee,
        f"{each.kind_in_words} {each.number}{private}",
        each.words,
        " ".join(each.faults) or "Nothing",
        each.state_in_words,
    )

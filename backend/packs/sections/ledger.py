"""The ledger of the period: everything that was done, one line each."""

from collections import Counter
from uuid import UUID

from backend.interests.queries import withholding
from backend.ledger import queries as ledger
from backend.packs.sections.shapes import Reading, Section, Table, as_json_line


async def section(reading: Reading) -> Section:
    """How many of each kind of event there were. The lines themselves join the pack when it is built, with proofs."""
    withheld = await withholding.traces_of_withheld(reading.scope)
    events = [
        event
        for event in await ledger.events_between(
            reading.scope, start=reading.period.start, end=reading.period.end
        )
        if not tells_of(event.subject_id, _told(event), withheld)
    ]
    counted = Counter((event.subject_room, event.act) for event in events)
    return Section(
        key="ledger",
        title="Ledger",
        lead=(
            "Every act in the system leaves a line that nobody can change or remove: who did what to what, when, and "
            "what was different before. The lines of the period, and those of every record that this pack quotes, are "
            "in ledger/events.jsonl, one JSON object a line, in the order of the ledger; ledger/proofs.jsonl leads "
            "each of them to the signed checkpoint in ledger/checkpoint.txt. Lines about an entry that the Conflicts "
            "of Interest Guardian withholds are left out. Where words were redacted or erased, the line stands without "
            "them and proves all the same.",
        ),
        numbers=(("Lines of the ledger", f"{len(events):,}"),),
        missing=() if events else ("Nothing was done in the system in the period.",),
        tables=(
            Table(
                caption="What was done",
                columns=("Act", "Part of Probity", "Times"),
                rows=[(_in_words(act), room, f"{count:,}") for (room, act), count in sorted(counted.items())],
                empty="Nothing.",
            ),
        ),
    )


def tells_of(subject_id: UUID, told: str, ids: frozenset[str]) -> bool:
    """Whether a line of the ledger is about one of these records, or names it in what it tells."""
    return str(subject_id) in ids or any(each in told for each in ids)


def _told(event: ledger.EventLine) -> str:
    return as_json_line([event.before, event.after]) if event.before or event.after else ""


def _in_words(act: str) -> str:
    """`interests.declaration.nil-returned` is “Declaration: nil returned”."""
    *_, subject, verb = act.split(".")
    return f"{subject.replace('-', ' ').capitalize()}: {verb.replace('-', ' ')}"

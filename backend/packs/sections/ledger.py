"""The ledger of the period: everything that was done, one line each."""

from collections import Counter

from backend.interests.queries import withholding
from backend.ledger import queries as ledger
from backend.packs.sections.shapes import Reading, Section, Table, as_json_line


async def section(reading: Reading) -> Section:
    """Every event of the period in `ledger/events.jsonl`; in the report, how many of each kind."""
    withheld = await withholding.traces_of_withheld(reading.scope)
    events = [
        event
        for event in await ledger.events_between(
            reading.scope, start=reading.period.start, end=reading.period.end
        )
        if not _tells_of(event, withheld)
    ]
    counted = Counter((event.subject_room, event.act) for event in events)
    lines = "".join(
        as_json_line({name: getattr(event, name) for name in event.__dataclass_fields__}) + "\n"
        for event in events
    )
    return Section(
        key="ledger",
        title="Ledger",
        lead=(
            "Every act in the system leaves a line that nobody can change or remove: who did what to what, when, and "
            "what was different before. The lines of the period are in ledger/events.jsonl, one JSON object a line, "
            "oldest first. Lines about an entry that the Conflicts of Interest Guardian withholds are left out.",
        ),
        numbers=(("Lines of the ledger", f"{len(events):,}"),),
        missing=() if events else ("Nothing was done in the system in the period.",),
        tables=(
            Table(
                caption="What was done",
                columns=("Act", "Room", "Times"),
                rows=[(_in_words(act), room, f"{count:,}") for (room, act), count in sorted(counted.items())],
                empty="Nothing.",
            ),
        ),
        files={"ledger/events.jsonl": lines.encode()},
    )


def _tells_of(event: ledger.EventLine, ids: frozenset[str]) -> bool:
    """Whether the event is about one of these records, or names it in what changed."""
    if str(event.subject_id) in ids:
        return True
    told = as_json_line([event.before, event.after]) if ids and (event.before or event.after) else ""
    return any(each in told for each in ids)


def _in_words(act: str) -> str:
    """`interests.declaration.nil-returned` is “Declaration: nil returned”."""
    *_, subject, verb = act.split(".")
    return f"{subject.replace('-', ' ').capitalize()}: {verb.replace('-', ' ')}"

"""The register that this room keeps for others to read: breaches that were found, never an allegation."""

from backend.concerns.queries import breaches
from backend.concerns.rules.life import CATEGORY_IN_WORDS
from backend.facts.registers import Column, Kind, Moment, Register, Row
from backend.scope import Scope


async def _breaches(scope: Scope, moment: Moment) -> tuple[Row, ...]:
    return tuple(
        Row(
            id=line.id,
            path=f"/concerns/breaches/{line.id}",
            values={
                "found_on": line.found_on,
                "category": CATEGORY_IN_WORDS[line.category],
                "what_happened": line.what_happened,
                "action": line.action,
                "lessons": line.lessons,
                "notified": line.notified,
                "notified_on": line.notified_on,
            },
        )
        for line in await breaches.breaches_of(scope, moment=moment)
    )


BREACHES = Register(
    id="breaches",
    title="Register of breaches",
    about="Breaches of the rules on conflicts of interest that were found, without names, so that others learn.",
    # What commissioners published of each, with lessons for others (domain facts, 1.8).
    columns=(
        Column(key="found_on", title="Found on", kind=Kind.DATE),
        Column(key="category", title="What it was about"),
        Column(key="what_happened", title="What happened"),
        Column(key="action", title="Sanction or action"),
        Column(key="lessons", title="Lessons learnt"),
        Column(key="notified", title="Notified to NHS England", kind=Kind.YES_NO),
        Column(key="notified_on", title="Notified on", kind=Kind.DATE),
    ),
    permission="registers.read",
    none="No breaches were found.",
    rows=_breaches,
)

REGISTERS: tuple[Register, ...] = (BREACHES,)

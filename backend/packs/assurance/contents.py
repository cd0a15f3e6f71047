"""What an assurance pack will hold: its sections as they are read, and what is left out of them.

The build and the dry run read the same, so that nobody is surprised by what leaves.
"""

from dataclasses import dataclass
from uuid import UUID

from backend.interests import settings
from backend.packs import rules
from backend.packs.redactions import NOTHING, Redactions
from backend.packs.sections import SECTIONS
from backend.packs.sections.shapes import Reading, Section
from backend.scope import Scope
from backend.tenancy import transactions

GENERAL = "general"
"""The definition of a pack that was asked for without naming one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes in. `missing` and `personal` are sentences; `redactions` says what was left out and is applied already.

    The ledger section asks `redactions.hides(...)` of every line.
    """

    definition: str
    title: str
    period: rules.Period
    sections: tuple[Section, ...]
    redactions: Redactions
    missing: tuple[str, ...]
    personal: tuple[str, ...]
    rule_sets: tuple[str, ...]


async def contents_of(
    scope: Scope, *, definition: str, period: rules.Period, pack_id: UUID | None = None
) -> Contents:
    """Read what a pack of a definition and a period holds; `pack_id` is that of one that was asked for.

    Each section in a transaction of its own that only reads.
    """
    redactions = NOTHING
    reading = Reading(scope=scope, period=period, redactions=redactions)
    sections = []
    for make in SECTIONS:
        async with transactions.scope_tx(scope, readonly=True):
            sections.append(await make(reading))
    async with transactions.scope_tx(scope, readonly=True):
        rule_sets = await _rule_sets(reading)
    return Contents(
        definition=definition,
        title="Assurance pack",
        period=period,
        sections=tuple(sections),
        redactions=redactions,
        missing=tuple(sentence for section in sections for sentence in section.missing),
        personal=(),
        rule_sets=rule_sets,
    )


async def _rule_sets(reading: Reading) -> tuple[str, ...]:
    """The rules that were in force on the last day of the period, and what else the tenant has pinned."""
    rule_set = await settings.rule_set_of(reading.at_the_end, on=reading.period.until)
    pins = [
        f"{framework}/{edition}"
        for framework, edition in sorted(reading.scope.tenant.pins.items())
        if framework != rule_set.id
    ]
    return (f"{rule_set.title}, edition {rule_set.edition} ({rule_set.key})", *pins)

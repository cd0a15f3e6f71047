"""The sections of an assurance pack, each read by one function from the room that it tells of.

A room that has something to show a regulator gets a line in SECTIONS and a module here; nothing else changes.
"""

from collections.abc import Awaitable, Callable

from backend.packs.sections import (
    decisions,
    delegation,
    functions,
    gates,
    governance,
    interests,
    ledger,
    meetings,
)
from backend.packs.sections.shapes import Reading, Section

SECTIONS: tuple[Callable[[Reading], Awaitable[Section]], ...] = (
    governance.section,
    meetings.section,
    interests.section,
    decisions.section,
    delegation.section,
    gates.section,
    functions.section,
    ledger.section,
)
"""In the order of the report. Each runs in one transaction that only reads."""

"""The sections of an assurance pack, each read by one function from the room that it tells of.

A room that has something to show a regulator gets a name in the catalogue, a line in SECTIONS and a module here;
nothing else changes.
"""

from collections.abc import Awaitable, Callable, Mapping

from backend.catalogue.packs import PackSection
from backend.packs.sections import (
    actions,
    decisions,
    delegation,
    functions,
    gates,
    governance,
    interests,
    ledger,
    meetings,
    risks,
)
from backend.packs.sections.shapes import Reading, Section

SECTIONS: Mapping[PackSection, Callable[[Reading], Awaitable[Section]]] = {
    PackSection.GOVERNANCE: governance.section,
    PackSection.MEETINGS: meetings.section,
    PackSection.INTERESTS: interests.section,
    PackSection.DECISIONS: decisions.section,
    PackSection.RISKS: risks.section,
    PackSection.DELEGATION: delegation.section,
    PackSection.GATES: gates.section,
    PackSection.FUNCTIONS: functions.section,
    PackSection.ACTIONS: actions.section,
    PackSection.LEDGER: ledger.section,
}
"""Each runs in one transaction that only reads. The statement of compliance and the index of evidence are made of the
others: see `assurance.contents`."""

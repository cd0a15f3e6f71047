"""What must be there on the first day of a successor. Each line says where it comes from, or that it is a setting."""

from dataclasses import dataclass
from enum import StrEnum

from backend.scope import Refusal


class UnableToTick(Refusal):
    """A line of the checklist that can't be set so."""


class TaskState(StrEnum):
    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    DONE = "done"
    NOT_NEEDED = "not-needed"


STATE_IN_WORDS = {
    TaskState.TO_DO: "To do",
    TaskState.UNDER_WAY: "Under way",
    TaskState.DONE: "Done",
    TaskState.NOT_NEEDED: "Not needed",
}
COLOURS = {
    TaskState.TO_DO: "grey",
    TaskState.UNDER_WAY: "blue",
    TaskState.DONE: "green",
    TaskState.NOT_NEEDED: "white",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One line: what is wanted, what is meant by it, where that comes from, and how many days before the day."""

    title: str
    about: str
    source: str
    days_before: int


_ICB = "Integrated care boards’ own governance pages (constitution, governance handbook)"
_OURS = "Set by Probity; change or strike it as you need"

DAY_ONE: tuple[Wanted, ...] = (
    Wanted(
        title="Constitution and standing orders",
        about="Approved, and ready to be published on the first day.",
        source=_ICB,
        days_before=28,
    ),
    Wanted(
        title="Scheme of reservation and delegation",
        about="What the board keeps, what goes to committees and individuals; entered under Powers.",
        source=_ICB,
        days_before=28,
    ),
    Wanted(
        title="Functions and decisions map",
        about="Which functions sit where, places included; required at establishment.",
        source="Capsticks on the establishment of integrated care boards",
        days_before=28,
    ),
    Wanted(
        title="Standing financial instructions and limits",
        about="Financial limits and delegated limits, part of the governance handbook.",
        source=_ICB,
        days_before=28,
    ),
    Wanted(
        title="Governance handbook",
        about="Terms of reference of all committees, the list of eligible providers of primary medical "
        "services, policies.",
        source=_ICB,
        days_before=14,
    ),
    Wanted(
        title="Readiness to operate statement",
        about="Signed by the designate chief executive before establishment; confirms scheme, map and joint "
        "arrangements.",
        source="Capsticks on the establishment of integrated care boards",
        days_before=7,
    ),
    Wanted(
        title="Registers of interests, gifts and procurement decisions",
        about="Kept and published under section 14Z30 from the first day; what was declared before is offered to each "
        "person for confirmation.",
        source="NHS Act 2006, section 14Z30 (the text from memory; boards’ pages confirm the practice)",
        days_before=0,
    ),
    Wanted(
        title="Conflicts of interest guardian and policy",
        about="The chair of the audit committee is named, and the policy is approved.",
        source="Boards’ own policies on conflicts of interest",
        days_before=7,
    ),
    Wanted(
        title="Mailboxes and addresses",
        about="Shared mailboxes are redirected: requests for information, concerns, the papers of committees.",
        source=_OURS,
        days_before=7,
    ),
    Wanted(
        title="Websites and public pages",
        about="Old pages stay, say who took over, and lead to the new ones.",
        source=_OURS,
        days_before=7,
    ),
    Wanted(
        title="Delegation agreements",
        about="What was delegated to a predecessor is delegated to the successor, in writing.",
        source="Integrated care boards took delegated primary medical services on 1 July 2022 (NHS England)",
        days_before=14,
    ),
    Wanted(
        title="Contracts and their notices",
        about="Each contract that runs has somebody who answers for it, and its partners know with whom.",
        source=_OURS,
        days_before=14,
    ),
    Wanted(
        title="Records and who reads them",
        about="Who of the successor may read the predecessors’ records is named, and the retention of them "
        "has an owner.",
        source="NHS Records Management Code of Practice",
        days_before=7,
    ),
    Wanted(
        title="Due-diligence report received by the board",
        about="Everything that is open, and who takes it, was read before the day.",
        source=_OURS,
        days_before=7,
    ),
)


def check_state(state: TaskState, *, note: str | None) -> None:
    if state is TaskState.NOT_NEEDED and not (note or "").strip():
        raise UnableToTick("Say why it is not needed.", field="note")

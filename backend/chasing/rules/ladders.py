"""Ladders as the plan climbs them: the rungs of a workflow, each on its day, and what no ladder may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.workflows import Chaser, WorkflowDocument
from backend.chasing.rules.days import Hours
from backend.scope import Refusal

MOST_RUNGS = 24
"""A ladder ends. One with more rungs than this is a nightly mail under another name."""

WHO: Mapping[str, str] = {
    "declarant": "the person who declares",
    "author": "the author",
    "owner": "the owner, or the deputy while the owner is away",
    "deputy": "the deputy",
    "line-manager": "the line manager",
    "executive-owner": "the executive owner",
    "governance-officer": "the governance officers",
    "chair": "the chair",
    "vice-chair": "the vice-chair",
    "coi-guardian": "the Conflicts of Interest Guardian",
}
"""Whom a rung may name, in words. None of them is a regulator, the press or the public."""


class UnableToClimb(Refusal):
    """A ladder that could not be lived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: so many days before (negative), on or after the due day, to whom, in what words."""

    id: str
    offset: int
    working: bool
    to: tuple[str, ...]
    while_in: tuple[str, ...]
    subject: str
    text: str
    urgent: bool = False
    escalates: bool = False

    def day(self, due_on: date, hours: Hours) -> date:
        """The day on which the rung is reached; working days are England's without the tenant's closed ones."""
        if not self.working:
            return due_on + timedelta(days=self.offset)
        return hours.counted(due_on, self.offset)

    @property
    def when(self) -> str:
        """ "5 working days before it is due", "on the day it is due", "7 days after it was due"."""
        if not self.offset:
            return "on the day it is due"
        count = abs(self.offset)
        days = f"{count} {'working ' if self.working else ''}{'day' if count == 1 else 'days'}"
        return f"{days} before it is due" if self.offset < 0 else f"{days} after it was due"

    @property
    def whom(self) -> str:
        words = [WHO.get(role, role) for role in self.to]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """`id` is the workflow's, without its edition: a tenant that pins another keeps its switch."""

    id: str
    edition: str
    title: str
    rungs: tuple[Rung, ...]


def ladder_of(document: WorkflowDocument) -> Ladder:
    """The ladder of a workflow's edition."""
    return Ladder(
        id=document.id,
        edition=document.version,
        title=document.title,
        rungs=tuple(_rung(each, escalates=each is document.escalation) for each in document.rungs),
    )


def check_ladder(ladder: Ladder) -> None:
    """Raises UnableToClimb for a ladder without an end, without words, or whose days go backwards."""
    if len(ladder.rungs) > MOST_RUNGS:
        raise UnableToClimb(f"“{ladder.title}” has {len(ladder.rungs)} rungs; {MOST_RUNGS} are the most.")
    if len({rung.id for rung in ladder.rungs}) < len(ladder.rungs):
        raise UnableToClimb(f"Two rungs of “{ladder.title}” have one name.")
    for rung in ladder.rungs:
        if not rung.to or not rung.while_in:
            raise UnableToClimb(f"The rung “{rung.id}” reaches nobody.")
    for earlier, later in zip(ladder.rungs, ladder.rungs[1:], strict=False):
        if later.offset < earlier.offset:
            raise UnableToClimb(f"The rung “{later.id}” comes before “{earlier.id}”: the days go backwards.")


def _rung(chaser: Chaser, *, escalates: bool) -> Rung:
    return Rung(
        id=chaser.id,
        offset=chaser.offset_days,
        working=chaser.working,
        to=tuple(role.value for role in chaser.to),
        while_in=chaser.while_in,
        subject=chaser.notice.subject,
        text=chaser.notice.text,
        urgent=chaser.urgent,
        escalates=escalates,
    )

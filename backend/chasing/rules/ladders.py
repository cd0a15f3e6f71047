"""Ladders as the plan climbs them: the rungs of a workflow, each on its day, and what no ladder may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from backend.catalogue.chasing import MOST_RUNGS, OwnRung
from backend.catalogue.workflows import Chaser, WorkflowDocument
from backend.chasing.rules.days import Hours
from backend.scope import Refusal

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


NEWS = "daily-letter"
"""The ladder of notices that wait for the daily letter; no workflow has it, and nobody switches it."""


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
    otherwise: tuple[str, ...] = ()

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
        otherwise = f"; where there is none, {_listed(self.otherwise)}" if self.otherwise else ""
        return f"{_listed(self.to)}{otherwise}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """`id` is the workflow's, without its edition: a tenant that pins another keeps its switch.

    `own`: the number of the tenant's own version, where it climbs one in the place of the shipped edition.
    """

    id: str
    edition: str
    title: str
    rungs: tuple[Rung, ...]
    own: int | None = None


def ladder_of(
    document: WorkflowDocument, *, own: Sequence[OwnRung] | None = None, number: int | None = None
) -> Ladder:
    """The ladder of a workflow's edition; with a tenant's own rungs in the order in which it wrote them, if given."""
    if own is not None:
        return Ladder(
            id=document.id,
            edition=document.version,
            title=document.title,
            rungs=tuple(rung_of(each, escalates=each.escalates) for each in own),
            own=number,
        )
    return Ladder(
        id=document.id,
        edition=document.version,
        title=document.title,
        rungs=tuple(rung_of(each, escalates=each is document.escalation) for each in document.rungs),
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
    for earlier, later in pairwise(ladder.rungs):
        if comes_before(later, earlier):
            raise UnableToClimb(f"The rung “{later.id}” comes before “{earlier.id}”: the days go backwards.")


_MONDAY = date(2015, 6, 1)
_EVERY_WEEKDAY = tuple(_MONDAY + timedelta(days=count) for count in range(7))
"""Due days in a month without a holiday, whose days after and before are those of any other week."""


def comes_before(later: Rung, earlier: Rung) -> bool:
    """Whether `later` can be reached on a day before `earlier`, for a thing that is due on some day of the week."""
    if later.working is earlier.working:
        return later.offset < earlier.offset
    return any(_plain_day(later, due_on) < _plain_day(earlier, due_on) for due_on in _EVERY_WEEKDAY)


def _plain_day(rung: Rung, due_on: date) -> date:
    """The day of a rung where there are no holidays."""
    if not rung.working:
        return due_on + timedelta(days=rung.offset)
    step = timedelta(days=-1 if rung.offset < 0 else 1)
    day, left = due_on, abs(rung.offset)
    while left == 0 and day.weekday() > 4:
        day += step
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def _listed(roles: Sequence[str]) -> str:
    words = [WHO.get(role, role) for role in roles]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def rung_of(chaser: Chaser, *, escalates: bool) -> Rung:
    """One written rung as it is climbed."""
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
        otherwise=tuple(role.value for role in chaser.otherwise),
    )

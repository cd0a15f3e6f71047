"""What a pack may be, who may read which, and how it is numbered. Values in, answers out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit import calendar
from backend.meetings import rules as meetings
from backend.scope import Refusal, Scope

MOST_YEARS = 5
"""The longest period of an assurance pack."""

MOST_ATTEMPTS = 5
"""How often a build is begun again after the place where files are kept did not answer."""


class Kind(StrEnum):
    BOARD = "board"
    ASSURANCE = "assurance"


class Variant(StrEnum):
    """What a copy of a board pack holds.

    FULL is everything. PUBLIC holds nothing of a private item: no words, no title, no name of a file. MEMBER is for one
    person, and holds nothing of the papers that are withheld from them.
    """

    FULL = "full"
    PUBLIC = "public"
    MEMBER = "member"


VARIANT_IN_WORDS = {
    Variant.FULL: "Members’ copy",
    Variant.PUBLIC: "Public copy",
    Variant.MEMBER: "Copy for one member",
}

LEAST_POINTS, USUAL_POINTS, MOST_POINTS = 16, 18, 28
"""The size of large print: 18 point is what the Clear Print guidance of the RNIB calls large."""


class Layout(StrEnum):
    """How a copy is laid out. PRINT is for both sides of A4 paper, LARGE in one column of large letters."""

    STANDARD = "standard"
    PRINT = "print"
    LARGE = "large"


LAYOUT_IN_WORDS = {
    Layout.STANDARD: "To read on a screen",
    Layout.PRINT: "To print",
    Layout.LARGE: "Large print",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A layout, with the size of large print in points."""

    layout: Layout = Layout.STANDARD
    points: int | None = None

    @property
    def key(self) -> str:
        """Names the format: standard, print, large-18."""
        return f"large-{self.points}" if self.large else self.layout.value

    @property
    def large(self) -> bool:
        return self.layout is Layout.LARGE

    @property
    def for_paper(self) -> bool:
        return self.layout is Layout.PRINT

    @property
    def in_words(self) -> str:
        match self.layout:
            case Layout.LARGE:
                return f"large print, {self.points} point"
            case Layout.PRINT:
                return "for printing"
            case _:
                return ""


STANDARD = Format()


def format_of(layout: Layout, points: int | None) -> Format:
    """A format that there is. Raises UnableToAskForPack where the size is no size of large print."""
    if layout is not Layout.LARGE:
        return Format(layout=layout)
    size = USUAL_POINTS if points is None else points
    if not LEAST_POINTS <= size <= MOST_POINTS:
        raise UnableToAskForPack(
            f"Large print is between {LEAST_POINTS} and {MOST_POINTS} point. Choose a size in between.",
            field="points",
        )
    return Format(layout=layout, points=size)


def copy_in_words(variant: Variant, format: Format) -> str:
    """Members’ copy, large print, 18 point."""
    return ", ".join(filter(None, (VARIANT_IN_WORDS[variant], format.in_words)))


class State(StrEnum):
    ASKED = "asked"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATE_IN_WORDS = {
    State.ASKED: "Waiting to be built",
    State.BUILDING: "Being built",
    State.READY: "Ready",
    State.FAILED: "Not built",
    State.CANCELLED: "Cancelled",
}

FINAL = frozenset({State.READY, State.FAILED, State.CANCELLED})
GIVEN_UP = frozenset({State.FAILED, State.CANCELLED})
"""Packs that never came to be; their number is given again."""


class UnableToAskForPack(Refusal):
    """A pack that can't be asked for as it was."""


class UnableToCancelPack(Refusal):
    """A pack that is finished already."""


class UnableToExcuse(Refusal):
    """A reason that can't be recorded for publishing a paper that not everybody can read."""


class UnableToBuildPack(Refusal):
    """A pack that can't be built; the sentence says why, for whoever asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that an assurance pack tells of, both ends included, at the tenant's own clock on the wall."""

    since: date
    until: date
    zone: str = "Europe/London"

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.until + timedelta(days=1), time(), ZoneInfo(self.zone))

    @property
    def in_words(self) -> str:
        """1 April 2014 to 31 March 2015; one day alone by itself."""
        if self.since == self.until:
            return calendar.in_words(self.since)
        return f"{calendar.in_words(self.since)} to {calendar.in_words(self.until)}"


def check_period(*, since: date, until: date, today: date) -> None:
    """A period ends after it begins and by today, and is not longer than five years."""
    if until < since:
        raise UnableToAskForPack("The period must end on or after the day on which it begins.", field="until")
    if until > today:
        raise UnableToAskForPack(
            f"The period must end by today, {calendar.in_words(today)}: what is still to come can’t be told.",
            field="until",
        )
    try:
        longest = since.replace(year=since.year + MOST_YEARS)
    except ValueError:  # 29 February
        longest = since.replace(year=since.year + MOST_YEARS, month=3, day=1)
    if until >= longest:
        raise UnableToAskForPack(
            f"The period must be no longer than {MOST_YEARS} years. Ask for several packs instead.",
            field="until",
        )


def check_meeting(*, title: str, state: meetings.MeetingState, items: int) -> None:
    """A board pack is of a meeting that stands, with something on its agenda."""
    if state is meetings.MeetingState.CANCELLED:
        raise UnableToAskForPack(f"“{title}” was cancelled, so no pack is built for it.")
    if not items:
        raise UnableToAskForPack(f"The agenda of “{title}” is empty. Add an item first.")


def can_ask_for_board_pack(scope: Scope, *, state: meetings.MeetingState, items: int) -> bool:
    try:
        check_meeting(title="", state=state, items=items)
    except Refusal:
        return False
    return scope.may("packs.board.build")


def may_read_board_pack(
    scope: Scope, *, variant: Variant, committee_id: UUID, for_person_id: UUID | None = None
) -> bool:
    """The public copy is for everybody who reads packs; the members' copy for whoever may see private items.

    A copy for one person is theirs, and for whoever sees everything. Nobody reads a copy that holds papers which are
    withheld from them: the queries see to that, of every variant.
    """
    if variant is Variant.PUBLIC:
        return True
    if variant is Variant.MEMBER:
        mine = scope.actor.person_id is not None and for_person_id == scope.actor.person_id
        return meetings.sees_every_private_item(scope) or (mine and scope.sits_on(committee_id))
    return meetings.may_see_private(scope, committee_id=committee_id)


def sees_unfinished(scope: Scope) -> bool:
    """A regulator, who may see nothing else of the tenant, sees packs once they were signed and released."""
    return scope.may("tenant.read")


def in_groups(sha256: str) -> str:
    """A SHA-256 in groups of eight, to be read aloud and compared."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def size_in_words(size: int) -> str:
    """340 kB, 1.2 MB."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"

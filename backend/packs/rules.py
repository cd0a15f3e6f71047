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
    """A copy of a board pack. PUBLIC holds nothing of a private item: no words, no title, no name of a file."""

    FULL = "full"
    PUBLIC = "public"


VARIANT_IN_WORDS = {Variant.FULL: "Members’ copy", Variant.PUBLIC: "Public copy"}


class State(StrEnum):
    ASKED = "asked"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


STATE_IN_WORDS = {
    State.ASKED: "Waiting to be built",
    State.BUILDING: "Being built",
    State.READY: "Ready",
    State.FAILED: "Not built",
}

FINAL = frozenset({State.READY, State.FAILED})


class UnableToAskForPack(Refusal):
    """A pack that can't be asked for as it was."""


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


def may_read_board_pack(scope: Scope, *, variant: Variant, committee_id: UUID) -> bool:
    """The public copy is for everybody who reads packs; the members' copy for whoever may see private items."""
    return variant is Variant.PUBLIC or meetings.may_see_private(scope, committee_id=committee_id)


def sees_unfinished(scope: Scope) -> bool:
    """A regulator, who may see nothing else of the tenant, sees packs once they are ready."""
    return scope.may("tenant.read")


def in_groups(sha256: str) -> str:
    """A SHA-256 in groups of eight, to be read aloud and compared."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def size_in_words(size: int) -> str:
    """340 kB, 1.2 MB."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"

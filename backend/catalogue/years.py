"""A demonstration's whole year of meetings: what was planned, what came to each meeting, and what happened there."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.catalogue.demonstrations import InventedAddress, Part, Purpose
from backend.catalogue.rulesets import InterestType
from backend.catalogue.shapes import Count, Flag, Line, Positive, Slug, Strict, Text

Month = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Pounds = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
"""An item: its meeting and its business, such as `2015-06/care-homes`."""


class Rhythm(StrEnum):
    """How often business comes."""

    ONCE = "once"
    EVERY_MEETING = "every-meeting"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


class Happened(StrEnum):
    """What became of an item."""

    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFERRED = "referred"


class PlannedBusiness(Strict):
    """A line of the forward plan. `noted` is what is minuted where a meeting says nothing else of it."""

    id: Slug
    committee: Slug
    title: Line
    purpose: Purpose
    rhythm: Rhythm
    first: Month
    owner: Slug
    minutes: Positive
    part: Part = Part.PUBLIC
    private_reason: Text | None = None
    noted: Text | None = None


class YearPaper(Strict):
    """A short paper, written here as Markdown; the word DEMONSTRATION is put above it."""

    title: Line
    author: Slug
    sponsor: Slug | None = None
    text: Text
    late_because: Text | None = None
    """It comes after its deadline: why, as its author asks the chair to take it."""
    agreed_because: Text | None = None
    """What the chair answers."""


class Dismissal(Strict):
    """What the search found of somebody and an officer judged to be none."""

    person: Slug
    because: Text


class Handled(Strict):
    """What was decided about a member's interest in the item; the others are handled as proposed."""

    person: Slug
    treatment: Literal[
        "NOTED_FULL_PARTICIPATION",
        "DISCUSS_NOT_DECIDE_REMAIN",
        "CHAIR_STANDS_DOWN",
        "DISCUSS_LEAVE_FOR_DECISION",
        "LEAVE_FOR_ITEM",
        "NO_PAPERS",
        "EXCLUDE_FROM_MEETING",
    ]
    because: Text


class YearDecision(Strict):
    """What was decided. Without a function it is business of the meeting itself."""

    outcome: Happened
    text: Text
    function: Slug | None = None
    pounds: Pounds | None = None
    consent: Line | None = None
    mover: Slug | None = None
    votes_for: Count = 0
    against: Count = 0
    abstained: Count = 0
    sent_to: Slug | None = None
    """Who is sent its extract, to carry it out."""
    settles: Place | None = None
    """The item on which something irregular was decided, which this ratifies."""


class YearAction(Strict):
    text: Text
    owner: Slug
    due_on: date
    done_on: date | None = None
    done: Text | None = None
    """How it is known that it was done."""


class Referral(Strict):
    to: Slug
    because: Text


class YearItem(Strict):
    """What is more to say of business of the plan at one meeting; what is due comes on the agenda by itself."""

    business: Slug
    referred_from: Place | None = None
    """It came here from another committee, which referred this item."""
    organisations: tuple[Slug, ...] = ()
    procures: Flag = False
    pounds: Pounds | None = None
    paper: YearPaper | None = None
    dismissed: tuple[Dismissal, ...] = ()
    handled: tuple[Handled, ...] = ()
    decision: YearDecision | None = None
    actions: tuple[YearAction, ...] = ()
    refers: Referral | None = None


class Going(Strict):
    """Somebody comes later, or leaves earlier: just before an item is taken."""

    person: Slug
    before: Slug
    note: Line | None = None


class SaidAtMeeting(Strict):
    """An interest declared at the meeting. A new one goes on the register on `registered_on`."""

    person: Slug
    business: Slug | None = None
    organisation: Slug
    type: InterestType
    nature: Text
    since: date
    registered_on: date


class YearQuestion(Strict):
    """A question from the public. Whoever asks is invented; their name is published only with their consent."""

    asked_on: date
    name: Line
    email: InventedAddress
    name_public: Flag
    text: Text
    owner: Slug
    at_meeting: Flag
    answer: Text


class YearMeeting(Strict):
    """One meeting. Members come unless they are `away`; guests are named by what they are."""

    id: Slug
    committee: Slug
    title: Line
    day: date = Field(alias="date")
    start: time
    length: Positive
    """Minutes."""
    venue: Line
    away: tuple[Slug, ...] = ()
    late: tuple[Going, ...] = ()
    early: tuple[Going, ...] = ()
    guests: tuple[Line, ...] = ()
    items: tuple[YearItem, ...] = ()
    said: tuple[SaidAtMeeting, ...] = ()
    questions: tuple[YearQuestion, ...] = ()
    in_common: Slug | None = None
    """The agreement under which it is held in common, with us as its host."""
    taken_up: Flag = False
    """It is the other body's meeting of the same id, held in common with it: its agenda is taken up."""
    brief: Flag = False
    """The chair's brief is put out."""
    pack: Flag = False
    """The board pack is built."""
    minutes_edited: Text | None = None
    """Words that the secretary adds to what is drafted of the opening."""
    corrections: Text | None = None
    """What the next meeting corrected in these minutes."""
    minutes_public: Flag = False
    """The public part of the minutes is made public once they are signed."""
    approved_at: Slug | None = None
    """The later meeting that approved these minutes; none where that is still to come."""

    def item(self, business: str) -> YearItem:
        """What is said of `business` here, or nothing more than that it comes."""
        return next((each for each in self.items if each.business == business), YearItem(business=business))


class Consulted(Strict):
    person: Slug
    text: Text


class YearAct(Strict):
    """Something that was decided between meetings. It comes on the next agenda as the business of the act's name."""

    id: Slug
    committee: Slug
    kind: Literal["chair-action", "urgent-powers"]
    taken_on: date
    title: Line
    text: Text
    because: Text
    function: Slug
    pounds: Pounds | None = None
    by: tuple[Slug, ...]
    consulted: tuple[Consulted, ...] = ()
    reported_at: Slug
    """The meeting on whose agenda it comes."""


class YearAgreement(Strict):
    """An agreement to meet in common: proposed by this body, accepted by the other, on somebody's word on each side."""

    id: Slug
    committee: Slug
    other: Slug
    """The other body, whose year is played with this one."""
    their_committee: Slug
    name: Line
    terms: Text
    proposed_on: date
    from_on: date
    signed_by: Slug
    authority: Line
    accepted_on: date
    their_signed_by: Slug
    their_authority: Line


class YearDocument(Strict):
    """`demonstration/year.toml`: a year as it was lived, month by month, by the cast beside it."""

    says: Line
    """The banner: it must hold the word DEMONSTRATION."""
    played_with: Slug | None = None
    """The tenant in whose year this one is played, act by act; it is none by itself."""
    committee: Slug
    """The committee whose year it is."""
    since: date
    until: date
    business: tuple[PlannedBusiness, ...] = ()
    agreements: tuple[YearAgreement, ...] = ()
    meetings: tuple[YearMeeting, ...]
    acts: tuple[YearAct, ...] = ()

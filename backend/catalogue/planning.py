"""What a tenant's agendas always hold, how they are numbered, and how the public may ask questions."""

from enum import StrEnum

from backend.catalogue.demonstrations import Purpose
from backend.catalogue.shapes import Flag, Line, Mark, Positive, Slug, Strict, Text


class Place(StrEnum):
    """Where a standing item stands on each agenda."""

    START = "start"
    END = "end"


class Numbering(StrEnum):
    """Whether each agenda begins at 1, or goes on where the one before it in the same year ended."""

    MEETING = "meeting"
    YEAR = "year"


class StandingItem(Strict):
    """An item of every agenda, in the order of the file."""

    id: Slug
    title: Line
    purpose: Purpose
    place: Place = Place.START
    minutes: Positive | None = None
    only_in_public: Flag = False
    """Only where the meeting is held in public, such as questions from the public."""


class RefusalGround(Strict):
    """Why a question may be refused, in words that the person who asked is told."""

    id: Slug
    words: Line


class QuestionRules(Strict):
    """How the public may ask. The values are each organisation's own: no law sets them."""

    clear_working_days: Positive = 3
    """Clear working days before the meeting by which a question is in."""
    most_of_one_person: Positive = 2
    most_answered: Positive = 5
    """How many are answered at one meeting; to the others a written answer is sent."""
    minutes: Positive = 15
    same_within_months: Positive = 6
    written_within_days: Positive = 28
    keep_months: Positive = 12
    """Months after a question is closed for which the name and address of whoever asked are kept."""
    about: Text | None = None
    """What stands on the public form, beside what follows from the numbers."""
    grounds: tuple[RefusalGround, ...] = ()
    mark: Mark = Mark.MEMORY


class PlanningSettings(Strict):
    """`planning.toml`, after the defaults of the tenant's kind."""

    first_month: Positive = 4
    """The month with which the year of the plan begins."""
    numbering: Numbering = Numbering.MEETING
    notice_clear_days: Positive = 3
    """Clear days before a meeting by which whoever is to come has its agenda."""
    notice_working: Flag = False
    """Whether working days alone count for that."""
    standing: tuple[StandingItem, ...] = ()
    questions: QuestionRules = QuestionRules()

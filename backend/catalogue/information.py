"""The rules for requests for information: how long an answer may take, what stops the clock, what may be withheld."""

from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Known, Line, Positive, Slug, Sourced, Strict, Text


class Unit(StrEnum):
    """In what a clock counts. The day of receipt itself never counts."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    MONTHS = "months"


class Effect(StrEnum):
    """What becomes of the clock when that for which it stopped has come."""

    RESTARTS = "restarts"
    """The days are counted anew from that day."""
    PAUSES = "pauses"
    """The days go on where they stood."""


class Weighing(StrEnum):
    """Whether the public interest is weighed before something is withheld."""

    ABSOLUTE = "absolute"
    QUALIFIED = "qualified"
    NONE = "none"
    """A ground to refuse the request as a whole, which is no exemption: cost, vexatious, repeated."""


class Clock(Strict):
    """A number of days or months."""

    count: Known[Positive]
    unit: Unit


class Stop(Sourced):
    """Why the clock may stand still."""

    id: Slug
    name: Line
    effect: Effect


class RequestKind(Sourced):
    """One kind of request, with its clock. `most_extended` is how much longer an extension may make it."""

    id: Slug
    name: Line
    short: Line
    act: Line
    answer: Clock
    extended_for: Line | None = None
    most_extended: Clock | None = None
    stops: tuple[Stop, ...] = ()
    review: Clock | None = None
    """By when an internal review is answered."""
    ask_review: Line | None = None
    """By when the requester asks for one, as the letter says it."""
    complain: Text
    """To whom the requester may complain then."""
    public: bool
    """Whether an answer may go to the disclosure log: never that to somebody's request for their own data."""

    @model_validator(mode="after")
    def _an_extension_says_for_what(self) -> "RequestKind":
        if (self.extended_for is None) != (self.most_extended is None):
            raise ValueError("an extension needs both, for what it is and how long it may be")
        return self

    def stop(self, stop_id: str) -> Stop | None:
        return next((each for each in self.stops if each.id == stop_id), None)


class Exemption(Sourced):
    """What may be withheld, or why a request may be refused."""

    id: Slug
    kind: Slug
    section: Line
    name: Line
    weighing: Weighing
    opinion: bool = False
    """It holds only in the reasonable opinion of the qualified person."""


class InformationRules(Edition):
    """An edition of the rules for requests."""

    type: Literal["information-requests"]
    kinds: tuple[RequestKind, ...]
    exemptions: tuple[Exemption, ...]
    remind_before: Known[Positive]
    """Working days before an answer is due on which its handler is written to."""

    @model_validator(mode="after")
    def _names_resolve(self) -> "InformationRules":
        kinds = [each.id for each in self.kinds]
        if len(kinds) != len(set(kinds)):
            raise ValueError("two kinds of request have the same id")
        ids = [each.id for each in self.exemptions]
        if len(ids) != len(set(ids)):
            raise ValueError("two exemptions have the same id")
        strays = sorted({each.kind for each in self.exemptions} - set(kinds))
        if strays:
            raise ValueError(f"exemptions name kinds that are not there: {', '.join(strays)}")
        return self

    def kind(self, kind_id: str) -> RequestKind | None:
        return next((each for each in self.kinds if each.id == kind_id), None)

    def exemption(self, exemption_id: str) -> Exemption | None:
        return next((each for each in self.exemptions if each.id == exemption_id), None)

    def exemptions_of(self, kind_id: str) -> tuple[Exemption, ...]:
        return tuple(each for each in self.exemptions if each.kind == kind_id)

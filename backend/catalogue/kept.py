"""Parts of a tenant's document that no room of its own keeps: what the tenancy keeps of them, in one model each."""

from datetime import date

from backend.catalogue.bodies import ReviewingBody
from backend.catalogue.gaps import Evidence, Gap
from backend.catalogue.organisations import CountStated
from backend.catalogue.shapes import Flag, Line, Strict, Text


class AboutKept(Strict):
    """What the tenant says of itself."""

    about: Text | None = None
    starts_on: date
    found_by_others: Flag = False
    evidence: Evidence = Evidence.DESCRIBED
    gaps: tuple[Gap, ...] = ()


class BodyKept(Strict):
    """What a reviewing body is called from day to day; nothing for any other organisation."""

    body: ReviewingBody | None = None


class CountsKept(Strict):
    """Counts that sources state."""

    counts: tuple[CountStated, ...] = ()


class HeadsKept(Strict):
    """What stands above the scheme of powers and above the register of functions."""

    scheme_about: Text | None = None
    functions_about: Text | None = None


class StaffKept(Strict):
    """Who counts as decision-making staff, and whether nil returns are asked for."""

    decision_making_staff: tuple[Line, ...] = ()
    nil_returns: Flag = True

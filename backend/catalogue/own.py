"""What an organisation settles for itself and no folder says: its letters, its looks, its privacy notice, its periods.

Each model is one part of what a tenant keeps (`tenancy.settings`), with what ships with the product as its default.
"""

from datetime import date
from typing import Literal

from backend.catalogue.shapes import Flag, Line, Positive, Slug, Strict, Text

MAIL, RETENTION, BRANDING = "mail", "retention", "branding"
PRIVACY, ASSESSMENT = "privacy", "impact-assessment"
"""The names of the parts."""


class MailKept(Strict):
    """How letters name their sender, and what stands under each."""

    sender_name: Line | None = None
    footer: Text | None = None


class LongerPeriod(Strict):
    """A kind of record that this organisation keeps for longer than the schedule says."""

    record: Slug
    years: Positive
    because: Line


class RetentionKept(Strict):
    """Only ever longer: what the schedule asks for is the least."""

    longer: tuple[LongerPeriod, ...] = ()

    def years_of(self, record: str) -> LongerPeriod | None:
        return next((each for each in self.longer if each.record == record), None)


class BrandingKept(Strict):
    """How the organisation shows itself. `logo` is the SHA-256 of a picture that was made anew here."""

    line: Line | None = None
    descriptor: Line | None = None
    lozenge: Flag = False
    colour: Slug = "nhs-blue"
    logo: Line | None = None
    logo_says: Line | None = None


class PrivacyKept(Strict):
    """Words of the privacy notice; without them the notice that ships with the product stands."""

    controller: Line | None = None
    contact: Text | None = None
    officer: Line | None = None
    officer_contact: Text | None = None
    bases: Text | None = None
    published: Text | None = None
    periods: Text | None = None
    shared: Text | None = None


class AssessmentKept(Strict):
    """The impact assessment as somebody signed it; `sha256` is that of what they read."""

    facts: Text | None = None
    residual: Text | None = None
    officer: Line | None = None
    signed_on: date | None = None
    review_on: date | None = None
    sha256: Line | None = None
    outcome: Literal["accepted", "accepted-with-conditions"] | None = None
    conditions: Text | None = None

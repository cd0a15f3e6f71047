"""Definitions of assurance packs: what is in one, of which period, what is left out of it, and who signs it.

A definition is an edition like any other: once it is published it does not change, so that a pack can name the one by
which it was put together.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Line, Slug, Sourced, Text


class PackSection(StrEnum):
    """What a pack can tell of; each is read by the room that keeps it."""

    COMPLIANCE = "compliance"
    GOVERNANCE = "governance"
    MEETINGS = "meetings"
    INTERESTS = "interests"
    DECISIONS = "decisions"
    RISKS = "risks"
    DELEGATION = "delegation"
    GATES = "gates"
    FUNCTIONS = "functions"
    ACTIONS = "actions"
    LEDGER = "ledger"
    EVIDENCE = "evidence"


class PackPeriod(StrEnum):
    """Which days a pack may tell of."""

    QUARTER = "quarter"
    """Three whole months, from the first of April, July, October or January."""
    YEAR = "year"
    """A whole financial year, from 1 April to 31 March."""
    DAY = "day"
    """One day: what stood on it, with what led to it in the year before."""
    ANY = "any"


PERIOD_IN_WORDS = {
    PackPeriod.QUARTER: "a quarter: three months from 1 April, 1 July, 1 October or 1 January",
    PackPeriod.YEAR: "a financial year, from 1 April to 31 March",
    PackPeriod.DAY: "the year up to one day",
    PackPeriod.ANY: "any days, up to five years",
}


class RedactionKind(StrEnum):
    """What a definition leaves out by a rule of its own."""

    HOME_ADDRESSES = "home-addresses"
    """Postal addresses in what is kept about people."""
    CONTACT_DETAILS = "contact-details"
    """E-mail addresses and telephone numbers, wherever they stand."""
    PRIVATE_BUSINESS = "private-business"
    """Items, papers and decisions of private sessions, with their titles, and every copy of an agenda that has them."""
    REQUESTERS = "requesters"
    """Who asked for information."""
    CONFIDENTIAL_ENTRIES = "confidential-entries"
    """Entries of registers that the Conflicts of Interest Guardian withholds."""
    CONCERNS = "concerns"
    """Who raised a concern in confidence, and what about."""


class SectionHere(Sourced):
    """A section with why it is in the pack."""

    id: PackSection
    why: Line


class RedactionRule(Sourced):
    """Something that is left out of every pack of the definition."""

    kind: RedactionKind
    why: Line
    basis: Line
    """The law or the rule that lets or makes it be left out."""


class PackSigner(Sourced):
    """Whose signature a pack needs before it may leave."""

    role: Literal["executive-owner", "coi-guardian"]
    """Who signs, as roles are granted in an organisation."""
    name: Line
    if_edition_names: Slug | None = None
    """A role of the rules for interests: where the edition in force on the last day names none, nobody signs for it."""
    gives_opinion: Flag = False


class PackDefinition(Edition):
    """`frameworks/<id>/<edition>/pack.yaml`."""

    purpose: Text
    """What it is for and what it does not show, in honest words; printed on its first page."""
    period: PackPeriod
    opinion_needed: Flag = False
    """No pack is built without the opinion of whoever gives one."""
    for_anybody: Flag = False
    """It answers somebody who may pass it on to anybody: nothing in it may be private."""
    sections: tuple[SectionHere, ...] = Field(min_length=1)
    signers: tuple[PackSigner, ...] = Field(min_length=1)
    redactions: tuple[RedactionRule, ...] = ()

    @property
    def period_in_words(self) -> str:
        return PERIOD_IN_WORDS[self.period]

    @property
    def order(self) -> tuple[PackSection, ...]:
        return tuple(each.id for each in self.sections)

    def leaves_out(self, kind: RedactionKind) -> bool:
        return any(each.kind is kind for each in self.redactions)

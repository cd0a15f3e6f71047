"""Rule sets for conflicts of interest: one edition is what bound people between two dates."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Known, Line, Positive, Slug, Sourced, Strict, Text


class InterestType(StrEnum):
    FINANCIAL = "FINANCIAL"
    NON_FINANCIAL_PROFESSIONAL = "NON_FINANCIAL_PROFESSIONAL"
    NON_FINANCIAL_PERSONAL = "NON_FINANCIAL_PERSONAL"
    INDIRECT = "INDIRECT"


class InterestTypeMeaning(Sourced):
    code: InterestType
    name: Line
    meaning: Text


class GiftKind(StrEnum):
    GIFT = "GIFT"
    CASH = "CASH"
    HOSPITALITY = "HOSPITALITY"
    TRAVEL = "TRAVEL"


class Giver(StrEnum):
    SUPPLIER = "SUPPLIER"
    OTHER = "OTHER"
    ANYONE = "ANYONE"


class Advice(StrEnum):
    ACCEPT = "ACCEPT"
    ACCEPT_FOR_ORGANISATION = "ACCEPT_FOR_ORGANISATION"
    DECLINE = "DECLINE"
    ASK_FIRST = "ASK_FIRST"
    """Refuse unless a senior person approves and the reason is recorded."""


class Edge(Sourced):
    """A limit in pounds. `inclusive`: the amount itself belongs to this band."""

    pounds: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
    inclusive: Flag
    inclusive_mark: Literal["read", "memory"]


class GiftBand(Sourced):
    """What to do with an offer whose value lies between two edges."""

    kind: GiftKind
    giver: Giver
    above: Edge | None = None
    up_to: Edge | None = None
    advice: Advice
    declare: Known[Flag]
    words: Text

    def holds(self, pounds: Decimal) -> bool:
        """Whether an offer of this value falls into the band."""
        over = self.above is None or (
            pounds >= self.above.pounds if self.above.inclusive else pounds > self.above.pounds
        )
        under = self.up_to is None or (
            pounds <= self.up_to.pounds if self.up_to.inclusive else pounds < self.up_to.pounds
        )
        return over and under


class SponsorshipKind(StrEnum):
    EVENT = "EVENT"
    RESEARCH = "RESEARCH"
    POST = "POST"


class SponsorshipRule(Sourced):
    """What is asked where somebody outside pays for an event, for research or for a post."""

    kind: SponsorshipKind
    declare: Known[Flag]
    words: Text


class Gifts(Strict):
    bands: tuple[GiftBand, ...] = ()
    sponsorship: tuple[SponsorshipRule, ...] = ()
    sum_over_months: Known[Positive] | None = None
    """Several gifts from one giver in this time are treated as one."""
    unread: Text | None = None
    """Said where the edition's limits were not read: then there are no bands."""


class Declarants(Sourced):
    """A group of people who declare, and how often their entry is refreshed."""

    group: Slug
    name: Line
    refresh_months: Known[Positive]


class Statement(Sourced):
    """One thing that an edition says: an occasion, a register, a rule of composition."""

    id: Slug
    text: Text


class WhoIsPublished(StrEnum):
    EVERYONE = "EVERYONE"
    DECISION_MAKING_STAFF = "DECISION_MAKING_STAFF"


class Publication(Strict):
    who: Known[WhoIsPublished]
    decision_making_staff: tuple[Statement, ...] = ()
    at_least_every_months: Known[Positive]
    public_after_end_months: Known[Positive]
    private_retention_years: Known[Positive]
    nil_returns_published: Known[Flag]
    name_those_who_did_not_declare: Known[Flag]
    withholding: Known[Text]
    breaches_published_anonymously: Known[Flag]


class Role(Sourced):
    """A role that exists while the edition is in force."""

    id: Slug
    name: Line
    held_by: Line
    duties: tuple[Text, ...]


class AudienceBy(StrEnum):
    """How somebody is known to belong to an audience."""

    EVERYONE = "everyone"
    GROUP = "group"
    """A group of declarants, such as `employees`."""
    DECISION_MAKING = "decision-making"
    COMMITTEE_KIND = "committee-kind"
    """Who votes on a committee of this kind, such as `governing-body`."""
    SEAT_CAPACITY = "seat-capacity"
    """Who votes on any committee in this capacity, such as `gp`."""
    ROLE = "role"
    """Who holds a role for the whole organisation, such as `governance-officer`."""


class Criterion(Strict):
    by: AudienceBy
    values: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _names_what_it_matches(self) -> "Criterion":
        plain = self.by in {AudienceBy.EVERYONE, AudienceBy.DECISION_MAKING}
        if plain is bool(self.values):
            raise ValueError(f"“{self.by}” takes {'no values' if plain else 'at least one value'}")
        return self


class Audience(Sourced):
    """Who must do a module, as the edition says it and as it can be matched: any of the criteria is enough.

    Without criteria the edition names people whom no list tells: the organisation adds them by name.
    """

    name: Line
    match: tuple[Criterion, ...] = ()


class TrainingModule(Sourced):
    id: Slug
    name: Line
    mandatory_for: tuple[Audience, ...] = ()


class Training(Strict):
    modules: tuple[TrainingModule, ...]
    pass_mark_percent: Known[Positive] | None = None
    target_percent: Known[Positive] | None = None
    due_by: Known[Line] | None = None
    valid_months: Known[Positive] | None = None
    """How long a completion counts; without end where left out."""

    def module(self, module_id: str) -> TrainingModule | None:
        return next((module for module in self.modules if module.id == module_id), None)


class Fact(StrEnum):
    """What a return asks that the registers can answer."""

    PROCESSES = "processes"
    REGISTERS_PUBLISHED = "registers-published"
    BREACHES = "breaches"
    POLICY = "policy"
    LAY_MEMBERS = "lay-members"
    AUDIT_CHAIR_IS_GUARDIAN = "audit-chair-is-guardian"
    TRAINED = "trained"


class Question(Strict):
    fact: Fact
    text: Text


class Return(Sourced):
    """A return to a higher body; its periods are quarters or years that begin in April."""

    id: Slug
    name: Line
    to: Line
    every_months: Literal[3, 12]
    questions: tuple[Question, ...]
    published: Flag | None = None
    """Whether it is published once it is signed."""

    @property
    def is_published(self) -> bool:
        """Where an edition doesn't say: the quarterly self-certification was submitted and published, and of the
        annual one no more is known than that it was submitted (domain facts, 1.11)."""
        return self.every_months == 3 if self.published is None else self.published


class Treatment(Sourced):
    """A way to handle a conflict in a meeting, least strict first."""

    code: Annotated[str, Field(pattern=r"^[A-Z_]{3,40}$")]
    name: Line
    receives_papers: Flag
    may_discuss: Flag
    may_decide: Flag
    counts_to_quorum: Flag


class Composition(Strict):
    """Rules on who sits where, with their source; advising or blocking is the tenant's choice."""

    minimum_lay_members: Known[Positive]
    rules: tuple[Statement, ...] = ()


class InterestRuleSet(Edition):
    """An edition of the guidance on managing conflicts of interest."""

    type: Literal["interests-rules"]
    interest_types: tuple[InterestTypeMeaning, ...]
    indirect_is: Known[Literal["type", "flag"]]
    """Whether an indirect interest is a fourth type or a yes or no beside three."""
    declare_within_days: Known[Positive]
    declare_on: tuple[Statement, ...]
    declarants: tuple[Declarants, ...]
    publication: Publication
    registers: tuple[Statement, ...]
    gifts: Gifts
    roles: tuple[Role, ...] = ()
    composition: Composition | None = None
    training: Training | None = None
    returns: tuple[Return, ...] = ()
    treatments: tuple[Treatment, ...] = ()

    def role(self, role_id: str) -> Role | None:
        """The role, or nothing where this edition doesn't know it (there was no guardian before June 2016)."""
        return next((role for role in self.roles if role.id == role_id), None)

    def return_of(self, return_id: str) -> Return | None:
        return next((each for each in self.returns if each.id == return_id), None)

    def refresh_months(self, group: str) -> int:
        """How often a group refreshes; the shortest of all groups where this one isn't named."""
        named = [entry for entry in self.declarants if entry.group == group]
        return min(entry.refresh_months.value for entry in (named or self.declarants))


def gift_advice(
    rule_set: InterestRuleSet, *, kind: GiftKind, giver: Giver, pounds: Decimal
) -> GiftBand | None:
    """The band that an offer falls into; nothing where the edition sets no limit for it."""
    for band in rule_set.gifts.bands:
        if band.kind is kind and band.giver in {giver, Giver.ANYONE} and band.holds(pounds):
            return band
    return None

"""Rule sets for conflicts of interest: one edition is what bound people between two dates."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Known, Line, Mark, Positive, Slug, Sourced, Strict, Text


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


class Gifts(Strict):
    bands: tuple[GiftBand, ...] = ()
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


class TrainingModule(Sourced):
    id: Slug
    name: Line
    mandatory_for: tuple[Line, ...] = ()


class Training(Strict):
    modules: tuple[TrainingModule, ...]
    pass_mark_percent: Known[Positive]
    target_percent: Known[Positive]
    due_by: Known[Line]


class Return(Sourced):
    """A return to a higher body."""

    id: Slug
    name: Line
    to: Line
    every_months: Positive
    contents: tuple[Text, ...]


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

    def refresh_months(self, group: str) -> int:
        """How often a group refreshes; the shortest of all groups where this one isn't named."""
        named = [entry for entry in self.declarants if entry.group == group]
        return min(entry.refresh_months.value for entry in (named or self.declarants))


class Override(Strict):
    """A tenant's own value in place of the edition's, with its reason."""

    key: Line
    """Where the value stands in the rule set, such as `publication.public_after_end_months`."""
    value: bool | int | str
    reason: Text


def gift_advice(
    rule_set: InterestRuleSet, *, kind: GiftKind, giver: Giver, pounds: Decimal
) -> GiftBand | None:
    """The band that an offer falls into; nothing where the edition sets no limit for it."""
    for band in rule_set.gifts.bands:
        if band.kind is kind and band.giver in {giver, Giver.ANYONE} and band.holds(pounds):
            return band
    return None


def overridable(rule_set: InterestRuleSet) -> dict[str, Known[Any]]:
    """Every value that a tenant may override, by its key."""
    return dict(_known_values(rule_set, ""))


def overridden(rule_set: InterestRuleSet, overrides: Sequence[Override]) -> InterestRuleSet:
    """The rule set as the tenant lives it. Raises ValueError, with a sentence, for one that can't be."""
    changed: InterestRuleSet = rule_set
    for override in overrides:
        known = overridable(rule_set).get(override.key)
        if known is None:
            raise ValueError(f"“{override.key}” is not a value of {rule_set.key} that can be overridden")
        if type(override.value) is not type(known.value) and not isinstance(known.value, StrEnum):
            wanted = {bool: "true or false", int: "a whole number"}.get(type(known.value), "words")
            raise ValueError(f"“{override.key}” needs {wanted}, not {override.value!r}")
        changed = _with_value(changed, override.key.split("."), override)
    return TypeAdapter(InterestRuleSet).validate_python(changed.model_dump(warnings=False))


def _known_values(model: Strict, prefix: str) -> Iterator[tuple[str, Known[Any]]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in {"effective_from", "effective_to", "declarants", "bands"}:
            continue
        if isinstance(value, Known):
            yield f"{prefix}{name}", value
        elif isinstance(value, Strict):
            yield from _known_values(value, f"{prefix}{name}.")


def _with_value(model: Any, path: list[str], override: Override) -> Any:
    name, *rest = path
    inner = getattr(model, name)
    if rest:
        return model.model_copy(update={name: _with_value(inner, rest, override)})
    note = f"The tenant's own value, in place of {inner.value}: {override.reason}"
    update = {"value": override.value, "mark": Mark.SETTING, "source": None, "note": note}
    return model.model_copy(update={name: inner.model_copy(update=update)})

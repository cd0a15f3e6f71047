"""A rule set in words: each value under its name."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from backend.catalogue.rulesets import Advice, GiftBand, InterestRuleSet, WhoIsPublished
from backend.scope import Refusal


class UnableToSettleRules(Refusal):
    """The rules can't be settled so."""


class Area(StrEnum):
    """What a value or a change is about; the order in which they are shown."""

    DECLARING = "Declaring"
    PUBLICATION = "Publication"
    RETENTION = "Retention"
    GIFTS = "Gifts, hospitality and sponsorship"
    TRAINING = "Training"
    BODIES = "Roles and committees"
    RETURNS = "Registers and returns"


ADVICE_IN_WORDS = {
    Advice.ACCEPT: "may be accepted",
    Advice.ACCEPT_FOR_ORGANISATION: "accepted for the organisation only",
    Advice.DECLINE: "declined",
    Advice.ASK_FIRST: "refused unless a senior person approves",
}
WHO_IN_WORDS = {
    WhoIsPublished.EVERYONE: "Everybody who declares",
    WhoIsPublished.DECISION_MAKING_STAFF: "Decision-making staff",
}
_KIND_IN_WORDS = {
    "GIFT": "Gifts",
    "CASH": "Cash and vouchers",
    "HOSPITALITY": "Hospitality",
    "TRAVEL": "Travel",
}
_GIVER_IN_WORDS = {
    "SUPPLIER": "suppliers and contractors",
    "OTHER": "others than suppliers",
    "ANYONE": "anybody",
}

NAMES: dict[str, tuple[Area, str]] = {
    "declare_within_days": (Area.DECLARING, "Days to declare a new interest"),
    "publication.who": (Area.PUBLICATION, "Who is on the published register"),
    "publication.at_least_every_months": (Area.PUBLICATION, "Months between two publications, at most"),
    "publication.public_after_end_months": (Area.PUBLICATION, "Months in public after an interest ended"),
    "publication.private_retention_years": (Area.RETENTION, "Years on the private register after it ended"),
    "publication.nil_returns_published": (Area.PUBLICATION, "Nil returns are published"),
    "publication.name_those_who_did_not_declare": (
        Area.PUBLICATION,
        "People who did not declare are named in public",
    ),
    "publication.withholding": (Area.PUBLICATION, "When an entry may be withheld"),
    "publication.breaches_published_anonymously": (Area.PUBLICATION, "Breaches are published without names"),
    "gifts.sum_over_months": (Area.GIFTS, "Months over which gifts of one giver are summed"),
    "composition.minimum_lay_members": (Area.BODIES, "Lay members, at least"),
    "training.pass_mark_percent": (Area.TRAINING, "Pass mark, per cent"),
    "training.target_percent": (Area.TRAINING, "Target, per cent of those who must"),
    "training.due_by": (Area.TRAINING, "Due by"),
    "training.valid_months": (Area.TRAINING, "Months for which a completion counts"),
}
"""The values that a tenant may set in place of the edition's, beside refreshes by group and limits of gifts."""


def area_and_name(rule_set: InterestRuleSet, key: str) -> tuple[Area, str] | None:
    """What a value is called on a page; `None` for one that is the edition's alone."""
    if key in NAMES:
        return NAMES[key]
    first, *rest = key.split(".")
    if first == "declarants":
        group = next(each.name for each in rule_set.declarants if each.group == rest[0])
        return Area.DECLARING, f"{group}: months between two declarations"
    if first == "gifts" and len(rest) == 3:
        giver, kind, limit = rest
        number = limit.removeprefix("limit-")[0]
        which = {"1": "first", "2": "second"}.get(number, f"{number}th")
        of = f"{_KIND_IN_WORDS[kind.upper()]} from {_GIVER_IN_WORDS[giver.upper()]}: {which} limit"
        return Area.GIFTS, f"{of}, the very amount counts as below it" if limit.endswith("-included") else of
    return None


def in_words(value: Any) -> str:
    """A value as a page shows it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return f"£{value:,.2f}"
    return WHO_IN_WORDS[WhoIsPublished(value)] if value in set(WhoIsPublished) else str(value)


def months_between_declarations(rule_set: InterestRuleSet, group: str) -> int:
    """How often a group declares: as the edition says for it, and no later than the register is published again."""
    return min(rule_set.refresh_months(group), rule_set.publication.at_least_every_months.value)


def limits_in_words(bands: Sequence[GiftBand]) -> str:
    """The bands of one kind and giver, lowest first: up to £6.00: may be accepted, not declared; above: declined."""
    return "; ".join(f"{_band_in_words(band)}: {_advice_in_words(band)}" for band in bands)


def ladders_of(rule_set: InterestRuleSet) -> dict[str, tuple[GiftBand, ...]]:
    """The bands by what they are about, lowest first, such as `Gifts from suppliers and contractors`."""
    found: dict[str, tuple[GiftBand, ...]] = {}
    for band in sorted(
        rule_set.gifts.bands, key=lambda each: each.above.pounds if each.above else Decimal(0)
    ):
        name = f"{_KIND_IN_WORDS[band.kind]} from {_GIVER_IN_WORDS[band.giver]}"
        found[name] = (*found.get(name, ()), band)
    return dict(sorted(found.items()))


def _band_in_words(band: GiftBand) -> str:
    if band.above and band.up_to:
        return f"{_from(band)} {_until(band)}"
    if band.up_to:
        return _until(band)
    return _from(band) if band.above else "any value"


def _from(band: GiftBand) -> str:
    assert band.above is not None, "asked for a band with a lower edge"
    return (
        f"from {in_words(band.above.pounds)}"
        if band.above.inclusive
        else f"above {in_words(band.above.pounds)}"
    )


def _until(band: GiftBand) -> str:
    assert band.up_to is not None, "asked for a band with an upper edge"
    return (
        f"up to {in_words(band.up_to.pounds)}"
        if band.up_to.inclusive
        else f"below {in_words(band.up_to.pounds)}"
    )


def _advice_in_words(band: GiftBand) -> str:
    declared = "declared" if band.declare.value else "not declared"
    return f"{ADVICE_IN_WORDS[band.advice]}, {declared}"

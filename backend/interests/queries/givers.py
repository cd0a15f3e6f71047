"""Gifts by their giver: what one giver gave one person before, and what each gave in twelve months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.interests import settings
from backend.interests.queries import withholding
from backend.interests.queries.gifts import GiftEntry, Sought, every_gift
from backend.interests.rules import gifts
from backend.kit.database import fetch
from backend.scope import Scope

MONTHS = 12
"""Over how many months a giver's sum is shown; the rule sets that sum say twelve (domain facts, 1.6, from memory)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiverLine:
    """What one giver offered in the window: sums in pounds of what was kept and of what was declined."""

    giver_id: UUID
    giver_name: str
    offers: int
    people: int
    kept: Decimal
    declined: Decimal
    against_advice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """The advice on an offer, with the earlier offers of the same giver to the same person."""

    advised: gifts.Advised
    earlier: tuple[GiftEntry, ...]

    @property
    def earlier_pounds(self) -> Decimal:
        return kept_of(self.earlier)


async def counsel(
    scope: Scope,
    *,
    person_id: UUID,
    giver_id: UUID | None,
    from_supplier: bool,
    kind: gifts.OfferKind,
    pounds: Decimal,
    offered_on: date,
    but: UUID | None = None,
) -> Counsel:
    """What the rule set in force on `offered_on` advises. `giver_id` of `None` is a giver not yet in the directory.

    `but` is the entry that is being corrected: it does not count as its own predecessor.
    """
    try:
        rule_set = await settings.rule_set_of(scope, on=offered_on)
    except settings.NoRuleSet:
        rule_set = None
    months = (gifts.months_summed(rule_set) if rule_set else None) or MONTHS
    earlier: tuple[GiftEntry, ...] = ()
    if giver_id is not None:
        begins = gifts.window_begins(offered_on, months)
        found = await every_gift(scope, on=offered_on, sought=Sought(person_id=person_id, giver_id=giver_id))
        earlier = tuple(each for each in found if each.offered_on >= begins and each.gift_id != but)
    summed = rule_set is not None and gifts.months_summed(rule_set) is not None
    advised = gifts.advise(
        rule_set,
        kind=kind,
        from_supplier=from_supplier,
        pounds=pounds,
        earlier_pounds=kept_of(earlier) if summed else Decimal(0),
    )
    return Counsel(advised=advised, earlier=earlier)


def kept_of(entries: tuple[GiftEntry, ...]) -> Decimal:
    """The pounds of the gifts among `entries` that were kept: what was declined was not given."""
    return sum(
        (
            each.pounds
            for each in entries
            if gifts.is_summed(each.kind) and each.outcome is not gifts.Outcome.DECLINED
        ),
        Decimal(0),
    )


async def givers_of(scope: Scope, *, on: date | None = None) -> tuple[GiverLine, ...]:
    """Every giver of the twelve months up to `on`, the largest sum kept first. One statement."""
    day = on or scope.today
    rows = await fetch(
        f"""
        SELECT o.kept_id AS giver_id, o.name AS giver_name, count(*) AS offers, count(DISTINCT g.person_id) AS people,
          coalesce(sum(g.pounds) FILTER (WHERE g.outcome <> 'DECLINED'), 0) AS kept,
          coalesce(sum(g.pounds) FILTER (WHERE g.outcome = 'DECLINED'), 0) AS declined,
          count(*) FILTER (WHERE g.followed IS FALSE) AS against_advice
        FROM interests_gift g
        JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
        WHERE g.tenant_id = $1 AND {withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")}
          AND g.known_to IS NULL AND g.status <> 'WITHDRAWN' AND g.offered_on BETWEEN $4 AND $5
        GROUP BY o.kept_id, o.name ORDER BY kept DESC, declined DESC, lower(o.name), o.kept_id""",  # noqa: S608 - our own words
        scope.tenant.id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
        gifts.window_begins(day, MONTHS),
        day,
    )
    return tuple(GiverLine(**row) for row in rows)


async def choices_of(scope: Scope) -> tuple[tuple[tuple[UUID, str], ...], tuple[tuple[UUID, str], ...]]:
    """The people and the givers that the register names, by name: what its filters offer. One statement."""
    rows = await fetch(
        f"""
        SELECT DISTINCT 'person' AS what, p.id, p.name FROM interests_gift g
        JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
        WHERE g.tenant_id = $1 AND {withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")}
        UNION ALL
        SELECT DISTINCT 'giver', o.kept_id, o.name FROM interests_gift g
        JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
        WHERE g.tenant_id = $1 AND {withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")}
        ORDER BY name, id""",  # noqa: S608 - our own words
        scope.tenant.id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    people = tuple((row["id"], row["name"]) for row in rows if row["what"] == "person")
    givers = tuple((row["id"], row["name"]) for row in rows if row["what"] == "giver")
    return people, givers

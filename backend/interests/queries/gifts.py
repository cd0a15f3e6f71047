"""Reading the register of gifts, hospitality and sponsorship: as it stood on a day, as it was known at a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.organisations import OrganisationType
from backend.catalogue.rulesets import Advice
from backend.interests.queries import withholding
from backend.interests.rules import gifts
from backend.kit.database import fetch
from backend.organisations.rules import TYPE_IN_WORDS
from backend.scope import NotFound, Scope

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftEntry:
    """One version of one entry, with names. `known_to` of `None` is the newest version."""

    gift_id: UUID
    person_id: UUID
    person_name: str
    position: str
    giver_id: UUID
    giver_name: str
    giver_type: OrganisationType
    from_supplier: bool
    kind: gifts.OfferKind
    description: str
    pounds: Decimal
    offered_on: date
    received_on: date | None
    outcome: gifts.Outcome
    reason: str | None
    approved_by: UUID | None
    approver_name: str | None
    declared_at: datetime
    declared_on: date
    late: bool
    rule_set: str | None
    advice: Advice | None
    advice_words: str
    summed_pounds: Decimal
    followed: bool | None
    status: gifts.GiftStatus
    reviewer_name: str | None
    reviewed_at: datetime | None
    review_note: str | None
    happened: gifts.GiftChange
    changed_by: str
    change_note: str | None
    known_from: datetime
    known_to: datetime | None
    brought_in_from: str | None
    brought_in_review: str | None

    @property
    def kind_in_words(self) -> str:
        return gifts.KIND_IN_WORDS[self.kind]

    @property
    def outcome_in_words(self) -> str:
        return gifts.OUTCOME_IN_WORDS[self.outcome]

    @property
    def status_in_words(self) -> str:
        return gifts.STATUS_IN_WORDS[self.status]

    @property
    def change_in_words(self) -> str:
        return gifts.CHANGE_IN_WORDS[self.happened]

    @property
    def advice_in_words(self) -> str:
        return gifts.ADVICE_IN_WORDS[self.advice] if self.advice else "No limit in the rules"

    @property
    def giver_in_words(self) -> str:
        """What the giver is: `Company, a supplier`."""
        if self.giver_type is OrganisationType.OTHER:
            return "Supplier" if self.from_supplier else "Not a supplier"
        kind = TYPE_IN_WORDS[self.giver_type]
        is_said = self.giver_type is OrganisationType.SUPPLIER or not self.from_supplier
        return kind if is_said else f"{kind}, a supplier"

    @property
    def against_advice(self) -> bool:
        return self.followed is False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for in the register; nothing given is everything."""

    person_id: UUID | None = None
    giver_id: UUID | None = None
    kind: gifts.OfferKind | None = None
    outcome: gifts.Outcome | None = None
    status: gifts.GiftStatus | None = None
    against_advice: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftPage:
    """One page of the register, and how many entries there are on all of them."""

    entries: tuple[GiftEntry, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


_ENTRIES = """
SELECT g.gift_id, g.person_id, p.name AS person_name, coalesce(p.job_title, '') AS position, o.kept_id AS giver_id,
  o.name AS giver_name, o.type AS giver_type, g.from_supplier, g.kind, g.description, g.pounds, g.offered_on,
  g.received_on, g.outcome, g.reason, g.approved_by, a.name AS approver_name, g.declared_at, g.declared_on, g.late,
  g.rule_set, g.advice, g.advice_words, g.summed_pounds, g.followed, g.status, r.name AS reviewer_name, g.reviewed_at,
  g.review_note, g.happened, g.changed_by, g.change_note, g.known_from, g.known_to,
  g.brought_in_from, g.brought_in_review
FROM interests_gift g
JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
LEFT JOIN people_person a ON a.tenant_id = $1 AND a.id = g.approved_by
LEFT JOIN people_person r ON r.tenant_id = $1 AND r.id = g.reviewed_by
"""

_SOUGHT = f"""
WHERE g.tenant_id = $1 AND {withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")}
  AND g.offered_on <= $4 AND g.known_from <= $5 AND (g.known_to IS NULL OR g.known_to > $5)
  AND g.status <> 'WITHDRAWN'
  AND ($6::uuid IS NULL OR g.person_id = $6) AND ($7::uuid IS NULL OR o.kept_id = $7)
  AND ($8::text IS NULL OR g.kind = $8) AND ($9::text IS NULL OR g.outcome = $9)
  AND ($10::text IS NULL OR g.status = $10) AND (NOT $11 OR g.followed IS FALSE)
  AND ($12 = '' OR strpos(lower(concat_ws(E'\\n', p.name, o.name, g.description)), lower($12)) > 0)
"""


async def gifts_of(
    scope: Scope,
    *,
    on: date | None = None,
    known_at: datetime | None = None,
    sought: Sought | None = None,
    number: int = 1,
) -> GiftPage:
    """One page of the register, newest offers first: what had been offered by `on`, as it was known at `known_at`."""
    arguments = _arguments(scope, on, known_at, sought)
    rows = await fetch(
        _ENTRIES.replace("SELECT g.gift_id", "SELECT count(*) OVER () AS total, g.gift_id", 1)
        + _SOUGHT
        + f"ORDER BY g.offered_on DESC, g.gift_id DESC LIMIT {PAGE} OFFSET $13",
        *arguments,
        (number - 1) * PAGE,
    )
    if not rows and number > 1:
        return await gifts_of(scope, on=on, known_at=known_at, sought=sought)
    return GiftPage(
        entries=tuple(_entry(row, skip=1) for row in rows),
        total=rows[0]["total"] if rows else 0,
        number=number,
    )


async def every_gift(
    scope: Scope, *, on: date | None = None, known_at: datetime | None = None, sought: Sought | None = None
) -> tuple[GiftEntry, ...]:
    """The whole register in the order of people's names, then of time."""
    rows = await fetch(
        _ENTRIES + _SOUGHT + "ORDER BY lower(p.name), g.person_id, g.offered_on, g.gift_id",
        *_arguments(scope, on, known_at, sought),
    )
    return tuple(map(_entry, rows))


async def gift(scope: Scope, *, gift_id: UUID) -> GiftEntry:
    """The newest version of one entry, withdrawn ones too. Raises `NotFound`."""
    versions = await versions_of(scope, gift_id=gift_id)
    if not versions:
        raise NotFound("entry")
    return versions[-1]


async def versions_of(scope: Scope, *, gift_id: UUID) -> tuple[GiftEntry, ...]:
    """Every version of one entry, oldest first."""
    rows = await fetch(
        _ENTRIES
        + "WHERE g.tenant_id = $1 AND g.gift_id = $4 AND "
        + withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")
        + " ORDER BY g.known_from",
        scope.tenant.id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
        gift_id,
    )
    return tuple(map(_entry, rows))


def _arguments(scope: Scope, on: date | None, known_at: datetime | None, sought: Sought | None) -> list[Any]:
    wanted = sought or Sought()
    return [
        scope.tenant.id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
        on or scope.today,
        known_at or scope.now,
        wanted.person_id,
        wanted.giver_id,
        wanted.kind,
        wanted.outcome,
        wanted.status,
        wanted.against_advice,
        wanted.text.strip(),
    ]


def _entry(row: Any, *, skip: int = 0) -> GiftEntry:
    values = dict(list(row.items())[skip:])
    values["giver_type"] = OrganisationType(values["giver_type"])
    values["kind"] = gifts.OfferKind(values["kind"])
    values["outcome"] = gifts.Outcome(values["outcome"])
    values["advice"] = Advice(values["advice"]) if values["advice"] else None
    values["status"] = gifts.GiftStatus(values["status"])
    values["happened"] = gifts.GiftChange(values["happened"])
    return GiftEntry(**values)

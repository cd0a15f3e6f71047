"""Contracts with their partners and gain-shares, as at a day by their dates. Three statements, however many."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.agreed_contracts import ContractTerm
from backend.catalogue.contract_forms import ContractForm, ContractFormsFile, PartnerRole
from backend.catalogue.shelf import catalogue
from backend.contracts import rules
from backend.contracts.rules import Span, State
from backend.kit import money
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

FORMS = "contract-forms"
"""The framework whose editions hold the forms of contract."""
COMMISSIONER = "commissioner"
"""The role of whoever pays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """A gain-share as it was recorded. `effective` is narrowed by the ends of partner, organisation and contract."""

    id: UUID
    partner_id: UUID
    percent: Decimal | None
    basis: str
    span: Span
    effective: Span
    version: int

    @property
    def percent_in_words(self) -> str:
        return rules.in_per_cent(self.percent) if self.percent is not None else "No number recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """An organisation in a contract. `ended_on` is the organisation's own last day, where the directory has one."""

    id: UUID
    organisation_id: UUID
    organisation: str
    type: str
    role_id: str
    role: PartnerRole | None
    stake_percent: Decimal | None
    stake_words: str | None
    span: Span
    until_because: str | None
    ended_on: date | None
    effective: Span
    shares: tuple[ShareView, ...]
    version: int

    @property
    def role_in_words(self) -> str:
        return self.role.name if self.role else self.role_id

    @property
    def carries_out(self) -> bool:
        return self.role is not None and self.role.carries_out

    @property
    def stake_in_words(self) -> str:
        parts = [
            rules.in_per_cent(self.stake_percent) if self.stake_percent is not None else "",
            self.stake_words or "",
        ]
        return ", ".join(part for part in parts if part)

    def shares_on(self, day: date) -> tuple[ShareView, ...]:
        return tuple(share for share in self.shares if share.effective.holds(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """One contract as at `on`. `partners` are all that there ever were; `partners_on` those of a day."""

    id: UUID
    number: int
    slug: str
    title: str
    other_names: tuple[str, ...]
    about: str | None
    forms: str
    form_id: str
    form: ContractForm | None
    value_pounds: Decimal | None
    value_words: str | None
    begins_on: date | None
    ends_on: date | None
    signed_on: date | None
    programme: str | None
    gate: str | None
    source: str | None
    terms: tuple[ContractTerm, ...]
    retired_on: date | None
    retired_because: str | None
    demonstration: bool
    version: int
    on: date
    led: bool
    """Its form is one that somebody holds; in an alliance each partner answers for its own part."""
    partners: tuple[PartnerView, ...]

    @property
    def reference(self) -> str:
        return rules.reference(self.number)

    @property
    def form_name(self) -> str:
        return self.form.name if self.form else self.form_id

    @property
    def state(self) -> State:
        return rules.state_on(
            self.on, begins_on=self.begins_on, ends_on=self.ends_on, retired_on=self.retired_on
        )

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def value_in_words(self) -> str:
        parts = [money.in_pounds(self.value_pounds).removesuffix(".00"), self.value_words or ""]
        return "; ".join(part for part in parts if part)

    @property
    def partners_on(self) -> tuple[PartnerView, ...]:
        """Who is in it on the day."""
        return tuple(partner for partner in self.partners if partner.effective.holds(self.on))

    @property
    def carried_out_by(self) -> tuple[PartnerView, ...]:
        return tuple(partner for partner in self.partners_on if partner.carries_out)

    @property
    def shared(self) -> Decimal:
        """How much of one gain is shared out on the day, as far as numbers are recorded: the most of any basis."""
        of_each: dict[str, Decimal] = {}
        for partner in self.partners_on:
            for share in partner.shares_on(self.on):
                basis = " ".join(share.basis.lower().split())
                of_each[basis] = of_each.get(basis, Decimal(0)) + (share.percent or 0)
        return max(of_each.values(), default=Decimal(0))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know of the record itself; nothing is refused for it."""
        found = []
        if self.shared > rules.WHOLE:
            found.append(
                f"The gain-shares recorded for this day come to {rules.in_per_cent(self.shared)}. Look whether they "
                "are of different gains, and say so, or whether one of them has ended."
            )
        if self.led and self.partners_on and not self.carried_out_by:
            found.append("No partner is recorded under whose name it is carried out.")
        return tuple(found)


def forms_in_use(key: str | None = None) -> ContractFormsFile:
    """An edition of the forms, or the newest. Raises NotFound where the catalogue has none of that name."""
    known = catalogue().contract_forms
    if key is not None:
        if key not in known:
            raise NotFound("edition of the forms of contract")
        return known[key]
    newest = sorted((each for each in known.values() if each.id == FORMS), key=lambda each: each.edition)
    if not newest:
        raise NotFound("edition of the forms of contract")
    return newest[-1]


async def contracts_of(
    scope: Scope, *, on: date | None = None, programme: str | None = None, ids: Iterable[UUID] | None = None
) -> tuple[ContractView, ...]:
    """Every contract by its number, as at a day; those that were retired too. `programme` narrows to a programme's."""
    day = on or scope.today
    wanted = None if ids is None else list(ids)
    rows = await fetch(
        "SELECT * FROM contracts_contract WHERE tenant_id = $1 AND struck_at IS NULL "
        "AND ($2::text IS NULL OR programme = $2) AND ($3::uuid[] IS NULL OR id = ANY ($3)) ORDER BY number",
        scope.tenant.id,
        programme,
        wanted,
    )
    if not rows:
        return ()
    found = [row["id"] for row in rows]
    partners = await fetch(
        """
        SELECT p.*, o.kept_id, o.name AS organisation, o.type, kept.ended_on FROM contracts_partner p
        JOIN organisations_named o ON o.tenant_id = $1 AND o.id = p.organisation_id
        JOIN organisations_organisation kept ON kept.tenant_id = $1 AND kept.id = o.kept_id
        WHERE p.tenant_id = $1 AND p.contract_id = ANY ($2) AND p.struck_at IS NULL
        ORDER BY p.since NULLS FIRST, lower(o.name), p.id""",
        scope.tenant.id,
        found,
    )
    shares = await fetch(
        "SELECT * FROM contracts_share WHERE tenant_id = $1 AND contract_id = ANY ($2) AND struck_at IS NULL "
        "ORDER BY since, id",
        scope.tenant.id,
        found,
    )
    return tuple(_contract(row, day, partners, shares) for row in rows)


async def contract_of(scope: Scope, *, contract_id: UUID, on: date | None = None) -> ContractView:
    """One contract as at a day. Raises NotFound."""
    found = await contracts_of(scope, on=on, ids=[contract_id])
    if not found:
        raise NotFound("contract")
    return found[0]


def _contract(row: Any, day: date, partners: Sequence[Any], shares: Sequence[Any]) -> ContractView:
    known = catalogue().contract_forms.get(row["forms"])
    given = {
        name: row[name] for name in ContractView.__dataclass_fields__ if name in row and name != "other_names"
    }
    return ContractView(
        **{
            **given,
            "other_names": tuple(row["other_names"]),
            "terms": tuple(ContractTerm.model_validate(each) for each in json.loads(row["terms"])),
            "form_id": row["form"],
            "form": known.form(row["form"]) if known else None,
            "on": day,
            "led": _is_led(known, row["form"]),
            "partners": tuple(
                _partner(partner, row, known, shares)
                for partner in partners
                if partner["contract_id"] == row["id"]
            ),
        }
    )


def _is_led(known: ContractFormsFile | None, form_id: str) -> bool:
    """Whether the role that comes first in a form, after the commissioner's, carries the contract out."""
    form = known.form(form_id) if known else None
    roles = [known.role(each) for each in form.roles if each != COMMISSIONER] if known and form else []
    return bool(roles) and roles[0] is not None and roles[0].carries_out


def _partner(row: Any, contract: Any, known: ContractFormsFile | None, shares: Sequence[Any]) -> PartnerView:
    retired = contract["retired_on"] and contract["retired_on"] - timedelta(days=1)
    ends = [row["until"], row["ended_on"], contract["ends_on"], retired]
    until = min((day for day in ends if day is not None), default=None)
    effective = Span(since=row["since"], until=until)
    return PartnerView(
        id=row["id"],
        organisation_id=row["kept_id"],
        organisation=row["organisation"],
        type=row["type"],
        role_id=row["role"],
        role=known.role(row["role"]) if known else None,
        stake_percent=row["stake_percent"],
        stake_words=row["stake_words"],
        span=Span(since=row["since"], until=row["until"]),
        until_because=row["until_because"],
        ended_on=row["ended_on"],
        effective=effective,
        shares=tuple(_share(share, effective) for share in shares if share["partner_id"] == row["id"]),
        version=row["version"],
    )


def _share(row: Any, partner: Span) -> ShareView:
    starts = [day for day in (row["since"], partner.since) if day is not None]
    ends = [day for day in (row["until"], partner.until) if day is not None]
    return ShareView(
        id=row["id"],
        partner_id=row["partner_id"],
        percent=row["percent"],
        basis=row["basis"],
        span=Span(since=row["since"], until=row["until"]),
        effective=Span(since=max(starts), until=min(ends, default=None)),
        version=row["version"],
    )

"""Partners of a contract, their stake and their part of a gain, each for a time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.contracts import rules
from backend.contracts.operations import telling
from backend.contracts.operations.hand import Hand, hold
from backend.contracts.queries.contracts import forms_in_use
from backend.contracts.rules import Span
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.organisations import queries as organisations
from backend.organisations.queries import OrganisationLine
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSaid:
    """What is said of a partner. `since` may be unknown."""

    role: str
    stake_percent: Decimal | None = None
    stake_words: str | None = None
    since: date | None = None
    until: date | None = None
    until_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSaid:
    """What is said of a gain-share. `basis` is of what, such as “savings against the budget of 2013/14”."""

    basis: str
    since: date
    percent: Decimal | None = None
    until: date | None = None


async def add_partner(scope: Scope, *, contract_id: UUID, organisation_id: UUID, said: PartnerSaid) -> UUID:
    """Record that an organisation is in a contract; returns the partner's id.

    Raises rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    contract = await hold(scope, "contract", contract_id)
    organisation = await _organisation(scope, organisation_id)
    role = _check_partner(contract, said)
    await _check_once(scope, contract_id, organisation, said, role)
    hand = Hand(scope)
    partner_id = await hand.add(
        "partner", contract_id=contract_id, organisation_id=organisation.id, **asdict(said)
    )
    from_when = f" from {in_words(said.since)}" if said.since else ""
    await hand.done(
        "partner-added", contract=contract, words=f"{organisation.name} entered as {role.lower()}{from_when}"
    )
    return partner_id


async def change_partner(
    scope: Scope,
    *,
    partner_id: UUID,
    said: PartnerSaid,
    version: int | None = None,
    because: str | None = None,
) -> None:
    """Say better what a partner is, or when it left.

    Raises rules.UnableToKeepContract, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    partner = await hold(scope, "partner", partner_id, version=version)
    contract = await hold(scope, "contract", partner["contract_id"])
    organisation = await _organisation(scope, partner["organisation_id"])
    role = _check_partner(contract, said)
    await _check_once(scope, contract["id"], organisation, said, role, but=partner_id)
    hand = Hand(scope)
    await hand.change("partner", partner, **asdict(said))
    if not hand.idle:
        words = f"Changed what is said of {organisation.name}"
        await hand.done("partner-changed", contract=contract, words=words, because=because)


async def end_partner(scope: Scope, *, partner_id: UUID, last_day: date, because: str) -> None:
    """Record a partner's last day in a contract, past or to come: its gain-shares end with it.

    Raises rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it leaves.", field="because")
    partner = await hold(scope, "partner", partner_id)
    contract = await hold(scope, "contract", partner["contract_id"])
    rules.check_span(Span(since=partner["since"], until=last_day), what="A partnership", field="last_day")
    organisation = await _organisation(scope, partner["organisation_id"])
    hand = Hand(scope)
    await hand.change("partner", partner, until=last_day, until_because=reason)
    if not hand.idle:
        words = f"{organisation.name} in it until {in_words(last_day)}"
        await hand.done("partner-ended", contract=contract, words=words, because=reason)


async def strike_partner(scope: Scope, *, partner_id: UUID, because: str) -> None:
    """Take a partner and its gain-shares out of a contract, as entered by mistake; the step can be undone.

    Raises rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it was a mistake.", field="because")
    partner = await hold(scope, "partner", partner_id)
    contract = await hold(scope, "contract", partner["contract_id"])
    organisation = await _organisation(scope, partner["organisation_id"])
    hand = Hand(scope)
    shares = await fetch(
        "SELECT * FROM contracts_share WHERE tenant_id = $1 AND partner_id = $2 AND struck_at IS NULL FOR UPDATE",
        scope.tenant.id,
        partner_id,
    )
    for share in shares:
        await hand.change("share", share, struck_at=scope.now)
    await hand.change("partner", partner, struck_at=scope.now)
    words = f"{organisation.name} taken out, as entered by mistake"
    await hand.done("partner-struck", contract=contract, words=words, because=reason)
    for share in shares:
        await telling.withdraw(scope, share_id=share["id"])


async def strike_share(scope: Scope, *, share_id: UUID, because: str) -> None:
    """Take a gain-share out, as entered by mistake; the step can be undone.

    Raises rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it was a mistake.", field="because")
    share = await hold(scope, "share", share_id)
    contract = await hold(scope, "contract", share["contract_id"])
    hand = Hand(scope)
    await hand.change("share", share, struck_at=scope.now)
    words = "A gain-share taken out, as entered by mistake"
    await hand.done("share-struck", contract=contract, words=words, because=reason)
    await telling.withdraw(scope, share_id=share_id)


async def add_share(scope: Scope, *, partner_id: UUID, said: ShareSaid) -> UUID:
    """Record what a partner gets of a gain; returns the share's id. Raises rules.UnableToKeepContract, NotFound."""
    rules.check_may_keep(scope)
    partner = await hold(scope, "partner", partner_id)
    contract = await hold(scope, "contract", partner["contract_id"])
    organisation = await _organisation(scope, partner["organisation_id"])
    values = _check_share(partner, organisation, said)
    hand = Hand(scope)
    share_id = await hand.add("share", contract_id=contract["id"], partner_id=partner_id, **values)
    words = f"Gain-share of {organisation.name}: {_how_much(said)} from {in_words(said.since)}"
    await hand.done("share-added", contract=contract, words=words)
    await telling.suggest(scope, contract_id=contract["id"], share_id=share_id, since=said.since)
    return share_id


async def change_share(
    scope: Scope, *, share_id: UUID, said: ShareSaid, version: int | None = None, because: str | None = None
) -> None:
    """Say better what a gain-share is, or when it ends.

    Raises rules.UnableToKeepContract, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    share = await hold(scope, "share", share_id, version=version)
    partner = await hold(scope, "partner", share["partner_id"])
    contract = await hold(scope, "contract", share["contract_id"])
    organisation = await _organisation(scope, partner["organisation_id"])
    values = _check_share(partner, organisation, said)
    hand = Hand(scope)
    await hand.change("share", share, **values)
    if not hand.idle:
        until = f" to {in_words(said.until)}" if said.until else ""
        words = f"Gain-share of {organisation.name} is {_how_much(said)} from {in_words(said.since)}{until}"
        await hand.done("share-changed", contract=contract, words=words, because=because)
        await telling.suggest(scope, contract_id=contract["id"], share_id=share_id, since=said.since)


def _how_much(said: ShareSaid) -> str:
    return rules.in_per_cent(said.percent) if said.percent is not None else "without a number"


async def _organisation(scope: Scope, organisation_id: UUID) -> OrganisationLine:
    found = (await organisations.organisations_by_id(scope, ids=[organisation_id])).get(organisation_id)
    if found is None:
        raise rules.UnableToKeepContract(
            "Choose an organisation from the directory.", field="organisation_id"
        )
    return found


def _check_partner(contract: dict[str, Any], said: PartnerSaid) -> str:
    """The role's name."""
    role = forms_in_use(contract["forms"]).role(said.role)
    if role is None:
        raise rules.UnableToKeepContract("Choose a role from the list.", field="role")
    rules.check_percent(said.stake_percent, field="stake_percent")
    rules.check_span(Span(since=said.since, until=said.until), what="A partnership", field="until")
    return role.name


async def _check_once(
    scope: Scope,
    contract_id: UUID,
    organisation: OrganisationLine,
    said: PartnerSaid,
    role: str,
    *,
    but: UUID | None = None,
) -> None:
    rows: Sequence[Any] = await fetch(
        "SELECT id, since, until FROM contracts_partner WHERE tenant_id = $1 AND contract_id = $2 "
        "AND organisation_id = $3 AND role = $4 AND struck_at IS NULL",
        scope.tenant.id,
        contract_id,
        organisation.id,
        said.role,
    )
    others = [Span(since=row["since"], until=row["until"]) for row in rows if row["id"] != but]
    rules.check_once(
        Span(since=said.since, until=said.until), others=others, name=organisation.name, role=role
    )


def _check_share(partner: dict[str, Any], organisation: OrganisationLine, said: ShareSaid) -> dict[str, Any]:
    basis = rules.check_words(said.basis, sentence="Say of what it is a share.", field="basis")
    rules.check_percent(said.percent, field="percent")
    span = Span(since=said.since, until=said.until)
    rules.check_span(span, what="A gain-share", field="until")
    rules.check_lies_within(
        span,
        of=Span(since=partner["since"], until=partner["until"]),
        whole=f"{organisation.name} is a partner",
    )
    return {**asdict(said), "basis": basis}

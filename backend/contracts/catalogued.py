"""Contracts as a tenant's folder writes them, rebuilt from the rows, and a folder's contracts kept through the room."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.catalogue.agreed_contracts import AgreedContract, AgreedPartner, AgreedShare
from backend.catalogue.shapes import MARK_IN_WORDS, Mark, Provenance
from backend.contracts import operations
from backend.contracts.operations import PartnerSaid, Said, ShareSaid
from backend.contracts.queries.contracts import ContractView, PartnerView, ShareView, contracts_of
from backend.kit.database import fetch
from backend.organisations import queries as organisations
from backend.scope import Scope

NO_LONGER_IN_THE_FOLDER = "It is not in the organisation’s folder any more."
BACK_IN_THE_FOLDER = "It is in the organisation’s folder again."
AS_THE_FOLDER_SAYS = "As the organisation’s folder says."


async def catalogued_contracts(scope: Scope) -> dict[str, AgreedContract]:
    """The contracts that are followed, by short name, in the order in which they were entered.

    What lies with a demonstration's invented cast is its own, as the cast is.
    """
    rows = await fetch(
        "SELECT id, provenance FROM contracts_contract WHERE tenant_id = $1 AND struck_at IS NULL",
        scope.tenant.id,
    )
    kept = {row["id"]: row["provenance"] for row in rows}
    if not rows:
        return {}
    slugs = {
        each.id: each.slug for each in await organisations.organisations_of(scope) if not each.demonstration
    }
    titles = await _titles(scope)
    return {
        view.slug: _agreed(view, kept[view.id], slugs, titles)
        for view in await contracts_of(scope)
        if view.retired_on is None
        and (not view.partners or any(each.organisation_id in slugs for each in view.partners))
    }


async def keep_as_the_folder_says(scope: Scope, contract: AgreedContract) -> None:
    """Add a contract or bring the one of this short name to what the file says, partners and shares with it."""
    rows = await fetch(
        "SELECT id FROM contracts_contract WHERE tenant_id = $1 AND slug = $2 AND struck_at IS NULL",
        scope.tenant.id,
        contract.id,
    )
    said = _said(contract, await _titles(scope))
    if not rows:
        contract_id = await operations.keep_contract(scope, said=said)
    else:
        contract_id = rows[0]["id"]
        (view,) = await contracts_of(scope, ids=[contract_id])
        if view.retired_on is not None:
            await operations.bring_back(scope, contract_id=contract_id, because=BACK_IN_THE_FOLDER)
        await operations.change_contract(
            scope, contract_id=contract_id, said=said, because=AS_THE_FOLDER_SAYS
        )
    await _partners(scope, contract_id, contract)


async def retire_by_slug(scope: Scope, slug: str) -> None:
    """Follow a contract no longer."""
    (row,) = await fetch(
        "SELECT id FROM contracts_contract WHERE tenant_id = $1 AND slug = $2 AND struck_at IS NULL",
        scope.tenant.id,
        slug,
    )
    await operations.retire_contract(scope, contract_id=row["id"], because=NO_LONGER_IN_THE_FOLDER)


async def _partners(scope: Scope, contract_id: UUID, contract: AgreedContract) -> None:
    """What is not in the file is struck out; what is new is added; of what stands, the shares are compared."""
    ids = await organisations.ids_of_slugs(scope, slugs={each.organisation for each in contract.partners})
    (view,) = await contracts_of(scope, ids=[contract_id])
    standing = {(each.organisation_id, each.role_id, each.span.since): each for each in view.partners}
    wanted = {(ids[each.organisation], each.role, each.since): each for each in contract.partners}
    for key in standing.keys() - wanted.keys():
        await operations.strike_partner(scope, partner_id=standing[key].id, because=NO_LONGER_IN_THE_FOLDER)
    for key, partner in wanted.items():
        said = PartnerSaid(
            role=partner.role,
            stake_percent=partner.stake_percent,
            stake_words=partner.stake,
            since=partner.since,
            until=partner.until,
            until_because=partner.until_because,
        )
        if key in standing:
            partner_id = standing[key].id
            await operations.change_partner(
                scope, partner_id=partner_id, said=said, because=AS_THE_FOLDER_SAYS
            )
        else:
            partner_id = await operations.add_partner(
                scope, contract_id=contract_id, organisation_id=key[0], said=said
            )
        await _shares(scope, partner_id, partner, standing[key].shares if key in standing else ())


async def _shares(
    scope: Scope, partner_id: UUID, partner: AgreedPartner, standing: tuple[ShareView, ...]
) -> None:
    left = list(partner.shares)
    for view in standing:
        share = _share(view)
        if share in left:
            left.remove(share)
        else:
            await operations.strike_share(scope, share_id=view.id, because=NO_LONGER_IN_THE_FOLDER)
    for share in left:
        await operations.add_share(
            scope,
            partner_id=partner_id,
            said=ShareSaid(percent=share.percent, basis=share.basis, since=share.since, until=share.until),
        )


def _said(contract: AgreedContract, titles: Mapping[str, str]) -> Said:
    provenance = Provenance(source=contract.source, mark=contract.mark, note=contract.note)
    return Said(
        title=contract.title,
        form=contract.form,
        other_names=contract.other_names,
        about=contract.about,
        value_pounds=contract.value,
        value_words=contract.value_words,
        begins_on=contract.begins_on,
        ends_on=contract.ends_on,
        signed_on=contract.signed_on,
        programme=contract.programme,
        gate=contract.gate,
        source=_read_in(provenance, titles),
        terms=contract.terms,
        slug=contract.id,
        provenance=provenance,
    )


def _agreed(
    view: ContractView, provenance: str | None, slugs: Mapping[UUID, str], titles: Mapping[str, str]
) -> AgreedContract:
    kept = Provenance.model_validate(json.loads(provenance)) if provenance else None
    if kept is None or _read_in(kept, titles) != view.source:  # somebody has said since where it was read
        kept = Provenance(mark=Mark.OURS, note=view.source)
    partners = tuple(_partner(each, slugs) for each in view.partners if each.organisation_id in slugs)
    return AgreedContract(
        id=view.slug,
        title=view.title,
        form=view.form_id,
        other_names=view.other_names,
        about=view.about,
        value=view.value_pounds,
        value_words=view.value_words,
        begins_on=view.begins_on,
        ends_on=view.ends_on,
        signed_on=view.signed_on,
        programme=view.programme,
        gate=view.gate,
        terms=view.terms,
        partners=partners,
        source=kept.source,
        mark=kept.mark,
        note=kept.note,
    )


def _partner(view: PartnerView, slugs: Mapping[UUID, str]) -> AgreedPartner:
    return AgreedPartner(
        organisation=slugs[view.organisation_id],
        role=view.role_id,
        stake_percent=view.stake_percent,
        stake=view.stake_words,
        since=view.span.since,
        until=view.span.until,
        until_because=view.until_because,
        shares=tuple(_share(each) for each in view.shares),
    )


def _share(view: ShareView) -> AgreedShare:
    return AgreedShare(percent=view.percent, basis=view.basis, since=view.span.since, until=view.span.until)


def _read_in(provenance: Provenance, titles: Mapping[str, str]) -> str | None:
    """What the app shows under “Where it was read”."""
    source = provenance.source
    if source is None and provenance.mark is Mark.OURS:
        return provenance.note
    told = [] if source is None else [titles.get(source.document, source.document), source.in_words]
    if provenance.mark is not Mark.READ:
        told.append(MARK_IN_WORDS[provenance.mark])
    return ", ".join(each for each in told if each) or None


async def _titles(scope: Scope) -> dict[str, str]:
    known: Mapping[str, Any] = await organisations.catalogued_documents(scope)
    return {slug: document.title for slug, document in known.items()}

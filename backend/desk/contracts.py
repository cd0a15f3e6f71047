"""A demonstration's invented contracts, kept through the room's own operations."""

from backend.catalogue.invented_contracts import InventedContracts
from backend.contracts import operations
from backend.contracts.operations import PartnerSaid, Said, ShareSaid
from backend.organisations import queries as organisations
from backend.scope import Scope
from backend.tenancy import transactions


async def keep_contracts(scope: Scope, kept: InventedContracts) -> None:
    """All of them, in one transaction. `scope` acts for nobody, at the moment at which the demonstration begins."""
    async with transactions.scope_tx(scope):
        slugs = {partner.organisation for each in kept.contracts for partner in each.partners}
        ids = await organisations.ids_of_slugs(scope, slugs=slugs)
        for each in kept.contracts:
            contract_id = await operations.keep_contract(
                scope,
                said=Said(
                    title=each.title,
                    form=each.form,
                    about=each.about,
                    value_pounds=each.value,
                    begins_on=each.begins_on,
                    ends_on=each.ends_on,
                    signed_on=each.signed_on,
                    source=kept.says,
                ),
            )
            for partner in each.partners:
                partner_id = await operations.add_partner(
                    scope,
                    contract_id=contract_id,
                    organisation_id=ids[partner.organisation],
                    said=PartnerSaid(
                        role=partner.role,
                        stake_words=partner.stake,
                        since=partner.since,
                        until=partner.until,
                        until_because=partner.until_because,
                    ),
                )
                for share in partner.shares:
                    await operations.add_share(
                        scope,
                        partner_id=partner_id,
                        said=ShareSaid(
                            percent=share.percent, basis=share.basis, since=share.since, until=share.until
                        ),
                    )

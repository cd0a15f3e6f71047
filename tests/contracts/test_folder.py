"""Contracts between a folder and life: kept as the file says, taken back, retired, written back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.agreed_contracts import AgreedContract, ContractTerm
from backend.catalogue.shapes import Mark
from backend.contracts import operations, queries
from backend.contracts.catalogued import catalogued_contracts
from backend.contracts.operations import Said
from backend.contracts.picture import structure
from backend.contracts.rules.terms import UnableToReadTerms, terms_as_lines, terms_in
from backend.kit import database
from backend.organisations import queries as organisations
from backend.tenancy import transactions
from tests.scopes import a_scope

SLUG = "bedfordshire-msk"


def test_terms_are_read_a_line_each_and_keep_where_they_were_read() -> None:
    known = (ContractTerm(about="Payment", text="95 per cent", mark=Mark.MEMORY),)
    typed = f"{terms_as_lines(known)}\n\nManagement: 2.5 per cent: each year"
    kept, new = terms_in(typed, known=known)
    assert kept is known[0]
    assert (new.about, new.text, new.mark) == ("Management", "2.5 per cent: each year", Mark.OURS)
    with pytest.raises(UnableToReadTerms, match="look at lines 1, 3 and 4"):
        terms_in("no colon\nPayment: x\n: nothing\nHidden: \u202etxt", known=())


async def test_prime_contract_lives_as_its_folder_says_and_is_taken_back_to_it(db: database.Database) -> None:
    catalogue = shelf.catalogue()
    folder = catalogue.tenants[SLUG]
    tenant = provision.founding_tenant(folder)
    document = folder.model_copy(update={"slug": f"{SLUG}-{str(tenant.id)[-8:]}"})
    scope = a_scope(provision.founding_tenant(document), now=datetime(2014, 10, 1, 9, tzinfo=UTC))
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
        (view,) = await queries.contracts_of(scope)
        assert [(each.organisation, each.role_in_words) for each in view.partners_on] == [
            ("Circle Clinical Services Ltd", "Prime provider"),
            ("NHS Bedfordshire CCG", "Commissioner"),
        ]
        assert [term.about for term in view.terms][:4] == [
            "Payment",
            "Paid in advance",
            "Management",
            "Surplus",
        ]
        assert view.warnings == (), "two gains are shared, neither more than whole"
        picture = structure(view, commissioner=scope.tenant.name, commissions=False)
        assert picture.says.startswith(
            "Prime provider contract of NHS Bedfordshire CCG. It is carried out by Circle Clinical Services Ltd."
        )
        assert len(picture.table.plain) == 3, "the partnership itself is none of the two"
        assert view.source is not None
        assert view.source.endswith("page 20")
        assert (await catalogued_contracts(scope))["prime-contract"] == document.contracts[0]

        await _change_by_hand(scope, view)
        sentences = [each.sentence for each in await provision.plan(scope, document, catalogue)]
        assert len(sentences) == 7, sentences
        assert sentences[-1] == "The contract “By hand” is not in the folder and would be retired."
        assert any(each.startswith("The terms of the contract") for each in sentences)
        living = (await catalogued_contracts(scope))["prime-contract"]
        assert (living.mark, living.note) == (Mark.OURS, "Told at a meeting")

        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
        step = (await queries.history_of(scope, contract_id=view.id))[0]
        assert step.undoable
        await operations.undo_step(scope, contract_id=view.id, step_id=step.id, because="Looking")
        assert await provision.plan(scope, document, catalogue) != ()
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()


async def _change_by_hand(scope, view) -> None:  # type: ignore[no-untyped-def]
    ids = await organisations.ids_of_slugs(scope, slugs=["nhs-bedfordshire-ccg"])
    said = Said(
        title=view.title, form=view.form_id, value_pounds=Decimal("132500000.5"), source="Told at a meeting"
    )
    await operations.change_contract(scope, contract_id=view.id, said=said)
    circle = view.partners_on[0]
    await operations.change_partner(
        scope,
        partner_id=circle.id,
        said=operations.PartnerSaid(role="prime-provider", since=date(2014, 4, 1)),
    )
    await operations.add_partner(
        scope,
        contract_id=view.id,
        organisation_id=ids["nhs-bedfordshire-ccg"],
        said=operations.PartnerSaid(role="partner"),
    )
    other = await operations.keep_contract(scope, said=Said(title="By hand", form="alliance"))
    assert AgreedContract.model_validate((await catalogued_contracts(scope))["contract-2"]).title == "By hand"
    assert (await queries.contract_of(scope, contract_id=other)).terms == ()

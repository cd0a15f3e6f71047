"""Forms of contract name their pages; invented contracts are refused where they could be taken for real ones."""

import pytest
from pydantic import ValidationError

from backend.catalogue import shelf
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense import invented_contracts
from backend.catalogue.invented_contracts import InventedContracts
from backend.catalogue.shapes import Mark
from tests.catalogue.examples import ROOT

SHIPPED = "contract-forms/2016-11"


def test_every_form_and_example_names_its_page_and_our_own_reading_says_so() -> None:
    forms = shelf.catalogue().contract_forms[SHIPPED]
    pages = {each.id: each.source.page for each in forms.examples if each.source}
    assert pages == {
        "northumberland": 12, "erewash": 13, "modality": 14, "rushcliffe": 15, "stockport": 16, "unitingcare": 18,
        "nuka": 19, "bedfordshire-msk": 20, "milton-keynes": 3,
    }  # fmt: skip
    assert {form.id for form in forms.forms} >= {
        *("prime-provider", "alliance", "virtual", "partially-integrated", "fully-integrated")
    }
    assert all(each.source and each.source.page for form in forms.forms for each in [form])
    assert all(fact.source and fact.source.page for each in forms.examples for fact in each.facts)
    assert {role.id for role in forms.roles if role.mark is Mark.OURS} == {
        *("commissioner", "provider", "alliance-partner", "partner")
    }


def test_form_with_a_role_that_there_is_not_does_not_fit() -> None:
    forms = shelf.catalogue().contract_forms[SHIPPED]
    content = forms.model_dump(mode="json", exclude_none=True)
    content["forms"][0]["roles"].append("landlord")
    with pytest.raises(ValidationError, match="there is no such role"):
        ContractFormsFile.model_validate(content)


def test_each_wrong_thing_has_its_sentence() -> None:
    catalogue = shelf.catalogue()
    slug = "dudley-ccg"
    cast, kept = catalogue.demonstrations[slug], catalogue.invented_contracts[slug]

    def sentences(changed: InventedContracts) -> list[str]:
        tenant = TenantDraft(folder=f"tenants/{slug}", cast=cast, invented_contracts=changed)
        draft = Draft(root=ROOT, tenants={slug: tenant}, contract_forms=dict(catalogue.contract_forms))
        return [each.sentence for each in invented_contracts.problems(draft)]

    assert sentences(kept) == []
    (first,) = kept.contracts
    partner = first.partners[0].model_copy(update={"organisation": "somebody-real", "role": "landlord"})
    wrong = first.model_copy(update={"title": "Falls", "form": "handshake", "partners": (partner,)})
    told = " ".join(sentences(kept.model_copy(update={"says": "Real", "contracts": (wrong, first)})))
    for words in (
        "must hold the word DEMONSTRATION",
        "“Falls” could be taken for a real contract",
        "“somebody-real” is not among the invented organisations",
        "no form of contract “handshake”",
        "no role “landlord”",
        "“steady-feet” stands here 2 times",
    ):
        assert words in told

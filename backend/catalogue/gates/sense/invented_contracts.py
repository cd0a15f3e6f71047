"""Invented contracts that can be kept: plainly invented, with organisations, forms and roles that there are."""

from collections.abc import Iterator

from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.invented_contracts import InventedContract, InventedContracts
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    newest = sorted(draft.contract_forms.values(), key=lambda each: each.edition)
    for tenant in draft.every_folder():
        if tenant.invented_contracts is not None:
            file = f"{tenant.folder}/demonstration/contracts.toml"
            yield from _of(file, tenant, tenant.invented_contracts, newest[-1] if newest else None)


def _of(
    file: str, tenant: TenantDraft, kept: InventedContracts, forms: ContractFormsFile | None
) -> Iterator[Problem]:
    if "DEMONSTRATION" not in kept.says:
        yield nonsense(file, "says", "What is said of the contracts must hold the word DEMONSTRATION.")
    yield from twice(file, "contracts", [each.id for each in kept.contracts])
    cast = {each.id for each in tenant.cast.organisations} if tenant.cast else set()
    for contract in kept.contracts:
        key = f"contracts[{contract.id}]"
        if "(demonstration)" not in contract.title:
            sentence = f"“{contract.title}” could be taken for a real contract; add “(demonstration)”."
            yield nonsense(file, f"{key}.title", sentence)
        for partner in contract.partners:
            if partner.organisation not in cast:
                sentence = (
                    f"“{partner.organisation}” is not among the invented organisations of this cast, and a "
                    "demonstration contract may name no other."
                )
                yield nonsense(file, f"{key}.partners", sentence)
        if forms is not None:
            yield from _named(file, key, contract, forms)


def _named(file: str, key: str, contract: InventedContract, forms: ContractFormsFile) -> Iterator[Problem]:
    if forms.form(contract.form) is None:
        yield nonsense(file, f"{key}.form", f"There is no form of contract “{contract.form}”.")
    for partner in contract.partners:
        if forms.role(partner.role) is None:
            yield nonsense(file, f"{key}.partners", f"There is no role “{partner.role}”.")

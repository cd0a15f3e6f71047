"""Reference: what a tenant's contracts name is there: organisations, forms, roles, programmes and gates."""

from collections.abc import Iterator

from backend.catalogue.agreed_contracts import AgreedContract
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.resolving import no, unless
from backend.catalogue.problems import Problem


def contract_names(draft: Draft, tenant: TenantDraft) -> Iterator[Problem]:
    """Names in `contracts.toml` that lead nowhere."""
    if tenant.contracts is None:
        return
    newest = sorted(draft.contract_forms.values(), key=lambda each: each.edition)
    for contract in tenant.contracts.contracts:
        yield from _of(f"{tenant.folder}/contracts.toml", tenant, contract, newest[-1] if newest else None)


def _of(
    file: str, tenant: TenantDraft, contract: AgreedContract, forms: ContractFormsFile | None
) -> Iterator[Problem]:
    place = f"contracts[{contract.id}]"
    known = {each.id for each in tenant.organisations.organisations} if tenant.organisations else set()
    if forms is not None:
        there = forms.form(contract.form) is not None
        yield from unless(there, file, f"{place}.form", no("form of contract", contract.form))
    for partner in contract.partners:
        at = f"{place}.partners[{partner.organisation}]"
        named = partner.organisation in known
        yield from unless(named, file, f"{at}.organisation", no("organisation", partner.organisation))
        if forms is not None:
            there = forms.role(partner.role) is not None
            yield from unless(there, file, f"{at}.role", no("role in a contract", partner.role))
    if contract.programme is not None:
        programmes = {each.id: each for _, each in tenant.every_programme()}
        there = contract.programme in programmes
        yield from unless(there, file, f"{place}.programme", no("programme", contract.programme))
        if there and contract.gate is not None:
            gates = {gate.id for gate in programmes[contract.programme].gates}
            yield from unless(contract.gate in gates, file, f"{place}.gate", no("gate", contract.gate))

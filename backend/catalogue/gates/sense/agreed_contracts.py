"""A tenant's contracts: each named once, each partner once at a time, no gain shared out more than whole."""

from collections.abc import Iterator

from backend.catalogue.agreed_contracts import AgreedContract
from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.kit.calendar import in_words


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.contracts is None:
            continue
        file = f"{tenant.folder}/contracts.toml"
        yield from twice(file, "contracts", [each.id for each in tenant.contracts.contracts])
        for contract in tenant.contracts.contracts:
            place = f"contracts[{contract.id}]"
            names = [
                f"{each.organisation} as {each.role}" for each in contract.partners if each.until is None
            ]
            yield from twice(file, f"{place}.partners", names)
            yield from _shared(file, place, contract)


def _shared(file: str, place: str, contract: AgreedContract) -> Iterator[Problem]:
    """Shares of one gain, told apart by their words, on the days on which one of them begins."""
    shares = [share for partner in contract.partners for share in partner.shares]
    for basis in dict.fromkeys(share.basis for share in shares):
        of_it = [share for share in shares if share.basis == basis and share.percent is not None]
        for day in sorted({share.since for share in of_it}):
            whole = sum(
                share.percent or 0
                for share in of_it
                if share.since <= day and (share.until is None or day <= share.until)
            )
            if whole > 100:
                come = f"The shares “{basis}” come to {whole} per cent on {in_words(day)}"
                sentence = f"{come}; a gain is shared out once."
                yield nonsense(file, f"{place}.partners", sentence)
                break

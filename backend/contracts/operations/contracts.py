"""Keeping a contract: what it is, its form, value and term; retiring it, and following it again."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.agreed_contracts import ContractTerm
from backend.catalogue.shapes import Provenance
from backend.contracts import rules
from backend.contracts.operations.hand import Hand, hold
from backend.contracts.queries.contracts import forms_in_use
from backend.contracts.rules import Span
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a contract. `form` is one of the newest forms; `programme` and `gate` are read back as text.

    `slug` and `provenance` are a file's; where they are none, those that stand are left as they are.
    """

    title: str
    form: str
    other_names: tuple[str, ...] = ()
    about: str | None = None
    value_pounds: Decimal | None = None
    value_words: str | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    signed_on: date | None = None
    programme: str | None = None
    gate: str | None = None
    source: str | None = None
    terms: tuple[ContractTerm, ...] = ()
    slug: str | None = None
    provenance: Provenance | None = None


async def keep_contract(scope: Scope, *, said: Said) -> UUID:
    """Put a contract on the list, planned or signed; returns its id.

    Raises rules.UnableToKeepContract, NotPermitted.
    """
    rules.check_may_keep(scope)
    values = _values(said, edition=None)
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('contracts/' || $1::text, 0))", str(scope.tenant.id)
    )
    (row,) = await fetch(
        "SELECT coalesce(max(number), 0)::int + 1 AS number FROM contracts_contract WHERE tenant_id = $1",
        scope.tenant.id,
    )
    hand = Hand(scope)
    values = {"slug": f"contract-{row['number']}", **values}
    contract_id = await hand.add(
        "contract", number=row["number"], demonstration=scope.tenant.demonstration, **values
    )
    contract = {"id": contract_id, "number": row["number"], "title": values["title"]}
    await hand.done("kept", contract=contract, words=f"Entered as {rules.reference(row['number'])}")
    return contract_id


async def change_contract(
    scope: Scope, *, contract_id: UUID, said: Said, version: int | None = None, because: str | None = None
) -> None:
    """Say better what a contract is.

    Raises rules.UnableToKeepContract, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    contract = await hold(scope, "contract", contract_id, version=version)
    for name in ("terms", "provenance"):
        contract[name] = None if contract[name] is None else json.loads(contract[name])
    values = _values(said, edition=contract["forms"])
    hand = Hand(scope)
    await hand.change("contract", contract, **values)
    if not hand.idle:
        await hand.done(
            "changed", contract={**contract, **values}, words="Changed what is said of it", because=because
        )


async def retire_contract(scope: Scope, *, contract_id: UUID, because: str, on: date | None = None) -> None:
    """Follow a contract no longer, from a day (today by default): its gain-shares count until the day before.

    Raises rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it is no longer followed.", field="because")
    contract = await hold(scope, "contract", contract_id)
    if contract["retired_on"] is not None:
        raise rules.UnableToKeepContract("This contract is no longer followed already.")
    day = on or scope.today
    if day > scope.today:
        raise rules.UnableToKeepContract("Enter today or an earlier day.", field="on")
    hand = Hand(scope)
    await hand.change("contract", contract, retired_on=day, retired_because=reason)
    await hand.done(
        "retired", contract=contract, words=f"No longer followed from {in_words(day)}", because=reason
    )


async def bring_back(scope: Scope, *, contract_id: UUID, because: str) -> None:
    """Follow a contract again. Raises rules.UnableToKeepContract, NotPermitted, NotFound."""
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it is followed again.", field="because")
    contract = await hold(scope, "contract", contract_id)
    if contract["retired_on"] is None:
        raise rules.UnableToKeepContract("This contract is followed already.")
    hand = Hand(scope)
    await hand.change("contract", contract, retired_on=None, retired_because=None)
    await hand.done("brought-back", contract=contract, words="Followed again", because=reason)


def _values(said: Said, *, edition: str | None) -> dict[str, Any]:
    """The columns; `edition` is that of the forms which the contract has already."""
    title = rules.check_words(said.title, sentence="Enter what the contract is called.", field="title")
    forms = forms_in_use(edition)
    if forms.form(said.form) is None:
        raise rules.UnableToKeepContract("Choose a form of contract from the list.", field="form")
    rules.check_pounds(said.value_pounds)
    rules.check_span(Span(since=said.begins_on, until=said.ends_on), what="A contract", field="ends_on")
    if said.gate and not said.programme:
        raise rules.UnableToKeepContract("Name the programme that the gate belongs to.", field="programme")
    names = [" ".join(name.split()) for name in said.other_names]
    plain = asdict(said)
    for name in ("slug", "provenance"):
        if plain[name] is None:
            del plain[name]
    if said.provenance is not None:
        plain["provenance"] = said.provenance.model_dump(mode="json", exclude_none=True)
    return {
        **plain,
        "terms": [term.model_dump(mode="json", exclude_none=True) for term in said.terms],
        "title": title,
        "other_names": [name for name in dict.fromkeys(names) if name and name != title],
        "forms": forms.key,
    }

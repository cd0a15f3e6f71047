"""Contracts that name a programme, at the gates that guard their signature: was the gate passed on that day?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.criteria import GuardedAct
from backend.contracts import queries as contracts
from backend.delegation.queries import gates
from backend.delegation.queries.gate_views import GateView
from backend.delegation.rules.gates import What
from backend.kit.calendar import in_words
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAtGate:
    """A contract at a gate. `passed` is whether the gate was passed on the day of the signature; None unsigned."""

    id: UUID
    reference: str
    title: str
    signed_on: date | None
    passed: bool | None
    recorded: bool

    @property
    def path(self) -> str:
        return f"/contracts/{self.id}"

    @property
    def irregular(self) -> bool:
        return self.passed is False

    @property
    def said(self) -> str:
        """`Signed on 3 June 2014, when this gate was not passed; nothing is recorded of it there yet`."""
        if self.signed_on is None:
            return "Not signed"
        signed = f"Signed on {in_words(self.signed_on)}"
        if self.passed:
            return f"{signed}, after this gate was passed"
        told = "that is recorded at the gate" if self.recorded else "nothing is recorded of it there yet"
        return f"{signed}, when this gate was not passed; {told}"


async def contracts_at(
    scope: Scope, found: Collection[GateView], *, contract_id: UUID | None = None
) -> Mapping[UUID, tuple[ContractAtGate, ...]]:
    """By gate, the contracts of its programme that it guards: all, or the one. Nothing for whoever sees no contract."""
    if not found or not scope.may("contracts.read"):
        return {}
    known = await contracts.contracts_of(scope, ids=None if contract_id is None else [contract_id])
    slugs = {each.programme_slug for each in found}
    named = [each for each in known if each.programme in slugs]
    passed = {
        day: {each.id for each in await gates.gates_of(scope, on=day) if each.open}
        for day in {each.signed_on for each in named if each.signed_on}  # an organisation has few
    }
    return {
        gate.id: tuple(
            ContractAtGate(
                id=each.id,
                reference=each.reference,
                title=each.title,
                signed_on=each.signed_on,
                passed=None if each.signed_on is None else gate.id in passed[each.signed_on],
                recorded=any(
                    line.what is What.CONTRACT_SIGNATURE and line.struck_at is None
                    for line in gate.happenings
                ),
            )
            for each in named
            if each.programme == gate.programme_slug
            and (GuardedAct.CONTRACT_SIGNATURE in gate.guards.acts or each.gate == gate.slug)
        )
        for gate in found
    }

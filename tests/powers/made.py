"""Functions and entries in one line each."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.powers import PowerFunction
from backend.catalogue.quorum import Office
from backend.powers import operations
from backend.powers.rules import Party, PartyKind, Said
from backend.scope import Scope

FIRST = date(2014, 9, 1)


def body(committee_id: UUID, name: str = "") -> Party:
    return Party(kind=PartyKind.COMMITTEE, committee_id=committee_id, name=name)


def office(which: Office, committee_id: UUID | None = None, name: str = "") -> Party:
    return Party(kind=PartyKind.OFFICE, office=which, committee_id=committee_id, name=name)


def outside(name: str = "NHS England") -> Party:
    return Party(kind=PartyKind.OUTSIDE, outside=name)


async def a_function(scope: Scope, name: str = "Approve discretionary payments", **traits: Any) -> UUID:
    slug = "-".join(word.lower() for word in name.split())
    values = {"id": slug, "name": name, "authority": "An invented agreement", "mark": "setting", **traits}
    return await operations.add_function(scope, function=PowerFunction.model_validate(values))


async def an_entry(scope: Scope, function_id: UUID, *holders: Party, **traits: Any) -> UUID:
    return await operations.add_entry(scope, said=said(function_id, *holders, **traits))


def said(function_id: UUID, *holders: Party, **traits: Any) -> Said:
    values: dict[str, Any] = {"clause": "Invented scheme, 1", "from_on": FIRST, **traits}
    return Said(function_id=function_id, holders=holders, **values)

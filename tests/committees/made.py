"""Committees, seats and people in one line each."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.committees import Committee
from backend.committees import operations, queries
from backend.people.tables import Person
from backend.scope import Scope

FIRST = date(2014, 9, 1)


def a_seat(slug: str, capacity: str = "lay", **traits: Any) -> dict[str, Any]:
    return {"id": slug, "name": slug.replace("-", " ").capitalize(), "capacity": capacity, **traits}


def a_committee(**traits: Any) -> Committee:
    """A committee with a lay chair, a lay vice-chair, two GPs and one observer; quorate with two, one lay."""
    values: dict[str, Any] = {
        "id": "commissioning",
        "name": "Commissioning Committee",
        "kind": "primary-care-commissioning",
        "purpose": "Decides on general practice.",
        "meets_in_public": True,
        "mark": "setting",
        "quorum": {"all": [{"at_least": 2}, {"at_least": 1, "of": {"capacity": ["lay"]}}]},
        "quorum_from": {"mark": "setting"},
        "seats_from": {"mark": "setting"},
        "seats": [
            a_seat("chair", office="chair"),
            a_seat("vice-chair", office="vice-chair"),
            a_seat("gp", "gp", count=2),
            a_seat("observer", "healthwatch", voting=False),
        ],
        **traits,
    }
    return Committee.model_validate(values)


async def a_person(scope: Scope, name: str) -> UUID:
    person_id: UUID = await Person.add(scope, name=name, joined_on=date(2013, 4, 1))
    return person_id


async def formed(scope: Scope, **traits: Any) -> UUID:
    return await operations.form_committee(scope, committee=a_committee(**traits))


async def seat_id(scope: Scope, committee_id: UUID, slug: str, place: int = 1) -> UUID:
    view = await queries.committee(scope, committee_id=committee_id)
    return next(seat.id for seat in view.places if (seat.slug, seat.place) == (slug, place))

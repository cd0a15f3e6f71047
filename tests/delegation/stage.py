"""A small invented programme, taken up by a tenant of the test's own, and the people around it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from backend.catalogue.programmes import DelegationProgramme
from backend.committees import operations as committees
from backend.delegation import operations, queries
from backend.delegation.queries import ProgrammeView
from backend.people.operations import persons
from backend.scope import Actor, HeldSeat, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_committee, seat_id

SETTING = {"mark": "setting"}


def a_programme(**traits: object) -> DelegationProgramme:
    """Three milestones in two sections, one gate with two conditions, two commitments, two rows of scope."""
    values: dict[str, object] = {
        "id": "invented-programme",
        "name": "Invented programme",
        "framework": "delegated-commissioning/2014-11",
        "reviewing_body": "NHS England (invented office)",
        "about": "Made for a test.",
        "scope": [
            {"n": 1, "area": "Counting sheep", "in_scope": "unknown", "inferred": "yes", **SETTING},
            {"n": 2, "area": "Shearing sheep", "in_scope": "no", **SETTING},
        ],
        "gates": [
            {
                "id": "G1",
                "name": "Before the start",
                "before": "M03",
                "conditions": [
                    {"id": "C1", "text": "The money is agreed", "met_by": "M02", **SETTING},
                    {"id": "C2", "text": "The books are open", **SETTING},
                ],
                **SETTING,
            }
        ],
        "commitments": [
            {"id": "GC01", "n": 1, "text": "Books are kept apart", "check": "Two ledgers", **SETTING},
            {"id": "GC02", "n": 2, "text": "The policy is amended", **SETTING},
        ],
        "sections": [{"id": "first", "name": "First steps"}, {"id": "then", "name": "And then"}],
        "milestones": [
            _milestone("M01", "first", "Agree the plan", "2014-07"),
            _milestone("M02", "first", "Agree the money", "2014-09"),
            _milestone("M03", "then", "Begin", "2015-04"),
        ],
    }
    return DelegationProgramme.model_validate({**values, **traits})


def _milestone(slug: str, section: str, activity: str, due: str) -> dict[str, object]:
    return {"id": slug, "section": section, "activity": activity, "due_month": due, **SETTING}


async def taken_up(scope: Scope, programme: DelegationProgramme | None = None) -> ProgrammeView:
    """Take the programme up, in a transaction of its own."""
    async with transactions.scope_tx(scope):
        programme_id = await operations.take_up_programme(scope, programme=programme or a_programme())
        return await queries.programme(scope, programme_id=programme_id)


async def a_person(
    scope: Scope, name: str, *, roles: Iterable[str] = (), chairs: UUID | None = None
) -> Scope:
    """The scope of a new person of the tenant; `chairs` is the committee that they chair."""
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope,
            name=name,
            job_title="Invented for a test",
            email=f"{name.replace(' ', '.').lower()}@example.invalid",
        )
        for role in roles:
            await persons.grant_role(scope, person_id=person_id, role=role)
        seats: tuple[HeldSeat, ...] = ()
        if chairs is not None:
            seat = await seat_id(scope, chairs, "chair")
            await committees.appoint(scope, seat_id=seat, person_id=person_id, from_on=FIRST)
            seats = (
                HeldSeat(committee_id=chairs, seat_id=seat, capacity="lay", office="chair", voting=True),
            )
    return replace(scope, actor=Actor(name=name, person_id=person_id), roles=frozenset(roles), seats=seats)


async def a_governing_body(scope: Scope, *, kind: str = "governing-body") -> UUID:
    async with transactions.scope_tx(scope):
        return await committees.form_committee(
            scope, committee=a_committee(id=kind, name=f"The {kind}", kind=kind)
        )

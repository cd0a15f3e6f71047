"""Who handles a concern that touches the Guardian or the governance lead, and since when breaches are kept."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.committees import queries as committees
from backend.concerns.rules import handling
from backend.concerns.tables import Settings
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import permissions
from backend.people import queries as people
from backend.people.queries import PersonLine
from backend.scope import Scope

PERMISSION = "concerns.handle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The tenant's settings; nobody and no day until they are settled."""

    stand_in_person_id: UUID | None = None
    kept_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who holds what on a day, as far as concerns ask."""

    guardians: tuple[PersonLine, ...]
    leads: tuple[PersonLine, ...]
    stand_in: PersonLine | None

    @property
    def top(self) -> frozenset[UUID]:
        """Guardians and governance leads."""
        return frozenset(person.id for person in (*self.guardians, *self.leads))


async def settled(scope: Scope) -> Settled:
    rows = await Settings.within(scope, Settings.stand_in_person_id, Settings.kept_since)
    return Settled(**rows[0]) if rows else Settled()


async def office_of(scope: Scope) -> Office:
    """The Guardians, the governance leads, and who stands in for them, today."""
    stand_in = (await settled(scope)).stand_in_person_id
    everybody = await people.people_of(scope)
    return Office(
        guardians=tuple(person for person in everybody if permissions.GUARDIAN in person.roles),
        leads=tuple(person for person in everybody if permissions.OFFICER in person.roles),
        stand_in=next((person for person in everybody if person.id == stand_in), None),
    )


async def may_handle(scope: Scope, person: PersonLine) -> bool:
    """Whether a person has an account and a role, or a seat, in which concerns are handled."""
    seats = await committees.seats_held_by(scope, person_id=person.id, on=scope.today)
    held = permissions.permissions_for({*person.roles, *permissions.roles_of_seats(seats)})
    return PERMISSION in held and person.account_id is not None


async def settle(scope: Scope, *, stand_in_person_id: UUID | None, kept_since: date | None) -> None:
    """Name who handles concerns about the Guardian or the governance lead. Raises `handling.UnableToHandle`."""
    office = await office_of(scope)
    if stand_in_person_id is not None:
        person = await people.person_line_of(scope, person_id=stand_in_person_id)
        handling.check_stand_in(
            name=person.name,
            person_id=person.id,
            guardians=[each.id for each in office.guardians],
            leads=[each.id for each in office.leads],
            permitted=await may_handle(scope, person),
        )
    rows = await Settings.within(scope, Settings.id, Settings.stand_in_person_id, Settings.kept_since)
    after = {"stand_in_person_id": stand_in_person_id, "kept_since": kept_since}
    if rows:
        before = dict(rows[0])
        settings_id = before.pop("id")
        await Settings.change(scope, **after).where(Settings.id == settings_id)
    else:
        before = None
        settings_id = await Settings.add(scope, **after)
    subject = Record(room="concerns", kind="settings", id=settings_id, title="Handling of concerns")
    await ledger.record(scope, "concerns.settings.changed", subject, before=before, after=after)

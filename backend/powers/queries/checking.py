"""May they decide this? The rules' finding, from the scheme as it stands."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.catalogue.quorum import OFFICE_IN_WORDS, Office
from backend.committees import queries as committees
from backend.powers import rules
from backend.powers.queries.joint import with_other_bodies
from backend.powers.queries.reading import scheme_of
from backend.powers.rules import Decider, Finding, Party, PartyKind
from backend.scope import Scope


async def finding_for(
    scope: Scope,
    function_id: UUID,
    value: int | Decimal | None = None,
    committee_id: UUID | None = None,
    person_id: UUID | None = None,
    on: date | None = None,
    *,
    scheme: rules.Scheme | None = None,
) -> Finding:
    """May the committee, or the person, decide the function on a day (today where none is given)?

    `value` is whole pence, or pounds where it is a Decimal. With a person the person decides, by name or by the
    offices that they hold on that day (for a committee: the general offices and those of that committee), and the
    committee's own powers don't count. Whoever asks often hands in the `scheme` that they read once. Never raises.
    Of a joint committee it is what all its bodies say.
    """
    day = on or scope.today
    known = scheme if scheme is not None else await scheme_of(scope, on=day)
    decider = await decider_of(scope, committee_id=committee_id, person_id=person_id, on=day)
    pence = rules.pence_of(value)
    own = rules.finding(known, function_id=function_id, value=pence, decider=decider, on=day)
    if committee_id is None or person_id is not None:
        return own
    return await with_other_bodies(
        scope, own, committee_id=committee_id, function_id=function_id, value=pence, on=day
    )


async def decider_of(
    scope: Scope,
    *,
    committee_id: UUID | None = None,
    person_id: UUID | None = None,
    office: Office | None = None,
    on: date,
) -> Decider | None:
    """Whoever would decide; `office` alone, or of the committee. Nobody where nobody is named or known."""
    names = await committees.committee_names(scope)
    body = names.get(committee_id) if committee_id else None
    if office is not None:
        kind = Party(kind=PartyKind.OFFICE, office=office, committee_id=committee_id, name=body or "")
        general = Party(kind=PartyKind.OFFICE, office=office)
        return Decider(name=kind.said, keys=frozenset({kind.key, general.key}), committee_id=committee_id)
    if person_id is not None:
        return await _person(scope, person_id, committee_id, on)
    if committee_id is None or body is None:
        return None
    party = Party(kind=PartyKind.COMMITTEE, committee_id=committee_id, name=body)
    return Decider(name=party.said, keys=frozenset({party.key}), committee_id=committee_id)


async def _person(scope: Scope, person_id: UUID, committee_id: UUID | None, on: date) -> Decider | None:
    name = (await committees.people_named(scope, [person_id])).get(person_id)
    if name is None:
        return None
    keys = {Party(kind=PartyKind.PERSON, person_id=person_id).key}
    held = []
    for seat in await committees.seats_held_by(scope, person_id=person_id, on=on):
        if seat.office is None:
            continue
        office = Office(seat.office)
        held.append(OFFICE_IN_WORDS[office])
        keys.add(Party(kind=PartyKind.OFFICE, office=office).key)
        if committee_id is None or seat.committee_id == committee_id:
            keys.add(Party(kind=PartyKind.OFFICE, office=office, committee_id=seat.committee_id).key)
    return Decider(name=name, keys=frozenset(keys), committee_id=committee_id)

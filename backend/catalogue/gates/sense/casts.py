"""Demonstrations that nobody can take for real, and that can be lived through."""

from collections import Counter
from collections.abc import Iterator

from backend.catalogue import quorum as quorums
from backend.catalogue.committees import Committee
from backend.catalogue.demonstrations import DemonstrationDocument, Part
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.quorum import SeatHeld

INVENTED_SURNAMES = frozenset(
    [
        "Bookish",
        "Exemplar",
        "Fabled",
        "Fictional",
        "Imagined",
        "Invented",
        "Madeup",
        "Mythical",
        "Notreal",
        "Nowhere",
        "Paperman",
        "Pretend",
        "Sample",
        "Specimen",
        "Storybook",
        "Supposed",
    ]
)
"""Surnames that nobody can take for a real person's. A cast uses no others."""


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.cast is not None:
            file = f"{tenant.folder}/demonstration/cast.toml"
            yield from _plainly_invented(file, tenant, tenant.cast)
            yield from _names(file, tenant.cast)
            yield from _dates(file, tenant.cast)
            yield from _items(file, tenant.cast)
            if tenant.committees is not None:
                for committee in tenant.committees.committees:
                    yield from _sitting(file, tenant.cast, committee)


def _plainly_invented(file: str, tenant: TenantDraft, cast: DemonstrationDocument) -> Iterator[Problem]:
    if tenant.tenant is not None and not tenant.tenant.demonstration:
        yield nonsense(
            file, "says", "A cast belongs to a demonstration; tenant.toml does not say that it is one."
        )
    if "DEMONSTRATION" not in cast.says:
        yield nonsense(file, "says", "The banner must hold the word DEMONSTRATION.")
    for person in cast.people:
        if person.name.split()[-1] not in INVENTED_SURNAMES:
            sentence = f"“{person.name}” could be taken for a real person; use an invented surname."
            yield nonsense(file, f"people[{person.id}].name", sentence)
    for each in cast.organisations:
        if "(demonstration)" not in each.name:
            sentence = f"“{each.name}” could be taken for a real organisation; add “(demonstration)”."
            yield nonsense(file, f"organisations[{each.id}].name", sentence)


def _names(file: str, cast: DemonstrationDocument) -> Iterator[Problem]:
    yield from twice(file, "people", [person.id for person in cast.people])
    yield from twice(file, "people", [person.email for person in cast.people])
    yield from twice(file, "organisations", [each.id for each in cast.organisations])
    yield from twice(file, "interests", [interest.id for interest in cast.interests])
    yield from twice(file, "nil_returns", [nil.person for nil in cast.nil_returns])
    yield from twice(file, "offers", [offer.id for offer in cast.offers])
    yield from twice(file, "meetings", [meeting.id for meeting in cast.meetings])
    yield from twice(file, "actions", [action.id for action in cast.actions])
    declared = {interest.person for interest in cast.interests}
    for nil in cast.nil_returns:
        if nil.person in declared:
            sentence = (
                f"“{nil.person}” makes a nil return and declares an interest; it must be one of the two."
            )
            yield nonsense(file, "nil_returns", sentence)


def _dates(file: str, cast: DemonstrationDocument) -> Iterator[Problem]:
    begins = cast.clock_starts.date()
    for interest in cast.interests:
        key = f"interests[{interest.id}]"
        if interest.to_date is not None and interest.to_date < interest.from_date:
            yield nonsense(file, f"{key}.to", f"It ends on {interest.to_date}, before it begins.")
        if interest.declared_on < interest.from_date:
            yield nonsense(file, f"{key}.declared_on", "It was declared before it began.")
        if interest.indirect and not interest.relationship:
            yield nonsense(file, f"{key}.relationship", "An indirect interest says through whom.")
    for offer in cast.offers:
        if offer.declared_on < offer.offered_on:
            yield nonsense(file, f"offers[{offer.id}].declared_on", "It was declared before it was offered.")
    for meeting in cast.meetings:
        if meeting.day < begins:
            sentence = f"The meeting lies before the demonstration's clock starts ({begins})."
            yield nonsense(file, f"meetings[{meeting.id}].date", sentence)


def _items(file: str, cast: DemonstrationDocument) -> Iterator[Problem]:
    for meeting in cast.meetings:
        key = f"meetings[{meeting.id}].items"
        yield from twice(file, key, [item.number for item in meeting.items])
        for item in meeting.items:
            if (item.part is Part.PRIVATE) is not (item.private_reason is not None):
                sentence = "A private item, and no other, gives the reason why the public is excluded."
                yield nonsense(file, f"{key}[{item.number}].private_reason", sentence)


def _sitting(file: str, cast: DemonstrationDocument, committee: Committee) -> Iterator[Problem]:
    held = Counter(h.seat for p in cast.people for h in p.seats if h.committee == committee.id)
    for seat in committee.seats:
        if held[seat.id] > seat.count:
            holders = f"There are {held[seat.id]} people who hold the seat “{seat.id}” of “{committee.id}”"
            sentence = f"{holders}, which has {seat.count}."
            yield nonsense(file, "people", sentence)
    meets = [meeting for meeting in cast.meetings if meeting.committee == committee.id]
    if not meets or committee.quorum is None:
        return
    answer = quorums.is_met(committee.quorum, seats_held(cast, committee))
    if not answer.met:
        sentence = f"“{committee.id}” meets, but its cast is not quorate. {' '.join(answer.unmet)}"
        yield nonsense(file, "people", sentence)


def seats_held(cast: DemonstrationDocument, committee: Committee) -> tuple[SeatHeld, ...]:
    """Who of the cast sits on a committee."""
    found = []
    for person in cast.people:
        for holding in person.seats:
            seat = committee.seat(holding.seat) if holding.committee == committee.id else None
            if seat is not None:
                office = seat.office or holding.office
                found.append(SeatHeld(person.id, seat.id, seat.capacity, office, seat.voting))
    return tuple(found)

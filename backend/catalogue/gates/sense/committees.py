"""Committees that can sit: quorum within their seats, one chair, no circle of reporting."""

from collections.abc import Iterator, Mapping, Sequence

from backend.catalogue import quorum as quorums
from backend.catalogue.committees import Committee
from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.quorum import OFFICE_IN_WORDS
from backend.catalogue.voting import faults_in


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.committees is None:
            continue
        file = f"{tenant.folder}/committees.toml"
        committees = tenant.committees.committees
        yield from twice(file, "committees", [committee.id for committee in committees])
        yield from _circles(file, {committee.id: committee for committee in committees})
        for committee in committees:
            yield from _seats(file, committee)
            yield from _quorum(file, committee)
            yield from _voting(file, committee)


def _seats(file: str, committee: Committee) -> Iterator[Problem]:
    place = f"committees[{committee.id}].seats"
    yield from twice(file, place, [seat.id for seat in committee.seats])
    if committee.seats and committee.seats_from is None:
        yield nonsense(file, place, "The seats do not say where they come from; add seats_from.")
    for office, words in OFFICE_IN_WORDS.items():
        holders = sum(seat.count for seat in committee.seats if seat.office is office)
        if holders > 1:
            yield nonsense(file, place, f"There are {holders} seats for the {words}; there can be one.")


def _quorum(file: str, committee: Committee) -> Iterator[Problem]:
    place = f"committees[{committee.id}].quorum"
    if committee.quorum is None:
        return
    if committee.quorum_from is None:
        yield nonsense(file, place, "The quorum does not say where it comes from; add quorum_from.")
    for reason in dict.fromkeys(quorums.out_of_reach(committee.quorum, committee.all_filled)):
        yield nonsense(file, place, f"The quorum {reason}: it could never be met.")


def _voting(file: str, committee: Committee) -> Iterator[Problem]:
    place = f"committees[{committee.id}].voting"
    if committee.voting is None:
        return
    if committee.voting_from is None:
        yield nonsense(file, place, "The classes do not say where they come from; add voting_from.")
    for fault in faults_in(committee.voting, committee.all_filled, committee.seat_names):
        yield nonsense(file, place, f"Voting by class does not fit the seats: {fault}.")


def _circles(file: str, committees: Mapping[str, Committee]) -> Iterator[Problem]:
    """Each circle once, told from its alphabetically first committee."""
    told: set[frozenset[str]] = set()
    for start in sorted(committees):
        circle = _way_back(start, committees)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = " reports to ".join(f"“{name}”" for name in [*circle, circle[0]])
            yield nonsense(
                file, f"committees[{start}].reports_to", f"Reporting goes round in a circle: {way}."
            )


def _way_back(start: str, committees: Mapping[str, Committee]) -> Sequence[str]:
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        committee = committees.get(way[-1])
        for line in committee.reports_to if committee else ():
            if line.to == start:
                return way
            if line.to not in seen:
                seen.add(line.to)
                ways.append([*way, line.to])
    return ()

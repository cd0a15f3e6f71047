"""Votes of a body that votes by class: each class's own number, with those who voted by name among them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.catalogue.voting import Voting
from backend.sittings import presence, rules
from backend.sittings.queries.situation import Situation

Ballot = tuple[str, UUID | None, int, bool, str | None]
"""How somebody, or so many without names, voted: choice, person, how many, whether the casting vote, which class."""


def tally_of(
    situation: Situation,
    room: Sequence[presence.Present],
    tally: rules.Tally,
    named: Mapping[UUID, rules.Choice],
) -> rules.Tally:
    """The tally as it is to be recorded: by class where the body votes so, as a single count where it does not.

    Whoever voted by name counts in their class where no higher number was given for it. Raises rules.UnableToRecord
    for votes of which nobody could say in which class they were cast.
    """
    if situation.voting is None:
        return rules.Tally(
            votes_for=tally.votes_for, against=tally.against, abstained=tally.abstained, casting=tally.casting
        )
    voting = situation.voting
    given = {each.id: each for each in tally.classes}
    unknown = next((each for each in given if each not in {known.id for known in voting.classes}), None)
    if unknown is not None:
        raise rules.UnableToRecord(
            "The classes by which this body votes were changed meanwhile. Look at the page again."
        )
    classes = classes_of(situation, room)
    by_name: dict[tuple[str | None, rules.Choice], int] = {}
    for person_id, choice in named.items():
        key = classes.get(str(person_id)), choice
        by_name[key] = by_name.get(key, 0) + 1
    counted = [_one(voting, known.id, given.get(known.id), by_name) for known in voting.classes]
    whole = rules.Tally.by_class(counted, casting=tally.casting)
    for choice in rules.Choice:
        if _number(tally, choice) > _number(whole, choice) + by_name.get((None, choice), 0):
            raise rules.UnableToRecord(
                "This body votes by class. Enter the votes of each class.", field="class_1_for"
            )
    return whole


def classes_of(situation: Situation, room: Sequence[presence.Present]) -> dict[str, str]:
    """The class for which each person votes: by the seat in which they are there, else by the seat that they hold."""
    if situation.voting is None:
        return {}
    seats = {member.who: member.seats for member in situation.members}
    seats.update({present.who: present.seats for present in room if present.seats})
    found = {who: situation.voting.class_of(held) for who, held in seats.items()}
    return {who: each.id for who, each in found.items() if each is not None}


def ballots_of(
    tally: rules.Tally, named: Mapping[UUID, rules.Choice], classes: Mapping[str, str]
) -> list[Ballot]:
    """Those by name each on a line, and the rest as numbers, class by class where there are classes."""
    counts: dict[tuple[rules.Choice, str | None], int] = {}
    for each in tally.classes or [tally]:
        class_id = each.id if isinstance(each, rules.ClassTally) else None
        counts[rules.Choice.FOR, class_id] = each.votes_for
        counts[rules.Choice.AGAINST, class_id] = each.against
        counts[rules.Choice.ABSTAINED, class_id] = each.abstained
    lines: list[Ballot] = []
    for person_id, choice in named.items():
        own = classes.get(str(person_id)) if tally.classes else None
        lines.append((choice.value, person_id, 1, False, own))
        if (choice, own) in counts:
            counts[choice, own] -= 1
    lines += [(choice.value, None, count, False, own) for (choice, own), count in counts.items() if count > 0]
    if tally.casting:
        lines.append((tally.casting.value, None, 1, True, None))
    return lines


def _one(
    voting: Voting,
    class_id: str,
    given: rules.ClassTally | None,
    by_name: Mapping[tuple[str | None, rules.Choice], int],
) -> rules.ClassTally:
    own = {choice: by_name.get((class_id, choice), 0) for choice in rules.Choice}
    return rules.ClassTally(
        id=class_id,
        name=next(each.name for each in voting.classes if each.id == class_id),
        votes_for=max(given.votes_for if given else 0, own[rules.Choice.FOR]),
        against=max(given.against if given else 0, own[rules.Choice.AGAINST]),
        abstained=max(given.abstained if given else 0, own[rules.Choice.ABSTAINED]),
    )


def _number(tally: rules.Tally, choice: rules.Choice) -> int:
    return {
        rules.Choice.FOR: tally.votes_for,
        rules.Choice.AGAINST: tally.against,
        rules.Choice.ABSTAINED: tally.abstained,
    }[choice]

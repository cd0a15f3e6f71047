"""A ladder as an officer writes it: what its rungs may say, every fault at once, and how it differs from another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from backend.catalogue import wording
from backend.catalogue.chasing import MOST_RUNGS, OwnRung
from backend.catalogue.workflows import About, Actor, WorkflowDocument
from backend.chasing.rules.ladders import WHO, Ladder, Rung, comes_before, ladder_of, rung_of

_REACHES: Mapping[About, tuple[Actor, ...]] = MappingProxyType(
    {
        About.DECLARATION: (
            Actor.DECLARANT, Actor.LINE_MANAGER, Actor.EXECUTIVE_OWNER, Actor.GOVERNANCE_OFFICER, Actor.COI_GUARDIAN,
        ),
        About.ACTION: (
            Actor.OWNER, Actor.LINE_MANAGER, Actor.EXECUTIVE_OWNER, Actor.CHAIR, Actor.VICE_CHAIR,
            Actor.GOVERNANCE_OFFICER,
        ),
        About.PAPER: (
            Actor.AUTHOR, Actor.LINE_MANAGER, Actor.EXECUTIVE_OWNER, Actor.CHAIR, Actor.VICE_CHAIR,
            Actor.GOVERNANCE_OFFICER,
        ),
        About.MILESTONE: (
            Actor.OWNER, Actor.LINE_MANAGER, Actor.EXECUTIVE_OWNER, Actor.CHAIR, Actor.VICE_CHAIR,
            Actor.GOVERNANCE_OFFICER,
        ),
        About.CLAIM: (
            Actor.GOVERNANCE_OFFICER, Actor.CHAIR, Actor.VICE_CHAIR, Actor.EXECUTIVE_OWNER, Actor.LINE_MANAGER,
        ),
        About.TERMS: (Actor.CHAIR, Actor.VICE_CHAIR, Actor.EXECUTIVE_OWNER, Actor.GOVERNANCE_OFFICER),
        About.EVIDENCE: (Actor.OWNER, Actor.LINE_MANAGER, Actor.EXECUTIVE_OWNER, Actor.GOVERNANCE_OFFICER),
    }
)  # fmt: skip
"""Whom a rung about each kind of thing can find. None of them is a regulator, the press or the public."""

_NEVER_OFFERED = frozenset({"address"})
"""Places that shipped words may hold and letters leave empty: the letter's own links stand below its words."""

_HARD = 200
"""Characters of a subject that a mail program still shows in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the rungs of a ladder may name: roles, states in which the thing is owed, and places with samples."""

    title: str
    roles: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a draft; `rung` is the rung's id, or empty where it is the whole ladder."""

    rung: str
    sentence: str


class Turn(StrEnum):
    """What became of a rung."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A rung of a draft beside the one in force; `changes` are the traits that differ, as (name, before, after)."""

    turn: Turn
    before: Rung | None
    after: Rung | None
    changes: tuple[tuple[str, str, str], ...] = ()


def offer_of(document: WorkflowDocument) -> Offer:
    """What a ladder about this kind of thing may say."""
    samples = wording.SAMPLES[document.about]
    return Offer(
        title=document.title,
        roles=tuple((role.value, WHO[role.value]) for role in _REACHES[document.about]),
        states=tuple((state.id, state.name) for state in document.states if not state.final),
        places={name: sample for name, sample in samples.items() if name not in _NEVER_OFFERED},
    )


def own_rungs(document: WorkflowDocument) -> tuple[OwnRung, ...]:
    """The shipped rungs as a draft begins with them, in the order of their days."""
    found = [OwnRung(**dict(each), escalates=each is document.escalation) for each in document.rungs]
    return tuple(found)


def faults_of(rungs: Sequence[OwnRung], document: WorkflowDocument) -> tuple[Fault, ...]:
    """Everything that is wrong with a draft, told at once: only one without a fault can be put in force."""
    offer = offer_of(document)
    climbed = ladder_of(document, own=rungs).rungs
    return (
        *_of_whole(climbed),
        *_backwards(climbed),
        *(each for rung in rungs for each in _of_rung(rung, offer)),
    )


def sample_of(words: str, offer: Offer) -> str:
    """The words as somebody would read them, or as they were written where a place is wrong."""
    try:
        return wording.rendered(words, offer.places)
    except ValueError:
        return words


def compared(before: Ladder, after: Ladder) -> tuple[Compared, ...]:
    """The rungs of the draft in its order, then those that are gone."""
    known = {rung.id: rung for rung in before.rungs}
    found = []
    for rung in after.rungs:
        old = known.pop(rung.id, None)
        changes = () if old is None else tuple(_changes(old, rung))
        turn = Turn.NEW if old is None else Turn.CHANGED if changes else Turn.SAME
        found.append(Compared(turn=turn, before=old, after=rung, changes=changes))
    gone = [Compared(turn=Turn.GONE, before=rung, after=None) for rung in known.values()]
    return (*found, *gone)


def in_order(rungs: Iterable[OwnRung]) -> tuple[OwnRung, ...]:
    """Rungs by their days, about: working days count for seven in five. The escalation comes last of one day."""
    return tuple(
        sorted(rungs, key=lambda each: (each.offset_days * (1.4 if each.working else 1), each.escalates))
    )


def _of_whole(rungs: Sequence[Rung]) -> Iterator[Fault]:
    if not rungs:
        yield Fault(
            "", "The ladder has no rung, so that nobody is ever reminded. Add one, or switch the ladder off."
        )
        return
    if len(rungs) > MOST_RUNGS:
        yield Fault("", f"The ladder has {len(rungs)} rungs; {MOST_RUNGS} are the most.")
    if len({rung.id for rung in rungs}) < len(rungs):
        yield Fault("", "Two rungs have one name.")
    ends = [rung for rung in rungs if rung.escalates]
    if not ends:
        yield Fault(
            "", "The ladder has no end: say which rung is the escalation, after which somebody decides."
        )
    if len(ends) > 1:
        yield Fault("", "The ladder has more than one escalation: only the last rung is one.")
    elif ends and ends[0] is not rungs[-1]:
        yield Fault(ends[0].id, f"The escalation ({ends[0].when}) is not the last rung.")
    if ends and ends[0].offset < 0:
        yield Fault(ends[0].id, f"The escalation comes {ends[0].when}: nothing is late by then.")


def _backwards(rungs: Sequence[Rung]) -> Iterator[Fault]:
    for earlier, later in pairwise(rungs):
        if comes_before(later, earlier):
            yield Fault(later.id, f"The days go backwards: “{later.when}” can come before “{earlier.when}”.")


def _of_rung(rung: OwnRung, offer: Offer) -> Iterator[Fault]:
    when = rung_of(rung, escalates=rung.escalates).when
    allowed = {role for role, _ in offer.roles}
    if not rung.to:
        yield Fault(rung.id, f"The rung {when} has nobody to send to.")
    for role in (*rung.to, *rung.otherwise):
        if role.value not in allowed:
            yield Fault(
                rung.id, f"The rung {when} names {role.value.replace('-', ' ')}, whom this ladder can’t find."
            )
    if not rung.while_in:
        yield Fault(rung.id, f"The rung {when} is never reached: say how the thing stands while it is owed.")
    for state in sorted(set(rung.while_in) - {each for each, _ in offer.states}):
        yield Fault(rung.id, f"The rung {when} names “{state}”, which is no state in which anything is owed.")
    for name, words in (("subject", rung.notice.subject), ("text", rung.notice.text)):
        try:
            wording.rendered(words, offer.places)
        except ValueError as refusal:
            yield Fault(rung.id, f"The {name} of the rung {when} {refusal}.")
    if len(rung.notice.subject) > _HARD:
        yield Fault(rung.id, f"The subject of the rung {when} is longer than {_HARD} characters.")


def new_name(known: Collection[str]) -> str:
    """A rung's name that no version of the ladder has had: what was dealt with under a name stays so."""
    number = 1
    while f"own-{number}" in known:
        number += 1
    return f"own-{number}"


def _changes(before: Rung, after: Rung) -> Iterator[tuple[str, str, str]]:
    for name, old, new in (
        ("When", before.when, after.when),
        ("To", before.whom, after.whom),
        ("Subject", before.subject, after.subject),
        ("Text", before.text, after.text),
        ("While it is", ", ".join(before.while_in), ", ".join(after.while_in)),
        ("Urgent", _yes(before.urgent), _yes(after.urgent)),
        ("Escalation", _yes(before.escalates), _yes(after.escalates)),
    ):
        if old != new:
            yield name, old, new


def _yes(value: bool) -> str:
    return "yes" if value else "no"

"""Whom a rung reaches on a day: the owner or who stands in, who holds a role, and who gets it where nobody does."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from backend.chasing.rules.ladders import WHO, Rung
from backend.chasing.rules.owing import Life, Person, Thing

_HOLDING = frozenset({"owner", "deputy", "declarant", "author"})
_OVER_OWNER = frozenset({"line-manager", "executive-owner"})
"""Roles that follow from who owns the thing: who manages them, and the nearest executive owner above them."""


def meant(
    thing: Thing, rung: Rung, life: Life, day: date
) -> tuple[dict[UUID, UUID | None], str, dict[UUID, str]]:
    """Whom a rung is for, and in whose name each could answer; the roles that nobody holds, in words; and why
    somebody gets it in the place of such a role."""
    told: dict[UUID, UUID | None] = {}
    empty, missing = [], []
    if _HOLDING & set(rung.to):
        holder = holder_of(thing, life.people, day)
        if holder is not None and not thing.answering:
            told[holder] = holder
        elif thing.instead is not None:
            told.update((each, None) for each in life.roles.get(thing.instead, ()))
        elif holder is None:
            missing.append(f"is here as {WHO[next(role for role in rung.to if role in _HOLDING)]}")
    for role in rung.to:
        if role in _HOLDING:
            continue
        everybody = _holding(role, thing, life)
        held = [each for each in everybody if each not in thing.not_to]
        for person_id in held:
            told.setdefault(person_id, None)
        if not any(_is_here(life, each, day) for each in held):
            missing.append(f"{'else ' if everybody and not held else ''}is known as {WHO.get(role, role)}")
            if not held:
                empty.append(missing[-1])
    instead: dict[UUID, str] = {}
    if missing and rung.otherwise:
        why = f"Nobody {' or '.join(missing)}, so that it goes where the ladder says."
        for role in rung.otherwise:
            for person_id in _holding(role, thing, life):
                if person_id not in told and person_id not in thing.not_to:
                    told[person_id] = None
                    instead[person_id] = why
        if any(_is_here(life, each, day) for each in instead):
            empty = []
    return told, f"Nobody {' or '.join(empty)}." if empty else "", instead


def _holding(role: str, thing: Thing, life: Life) -> tuple[UUID, ...]:
    """Who holds a role: for this very thing, over its owner, or in the organisation."""
    if role in thing.posts:
        return thing.posts[role]
    if role in _HOLDING:
        return thing.holders
    if role not in _OVER_OWNER:
        return life.roles.get(role, ())
    above = _line_above(thing.holders[0], life) if thing.holders else []
    if role == "line-manager":
        return tuple(above[1:2])
    executives = set(life.roles.get(role, ()))
    return tuple([each for each in above if each in executives][:1])


def _line_above(person_id: UUID, life: Life) -> list[UUID]:
    """A person, their line manager, that one's, and so on; it ends where nobody is known, or in a circle."""
    found: list[UUID] = []
    here: UUID | None = person_id
    while here is not None and here not in found:
        found.append(here)
        person = life.people.get(here)
        here = person.manager_id if person else None
    return found


def _is_here(life: Life, person_id: UUID, day: date) -> bool:
    person = life.people.get(person_id)
    return person is not None and person.is_here(day)


def holder_of(thing: Thing, people: Mapping[UUID, Person], day: date) -> UUID | None:
    """Who is to do it on a day: the owner, or who stands in for one who is away or has left."""
    for each in thing.holders:
        person = people.get(each)
        if person is not None and person.takes_letters(day):
            return each
    return None

"""The rule set that binds the tenant as a page shows it, and whom a move to another would touch."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import overriding
from backend.catalogue.overriding import Override
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.shapes import Known, Mark
from backend.interests import settings
from backend.interests.queries import declarants, declarations, training
from backend.interests.rules import rule_sets as rules
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value with where it comes from. `own` is the tenant's, in place of `shipped`."""

    key: str
    area: rules.Area
    name: str
    words: str
    raw: Any
    shipped: str
    mark: Mark
    source: str
    note: str | None
    own: Override | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMoved:
    """Somebody for whom a move changes a day: when they next owe a declaration."""

    person_id: UUID
    name: str
    was_due: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The people for whom a move changes something, by name."""

    sooner: tuple[PersonMoved, ...]
    later: tuple[PersonMoved, ...]
    leave_the_public: tuple[str, ...]
    join_the_public: tuple[str, ...]
    must_train: tuple[tuple[str, str], ...]
    need_not_train: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinLine:
    """One pin of the past, newest first in a list."""

    rule_set: str
    overrides: int
    from_on: date
    settled_at: datetime
    settled_by: str
    reason: str


def values_of(edition: InterestRuleSet, overrides: tuple[Override, ...] = ()) -> tuple[Value, ...]:
    """Every value of an edition that has a name on a page, with the tenant's own in its place, by area."""
    lived = overriding.overridable(overriding.overridden(edition, overrides))
    own = {override.key: override for override in overrides}
    documents = {document.id: document for document in edition.documents}
    found = []
    for key, known in overriding.overridable(edition).items():
        named = rules.area_and_name(edition, key)
        if named is None:
            continue
        source = documents.get(known.source.document) if known.source else None
        found.append(
            Value(
                key=key,
                area=named[0],
                name=named[1],
                words=rules.in_words(lived[key].value),
                raw=lived[key].value,
                shipped=rules.in_words(known.value),
                mark=known.mark,
                source=source.title if source else "",
                note=known.note,
                own=own.get(key),
            )
        )
    areas = list(rules.Area)
    return tuple(sorted(found, key=lambda value: areas.index(value.area)))


def value_of(edition: InterestRuleSet, overrides: tuple[Override, ...], *, key: str) -> Value:
    """One value by its key. Raises `NotFound`."""
    for value in values_of(edition, overrides):
        if value.key == key:
            return value
    raise NotFound("value")


def known_of(edition: InterestRuleSet, key: str) -> Known[Any]:
    """The edition's own value, for its kind. Raises `NotFound`."""
    known = overriding.overridable(edition).get(key)
    if known is None or rules.area_and_name(edition, key) is None:
        raise NotFound("value")
    return known


async def pins_of(scope: Scope) -> tuple[PinLine, ...]:
    """What the tenant pinned and when, newest first."""
    rows = await fetch(
        """
        SELECT rule_set, jsonb_array_length(overrides) AS overrides, from_on, settled_at, settled_by, reason
        FROM interests_pin WHERE tenant_id = $1 ORDER BY settled_at DESC, id DESC""",
        scope.tenant.id,
    )
    return tuple(PinLine(**row) for row in rows)


async def touched_by(scope: Scope, *, old: InterestRuleSet, new: InterestRuleSet) -> Touched:
    """The people whom a move from `old` to `new` touches today; both as the tenant lives them."""
    people = await declarants.declarants_of(scope)
    standings = {each.person_id: each for each in await declarations.standings_of(scope)}
    moved = []
    for person in people:
        standing = standings.get(person.person_id)
        if standing is None or person.paused:
            continue
        was_due, due = (standing.due_on(each) for each in (old, new))
        if was_due != due:
            moved.append(
                PersonMoved(person_id=person.person_id, name=person.person_name, was_due=was_due, due=due)
            )
    public = {
        each: _published(people, each) for each in (old.publication.who.value, new.publication.who.value)
    }
    before, after = public[old.publication.who.value], public[new.publication.who.value]
    must = [await _must_train(scope, each) for each in (old, new)]
    return Touched(
        sooner=tuple(each for each in moved if each.due < each.was_due),
        later=tuple(each for each in moved if each.due > each.was_due),
        leave_the_public=tuple(name for each, name in before.items() if each not in after),
        join_the_public=tuple(name for each, name in after.items() if each not in before),
        must_train=tuple(words for each, words in must[1].items() if each not in must[0]),
        need_not_train=tuple(words for each, words in must[0].items() if each not in must[1]),
    )


async def newer_edition_of(scope: Scope) -> InterestRuleSet | None:
    """The edition in force, where the tenant lives by an older one; nothing where it does not."""
    try:
        binding = await settings.binding_of(scope)
    except settings.NoRuleSet:
        return None
    return binding.in_force if binding.overtaken else None


def _published(people: tuple[declarants.Declarant, ...], who: Any) -> dict[UUID, str]:
    everyone = who == "EVERYONE"
    return {each.person_id: each.person_name for each in people if everyone or each.decision_making}


async def _must_train(scope: Scope, rule_set: InterestRuleSet) -> dict[tuple[UUID, str], tuple[str, str]]:
    """Who must do which module under a rule set: name and the module's name."""
    lines = await training.training_of(scope, rule_set=rule_set)
    return {
        (line.person_id, line.module): (line.person_name, line.module_name) for line in lines if line.required
    }

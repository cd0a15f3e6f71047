"""How an organisation lives against its folder: setting by setting, and what it keeps on purpose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend import provision
from backend.catalogue import shelf
from backend.scope import Scope
from backend.setup.queries import settings as queries
from backend.setup.rules import places, shown, typed
from backend.setup.rules.groups import Group, every_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """One place where life and folder differ; `kept` says who keeps the organisation’s own there, and why."""

    group: Group
    place: str
    title: str
    ours: Any
    theirs: Any
    differences: tuple[tuple[str, str, str], ...]
    typed: typed.Typed
    base: Any
    kept: queries.ChangeLine | None = None

    @property
    def way(self) -> str:
        """What is so: it is in life alone, in the folder alone, or differs."""
        if self.theirs is None:
            return "In life alone"
        return "In the folder alone" if self.ours is None else "Differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Everything that differs, in a plan’s sentences and place by place."""

    sentences: tuple[str, ...]
    places: tuple[Drifted, ...]


async def drift_of(scope: Scope) -> Drift | None:
    """How life differs from the folder; `None` for an organisation that has none."""
    catalogue = shelf.catalogue()
    folder = catalogue.tenants.get(scope.tenant.slug)
    if folder is None:
        return None
    ours = await queries.living(scope)
    theirs = typed.said(folder)
    kept = {each.place: each for each in reversed(await queries.changes_of(scope)) if each.origin == "drift"}
    changes = await provision.plan(scope, folder, catalogue)
    return Drift(
        sentences=tuple(each.sentence for each in changes),
        places=tuple(_drifted(ours, theirs, kept)),
    )


def _drifted(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], kept: Mapping[str, queries.ChangeLine]
) -> Iterator[Drifted]:
    for group in every_group():
        plain = tuple(each for each in group.fields if not each.parts)
        if plain:
            yield from _plain(group, plain, ours, theirs, kept)
        for field in group.fields:
            if not field.parts:
                continue
            path = (field.name,)
            here = places.items_below(field, ours.get(field.name), path)
            there = places.items_below(field, theirs.get(field.name), path)
            for each in dict.fromkeys([*here, *there]):
                yield from _one(group, each, ours, theirs, kept)


def _plain(group: Group, fields: Any, ours: Any, theirs: Any, kept: Any) -> Iterator[Drifted]:
    mine = {each.name: ours[each.name] for each in fields if each.name in ours}
    others = {each.name: theirs[each.name] for each in fields if each.name in theirs}
    if mine != others:
        yield _made(group, fields, "", group.title, mine, others, kept, (mine, others))


def _one(group: Group, path: tuple[str, ...], ours: Any, theirs: Any, kept: Any) -> Iterator[Drifted]:
    mine, others = places.find(ours, path), places.find(theirs, path)
    found = mine or others
    if found is None:
        return
    fields = places.asked(found.field)
    one = _asked(fields, mine.value if mine else None)
    other = _asked(fields, others.value if others else None)
    if _loose(one) == _loose(other):
        return
    value = one if one is not None else other
    name = places.name_of(value or {}, path[-1]) if found.item else found.field.label
    yield _made(group, fields, "/".join(path), f"{group.title}: {name}", one, other, kept, (one, other))


def _asked(fields: Any, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    return {each.name: value[each.name] for each in fields if each.name in value}


def _loose(value: Any) -> Any:
    """Without the order of lists that rooms keep by keys of their own."""
    if isinstance(value, dict):
        return {name: _loose(each) for name, each in value.items()}
    return sorted(map(_loose, value), key=repr) if isinstance(value, list) else value


def _made(
    group: Group, fields: Any, place: str, title: str, mine: Any, others: Any, kept: Any, pair: Any
) -> Drifted:
    known = kept.get(place or group.roots[0])
    stands = known is not None and (known.after, known.before) == pair
    return Drifted(
        group=group,
        place=place,
        title=title,
        ours=mine,
        theirs=others,
        differences=tuple(shown.differences(fields, mine, others)),
        typed=typed.typed_of(fields, others),
        base=mine or {},
        kept=known if stands else None,
    )

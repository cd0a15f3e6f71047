"""Changes in words: how what lives differs from what the folder says, thing by thing and trait by trait."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from backend.catalogue.loader import Catalogue
from backend.catalogue.shapes import Provenance
from backend.catalogue.tenants import TenantDocument
from backend.scope import Scope


class ChangeKind(StrEnum):
    ADD = "add"
    CHANGE = "change"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `before` is how the tenant lives, `after` what the folder says; both are plain values."""

    kind: ChangeKind
    room: str
    what: str
    sentence: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing as a part carries it out: `before` is `None` for what is new, `after` for what is retired."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A trait that is a list of things with a key of their own, told apart in sentences of their own."""

    noun: str
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of thing that folders describe and one room keeps.

    `wanted` and `living` give the same models by key; `put` adds or changes, `retire` retires, in the order that
    `ordered` gives (parents before children; retiring goes the other way round). `exported` names the fields of the
    tenant's document that `living` fills.
    """

    room: str
    noun: str
    wanted: Callable[[TenantDocument, Catalogue], Mapping[str, Any]]
    living: Callable[[Scope], Awaitable[Mapping[str, Any]]]
    put: Callable[[Scope, Sequence[Step]], Awaitable[None]]
    retire: Callable[[Scope, Sequence[Step]], Awaitable[None]]
    exported: Callable[[TenantDocument, Mapping[str, Any]], Mapping[str, Any]]
    ordered: Callable[[Mapping[str, Any]], Sequence[str]] = list
    listed: Mapping[str, Listed] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    say: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


def steps_of(
    part: Part, wanted: Mapping[str, Any], living: Mapping[str, Any]
) -> tuple[list[Step], list[Step]]:
    """What to put and what to retire, each in an order in which it can be done."""
    putting = [
        Step(key=key, before=living.get(key), after=wanted[key])
        for key in part.ordered(wanted)
        if key not in living or list(_differences(part, living[key], wanted[key]))
    ]
    retiring = [
        Step(key=key, before=living[key], after=None)
        for key in reversed(part.ordered(living))
        if key not in wanted
    ]
    return putting, retiring


def changes_of(part: Part, putting: Iterable[Step], retiring: Iterable[Step]) -> Iterator[Change]:
    """The steps in words, one sentence a difference."""
    for step in putting:
        if step.before is None:
            yield _change(part, ChangeKind.ADD, step, f"The {_named(part, step)} would be added.")
        else:
            yield from _changed(part, step)
    for step in retiring:
        sentence = f"The {_named(part, step)} is not in the folder and would be retired."
        yield _change(part, ChangeKind.RETIRE, step, sentence)


def _changed(part: Part, step: Step) -> Iterator[Change]:
    for trait, before, after in _differences(part, step.before, step.after):
        if trait in part.listed:
            yield from _listed(part, step, part.listed[trait], before or {}, after or {})
            continue
        say = part.say.get(trait, _in_words)
        words = part.words.get(trait, trait.replace("_", " "))
        told = f"from {_said(say, before)} to {_said(say, after)}"
        sentence = f"The {words} of the {_named(part, step)} would change {told}."
        what = f"{part.noun} {step.key}: {words}"
        yield Change(
            kind=ChangeKind.CHANGE, room=part.room, what=what, sentence=sentence, before=before, after=after
        )


def _listed(
    part: Part, step: Step, listed: Listed, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        shown = new if new is not None else old
        assert shown is not None, "a key comes from one side or the other"
        thing = f"{listed.noun} “{shown[listed.name]}” of the {_named(part, step)}"
        if old is None:
            kind, sentence = ChangeKind.ADD, f"The {thing} would be added."
        elif new is None:
            kind, sentence = ChangeKind.RETIRE, f"The {thing} is not in the folder and would be retired."
        else:
            traits = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
            told = [
                f"{name.replace('_', ' ')} from {_said(_in_words, old.get(name))} to {_said(_in_words, new.get(name))}"
                for name in traits
            ]
            kind, sentence = ChangeKind.CHANGE, f"The {thing} would change: {'; '.join(told)}."
        what = f"{part.noun} {step.key}: {listed.noun} {key}"
        yield Change(kind=kind, room=part.room, what=what, sentence=sentence, before=old, after=new)


def _differences(part: Part, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    old, new = _traits(part, before), _traits(part, after)
    for trait in dict.fromkeys([*new, *old]):
        if old.get(trait) != new.get(trait):
            yield trait, old.get(trait), new.get(trait)


def _traits(part: Part, thing: Any) -> dict[str, Any]:
    """A model's traits as plain values; lists with keys of their own lose their order, provenance is one trait."""
    plain: dict[str, Any] = plain_values(thing)
    provenance: dict[str, Any] = {
        name: plain.pop(name) for name in ("source", "mark", "note") if name in plain
    }
    if "mark" in provenance:
        plain["provenance"] = provenance
    else:
        plain.update(provenance)
    for trait, listed in part.listed.items():
        plain[trait] = {each[listed.key]: each for each in plain.get(trait, ())}
    return plain


def plain_values(thing: Any) -> dict[str, Any]:
    """A model or a mapping as plain values, silent where it says nothing."""
    if isinstance(thing, BaseModel):
        values: dict[str, Any] = thing.model_dump(mode="json", exclude_none=True)
        return values
    return {name: value for name, value in thing.items() if value is not None}


def _change(part: Part, kind: ChangeKind, step: Step, sentence: str) -> Change:
    return Change(
        kind=kind,
        room=part.room,
        what=f"{part.noun} {step.key}",
        sentence=sentence,
        before=None if step.before is None else plain_values(step.before),
        after=None if step.after is None else plain_values(step.after),
    )


def _named(part: Part, step: Step) -> str:
    thing = plain_values(step.before if step.before is not None else step.after)
    name = thing.get("name") or thing.get("title")
    return f"{part.noun} “{name}”" if name else part.noun


def _said(say: Callable[[Any], str], value: Any) -> str:
    return "nothing" if value is None or value == [] or value == {} else say(value)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_in_words(each) for each in value)
    if isinstance(value, dict):
        if "mark" in value:
            provenance = Provenance(
                **{name: value[name] for name in ("source", "mark", "note") if name in value}
            )
            rest = {name: each for name, each in value.items() if name not in {"source", "mark", "note"}}
            told = [_in_words(rest)] if rest else []
            document = f" ({provenance.source.document})" if provenance.source else ""
            told.append(f"{provenance.provenance_in_words}{document}")
            return "; ".join([*told, *([f"“{provenance.note}”"] if provenance.note else [])])
        return "; ".join(f"{name.replace('_', ' ')} {_in_words(each)}" for name, each in value.items())
    return f"“{value}”" if isinstance(value, str) else str(value)

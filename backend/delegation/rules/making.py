"""Making a programme in the app: a whole programme in, the changed one out, or a sentence. Pure.

Whatever is changed, the result is judged as a file would be: every phase and milestone that is named is there, and
nothing waits for itself in a ring.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from backend.catalogue.programmes import DelegationProgramme, Milestone, Section, ring_in_words
from backend.catalogue.shapes import Mark
from backend.delegation.rules.dates import When
from backend.kit.calendar import MonthDate
from backend.scope import Refusal

_MOST_MILESTONES = 300
_NUMBERED = re.compile(r"([A-Z]{1,3})([0-9]{1,3})")


class UnableToChangeProgramme(Refusal):
    """A change of a programme that would leave it in disorder; the sentence says how."""


class Part(StrEnum):
    """What a programme is divided into: phases one after the other, streams side by side."""

    SECTION = "section"
    STREAM = "stream"

    @property
    def in_words(self) -> str:
        return {Part.SECTION: "phase", Part.STREAM: "stream"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneSaid:
    """A milestone as somebody writes it. `when` is a month, a day, or nothing where no date is given."""

    activity: str
    section: str
    stream: str | None = None
    when: When | None = None
    after: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()


def slug_of(name: str, *, taken: Collection[str]) -> str:
    """A name as it stands in an address, told apart from those that are taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "programme"
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def next_slug(taken: Collection[str]) -> str:
    """The number that a new milestone gets: M01 on, after the highest of the letters that most of them bear."""
    found = [match for each in taken if (match := _NUMBERED.fullmatch(each))]
    letters = [match[1] for match in found]
    prefix = max(sorted(set(letters)), key=letters.count, default="M")
    number = max((int(match[2]) for match in found if match[1] == prefix), default=0) + 1
    if number > 999:
        raise UnableToChangeProgramme("A programme has numbers for 999 milestones, and they are used up.")
    return f"{prefix}{number:02}"


def described(
    programme: DelegationProgramme, *, name: str, about: str, reviewing_body: str
) -> DelegationProgramme:
    return judged(programme, name=name, about=about, reviewing_body=reviewing_body)


def with_milestone(programme: DelegationProgramme, slug: str, said: MilestoneSaid) -> DelegationProgramme:
    """One more, after the last of its phase and stream."""
    if len(programme.milestones) >= _MOST_MILESTONES:
        raise UnableToChangeProgramme(f"A programme holds {_MOST_MILESTONES} milestones at the most.")
    new = _milestone(slug, said, None)
    every = list(programme.milestones)
    alike = [n for n, each in enumerate(every) if each.section == new.section]
    every.insert(alike[-1] + 1 if alike else len(every), new)
    return judged(programme, milestones=tuple(every))


def brought_back(programme: DelegationProgramme, milestone: Milestone) -> DelegationProgramme:
    """One that was retired, as it was; what it followed and is no longer there is left out."""
    there = {each.id for each in programme.milestones}
    again = milestone.model_copy(update={"after": tuple(each for each in milestone.after if each in there)})
    if again.section not in {each.id for each in programme.sections}:
        again = again.model_copy(update={"section": _first_section(programme)})
    if again.stream not in {None, *(each.id for each in programme.streams)}:
        again = again.model_copy(update={"stream": None})
    return judged(programme, milestones=(*programme.milestones, again))


def with_changed(
    programme: DelegationProgramme, slug: str, said: MilestoneSaid, *, fresh: bool
) -> DelegationProgramme:
    """A milestone said otherwise. Its first date changes only while it is `fresh`, or where it had none."""
    held = _found(programme, slug)
    if not fresh and held.due is not None and said.when != held.due:
        raise UnableToChangeProgramme(
            f"{slug} has been said to stand somewhere already, so its first date stays. Agree another date instead.",
            field="when",
        )
    changed = _milestone(slug, said, held)
    return judged(
        programme, milestones=tuple(changed if each.id == slug else each for each in programme.milestones)
    )


def with_moved(programme: DelegationProgramme, slug: str, *, up: bool) -> DelegationProgramme:
    """A milestone one place up or down among those of its phase."""
    held = _found(programme, slug)
    alike = [n for n, each in enumerate(programme.milestones) if each.section == held.section]
    place = next(n for n, at in enumerate(alike) if programme.milestones[at].id == slug)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(alike):
        raise UnableToChangeProgramme(
            f"{slug} is the {'first' if up else 'last'} of its phase already.", field="milestone_id"
        )
    every = list(programme.milestones)
    every[alike[place]], every[alike[other]] = every[alike[other]], every[alike[place]]
    return judged(programme, milestones=tuple(every))


def without(programme: DelegationProgramme, slug: str) -> DelegationProgramme:
    """A milestone retired: not while a gate stands before it or another follows it."""
    _found(programme, slug)
    gates = [
        gate.id
        for gate in programme.gates
        if gate.before == slug
        or slug in gate.guards.milestones
        or any(c.met_by == slug for c in gate.conditions)
    ]
    if gates:
        raise UnableToChangeProgramme(
            f"Gate {_listed(gates)} names {slug}, so it can’t be left out.", field="milestone_id"
        )
    followed = [each.id for each in programme.milestones if slug in each.after]
    if followed:
        come = "comes" if len(followed) == 1 else "come"
        raise UnableToChangeProgramme(
            f"{_listed(followed)} {come} after {slug}. Say first what {'it' if len(followed) == 1 else 'they'} "
            "should follow instead.",
            field="milestone_id",
        )
    return judged(programme, milestones=tuple(each for each in programme.milestones if each.id != slug))


def with_part(programme: DelegationProgramme, part: Part, name: str) -> DelegationProgramme:
    """One more phase or stream, at the end."""
    there = _parts(programme, part)
    if name.strip().casefold() in {each.name.casefold() for each in there}:
        raise UnableToChangeProgramme(f"There is a {part.in_words} of that name already.", field="name")
    new = _section(slug_of(name, taken={each.id for each in there}), name)
    return judged(programme, **{_FIELD[part]: (*there, new)})


def with_part_named(programme: DelegationProgramme, part: Part, key: str, name: str) -> DelegationProgramme:
    _part(programme, part, key)
    parts = tuple(_section(key, name) if each.id == key else each for each in _parts(programme, part))
    return judged(programme, **{_FIELD[part]: parts})


def with_part_moved(programme: DelegationProgramme, part: Part, key: str, *, up: bool) -> DelegationProgramme:
    _part(programme, part, key)
    parts = list(_parts(programme, part))
    place = next(n for n, each in enumerate(parts) if each.id == key)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(parts):
        raise UnableToChangeProgramme(
            f"“{parts[place].name}” is the {'first' if up else 'last'} already.", field="key"
        )
    parts[place], parts[other] = parts[other], parts[place]
    return judged(programme, **{_FIELD[part]: tuple(parts)})


def without_part(programme: DelegationProgramme, part: Part, key: str) -> DelegationProgramme:
    """A phase or stream left out, once no milestone belongs to it."""
    held = _part(programme, part, key)
    within = [
        each.id
        for each in programme.milestones
        if key == (each.section if part is Part.SECTION else each.stream)
    ]
    if within:
        raise UnableToChangeProgramme(
            f"{_listed(within)} {'belongs' if len(within) == 1 else 'belong'} to “{held.name}”. Move or leave out "
            f"{'it' if len(within) == 1 else 'them'} first.",
            field="key",
        )
    parts = tuple(each for each in _parts(programme, part) if each.id != key)
    return judged(programme, **{_FIELD[part]: parts})


def judged(programme: DelegationProgramme, **changes: object) -> DelegationProgramme:
    """The programme with `changes`, in order; raises UnableToChangeProgramme."""
    try:
        values = {name: getattr(programme, name) for name in type(programme).model_fields}
        found = DelegationProgramme(**{**values, **changes})
    except ValidationError as invalid:
        raise UnableToChangeProgramme(_first(invalid)) from None
    sections = {each.id for each in found.sections}
    streams = {each.id for each in found.streams}
    there = {each.id for each in found.milestones}
    for each in found.milestones:
        if each.section not in sections:
            raise UnableToChangeProgramme("Choose the phase from the list.", field="section")
        if each.stream is not None and each.stream not in streams:
            raise UnableToChangeProgramme("Choose the stream from the list.", field="stream")
        strangers = [name for name in each.after if name not in there]
        if strangers:
            raise UnableToChangeProgramme(
                f"{each.id} can’t come after {_listed(strangers)}: no such milestone is in this programme.",
                field="after",
            )
    if found.ring:
        raise UnableToChangeProgramme(
            f"Milestones would wait for each other in a ring: {ring_in_words(found.ring)}. Leave out one of these.",
            field="after",
        )
    return found


_FIELD = {Part.SECTION: "sections", Part.STREAM: "streams"}


def _milestone(slug: str, said: MilestoneSaid, held: Milestone | None) -> Milestone:
    """As it was said; where its source stands with it, it stays only while its words and date do."""
    expects = tuple(each for each in map(str.strip, said.expects) if each)
    month = said.when.isoformat() if isinstance(said.when, MonthDate) else None
    day = None if isinstance(said.when, MonthDate) else said.when
    same = held is not None and held.activity == said.activity.strip() and held.due == said.when
    try:
        return Milestone(
            id=slug,
            section=said.section,
            stream=said.stream or None,
            activity=said.activity,
            due_month=month,
            due_day=day,
            after=tuple(dict.fromkeys(said.after)),
            after_inferred=held is not None and held.after_inferred and held.after == said.after,
            expects=expects,
            reconstructed=held is not None and held.reconstructed and same,
            source=held.source if held is not None and same else None,
            mark=held.mark if held is not None and same else Mark.OURS,
            note=held.note if held is not None and same else None,
        )
    except ValidationError as invalid:
        raise UnableToChangeProgramme(_first(invalid)) from None


def _section(key: str, name: str) -> Section:
    try:
        return Section(id=key, name=name)
    except ValidationError:
        raise UnableToChangeProgramme("Enter a name of 300 characters or fewer.", field="name") from None


def _found(programme: DelegationProgramme, slug: str) -> Milestone:
    found = programme.milestone(slug)
    if found is None:
        raise UnableToChangeProgramme(f"{slug} is not a milestone of this programme any more.")
    return found


def _part(programme: DelegationProgramme, part: Part, key: str) -> Section:
    found = next((each for each in _parts(programme, part) if each.id == key), None)
    if found is None:
        raise UnableToChangeProgramme(f"The {part.in_words} is not there any more.", field="key")
    return found


def _parts(programme: DelegationProgramme, part: Part) -> tuple[Section, ...]:
    return programme.sections if part is Part.SECTION else programme.streams


def _first_section(programme: DelegationProgramme) -> str:
    if not programme.sections:
        raise UnableToChangeProgramme("Add a phase first: every milestone belongs to one.")
    return programme.sections[-1].id


def _first(invalid: ValidationError) -> str:
    problem = invalid.errors(include_url=False)[0]
    name = str(problem["loc"][0]).replace("_", " ") if problem["loc"] else "this"
    return f"What stands under “{name}” can’t be kept: {problem['msg'].removeprefix('Value error, ')}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""Changing the cover sheet of a tenant's papers: its fields, their order and their words. Pure.

A field keeps its kind for good, so that what papers have answered can still be read; another kind is another field.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.kit import calendar
from backend.scope import Refusal

MOST_FIELDS = 60
MOST_AHEAD = 2 * 366
"""Days from today by which an edition has to be in force."""

KIND_IN_WORDS = {
    FieldKind.TEXT: "Words",
    FieldKind.YES_NO: "Yes or no, with words if yes",
    FieldKind.CHOICE: "One of several answers",
    FieldKind.PURPOSE: "The purpose, as the agenda has it",
    FieldKind.MILESTONES: "Milestones of our programmes",
    FieldKind.CONSIDERED: "Where it was considered before",
    FieldKind.FREEDOM_OF_INFORMATION: "Freedom of information: public or exempt",
    FieldKind.CONFLICTS: "Conflicts of interest, with what the register says",
}

_ONCE = frozenset({FieldKind.PURPOSE, FieldKind.FREEDOM_OF_INFORMATION, FieldKind.CONFLICTS})


class UnableToChangeCoverSheet(Refusal):
    """A change of the cover sheet that can't be; the sentence names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """What an officer wrote of a field. `place` counts from 1; `choices` are of a field that offers some."""

    label: str
    place: int | None
    needed: bool
    hint: str | None = None
    heading: str | None = None
    none: str | None = None
    choices: tuple[str, ...] = ()
    taken_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A field to add."""

    kind: FieldKind
    words: FieldWords


def input_name(part: str, field_id: str) -> str:
    """The name of an input of the form, such as `label_legal`."""
    return f"{part}_{field_id}".replace("-", "_")


def changed(
    template: CoverTemplate,
    words: Mapping[str, FieldWords],
    new: NewField | None,
    *,
    taken_ids: Collection[str] = (),
) -> CoverTemplate:
    """The template with these words for its fields, by their ids; `taken_ids` were names of fields at any time.

    Of two fields with one place, that which was put there goes before that which was there. Raises
    UnableToChangeCoverSheet.
    """
    placed: list[tuple[float, int, CoverField]] = []
    for index, field in enumerate(template.fields, start=1):
        said = words[field.id]
        if said.taken_out:
            continue
        place = said.place or index
        # moved down, it goes behind what stands there; moved up, before it
        nudge = 0.5 if place > index else -0.5 if place < index else 0.0
        placed.append((place + nudge, index, _field(field.id, field.kind, said, at=field.id)))
    if new is not None:
        taken = {field.id for field in template.fields} | set(taken_ids)
        made = _field(_id_of(new.words.label, taken), new.kind, new.words, at="new")
        last = len(template.fields) + 1
        place = new.words.place or last
        placed.append((place - (0.75 if place < last else 0), 0, made))
    fields = tuple(field for _, _, field in sorted(placed, key=lambda each: each[:2]))
    _check(fields, new_id=made.id if new is not None else None)
    if fields == template.fields:
        raise UnableToChangeCoverSheet("The cover sheet stays exactly as it is, so nothing was changed.")
    return CoverTemplate(fields=fields)


def check_day(day: date, *, today: date, last: date | None) -> None:
    """An edition holds from today or later, and not before the one that it follows."""
    if day < today:
        raise UnableToChangeCoverSheet(
            "The day from which it holds can’t be in the past.", field="in_force_from"
        )
    if (day - today).days > MOST_AHEAD:
        raise UnableToChangeCoverSheet(
            "The day from which it holds must be within two years.", field="in_force_from"
        )
    if last is not None and day < last:
        raise UnableToChangeCoverSheet(
            f"The edition before it comes into force on {calendar.in_words(last)}. Choose that day or a later one, "
            "or undo that edition first.",
            field="in_force_from",
        )


def check_kinds(before: CoverTemplate, after: CoverTemplate) -> None:
    """A field keeps its kind of answer: papers answered it in that kind. Raises UnableToChangeCoverSheet."""
    for field in after.fields:
        old = before.field(field.id)
        if old is not None and old.kind is not field.kind:
            raise UnableToChangeCoverSheet(
                f"“{old.label}” keeps its kind of answer, since papers were answered in it. Take it out, and ask "
                "again under another name."
            )


def what_changed(before: CoverTemplate, after: CoverTemplate) -> tuple[str, ...]:
    """Sentences of what an edition does, one a field, and one for the order."""
    was = {field.id: field for field in before.fields}
    found = [f"“{field.label}” is no longer asked." for field in before.fields if not after.field(field.id)]
    for field in after.fields:
        old = was.get(field.id)
        if old is None:
            found.append(f"“{field.label}” is asked{' and needed' if field.needed else ''}.")
            continue
        if old.label != field.label:
            found.append(f"“{old.label}” is now called “{field.label}”.")
        if old.needed != field.needed:
            found.append(f"“{field.label}” is {'now' if field.needed else 'no longer'} needed.")
        if (old.hint, old.heading, old.none, old.choices) != (
            field.hint, field.heading, field.none, field.choices,
        ):  # fmt: skip
            found.append(f"“{field.label}” has other words beside it.")
    stayed = [field.id for field in after.fields if field.id in was]
    if stayed != [field.id for field in before.fields if after.field(field.id)]:
        found.append("The order is another.")
    return tuple(found)


def with_retired(
    template: CoverTemplate, known: Sequence[CoverField], answered: Collection[str]
) -> CoverTemplate:
    """The template with those fields behind it that a paper has answered and that are no longer asked."""
    asked = {field.id for field in template.fields}
    latest = {field.id: field for field in known}
    more = [latest[each] for each in answered if each in latest and each not in asked]
    return CoverTemplate(fields=(*template.fields, *more)) if more else template


def _field(field_id: str, kind: FieldKind, said: FieldWords, *, at: str) -> CoverField:
    if kind is FieldKind.CHOICE and len(said.choices) < 2:
        raise UnableToChangeCoverSheet(
            f"“{said.label}”: write at least two answers to choose from, one a line.",
            field=input_name("choices", at),
        )
    if len(set(said.choices)) < len(said.choices):
        raise UnableToChangeCoverSheet(
            f"“{said.label}”: each answer to choose from stands once.", field=input_name("choices", at)
        )
    try:
        return CoverField(
            id=field_id,
            label=said.label,
            kind=kind,
            hint=said.hint,
            heading=said.heading,
            choices=said.choices if kind is FieldKind.CHOICE else (),
            needed=said.needed,
            none=said.none if kind is FieldKind.YES_NO else None,
        )
    except ValidationError:
        raise UnableToChangeCoverSheet(
            f"“{said.label[:80]}”: something in it is too long, or holds hidden characters.",
            field=input_name("label", at),
        ) from None


def _check(fields: Sequence[CoverField], *, new_id: str | None) -> None:
    if not fields:
        raise UnableToChangeCoverSheet("A cover sheet has at least one field.")
    if len(fields) > MOST_FIELDS:
        raise UnableToChangeCoverSheet(f"A cover sheet has no more than {MOST_FIELDS} fields.")
    seen: set[str] = set()
    for field in fields:
        if field.label.casefold() in seen:
            raise UnableToChangeCoverSheet(
                f"Two fields are called “{field.label}”. Give one of them another name.",
                field=input_name("label", "new" if field.id == new_id else field.id),
            )
        seen.add(field.label.casefold())
    for kind in _ONCE:
        if sum(field.kind is kind for field in fields) > 1:
            raise UnableToChangeCoverSheet(
                f"Only one field can be answered by “{KIND_IN_WORDS[kind]}”.", field=input_name("kind", "new")
            )


def _id_of(label: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "field"
    # the form's own names of the inputs of a new field
    taken = {*taken, "new"}
    return next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if each not in taken)

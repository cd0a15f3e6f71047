"""The models of a tenant's document as fields of a form: walked by code, so that what a file can say a form can ask."""

import enum
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from backend.catalogue.shapes import Text
from backend.setup.rules import meanings


class Kind(enum.StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    YES_NO = "yes-no"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    PARAGRAPHS = "paragraphs"
    NUMBERS = "numbers"
    ANY = "any"
    """Yes or no, a whole number or words."""
    WRITTEN = "written"
    """A rule, written as files write it."""
    MODEL = "model"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `name` as the file writes it. `parts` are those of a model, or of each thing in a list."""

    name: str
    attribute: str
    kind: Kind
    required: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    model: type[BaseModel] | None = None
    parts: tuple["Field", ...] = ()
    meaning: str = ""
    changes: str = ""
    most: int | None = None
    owner: str = ""
    """The model that the field belongs to."""

    @property
    def label(self) -> str:
        return meanings.label(self.name)

    def part(self, name: str) -> "Field | None":
        return next((each for each in self.parts if each.name == name), None)


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a model, provenance last."""
    found = [_field(model, name, info) for name, info in model.model_fields.items()]
    last = {"source": 1, "mark": 2, "note": 3}
    return tuple(sorted(found, key=lambda each: last.get(each.name, 0)))


def leaves(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Every leaf below a model, with the names that lead to it."""
    for each in fields_of(model):
        if each.parts and each.model is not None:
            yield from leaves(each.model, (*path, each.name))
        else:
            yield (*path, each.name), each


def _field(model: type[BaseModel], attribute: str, info: FieldInfo) -> Field:
    name = info.alias or attribute
    default = None if info.default is PydanticUndefined else info.default
    if info.default_factory is not None:
        default = info.get_default(call_default_factory=True)
    told = meanings.of(model, attribute)
    base = Field(
        name=name,
        attribute=attribute,
        kind=Kind.LINE,
        required=info.is_required(),
        owner=model.__name__,
        default=default,
        meaning=told.means,
        changes=told.changes,
    )
    return _shaped(base, info.annotation, info.metadata)


def _shaped(base: Field, annotation: Any, metadata: Any = ()) -> Field:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        if any(type(each).__name__ in {"Discriminator", "Tag"} for each in more):
            return replace(base, kind=Kind.WRITTEN)
        return _shaped(base, inner, [*metadata, *more])
    if origin in {Union, types.UnionType}:
        return _of_union(base, [each for each in get_args(annotation) if each is not type(None)], metadata)
    if origin is Literal:
        return replace(base, kind=Kind.CHOICE, choices=tuple(map(str, get_args(annotation))))
    if origin is tuple:
        return _of_tuple(base, get_args(annotation)[0])
    return _of_plain(base, annotation, metadata)


def _of_union(base: Field, options: list[Any], metadata: Any) -> Field:
    if len(options) == 1:
        return _shaped(base, options[0], metadata)
    if set(options) == {bool, int, str}:
        return replace(base, kind=Kind.ANY)
    return replace(base, kind=Kind.WRITTEN)


def _of_tuple(base: Field, inner: Any) -> Field:
    each = _shaped(base, inner)
    several = {
        Kind.LINE: Kind.LINES,
        Kind.TEXT: Kind.PARAGRAPHS,
        Kind.NUMBER: Kind.NUMBERS,
        Kind.CHOICE: Kind.CHOICES,
        Kind.MODEL: Kind.LIST,
    }
    return replace(each, kind=several[each.kind])


def _of_plain(base: Field, annotation: Any, metadata: Any) -> Field:
    if not isinstance(annotation, type):
        raise TypeError(f"{base.name} is of a kind that no form asks for: {annotation!r}")
    if issubclass(annotation, BaseModel):
        return replace(base, kind=Kind.MODEL, model=annotation, parts=fields_of(annotation))
    if issubclass(annotation, enum.Enum):
        return replace(base, kind=Kind.CHOICE, choices=tuple(each.value for each in annotation))
    plain = {bool: Kind.YES_NO, int: Kind.NUMBER, Decimal: Kind.AMOUNT, date: Kind.DAY, str: Kind.LINE}
    most = next((each.max_length for each in metadata if getattr(each, "max_length", None)), None)
    kind = plain[annotation]
    if kind is Kind.LINE and (most or 0) >= _LONG:
        kind = Kind.TEXT
    return replace(base, kind=kind, most=most if kind in {Kind.LINE, Kind.TEXT} else None)


_LONG = next(each.max_length for each in get_args(Text)[1:] if getattr(each, "max_length", None))

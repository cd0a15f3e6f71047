"""Settings as pages show them: a form’s parts with their hints, and values in words with where their defaults stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.catalogue.shapes import MARK_IN_WORDS, Mark
from backend.kit.calendar import in_words as day_in_words
from backend.setup.rules import places, typed, written
from backend.setup.rules.fields import Field, Kind

_REFERENCES: Mapping[tuple[str, str], str] = {
    ("Source", "document"): "documents",
    ("ReportingLine", "to"): "committees",
    ("Committee", "held_by"): "organisations",
    ("Organisation", "locality"): "localities",
    ("Organisation", "part_of"): "organisations",
    ("Holder", "committee"): "committees",
    ("ColourRule", "committee"): "committees",
    ("PowerEntry", "function"): "scheme.functions",
}
_HINTS = {
    Kind.DAY: "For example, 3 June 2014.",
    Kind.LINES: "One a line.",
    Kind.PARAGRAPHS: "An empty line between one and the next.",
    Kind.NUMBERS: "Numbers with commas between them.",
    Kind.WRITTEN: "Written as files write it: a key, a colon and a space, then its value; what belongs to a key "
    "stands below it, two spaces further in.",
    Kind.ANY: "Yes or no, a whole number, or words.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a form: a field with what was typed, or the parts of a model, or rows of these."""

    name: str
    field: Field
    hint: str = ""
    value: Any = ""
    error: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple["Part", ...] = ()
    rows: tuple[tuple["Part", ...], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    """What may be typed, and what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting as it is read: its value and its default in words."""

    label: str
    meaning: str
    value: tuple[str, ...]
    default: str
    own: bool
    changes: str = ""
    lines: bool = field(default=False)


def form_of(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    data: Mapping[str, Any],
    kinds: Mapping[str, str],
    errors: Mapping[str, str],
    prefix: str = "v",
) -> tuple[Part, ...]:
    """The parts of a form. `data` is the whole document, whose things a field may choose among."""
    return tuple(
        _part(each, values.get(each.name), data, kinds, errors, f"{prefix}.{each.name}") for each in fields
    )


def _part(
    each: Field,
    value: Any,
    data: Mapping[str, Any],
    kinds: Mapping[str, str],
    errors: Mapping[str, str],
    name: str,
) -> Part:
    error = errors.get(name, "")
    if each.kind is Kind.MODEL:
        inner = form_of(each.parts, value or {}, data=data, kinds=kinds, errors=errors, prefix=name)
        return Part(name=name, field=each, hint=each.meaning, error=error, parts=inner)
    if each.kind is Kind.LIST:
        rows = tuple(
            form_of(each.parts, row, data=data, kinds=kinds, errors=errors, prefix=f"{name}.{number}")
            for number, row in enumerate(value or [])
        )
        return Part(name=name, field=each, hint=each.meaning, error=error, rows=rows)
    return Part(
        name=name,
        field=each,
        hint=_hint(each),
        value=value if value is not None else "",
        error=error,
        choices=_choices(each, str(value or ""), data, kinds),
        examples=written.EXAMPLES.get((each.owner, each.name), ()),
    )


def _hint(each: Field) -> str:
    silent = ""
    if not each.required and each.default not in (None, (), ""):
        silent = f"Left empty, it is: {' '.join(words_of(each, typed.said(each.default)))}."
    return " ".join(words for words in (each.meaning, _HINTS.get(each.kind, ""), silent) if words)


def _choices(
    each: Field, value: str, data: Mapping[str, Any], kinds: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    if each.kind is Kind.YES_NO:
        return (("", "Not said"), ("yes", "Yes"), ("no", "No"))
    if each.kind is Kind.CHOICE:
        return (("", "Not said"), *((one, _choice(each, one)) for one in each.choices))
    if each.kind is Kind.CHOICES:
        return tuple((one, _choice(each, one)) for one in each.choices)
    if (each.owner, each.name) in {("TenantDocument", "kind"), ("TenantFile", "kind")}:
        return tuple(kinds.items())
    source = _REFERENCES.get((each.owner, each.name))
    if source is None:
        return ()
    here: Any = data
    for step in source.split("."):
        here = (here or {}).get(step)
    found = [
        (str(thing.get("id")), f"{places.name_of(thing, '')} ({thing.get('id')})") for thing in here or []
    ]
    if value and value not in dict(found):
        found.append((value, value))
    return (("", "Not said"), *found)


def _choice(each: Field, value: str) -> str:
    if each.name == "mark":
        return MARK_IN_WORDS[Mark(value)].capitalize()
    return value.replace("-", " ").replace("_", " ").capitalize()


def rows_of(
    fields: Sequence[Field], data: Mapping[str, Any] | None, default: Mapping[str, Any] | None, *, where: str
) -> tuple[Row, ...]:
    """Settings as they are read, each with its default, which stands in `where`."""
    here, there = data or {}, default or {}
    return tuple(
        _row(each, here.get(each.name), each.name in there, there.get(each.name), where) for each in fields
    )


def _row(each: Field, value: Any, said: bool, default: Any, where: str) -> Row:
    own_default = typed.said(each.default) if each.default is not None else None
    held = own_default if value is None else value
    if said:
        words = f"{_short(words_of(each, default))} ({where})"
        known: Any = default
    elif each.required:
        words, known = "None: somebody says it", None
    else:
        words, known = f"{_short(words_of(each, own_default))} (Probity)", own_default
    return Row(
        label=each.label,
        meaning=each.meaning,
        value=words_of(each, held),
        default=words,
        own=held != known,
        changes=each.changes,
        lines=each.kind in {Kind.LIST, Kind.LINES, Kind.PARAGRAPHS},
    )


def _short(words: Sequence[str]) -> str:
    told = "; ".join(words)
    return told if len(told) < 160 else f"{told[:157]}…"


def words_of(each: Field, value: Any) -> tuple[str, ...]:
    """A value in words, one text a line."""
    if value is None or value == [] or value == {}:
        return ("Nothing",)
    match each.kind:
        case Kind.MODEL:
            return (_model(each, value),)
        case Kind.LIST:
            return tuple(_model(each, thing) for thing in value)
        case Kind.LINES | Kind.PARAGRAPHS:
            return tuple(map(str, value))
        case Kind.CHOICES:
            return (", ".join(_choice(each, str(one)) for one in value),)
        case Kind.CHOICE:
            return (_choice(each, str(value)),)
    return (_text(each, value),)


def _text(each: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if each.kind in {Kind.NUMBER, Kind.AMOUNT} and isinstance(value, int):
        return f"{value:,}" if value >= 10_000 else str(value)
    return typed.as_text(each, value)


def _model(each: Field, value: Mapping[str, Any]) -> str:
    """`Chair: capacity lay, office chair`: the name first, then what else is said."""
    if each.model is not None and each.model.__name__ == "Source":
        page = f", page {value['page']}" if value.get("page") else ""
        return f"{value.get('document', '')}{page}"
    name = next((str(value[key]) for key in ("name", "title", "label", "words") if value.get(key)), "")
    told = [
        f"{part.label.lower()} {' / '.join(words_of(part, value[part.name]))}"
        for part in each.parts
        if value.get(part.name) not in (None, [], {}) and value[part.name] != name and part.name != "id"
    ]
    return f"{name}: {'; '.join(told)}" if name and told else name or "; ".join(told)


def differences(
    fields: Sequence[Field], ours: Any, theirs: Any, label: str = ""
) -> list[tuple[str, str, str]]:
    """What differs between two values, leaf by leaf: its name, the one and the other in words."""
    found: list[tuple[str, str, str]] = []
    mine, others = ours or {}, theirs or {}
    for each in fields:
        one, other = mine.get(each.name), others.get(each.name)
        if one == other:
            continue
        name = f"{label}{each.label}" if not label else f"{label}, {each.label.lower()}"
        if each.kind is Kind.MODEL:
            found += differences(each.parts, one, other, name)
        else:
            found.append((name, "; ".join(words_of(each, one)), "; ".join(words_of(each, other))))
    return found


def day(moment: Any) -> str:
    """A moment’s day in words."""
    return day_in_words(moment.date())

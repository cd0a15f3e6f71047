"""Read one TOML or YAML file into plain values, and one plain value into a model; say what doesn't fit."""

import difflib
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from backend.catalogue import plain_yaml
from backend.catalogue.problems import GateName, Problem
from backend.catalogue.shapes import Strict

LARGEST_FILE = 1_000_000
_UNION_TAGS = {"at_least", "majority_of", "all", "any"}
_CONDITION_TAGS = {"not", "every", "some", "share", "count"}

Document = TypeVar("Document")


class Unreadable(ValueError):
    """A file that is not the TOML or YAML that it should be, in one sentence."""


def plain_values(path: Path, *, within: Path) -> dict[str, Any]:
    """The file's content. Raises Unreadable with a sentence."""
    if not path.resolve().is_relative_to(within.resolve()):
        raise Unreadable("leads out of the catalogue by a link")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"is larger than {LARGEST_FILE // 1_000_000} MB")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as refusal:
        raise Unreadable("is not UTF-8 text") from refusal
    except OSError as refusal:
        raise Unreadable(f"could not be read ({refusal.strerror})") from refusal
    if path.suffix != ".toml":
        return values_of_yaml(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as refusal:
        raise Unreadable(f"is not sound TOML: {refusal}") from refusal
    except RecursionError as refusal:
        raise Unreadable("is nested too deeply") from refusal


def values_of_yaml(text: str) -> dict[str, Any]:
    """What a text of YAML says, such as a rule that an officer typed. Raises Unreadable with a sentence."""
    try:
        content = plain_yaml.values(text)
    except yaml.YAMLError as refusal:
        raise Unreadable(f"is not sound YAML: {' '.join(str(refusal).split())}") from refusal
    except plain_yaml.NotPlain as refusal:
        raise Unreadable(str(refusal)) from refusal
    if not isinstance(content, dict):
        raise Unreadable("does not hold keys and values")
    return content


def fitted(
    kind: type[Document] | Any, content: dict[str, Any], *, file: str
) -> tuple[Document | None, list[Problem]]:
    """The content as a model, or what keeps it from being one."""
    try:
        document: Document = _adapter(cast(Hashable, kind)).validate_python(content)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        found = dict.fromkeys(_problem(each, content, file) for each in errors if not follows(each, errors))
        return None, list(found)
    return document, []


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    """Made once for each kind of file: making one costs as much as reading several files with it."""
    return TypeAdapter(cast(Any, kind))


def follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a list is called too short only because what stands in it does not fit, which is told already."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        each["loc"][: len(loc)] == loc and len(each["loc"]) > len(loc) for each in errors
    )


def _problem(error: ErrorDetails, content: dict[str, Any], file: str) -> Problem:
    return Problem(GateName.SHAPE, file, _key(error["loc"], content), sentence_of(error))


def _key(loc: tuple[int | str, ...], content: Any) -> str:
    """`committees[audit].seats[chair].count`: the path as a reader finds it, list entries by their id."""
    path, here, skipped = "", content, False
    for step, following in zip(loc, (*loc, None)[1:], strict=True):
        if not skipped and (
            step in _UNION_TAGS
            or (step in _CONDITION_TAGS and step == following)
            or (step == "fact" and isinstance(here, dict) and "fact" in here)
        ):
            skipped = True  # pydantic names the branch of the union before the key inside it
            continue
        skipped = False
        if isinstance(step, int) and isinstance(here, list | tuple) and step < len(here):
            here = here[step]
            label = (
                next((here[k] for k in ("id", "code", "n", "ref") if k in here), step + 1)
                if isinstance(here, dict)
                else step + 1
            )
            path += f"[{label}]"
        elif isinstance(step, str) and isinstance(here, dict):
            if step not in here and here.get("type") == step:
                continue  # the branch of a union told apart by its `type`
            path += f".{step}" if path else step
            here = here.get(step)
    return path


def sentence_of(error: ErrorDetails) -> str:
    """What pydantic found, in words for whoever wrote it."""
    kind, ctx, given = error["type"], error.get("ctx", {}), error.get("input")
    name = str(error["loc"][-1]) if error["loc"] else "the file"
    shown = repr(given) if isinstance(given, str | int | float | bool) else "what stands there"
    shown = shown if len(shown) < 90 else shown[:80] + "…"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, _known_keys(), n=1, cutoff=0.75)
        return f"“{name}” is not a key that is known here." + (f" Did you mean “{near[0]}”?" if near else "")
    if kind == "missing":
        return f"“{name}” is missing."
    if kind in {"enum", "literal_error"}:
        return f"“{name}” must be one of {ctx['expected']}; it is {shown}."
    if kind == "condition":
        return error["msg"]
    if kind == "value_error":
        return f"“{name}” {str(ctx['error']).rstrip('.')}."
    if kind == "string_pattern_mismatch":
        like = _WRITTEN_LIKE.get(ctx["pattern"], f"pattern {ctx['pattern']}")
        return f"“{name}” is {shown}, which is not written as it should be ({like})."
    if kind.startswith("date_"):
        return f"“{name}” must be a day, such as 2014-12-31; it is {shown}."
    if kind == "union_tag_invalid":
        return (
            f"“{ctx['discriminator'].strip(chr(39))}” must be one of {ctx['expected_tags']}; it is {shown}."
        )
    message = error["msg"].removeprefix("Input ").removeprefix("Value ").rstrip(".")
    return f"“{name}” {message[:1].lower()}{message[1:]}; it is {shown}."


_WRITTEN_LIKE: Mapping[str, str] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, such as audit-committee",
    r"^[a-z0-9-]+/[0-9]{4}(-[0-9]{2})?$": "a name and an edition, such as nhs-outcomes-framework/2011-12",
    r"^[a-z0-9-]+/v[1-9][0-9]{0,2}$": "a name and a version, such as paper-sign-off/v2",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "an hour of the day, such as 06:00",
    r"^[0-9]{4}(/[0-9]{2}|-[0-9]{2}(-[0-9]{2})?)?$": "a financial year, a year, a month or a day, such as 2018/19",
    r"^[A-Z]{1,3}[0-9]{1,3}$": "letters and a number, such as M01",
    r"^20[0-9]{2}-[0-9]{2}$": "a month, such as 2014-09",
    r"^[0-9]{2}-[0-9]{2}$": "a day of the year, such as 09-30",
}
"""What is said instead of a pattern, which only a programmer reads."""


@cache
def _known_keys() -> tuple[str, ...]:
    def family(model: type[Strict]) -> Iterator[type[Strict]]:
        yield model
        for child in model.__subclasses__():
            yield from family(child)

    keys = {field.alias or name for model in family(Strict) for name, field in model.model_fields.items()}
    return tuple(sorted(keys))

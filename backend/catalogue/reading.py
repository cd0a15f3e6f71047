"""Read one TOML or YAML file into plain values, and one plain value into a model; say what doesn't fit."""

import tomllib
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from backend.catalogue import misfits, plain_yaml
from backend.catalogue.problems import GateName, Problem

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
        text = path.read_text(encoding="utf-8-sig")  # Notepad begins a file with a mark
    except UnicodeDecodeError as refusal:
        raise Unreadable("is not UTF-8 text; save it as UTF-8, which editors offer on saving") from refusal
    except OSError as refusal:
        raise Unreadable(f"could not be read ({refusal.strerror})") from refusal
    if path.suffix != ".toml":
        return values_of_yaml(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as refusal:
        raise Unreadable(f"is not sound TOML: {misfits.toml_in_words(str(refusal))}") from refusal
    except RecursionError as refusal:
        raise Unreadable("is nested too deeply") from refusal


def values_of_yaml(text: str) -> dict[str, Any]:
    """What a text of YAML says, such as a rule that an officer typed. Raises Unreadable with a sentence."""
    try:
        content = plain_yaml.values(text)
    except yaml.MarkedYAMLError as refusal:
        raise Unreadable(f"is not sound YAML: {misfits.yaml_in_words(refusal)}") from refusal
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
        found = dict.fromkeys(
            _problem(each, kind, content, file) for each in errors if not follows(each, errors)
        )
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


def _problem(error: ErrorDetails, kind: Any, content: dict[str, Any], file: str) -> Problem:
    return Problem(GateName.SHAPE, file, _key(error["loc"], content), misfits.sentence_of(error, kind))


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

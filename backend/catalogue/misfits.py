"""What does not fit a model, or is no TOML at all, in words for whoever wrote the file or filled in the form."""

import difflib
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails


def sentence_of(error: ErrorDetails, model: Any) -> str:
    """What pydantic found in a document of a model, as a sentence."""
    kind, ctx, given = error["type"], error.get("ctx", {}), error.get("input")
    name = next((str(step) for step in reversed(error["loc"]) if isinstance(step, str)), "the file")
    shown = repr(given) if isinstance(given, str | int | float | bool) else "what stands there"
    shown = shown if len(shown) < 90 else shown[:80] + "…"
    if kind == "extra_forbidden":
        return f"“{name}” is not a key that is known here.{near(name, keys_at(model, error['loc'][:-1]))}"
    if kind == "missing" and name == "mark":
        return "Nothing says where this comes from: give its source (a document and a page) or a mark."
    if kind == "missing":
        return f"“{name}” is missing."
    if kind in {"enum", "literal_error"}:
        meant = near(given, re.findall(r"'([^']+)'", ctx["expected"])) if isinstance(given, str) else ""
        return f"“{name}” must be one of {ctx['expected']}; it is {shown}.{meant}"
    if kind in {"condition", "quorum"}:
        return error["msg"]
    if kind == "value_error":
        return f"“{name}” {str(ctx['error']).rstrip('.')}."
    if kind == "string_pattern_mismatch":
        like = _WRITTEN_LIKE.get(ctx["pattern"], f"pattern {ctx['pattern']}")
        return f"“{name}” is {shown}, which is not written as it should be ({like})."
    if kind == "union_tag_invalid":
        which = ctx["discriminator"].strip("'")
        return f"“{which}” must be one of {ctx['expected_tags']}; it is {ctx['tag']!r}."
    if kind == "union_tag_not_found":
        return f"“{name}” must say its {ctx['discriminator'].strip(chr(39))}."
    if kind == "string_too_short" and ctx["min_length"] == 1:
        return f"“{name}” must not be empty."
    return f"“{name}” {asked_of(error)}; it is {shown}."


def asked_of(error: ErrorDetails) -> str:
    """“must be a whole number, such as 3”: what pydantic asks of a value, without the value and its name."""
    for start, words in _WANTED.items():
        if error["type"].startswith(start):
            return f"must be {words.format(**error.get('ctx', {}))}"
    message = error["msg"].removeprefix("Input ").removeprefix("Value ").rstrip(".")
    return f"{message[:1].lower()}{message[1:]}"


_WANTED: Mapping[str, str] = {
    "date_": "a day, such as 2014-12-31",
    "int_": "a whole number, such as 3",
    "bool_": "true or false",
    "string_type": "text, within quotation marks in a file",
    "string_too_long": "{max_length} characters or fewer",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_": "a group of keys, each with its value",
    "model_": "a group of keys, each with its value",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
}
"""What must stand there, by how pydantic's name for the fault begins."""


def keys_at(model: Any, loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that a model knows at a place; of every branch where the place may hold several shapes."""
    here = list(_models_in(model))
    for step in loc:
        fields = (
            field for each in here for name, field in each.model_fields.items() if step in (name, field.alias)
        )
        # a number is a row of a list, and pydantic names the branch of a union besides: neither leads further
        here = [found for field in fields for found in _models_in(field.annotation)] or here
    return tuple(
        dict.fromkeys(field.alias or name for each in here for name, field in each.model_fields.items())
    )


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(getattr(annotation, "__value__", annotation)):
        yield from _models_in(inner)


def near(name: str, known: Sequence[str]) -> str:
    """A question to put behind a sentence, whether another name was meant; nothing where none is near."""
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    return f" Did you mean “{found[0]}”?" if found else ""


_WRITTEN_LIKE: Mapping[str, str] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, such as audit-committee",
    r"^[a-z0-9-]+/[0-9]{4}(-[0-9]{2})?$": "a name and an edition, such as nhs-outcomes-framework/2011-12",
    r"^[a-z0-9-]+/v[1-9][0-9]{0,2}$": "a name and a version, such as paper-sign-off/v2",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "an hour of the day, such as 06:00",
    r"^[0-9]{4}(/[0-9]{2}|-[0-9]{2}(-[0-9]{2})?)?$": "a financial year, a year, a month or a day, such as 2018/19",
    r"^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$": "words with a dot between them, such as milestone.accepted-on",
    r"^[A-Z]{1,3}[0-9]{1,3}$": "letters and a number, such as M01",
    r"^20[0-9]{2}-[0-9]{2}$": "a month, such as 2014-09",
    r"^[0-9]{2}-[0-9]{2}$": "a day of the year, such as 09-30",
    r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$": "a month, such as 2014-09",
    r"^[0-9]{1,3}[A-Z]?$": "a number, with a capital letter behind it where it has one, such as 12A",
}
"""What is said instead of a pattern, which only a programmer reads."""


_TOML: Mapping[str, str] = {
    "Illegal character '\\n'": "a text that begins here is not closed with a quotation mark on its line",
    "Unterminated string": "a text that begins here is never closed with its quotation marks",
    "Invalid value": "what stands after the equals sign is neither text within quotation marks nor a number, a day, "
    "true, false or a list",
    "Expected '=' after a key": "an equals sign is missing after a key",
    "Expected newline or end of document": "something stands after the end of a value; each key has a line of its own",
    "Cannot overwrite a value": "the same key stands here a second time",
    "Cannot declare": "the same heading stands here a second time; a list’s heading has two brackets, [[so]]",
    "Cannot mutate": "the same key stands here a second time",
    "Duplicate inline table key": "the same key stands twice within one pair of braces",
    "Unclosed array": "a list is not closed with its bracket, or a comma is missing between two things in it",
    "Unclosed inline table": "a pair of braces is not closed, or a comma is missing within it",
    "Expected ']' at the end": "a heading is not closed with its bracket",
    "Expected ']]' at the end": "a list’s heading is not closed with its two brackets",
    "Unescaped '\\' in a string": "a backslash stands alone in a text; write it twice",
    "Invalid statement": "here begins neither a key nor a heading",
    "Invalid date or datetime": "there is no such day",
}
_PLACE = re.compile(r"(?P<said>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)


def toml_in_words(said: str) -> str:
    """What the reader of TOML says, with the line, in words that need no knowledge of TOML."""
    found = _PLACE.fullmatch(said)
    words = next((words for start, words in _TOML.items() if said.startswith(start)), None)
    if found is None or words is None:
        return said
    where = f"on line {found['line']}" if found["line"] else "at its end"
    return f"{where}, {words}"


_YAML: Mapping[str, str] = {
    "mapping values are not allowed": "the line has a second colon, or is set further in than the line above it",
    "found character that cannot start": "the line begins with a tab or a sign that can’t begin a value; use spaces",
    "found unexpected end of stream": "a quotation mark is not closed",
    "could not find expected ':'": "a key has no colon behind it",
    "did not find expected key": "the line is set in neither as far as those above it nor further",
    "did not find expected '-'": "a list ends and a key follows; set the list further in than the key",
    "did not find expected ',' or": "a bracket or a pair of braces is not closed, or a comma is missing within it",
    "did not find expected node": "a bracket or a pair of braces is not closed",
}


def yaml_in_words(refusal: yaml.MarkedYAMLError) -> str:
    """What the reader of YAML says, with the line, in words that need no knowledge of YAML."""
    said = refusal.problem or "it can’t be read"
    words = next((words for start, words in _YAML.items() if said.startswith(start)), said)
    mark = refusal.problem_mark
    return f"on line {mark.line + 1}, {words}" if mark is not None else words

"""What a hidden record is called: found in the files that tell of it, so that it goes from every other text as well."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from backend.packs.redactions import Redactions
from backend.packs.sections.shapes import Section

_TELLING = ("title", "text", "words", "nature", "activity", "private_reason", "why_it_could_not_wait", "item")
"""What may be looked for everywhere. Names of people and organisations stand for much else, so they are not."""


def with_phrases(redactions: Redactions, sections: Iterable[Section]) -> Redactions:
    """The same redactions, each with what the records that it hides say of themselves."""
    told: dict[int, set[str]] = {}
    if any(line.ids for line in redactions.lines):
        for section in sections:
            for path, data in section.files.items():
                if path.endswith(".json"):
                    for number, phrase in _said(json.loads(data), redactions):
                        told.setdefault(number, set()).add(phrase)
    lines = [replace(line, phrases=line.phrases | told.get(line.number, set())) for line in redactions.lines]
    return Redactions.of(lines, no_private_words=redactions.no_private_words)


def _said(value: Any, redactions: Redactions) -> Iterator[tuple[int, str]]:
    if isinstance(value, Mapping):
        line = redactions.of_record(value.get("id"))
        if line is not None:
            for name in _TELLING:
                if isinstance(value.get(name), str):
                    yield line.number, value[name]
        for each in value.values():
            yield from _said(each, redactions)
    elif isinstance(value, list):
        for each in value:
            yield from _said(each, redactions)

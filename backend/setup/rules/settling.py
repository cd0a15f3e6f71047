"""Whether settings can be changed as they were typed, and the document that this gives. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from backend.catalogue import judging, misfits, reading
from backend.catalogue.loader import Catalogue
from backend.catalogue.problems import Problem
from backend.catalogue.tenants import TenantDocument
from backend.scope import NotPermitted, OvertakenByAnother, Refusal, Scope
from backend.setup.rules import places
from backend.setup.rules.fields import Field, Kind


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the path of the field in the document, and a sentence."""

    path: tuple[str, ...]
    sentence: str


class UnableToSettle(Refusal):
    """Settings that can’t stand. `wrongs` says everything at once; the sentence is the first of them."""

    def __init__(self, sentence: str, *, field: str | None = None, wrongs: Sequence[Wrong] = ()) -> None:
        super().__init__(sentence, field=field)
        self.wrongs = tuple(wrongs)

    @classmethod
    def all_of(cls, wrongs: Sequence[Wrong]) -> "UnableToSettle":
        return cls(wrongs[0].sentence, wrongs=wrongs)


class SettledByAnother(OvertakenByAnother):
    """Somebody else changed the same settings since they were opened."""


def check_can_settle(scope: Scope) -> None:
    """Governance officers settle the organisation’s settings. Raises NotPermitted."""
    if not can_settle(scope):
        raise NotPermitted("Governance officers change the settings of the organisation.")


def can_settle(scope: Scope) -> bool:
    return scope.actor.chore is None and scope.may("setup.change")


def check_reason(reason: str) -> str:
    """A reason that can be read later. Raises UnableToSettle."""
    words = reason.strip()
    if not words:
        raise UnableToSettle("Say why the settings change.", field="reason")
    if len(words) > 1_000:
        raise UnableToSettle("The reason must be 1,000 characters or fewer.", field="reason")
    return words


def document_from(data: Mapping[str, Any]) -> TenantDocument:
    """The document that plain values say. Raises UnableToSettle with everything that does not fit."""
    try:
        return TenantDocument.model_validate(data)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        found = [
            Wrong(_path(each["loc"], data), _unread(each) or misfits.sentence_of(each, TenantDocument))
            for each in errors
            if not reading.follows(each, errors)
        ]
        raise UnableToSettle.all_of(list(dict.fromkeys(found))) from refusal


def check_sense(document: TenantDocument, before: TenantDocument, catalogue: Catalogue) -> None:
    """Whether the document can be lived, as the gates of all files ask. Raises UnableToSettle with everything new.

    What was wrong before is not held against whoever changes something else.
    """
    problems = judging.problems_of(document, catalogue)
    if not problems:
        return
    known = {(each.key, each.sentence) for each in judging.problems_of(before, catalogue)}
    new = [each for each in problems if (each.key, each.sentence) not in known]
    if new:
        raise UnableToSettle.all_of([Wrong((), in_words(each)) for each in new])


def in_words(problem: Problem) -> str:
    """A problem with where it is, as a reader of forms finds it."""
    file = problem.file.split("/", 2)[-1]
    where = " – ".join(each for each in (file, problem.key) if each)
    return f"{problem.sentence} ({where})" if where else problem.sentence


def _unread(error: ErrorDetails) -> str:
    """Of a rule that was typed and can’t be read, on which line and why; nothing of anything else.

    What could be read came here as keys and values, so that a text where these belong is one that could not.
    """
    given = error.get("input")
    if not isinstance(given, str) or not error["type"].startswith(
        ("condition", "quorum", "model", "dict", "union_tag")
    ):
        return ""
    try:
        reading.values_of_yaml(given)
    except reading.Unreadable as refusal:
        said = str(refusal).replace("is not sound YAML:", "can’t be read:")
        return f"What was typed {said}. Look at the examples under “How to write it”."
    return ""


def _path(loc: tuple[int | str, ...], data: Mapping[str, Any]) -> tuple[str, ...]:
    """The path of a field from where pydantic found it: things of lists of their own by key, rows by number."""
    field: Field | None = places.root()
    here: Any = data
    found: list[str] = []
    for step in loc:
        if isinstance(step, int):
            things = here if isinstance(here, list) else []
            by_key = field is not None and field.kind is Kind.LIST and places.own_page(field)
            keys = [key for key, _ in places.keyed(things)] if by_key else []
            found.append(keys[step] if step < len(keys) else str(step))
            here = things[step] if step < len(things) else None
            continue
        part = field.part(str(step)) if field is not None and field.parts else None
        if part is None:
            break
        found.append(part.name)
        field, here = part, here.get(part.name) if isinstance(here, Mapping) else None
    return tuple(found)

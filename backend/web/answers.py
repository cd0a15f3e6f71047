"""What a program asks of the API and what it is told: strict models on both sides, and their description in `opt`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from backend.scope import Refusal, Scope
from backend.web import access, views

MOST_ROWS: Final = 200
NOT_IN_LIST: Final = "“after” is not a row of this list. Begin again without it."
_DESCRIBED: Final = "described"

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})")
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FRACTION = re.compile(r"(\.\d{6})\d+")


class UnableToAnswer(Refusal):
    """A question that the API does not take; `field` names the parameter."""


class Asked(BaseModel):
    """The base of every question: what a route's query may hold, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """The base of everything that is answered: exactly these members (`additionalProperties: false`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _of(pattern: re.Pattern[str], kind: Callable[[str], Any], sentence: str) -> Callable[[Any], Any]:
    """Reads exactly one way of writing a value, so that a slip is told and not guessed at."""

    def read_value(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not pattern.fullmatch(value) or not value.isascii():
            raise ValueError(sentence)
        try:
            return kind(value)
        except ValueError:
            raise ValueError(sentence) from None

    return read_value


def _moment(text: str) -> datetime:
    # Python reads six digits of a second and no lower-case letters
    return datetime.fromisoformat(_FRACTION.sub(r"\1", text.upper()))


Day = Annotated[
    date, BeforeValidator(_of(_DATE, date.fromisoformat, "{} must be a date such as 2014-06-03."))
]
At = Annotated[
    datetime,
    BeforeValidator(
        _of(_MOMENT, _moment, "{} must be a moment with its offset, such as 2014-06-03T09:00:00Z.")
    ),
]
Id = Annotated[UUID, BeforeValidator(_of(_ID, UUID, "{} must be an id, as an answer gave it."))]
Limit = Annotated[
    int,
    Field(ge=1, le=MOST_ROWS, description=f"How many rows, {MOST_ROWS} at most."),
    BeforeValidator(_of(re.compile(r"\d{1,9}"), int, "{} must be a whole number.")),
]


class PartAsked(Asked):
    """Which part of a list."""

    after: Id | None = Field(None, description="The id of the last row that was read; `next` holds it.")
    limit: Limit = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the document of the API says of a route.

    `each` is for a route that answers differently by a word in its path: the parameter's name, and the answer for
    each of its values.
    """

    summary: str
    asks: type[Asked]
    gives: type[Answer]
    each: tuple[str, Mapping[str, type[Answer]]] | None = None


def needs(
    permission: str,
    *,
    summary: str,
    gives: type[Answer],
    asks: type[Asked] = Asked,
    each: tuple[str, Mapping[str, type[Answer]]] | None = None,
) -> dict[str, Any]:
    """The `opt` of a route of the API: its permission, and what the document says of it."""
    described = Described(summary=summary, asks=asks, gives=gives, each=each)
    return access.needs(permission, **{_DESCRIBED: described})


def described_by(options: Mapping[str, Any]) -> Described | None:
    """What a route of the API declared."""
    found: Described | None = options.get(_DESCRIBED)
    return found


AskedModel = TypeVar("AskedModel", bound=Asked)


def read(request: Request[Any, Any, Any], model: type[AskedModel]) -> AskedModel:
    """The query of the request as `model`. Raises `UnableToAnswer` with one sentence about the first slip."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise UnableToAnswer(f"“{name}” was given more than once.", field=name[:80])
        values[name] = value
    try:
        asked = model.model_validate(values)
    except ValidationError as invalid:
        raise _refusal(invalid.errors(include_url=False)[0]) from None
    for name in model.model_fields:
        value = getattr(asked, name)
        if isinstance(value, date) and not 1900 <= value.year <= 2200:
            raise UnableToAnswer(f"“{name}” must lie between the years 1900 and 2200.", field=name)
    return asked


def _refusal(problem: Any) -> UnableToAnswer:
    name = str(problem["loc"][0])[:80] if problem["loc"] else ""
    context = problem.get("ctx", {})
    match problem["type"]:
        case "extra_forbidden":
            sentence = "There is no parameter {} here."
        case "string_too_long":
            sentence = f"{{}} must be {context['max_length']} characters or fewer."
        case "greater_than_equal" | "less_than_equal":
            sentence = f"{{}} must be from 1 to {MOST_ROWS}."
        case "value_error":
            sentence = str(context["error"])
        case _:
            sentence = "{} is not in a form that can be read."
    return UnableToAnswer(sentence.replace("{}", f"“{name}”"), field=name or None)


def give(answer: Answer) -> Response[bytes]:
    """`answer` as JSON."""
    return Response(answer.model_dump_json().encode(), media_type="application/json")


def address(scope: Scope, path: str, **query: Any) -> str:
    """The address of `path` in the API of the scope's tenant, with what is not `None` of `query`."""
    kept = {name: value for name, value in query.items() if value is not None and value != ""}
    return views.address(scope, f"/api{path}" + (f"?{urlencode(kept)}" if kept else ""))


Item = TypeVar("Item")


def part_of(
    items: Sequence[Item], asked: PartAsked, *, key: Callable[[Item], UUID]
) -> tuple[Sequence[Item], UUID | None]:
    """The items after the one that was read last, and the id to go on from; raises `UnableToAnswer`."""
    start = 0
    if asked.after is not None:
        start = next((place + 1 for place, item in enumerate(items) if key(item) == asked.after), -1)
        if start < 0:
            raise UnableToAnswer(NOT_IN_LIST, field="after")
    shown = items[start : start + asked.limit]
    more = start + asked.limit < len(items)
    return shown, key(shown[-1]) if more else None

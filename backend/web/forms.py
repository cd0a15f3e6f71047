"""Forms: from what a browser sent to a checked record, or back to the page with plain sentences."""

import inspect
import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Concatenate, Literal, ParamSpec, TypeVar, Union, get_args, get_origin
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.response import Template
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from backend.kit import database
from backend.scope import Refusal
from backend.web import views

_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
STALE = (
    "You have signed in or proved who you are elsewhere since this page was opened, so nothing was done. "
    "What you wrote is here: look at it, then send it once more."
)
_DATE_PART = re.compile(r"(.+)-(day|month|year)$")


class BadRequest(Refusal):
    """The request itself is malformed: no page of ours would have sent it."""

    status = 400


class Form(BaseModel):
    """The base of every form: unknown fields refused, spaces trimmed, an empty field is no answer.

    The description of a field is its name in sentences ("Enter the nature of the interest").
    """

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, frozen=True, arbitrary_types_allowed=True
    )


@dataclass(frozen=True, slots=True)
class FieldError:
    """A sentence about one field; `field` is empty where it is about the whole form."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FormState:
    """What a form page shows: the person's own words, and what is wrong with them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()

    def value(self, name: str, default: Any = "") -> Any:
        return self.values.get(name, default)

    def error(self, name: str) -> dict[str, str] | None:
        """The error of one field as NHS.UK's macros want it."""
        for error in self.errors:
            if error.field == name:
                return {"text": error.sentence}
        return None


Look = Annotated[Literal["yes"] | None, "the button that only looks"]
"""The field of a button that changes what a form offers, and sends nothing: the form comes back as it was typed."""

FormModel = TypeVar("FormModel", bound=Form)
Params = ParamSpec("Params")
Asked = Request[Any, Any, Any]
Answer = Response[Any] | Template


def taking(
    model: type[FormModel], *, again: Callable[Concatenate[Asked, FormState, Params], Awaitable[Template]]
) -> Callable[
    [Callable[Concatenate[Asked, FormModel, Params], Awaitable[str | Template]]],
    Callable[Concatenate[Asked, Params], Awaitable[Answer]],
]:
    """Make a handler of `act(request, form, **path)`: the body as `model`, done as `submit` does it.

    `again(request, state, **path)` is the page with the form, for what was refused; it takes the same path parameters.
    """

    def made(
        act: Callable[Concatenate[Asked, FormModel, Params], Awaitable[str | Template]],
    ) -> Callable[Concatenate[Asked, Params], Awaitable[Answer]]:
        async def handler(request: Asked, *args: Params.args, **path: Params.kwargs) -> Answer:
            async def do(form: FormModel) -> str | Template:
                return await act(request, form, *args, **path)

            async def show(state: FormState) -> Template:
                return await again(request, state, *args, **path)

            return await submit(request, model, act=do, again=show)

        _sign(handler, act)
        handler.gives_words_back = True  # type: ignore[attr-defined]  # the gate asks for it
        return handler  # type: ignore[return-value]  # Litestar gives the request by its name

    return made


def _sign(handler: Any, act: Callable[..., Any]) -> None:
    """Litestar reads a handler's parameters from its signature: `act`'s own, without the form."""
    signature = inspect.signature(act, eval_str=True)
    request, _form, *path = signature.parameters.values()
    handler.__name__, handler.__qualname__ = act.__name__, act.__qualname__
    handler.__module__, handler.__doc__ = act.__module__, act.__doc__
    handler.__signature__ = signature.replace(parameters=[request, *path], return_annotation=Answer)
    handler.__annotations__ = {each.name: each.annotation for each in (request, *path)} | {"return": Answer}


async def submit(
    request: Request[Any, Any, Any],
    model: type[FormModel],
    *,
    act: Callable[[FormModel], Awaitable[str | Template]],
    again: Callable[[FormState], Awaitable[Template]],
) -> Response[Any] | Template:
    """Parse the body as `model`, do `act`, and go to the address that it returns.

    A secret that is shown once can't stand in an address: for that `act` returns a page.
    Where the button of a field `look` was used nothing is checked or done, and `again` shows what was typed.
    What was typed wrongly, or refused by a rule, comes back as `again` with status 422 (409 where somebody else
    was first, or the page is of an earlier proof; 429 after too many tries) and nothing written.
    """
    values = await read_values(request, model)
    if getattr(request.state, "stale", False):
        return await _again(again, values, (FieldError("", STALE),), 409)
    if "look" in model.model_fields and values.get("look"):
        return await again(FormState(values))
    try:
        form = model.model_validate(values)
    except ValidationError as invalid:
        return await _again(again, values, errors_of(invalid, model), 422)
    try:
        async with database.savepoint():
            done = await act(form)
    except Refusal as refusal:
        if refusal.status not in {409, 413, 422, 429, 507}:
            raise
        return await _again(
            again, values, (FieldError(refusal.field or "", refusal.sentence),), refusal.status
        )
    return views.redirect(done) if isinstance(done, str) else done


async def read_values(request: Request[Any, Any, Any], model: type[Form]) -> dict[str, Any]:
    """The body's fields: lists where the model wants lists, three-part dates joined, empty answers left out."""
    data = await request.form()
    values: dict[str, Any] = {}
    dates: dict[str, dict[str, str]] = {}
    for name in dict.fromkeys(data.keys()):
        if name == "_token":
            continue
        every = data.getall(name)
        if _wants_list(model, name):
            values[name] = [item for item in map(_clean, every) if item not in (None, "")]
        elif len(every) > 1:
            raise BadRequest(f"The form held the field {name!r} more than once.")
        elif (match := _DATE_PART.fullmatch(name)) and match[1] in model.model_fields:
            dates.setdefault(match[1], {})[match[2]] = str(_clean(every[0]) or "")
        elif (item := _clean(every[0])) not in (None, ""):
            values[name] = item
    for name, parts in dates.items():
        if any(parts.values()):
            values[name] = parts
    return values


def errors_of(invalid: ValidationError, model: type[Form]) -> tuple[FieldError, ...]:
    """Pydantic's findings as sentences, one a field."""
    found: dict[str, str] = {}
    for problem in invalid.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        if problem["type"] == "extra_forbidden":
            raise BadRequest(f"The form held a field that this page does not have: {name!r}.")
        found.setdefault(name, _sentence(problem, _label(model, name), _verb(model, name)))
    return tuple(FieldError(name, sentence) for name, sentence in found.items())


def _sentence(problem: Any, label: str, verb: str) -> str:
    kind = problem["type"]
    context = problem.get("ctx", {})
    if kind == "missing":
        return f"{verb} {label}"
    if kind == "string_too_short":
        return f"Enter {label}"
    if kind == "string_too_long":
        return f"{_capital(label)} must be {context['max_length']:,} characters or fewer"
    if kind in {"enum", "literal_error", "bool_parsing", "bool_type"}:
        return f"Choose {label}"
    if kind == "value_error":
        return _capital(str(context["error"]))
    if kind in {"greater_than_equal", "greater_than"}:
        return f"{_capital(label)} must be {context.get('ge', context.get('gt'))} or more"
    if kind in {"less_than_equal", "less_than"}:
        return f"{_capital(label)} must be {context.get('le', context.get('lt'))} or less"
    if kind.startswith(("int", "float", "decimal")):
        return f"{_capital(label)} must be a number"
    if kind.startswith("uuid"):
        return f"Choose {label} from the list"
    return f"{_capital(label)} is not in a form that can be read"


def parse_date(value: Any) -> Any:
    """A date from NHS.UK's three boxes, or from `3/6/2014`; raises ValueError with a sentence."""
    if value is None or isinstance(value, date):
        return value
    parts = value if isinstance(value, Mapping) else _split(str(value))
    day, month, year = (str(parts.get(part, "")).strip() for part in ("day", "month", "year"))
    missing = [name for name, text in (("day", day), ("month", month), ("year", year)) if not text]
    if missing:
        raise ValueError(f"the date must include a {' and a '.join(missing)}")
    try:
        if not (day + month + year).isdecimal() or not (day + month + year).isascii():
            raise ValueError  # int() would take 1_0 and +1 too
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("the date must be a real date, such as 3 6 2014") from None
    if not 1900 <= found.year <= 2200:
        raise ValueError("the year must be between 1900 and 2200")
    return found


FormDate = Annotated[date, BeforeValidator(parse_date)]


def _split(text: str) -> dict[str, str]:
    pieces = re.split(r"[/\-. ]+", text)
    if len(pieces) == 3 and len(pieces[0]) == 4:
        pieces.reverse()
    return dict(zip(("day", "month", "year"), pieces, strict=False)) if len(pieces) == 3 else {}


def _clean(value: Any) -> Any:
    """Text as we keep it: composed, one kind of line end, nothing that hides or steers."""
    if isinstance(value, UploadFile):
        return value if value.filename else None
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n")
    if _INVISIBLE.search(text):
        raise BadRequest(
            "A field held invisible characters that change the direction of text. Type it again."
        )
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in text):
        raise BadRequest("A field held control characters that can't be kept. Type it again.")
    return text.strip()


def _wants_list(model: type[Form], name: str) -> bool:
    info = model.model_fields.get(name)
    return info is not None and get_origin(info.annotation) in (list, tuple)


def _label(model: type[Form], name: str) -> str:
    info = model.model_fields.get(name)
    return (info.description if info and info.description else name.replace("_", " ")) or name


def _verb(model: type[Form], name: str) -> str:
    """What a person does with the field: enters words, chooses among some, or ticks the only box."""
    info = model.model_fields.get(name)
    kinds = (
        get_args(info.annotation)
        if info and _is_union(info.annotation)
        else (info.annotation,)
        if info
        else ()
    )
    for kind in kinds:
        if get_origin(kind) is Literal:
            return "Tick" if len(kinds) == len(get_args(kind)) == 1 else "Choose"
        if isinstance(kind, type) and issubclass(kind, Enum | UUID):
            return "Choose"
    return "Enter"


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


async def _again(
    again: Callable[[FormState], Awaitable[Template]],
    values: Mapping[str, Any],
    errors: tuple[FieldError, ...],
    status: int,
) -> Template:
    page = await again(FormState(values, errors))
    page.status_code = status
    return page

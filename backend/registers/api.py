"""The registers as JSON: any register of the house, as it stood on a day, as it was known at a moment."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from pydantic import Field, create_model

from backend.facts.registers import Cell, Column, Kind, Moment, Part, Register, Row
from backend.registers import shelf
from backend.scope import NotFound, Scope
from backend.web import access, answers, views

Money = Annotated[str, Field(pattern=r"^-?\d+\.\d{2}$", description="Pounds to the penny, such as 1234.50")]

_TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: str | None,
    Kind.DATE: date | None,
    Kind.MONEY: Money | None,
    Kind.NUMBER: int | float | None,
    Kind.YES_NO: bool | None,
}


class TimesAsked(answers.Asked):
    on: answers.Day | None = Field(None, description="As the register stood on this day; today if not given.")
    known_at: answers.At | None = Field(
        None, description="As it was known at this moment; now if not given. Never later than now."
    )


class RowsAsked(answers.PartAsked, TimesAsked):
    text: str = Field("", max_length=200, description="Only rows that hold these words.")


class ColumnAnswer(answers.Answer):
    key: str
    title: str
    kind: Kind
    public: bool = Field(description="Whether the column belongs to the public copy.")


class RegisterAnswer(answers.Answer):
    id: str
    title: str
    about: str
    columns: list[ColumnAnswer]
    address: str


class RegistersAnswer(answers.Answer):
    registers: list[RegisterAnswer]


class ReadAnswer(answers.Answer):
    """What every answer from a register says of itself: which register, and at which two times."""

    register_id: str
    title: str
    on: date
    known_at: datetime
    columns: list[ColumnAnswer]


class RowFrame(answers.Answer):
    """A row without its values, which differ from register to register."""

    id: UUID
    address: str
    person_id: UUID | None
    ended_on: date | None = Field(description="The last day on which it held.")


class VersionFrame(answers.Answer):
    known_from: datetime
    known_to: datetime | None


def _models(register: Register) -> tuple[type[answers.Answer], type[answers.Answer]]:
    """The answers of one register: its rows, and one row with its versions."""
    name = register.id.title().replace("-", "")
    columns: dict[str, Any] = {column.key: (_TYPES[column.kind], ...) for column in register.columns}
    values = create_model(f"{name}Values", __base__=answers.Answer, **columns)
    row: Any = create_model(f"{name}Row", __base__=RowFrame, values=(values, ...))
    version: Any = create_model(f"{name}Version", __base__=VersionFrame, values=(values, ...))
    rows = create_model(
        f"{name}Rows",
        __base__=ReadAnswer,
        rows=(list[row], ...),
        next=(str | None, ...),
    )
    one = create_model(
        f"{name}Record",
        __base__=ReadAnswer,
        row=(row, ...),
        versions=(list[version], ...),
    )
    return rows, one


_ROWS: Mapping[str, type[answers.Answer]] = {each.id: _models(each)[0] for each in shelf.REGISTERS}
_ONE: Mapping[str, type[answers.Answer]] = {each.id: _models(each)[1] for each in shelf.REGISTERS}


@get(
    "/t/{slug:str}/api/registers",
    opt=answers.needs("registers.read", summary="The registers that you may open", gives=RegistersAnswer),
    name="registers.api.list",
)
async def list_registers(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Which registers there are."""
    scope = access.scope_of(request)
    answers.read(request, answers.Asked)
    return answers.give(
        RegistersAnswer(
            registers=[
                RegisterAnswer(
                    id=each.id,
                    title=each.title,
                    about=each.about,
                    columns=_columns(each),
                    address=answers.address(scope, f"/registers/{each.id}"),
                )
                for each in shelf.REGISTERS
                if scope.may(each.permission)
            ]
        )
    )


@get(
    "/t/{slug:str}/api/registers/{register:str}",
    opt=answers.needs(
        "registers.read",
        summary="The rows of a register, as it stood on a day and as it was known at a moment",
        asks=RowsAsked,
        gives=ReadAnswer,
        each=("register", _ROWS),
    ),
    name="registers.api.rows",
)
async def list_rows(request: Request[Any, Any, Any], register: FromPath[str]) -> Response[bytes]:
    """The rows of one register, a part at a time."""
    scope = access.scope_of(request)
    found = _register(scope, register)
    asked = answers.read(request, RowsAsked)
    moment = _moment(scope, asked)
    rows, after = await _part(scope, found, moment, asked)
    onward = answers.address(
        scope,
        f"/registers/{found.id}",
        on=moment.on.isoformat(),
        known_at=moment.known_at.isoformat(),
        text=asked.text,
        after=after,
        limit=asked.limit,
    )
    answer = {
        **_frame(found, moment),
        "rows": [_row(scope, found, row) for row in rows],
        "next": onward if after else None,
    }
    return answers.give(_ROWS[found.id].model_validate(answer))


@get(
    "/t/{slug:str}/api/registers/{register:str}/{record_id:uuid}",
    opt=answers.needs(
        "registers.read",
        summary="One row of a register, with every version of it",
        asks=TimesAsked,
        gives=ReadAnswer,
        each=("register", _ONE),
    ),
    name="registers.api.row",
)
async def one_row(
    request: Request[Any, Any, Any], register: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    """One row and what it said before."""
    scope = access.scope_of(request)
    found = _register(scope, register)
    moment = _moment(scope, answers.read(request, TimesAsked))
    row = await _only(scope, found, moment, record_id)
    versions = await found.versions(scope, record_id) if found.versions else ()
    answer = {
        **_frame(found, moment),
        "row": _row(scope, found, row),
        "versions": [
            {
                "known_from": version.known_from,
                # what came after the moment asked about was not known then
                "known_to": version.known_to if (version.known_to or scope.now) <= moment.known_at else None,
                "values": _values(found, version.values),
            }
            for version in versions
            if version.known_from <= moment.known_at
        ],
    }
    return answers.give(_ONE[found.id].model_validate(answer))


ROUTES: list[Any] = [list_registers, list_rows, one_row]


def _register(scope: Scope, register_id: str) -> Register:
    found = shelf.register_named(register_id)
    scope.check_may(found.permission, "Your role in this organisation does not include this register.")
    return found


def _moment(scope: Scope, asked: TimesAsked) -> Moment:
    if asked.known_at is not None and asked.known_at > scope.now:
        raise answers.UnableToAnswer(
            "“known_at” lies in the future: what will be known then, nobody knows.", field="known_at"
        )
    return Moment(on=asked.on or scope.today, known_at=asked.known_at or scope.now)


async def _part(
    scope: Scope, register: Register, moment: Moment, asked: RowsAsked
) -> tuple[tuple[Row, ...], UUID | None]:
    """The rows that were asked for, and the id to go on from. Raises `UnableToAnswer`."""
    if register.part is None:
        every = await register.rows(scope, moment)
        rows, after = answers.part_of(_with_words(every, asked.text), asked, key=lambda row: row.id)
        return tuple(rows), after
    part = Part(limit=asked.limit + 1, after=asked.after, text=asked.text.strip())
    found = await register.part(scope, moment, part)
    if found is None:
        raise answers.UnableToAnswer(answers.NOT_IN_LIST, field="after")
    shown = found[: asked.limit]
    return shown, shown[-1].id if len(found) > len(shown) else None


async def _only(scope: Scope, register: Register, moment: Moment, record_id: UUID) -> Row:
    """The row of this id, if the register shows it to the scope at the moment. Raises `NotFound`."""
    if register.part is None:
        found = [row for row in await register.rows(scope, moment) if row.id == record_id]
    else:
        found = list(await register.part(scope, moment, Part(limit=1, only=record_id)) or ())
    if not found:
        raise NotFound("row of this register")
    return found[0]


def _with_words(rows: tuple[Row, ...], text: str) -> tuple[Row, ...]:
    words = text.strip().casefold()
    if not words:
        return rows
    return tuple(
        row
        for row in rows
        if any(isinstance(cell, str) and words in cell.casefold() for cell in row.values.values())
    )


def _frame(register: Register, moment: Moment) -> dict[str, Any]:
    return {
        "register_id": register.id,
        "title": register.title,
        "on": moment.on,
        "known_at": moment.known_at,
        "columns": _columns(register),
    }


def _columns(register: Register) -> list[ColumnAnswer]:
    return [
        ColumnAnswer(key=column.key, title=column.title, kind=column.kind, public=column.public)
        for column in register.columns
    ]


def _row(scope: Scope, register: Register, row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "address": views.address(scope, row.path),
        "person_id": row.person_id,
        "ended_on": row.ended_on,
        "values": _values(register, row.values),
    }


def _values(register: Register, values: Mapping[str, Cell]) -> dict[str, Any]:
    return {column.key: _cell(column, values.get(column.key)) for column in register.columns}


def _cell(column: Column, cell: Cell) -> Any:
    if cell is None:
        return None
    if column.kind is Kind.MONEY:
        return f"{cell:.2f}"
    if column.kind is Kind.NUMBER and isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return str(cell) if column.kind is Kind.TEXT else cell

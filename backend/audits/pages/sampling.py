"""A sample of a register by lot: drawn from the address alone, so that anybody may draw the same again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.audits import queries
from backend.audits.pages.lists import crumbs
from backend.audits.queries import AuditView
from backend.audits.rules import Sample, UnableToAudit, draw
from backend.facts.registers import Moment, Register, Row
from backend.registers import shelf
from backend.scope import Scope
from backend.web import access, sheets, views
from backend.web.days import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the address asks for. `problem` is a sentence where nothing can be drawn."""

    register: Register
    on: date
    known: date
    typed: dict[str, str]
    problem: str | None


@get("/t/{slug:str}/audits/{audit_id:uuid}/sample", opt=access.needs("audits.examine"), name="audits.sample")
async def sample(request: Request[Any, Any, Any], audit_id: FromPath[UUID]) -> Template:
    """Choose a register, a day, a size and a seed; see what is drawn."""
    scope = access.scope_of(request)
    audit = await queries.audit(scope, audit_id=audit_id)
    asked = _asked(request, scope, audit)
    drawn, problem = None, asked.problem
    if "seed" in request.query_params and problem is None:
        try:
            drawn = await _drawn(scope, asked)
        except UnableToAudit as refusal:
            problem = refusal.sentence
    return views.page(
        request,
        "audits/sample.html",
        audit=audit,
        register=asked.register,
        registers=[(each.id, each.title) for each in _registers(scope)],
        asked=asked,
        drawn=drawn,
        problem=problem,
        query=request.url.query,
        crumbs=crumbs(scope, audit),
    )


@get(
    "/t/{slug:str}/audits/{audit_id:uuid}/sample.csv",
    opt=access.needs("audits.examine"),
    name="audits.sample-file",
)
async def sample_file(request: Request[Any, Any, Any], audit_id: FromPath[UUID]) -> Response[bytes]:
    """The sample as a file, with how it was drawn in every line."""
    scope = access.scope_of(request)
    audit = await queries.audit(scope, audit_id=audit_id)
    asked = _asked(request, scope, audit)
    if asked.problem is not None:
        raise UnableToAudit(asked.problem)
    drawn = await _drawn(scope, asked)
    how = (asked.on.isoformat(), asked.known.isoformat(), asked.typed["seed"], drawn.fingerprint, audit.title)
    heads = [
        *("Drawn", "Id", *(column.title for column in asked.register.columns)),
        *("As it stood on", "As known on", "Seed", "Fingerprint of the population", "Audit"),
    ]
    rows = [
        (str(number), key, *(_cell(row, column.key) for column in asked.register.columns), *how)
        for number, (key, row) in enumerate(drawn.lines, start=1)
    ]
    return sheets.csv_file(scope, f"sample-{asked.register.id}", heads, rows)


def _registers(scope: Scope) -> list[Register]:
    return [each for each in shelf.REGISTERS if scope.may(each.permission)]


def _asked(request: Request[Any, Any, Any], scope: Scope, audit: AuditView) -> _Asked:
    given = request.query_params
    typed = {
        "register": given.get("register", "interests")[:40],
        "size": given.get("size", "25").strip()[:10],
        "seed": given.get("seed", audit.title).strip()[:100],
    }
    on, typed["on"], wrong_on = day_of(request, "on", scope)
    known, typed["known"], wrong_known = day_of(request, "known", scope)
    register = next((each for each in _registers(scope) if each.id == typed["register"]), None)
    problem = wrong_on or wrong_known
    if register is None:
        register = _registers(scope)[0]
        problem = "There is no such register here, or your role does not open it."
    elif not (typed["size"].isascii() and typed["size"].isdecimal()):
        problem = f"“{typed['size']}” is no number of lines."
    return _Asked(register=register, on=on, known=known, typed=typed, problem=problem)


async def _drawn(scope: Scope, asked: _Asked) -> Sample[Row]:
    known_at = min(scope.now, scope.end_of(asked.known))
    rows = await asked.register.rows(scope, Moment(on=asked.on, known_at=known_at))
    return draw([(str(row.id), row) for row in rows], size=int(asked.typed["size"]), seed=asked.typed["seed"])


def _cell(row: Row, key: str) -> str:
    value = row.values.get(key)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


ROUTES: list[Any] = [sample, sample_file]

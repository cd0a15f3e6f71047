"""Board members' interests in a financial year, by organisation, with the columns that finance fills in."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.facts.registers import Column, Kind, Register, Row
from backend.interests import settings
from backend.kit.money import in_pounds
from backend.registers import spreadsheets
from backend.registers.operations import related_parties as acts
from backend.registers.queries import related_parties as queries
from backend.registers.rules import related_parties as rules
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_YEARS = 7


class AmountsForm(forms.Form):
    paid: str | None = Field(None, max_length=40, description="payments to the related party")
    received: str | None = Field(None, max_length=40, description="receipts from the related party")
    owed_by_us: str | None = Field(None, max_length=40, description="amounts owed to the related party")
    owed_to_us: str | None = Field(None, max_length=40, description="amounts due from the related party")
    note: str | None = Field(None, max_length=2_000, description="the note")


@get(
    "/t/{slug:str}/returns/related-parties",
    opt=access.needs("returns.related-parties"),
    name="returns.related-parties",
)
async def shown(request: Request[Any, Any, Any]) -> Template:
    scope = access.scope_of(request)
    year = _year(scope, request.query_params.get("year", ""))
    newest = rules.year_of(scope.today).begins
    return views.page(
        request,
        "registers/related-parties.html",
        year=year,
        years=[rules.FinancialYear(each) for each in range(newest, newest - _YEARS, -1)],
        parties=await queries.parties_in(scope, year=year),
        amounts=rules.AMOUNTS,
        pounds=in_pounds,
        may_fill=scope.may("returns.fill-related-parties"),
    )


@get(
    "/t/{slug:str}/returns/related-parties/{year:int}/file/{form:str}",
    opt=access.needs("returns.related-parties"),
    name="returns.related-parties-file",
)
async def file(request: Request[Any, Any, Any], year: FromPath[int], form: FromPath[str]) -> Response[bytes]:
    """The same lines as CSV or XLSX; the columns of finance stand empty where nothing was added."""
    scope = access.scope_of(request)
    of = _year(scope, str(year))
    rows = [_row(party) for party in await queries.parties_in(scope, year=of)]
    name = f"{scope.tenant.slug}-related-parties-{of.begins}-{(of.begins + 1) % 100:02d}"
    if form == "csv":
        return views.download(
            spreadsheets.register_csv(_SHEET, rows), name=f"{name}.csv", media_type=spreadsheets.CSV
        )
    if form == "xlsx":
        about = spreadsheets.About(
            tenant=scope.tenant.name,
            on=min(of.until, scope.today),
            known_at=scope.now.isoformat(timespec="minutes"),
            rule_set=(await settings.rule_set_of(scope)).key,
            exported_by=scope.actor.name,
            exported_at=scope.now.isoformat(timespec="minutes"),
        )
        data = spreadsheets.register_xlsx(_SHEET, rows, about)
        return views.download(data, name=f"{name}.xlsx", media_type=spreadsheets.XLSX)
    raise NotFound("file")


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, year: int, person_id: UUID, organisation_id: UUID
) -> Template:
    scope = access.scope_of(request)
    of = _year(scope, str(year))
    party = await queries.party_in(scope, year=of, person_id=person_id, organisation_id=organisation_id)
    return views.page(
        request,
        "registers/related-party.html",
        crumbs=[
            views.Crumb("Related parties", views.address(scope, f"/returns/related-parties?year={year}"))
        ],
        year=of,
        party=party,
        amounts=rules.AMOUNTS,
        given={name: getattr(party, name) for name in rules.AMOUNTS},
        state=state,
    )


@get(
    "/t/{slug:str}/returns/related-parties/{year:int}/{person_id:uuid}/{organisation_id:uuid}",
    opt=access.needs("returns.fill-related-parties"),
    name="returns.related-party",
)
async def fill_form(
    request: Request[Any, Any, Any],
    year: FromPath[int],
    person_id: FromPath[UUID],
    organisation_id: FromPath[UUID],
) -> Template:
    return await _form(request, forms.FormState(), year, person_id, organisation_id)


@post(
    "/t/{slug:str}/returns/related-parties/{year:int}/{person_id:uuid}/{organisation_id:uuid}",
    opt=access.needs("returns.fill-related-parties"),
    name="returns.fill-related-party",
)
@forms.taking(AmountsForm, again=_form)
async def fill(
    request: Request[Any, Any, Any],
    form: AmountsForm,
    year: FromPath[int],
    person_id: FromPath[UUID],
    organisation_id: FromPath[UUID],
) -> str:
    """Keep what finance adds to one line."""
    scope = access.scope_of(request)
    await acts.fill_related_party(
        scope,
        year=_year(scope, str(year)),
        person_id=person_id,
        organisation_id=organisation_id,
        amounts={name: getattr(form, name) for name in rules.AMOUNTS},
        note=form.note,
    )
    return views.address(scope, f"/returns/related-parties?year={year}&said=filled")


def _year(scope: Scope, typed: str) -> rules.FinancialYear:
    """The year that is asked for; the last that ended where none is. Raises `NotFound` for one that is far away."""
    if not typed:
        return rules.FinancialYear(rules.year_of(scope.today).begins - 1)
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 4 and 2000 <= int(typed) <= 2199):
        raise NotFound("year")
    return rules.FinancialYear(int(typed))


def _row(party: queries.Party) -> Row:
    values = {
        "name": party.person_name,
        "seats": party.seats,
        "organisation": party.organisation_name,
        "interests": "; ".join(party.interests),
        **{name: getattr(party, name) for name in rules.AMOUNTS},
        "note": party.note,
    }
    return Row(id=party.person_id, values=values, path="/returns/related-parties")


async def _no_rows(_scope: Scope, _moment: object) -> tuple[Row, ...]:
    return ()


_SHEET = Register(
    id="related-parties",
    title="Related parties",
    about="Board members' interests in a financial year, by organisation.",
    columns=(
        Column(key="name", title="Name"),
        Column(key="seats", title="Seat on the board"),
        Column(key="organisation", title="Organisation"),
        Column(key="interests", title="Interests in the year"),
        *(Column(key=name, title=title, kind=Kind.MONEY) for name, title in rules.AMOUNTS.items()),
        Column(key="note", title="Note of finance"),
    ),
    permission="returns.related-parties",
    none="No interests were declared in this year.",
    rows=_no_rows,
)
"""The columns of the file; it is read by nobody else, so it stands on no shelf."""

ROUTES: list[Any] = [shown, file, fill_form, fill]

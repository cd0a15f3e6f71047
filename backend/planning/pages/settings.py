"""Planning settings: what holds today, what was settled before and will hold later, and the form to settle anew."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.planning import operations, queries
from backend.planning.pages.plan import crumbs
from backend.planning.rules import cycles
from backend.planning.rules import settings as rules
from backend.scope import Scope
from backend.web import access, forms, views

_AT = "/t/{slug:str}/plan/settings"


class SettingsForm(forms.Form):
    """Every setting, from which day, and by what authority."""

    effective_from: forms.FormDate = Field(description="the day from which it holds")
    source: str = Field(min_length=1, max_length=500, description="who decided it, and where that is written")
    clear_working_days: int = Field(description="the clear working days")
    most_of_one_person: int = Field(description="how many questions one person may ask")
    most_answered: int = Field(description="how many questions are answered")
    minutes: int = Field(description="the minutes for questions")
    written_within_days: int = Field(description="the days for a written answer")
    same_within_months: int = Field(description="the months")
    keep_months: int = Field(description="the months for which names are kept")
    about: str | None = Field(None, max_length=4_000, description="the words on the public form")
    grounds: str = Field(min_length=1, max_length=6_000, description="the grounds of refusal")
    notice_clear_days: int = Field(description="the clear days of notice")
    notice_working: Literal["yes", "no"] = Field(description="which days count")
    first_month: int = Field(description="the first month of the year")
    numbering: Literal["meeting", "year"] = Field(description="how items are numbered")


class TakeBackForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is taken back")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    known = await queries.every_setting(scope)
    here = known.line_on(scope.today)
    shipped = rules.values_of(known.shipped)
    return views.page(
        request,
        "planning/settings.html",
        state=state,
        held=[
            (rules.WORDS[name], rules.in_words(name, value), name, value)
            for name, value in rules.values_of(known.on(scope.today)).items()
        ],
        line=here,
        lines=[
            (
                each,
                _standing(each, here, scope),
                rules.changed({**shipped, **known.before(each)}, {**shipped, **each.values}),
            )
            for each in known.lines
        ],
        standing=known.shipped.standing,
        may_settle=scope.may("planning.settle"),
        crumbs=crumbs(scope),
    )


@get(_AT, opt=access.needs("planning.read"), name="planning.settings")
async def page(request: Request[Any, Any, Any]) -> Template:
    """What holds today, and everything that was ever settled."""
    return await _page(request, forms.FormState())


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    values = rules.values_of(await queries.settings_on(scope))
    return views.page(
        request,
        "planning/settings-form.html",
        state=state,
        known={**values, "grounds": "\n".join(each["words"] for each in values["grounds"])},
        words=rules.WORDS,
        months=[(number, cycles.month_name(number)) for number in range(1, 13)],
        numberings=[(each.value, words.capitalize()) for each, words in rules.NUMBERING_IN_WORDS.items()],
        crumbs=crumbs(scope, views.Crumb("Planning settings", views.address(scope, "/plan/settings"))),
    )


@get(f"{_AT}/change", opt=access.needs("planning.settle"), name="planning.settings-form")
async def form(request: Request[Any, Any, Any]) -> Template:
    """The form to settle anew, from a day on."""
    return await _form(request, forms.FormState())


@post(_AT, opt=access.needs("planning.settle"), name="planning.settle")
@forms.taking(SettingsForm, again=_form)
async def settle(request: Request[Any, Any, Any], form: SettingsForm) -> str:
    """Settle from a day on."""
    scope = access.scope_of(request)
    known = (await queries.settings_on(scope, form.effective_from)).questions.grounds
    values = form.model_dump(exclude={"effective_from", "source", "grounds", "notice_working"})
    await operations.settle(
        scope,
        effective_from=form.effective_from,
        source=form.source,
        values={
            name: {
                **values,
                "grounds": rules.grounds_from(form.grounds, known),
                "notice_working": form.notice_working == "yes",
            }[name]
            for name in rules.WORDS
        },
    )
    return views.address(scope, "/plan/settings?said=settled")


async def _page_again(request: Request[Any, Any, Any], state: forms.FormState, settled_id: UUID) -> Template:
    return await _page(request, state)


@post(f"{_AT}/{{settled_id:uuid}}/withdrawal", opt=access.needs("planning.settle"), name="planning.take-back")
@forms.taking(TakeBackForm, again=_page_again)
async def take_back(request: Request[Any, Any, Any], form: TakeBackForm, settled_id: FromPath[UUID]) -> str:
    """Take back what was settled by mistake."""
    scope = access.scope_of(request)
    await operations.take_back(scope, settled_id=settled_id, because=form.because)
    return views.address(scope, "/plan/settings?said=taken-back")


def _standing(line: queries.SettledLine, here: queries.SettledLine | None, scope: Scope) -> str:
    if not line.stands:
        return "Taken back"
    if here is not None and line.id == here.id:
        return "Holds today"
    return "Will hold" if line.effective_from > scope.today else "Held before"


ROUTES: list[Any] = [page, form, settle, take_back]

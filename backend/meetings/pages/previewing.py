"""The preview of a paper that is written in the app. It is POSTed, since it is long; it writes nothing."""

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup
from pydantic import Field

from backend.kit.clock import real_now
from backend.meetings import coach, drafting, queries, rules
from backend.meetings.pages import handing_in
from backend.meetings.queries import covering
from backend.scope import Refusal, Scope
from backend.web import access, forms, views

MOST = 60
"""Previews of one person in a minute: more than typing with pauses asks for."""
_WITHIN = timedelta(minutes=1)
_MOST_PEOPLE = 10_000
_asked: OrderedDict[tuple[UUID, UUID | None], deque[datetime]] = OrderedDict()


class PreviewedTooOften(Refusal):
    """Somebody, or their browser, asks for previews faster than anybody types."""

    status = 429


class DraftForm(forms.Form):
    """The form of a paper as it stands, half filled in perhaps; only the words and the kind matter here."""

    text: str | None = Field(None, max_length=500_000, description="the paper")
    kind: rules.PaperKind = Field(rules.PaperKind.PAPER, description="what it is")
    title: str | None = Field(None, max_length=1_000, description="the title of the paper")
    author_person_id: str | None = Field(None, max_length=100, description="the author")
    sponsor_person_id: str | None = Field(None, max_length=100, description="the sponsor")
    replaces_version: int | None = Field(None, ge=1, description="the version that is replaced")
    file: UploadFile | None = Field(None, description="the file")


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/paper/preview",
    opt=access.needs("papers.write"),
    name="meetings.preview-paper",
    request_max_body_size=handing_in.BODY_LIMIT,
)
async def of_item(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """How a new paper reads so far."""
    scope = access.scope_of(request)
    tabled = request.query_params.get("tabled") == "yes"
    _, item = await queries.item(scope, item_id=item_id)

    async def page(state: forms.FormState, shown: dict[str, Any]) -> Template:
        return await handing_in.hand_in_form(request, scope, state, item_id, tabled=tabled, shown=shown)

    return await _preview(request, scope, item.purpose, None, page)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/version/preview",
    opt=access.needs("papers.write"),
    name="meetings.preview-version",
    request_max_body_size=handing_in.BODY_LIMIT,
)
async def of_paper(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """How a new version of a paper reads so far, under the cover sheet that it has."""
    scope = access.scope_of(request)
    paper = await queries.paper(scope, paper_id=paper_id)
    _, item = await queries.item(scope, item_id=paper.item_id)

    async def page(state: forms.FormState, shown: dict[str, Any]) -> Template:
        return await handing_in.version_page(request, scope, state, paper_id, shown=shown)

    return await _preview(request, scope, item.purpose, paper, page)


async def _preview(
    request: Request[Any, Any, Any],
    scope: Scope,
    purpose: rules.Purpose,
    paper: queries.PaperView | None,
    page: Callable[[forms.FormState, dict[str, Any]], Awaitable[Template]],
) -> Response[Any] | Template:
    """The preview alone for our script, which sends `x-preview`; else the whole page, with what was typed."""
    part = request.headers.get("x-preview") == "part"

    async def act(form: DraftForm) -> str | Template:
        keep_pace(scope, now=real_now())
        kind = paper.line.kind if paper else form.kind
        caps = handing_in.caps_of(request.app.state["settings"])
        draft = await drafting.draft_of(form.text or "", caps=caps)
        cover = [(line.label, line.words) for line in paper.cover] if paper else []
        budgets = covering.word_budgets(scope)
        budget: int | None = getattr(budgets, kind.value)
        prose = coach.with_cover(draft.prose, cover)
        shown: dict[str, Any] = {
            "preview": Markup(draft.html),  # noqa: S704 - kit.documents let it through nh3's allow-list just now
            "losses": draft.losses,
            "words": draft.prose.words,
            "budget": budget,
            "advice": coach.advice(prose, purpose=purpose, kind=kind, budget=budget)
            if draft.prose.words
            else (),
        }
        if part:
            return views.page(request, "meetings/_preview.html", shown=shown)
        return await page(forms.FormState(form.model_dump(exclude={"file"}, exclude_none=True)), shown)

    async def again(state: forms.FormState) -> Template:
        if part:
            sentences = [error.sentence for error in state.errors]
            return views.page(request, "meetings/_preview.html", shown={"problems": sentences})
        return await page(state, {})

    return await forms.submit(request, DraftForm, act=act, again=again)


def keep_pace(scope: Scope, *, now: datetime) -> None:
    """Count one preview of a person, in this process. Raises PreviewedTooOften (429)."""
    key = (scope.tenant.id, scope.actor.person_id)
    asked = _asked.setdefault(key, deque())
    _asked.move_to_end(key)
    while asked and asked[0] <= now - _WITHIN:
        asked.popleft()
    if len(asked) >= MOST:
        raise PreviewedTooOften(
            "The preview was asked for too often. It goes on in a minute; your words stay."
        )
    asked.append(now)
    while len(_asked) > _MOST_PEOPLE:
        _asked.popitem(last=False)


ROUTES: list[Any] = [of_item, of_paper]

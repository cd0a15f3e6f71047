"""The tenant's cover sheet: what papers are asked, since when and from where; changing it, with a preview; undoing."""

from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, StringConstraints, create_model

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.meetings import cover_editions, operations, rules
from backend.meetings.cover_editions import FieldWords, NewField, UnableToChangeCoverSheet, input_name
from backend.meetings.pages import meetings
from backend.meetings.pages.covering import input_of
from backend.meetings.queries import covering
from backend.scope import Scope
from backend.web import access, forms, views

_Line = Annotated[str, StringConstraints(max_length=300)]
_Words = Annotated[str, StringConstraints(max_length=4_000)]
_Place = Annotated[int, Field(ge=1, le=99)]


class SheetForm(forms.Form):
    """What the form holds beside its fields. `follows` is the number of the newest edition that was seen."""

    follows: int = Field(ge=0, description="the edition that is changed")
    source: str | None = Field(None, max_length=1_000, description="where the change comes from")
    in_force_from: forms.FormDate | None = Field(None, description="the day from which it holds")
    label_new: _Line | None = Field(None, description="the name of the new field")
    kind_new: FieldKind = Field(FieldKind.TEXT, description="how the new field is answered")
    place_new: _Place | None = Field(None, description="the place of the new field")
    hint_new: _Words | None = Field(None, description="the help words of the new field")
    heading_new: _Line | None = Field(None, description="the heading above the new field")
    choices_new: _Words | None = Field(None, description="the answers of the new field")
    none_new: _Line | None = Field(None, description="what no means")
    needed_new: Literal["yes"] | None = Field(None, description="whether the new field is needed")


class UndoForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is undone")


@get("/t/{slug:str}/papers/cover-sheet", opt=access.needs("meetings.read"), name="meetings.cover-sheet")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """What papers are asked today, and every edition that there was."""
    return await _sheet_page(request, forms.FormState())


@get(
    "/t/{slug:str}/papers/cover-sheet/change",
    opt=access.needs("meetings.arrange"),
    name="meetings.cover-sheet-form",
)
async def form(request: Request[Any, Any, Any]) -> Template:
    """The form to change the cover sheet."""
    scope = access.scope_of(request)
    return await _form_page(request, scope, forms.FormState())


@post(
    "/t/{slug:str}/papers/cover-sheet/preview",
    opt=access.needs("meetings.arrange"),
    name="meetings.preview-cover-sheet",
)
async def preview(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """How an author would see the cover sheet; nothing is kept."""
    scope = access.scope_of(request)
    before, _ = await _standing(scope)

    async def act(form: SheetForm) -> Template:
        after = await _changed(scope, before, form)
        state = forms.FormState(form.model_dump(exclude_none=True))
        return await _form_page(request, scope, state, after=after)

    async def again(state: forms.FormState) -> Template:
        return await _form_page(request, scope, state)

    return await forms.submit(request, form_of(before), act=act, again=again)


@post(
    "/t/{slug:str}/papers/cover-sheet",
    opt=access.needs("meetings.arrange"),
    name="meetings.change-cover-sheet",
)
async def keep(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Keep the cover sheet as a new edition."""
    scope = access.scope_of(request)
    before, _ = await _standing(scope)

    async def act(form: SheetForm) -> str:
        if form.in_force_from is None:
            raise UnableToChangeCoverSheet("Enter the day from which it holds.", field="in_force_from")
        await operations.change_cover_sheet(
            scope,
            template=await _changed(scope, before, form),
            source=form.source or "",
            in_force_from=form.in_force_from,
            follows=form.follows,
        )
        return views.address(scope, "/papers/cover-sheet?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await _form_page(request, scope, state)

    return await forms.submit(request, form_of(before), act=act, again=again)


async def _undo_again(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    return await _sheet_page(request, state)


@post(
    "/t/{slug:str}/papers/cover-sheet/editions/{edition_id:uuid}/undoing",
    opt=access.needs("meetings.arrange"),
    name="meetings.undo-cover-sheet",
)
@forms.taking(UndoForm, again=_undo_again)
async def undo(request: Request[Any, Any, Any], form: UndoForm, edition_id: FromPath[UUID]) -> str:
    """Undo the newest edition: the one before it holds again."""
    scope = access.scope_of(request)
    await operations.undo_cover_sheet(scope, edition_id=edition_id, because=form.because)
    return views.address(scope, "/papers/cover-sheet?said=undone")


@lru_cache(maxsize=64)
def form_of(template: CoverTemplate) -> type[SheetForm]:
    """The form to change a template: the words of each of its fields, under the names of `input_name`."""
    inputs: dict[str, Any] = {}
    for field in template.fields:
        called = f"“{field.label}”"
        kinds = {
            "label": (_Line, Field(min_length=1, description=f"the name of the field {called}")),
            "place": (_Place | None, Field(None, description=f"the place of {called}")),
            "needed": (Literal["yes"] | None, Field(None, description=f"whether {called} is needed")),
            "hint": (_Words | None, Field(None, description=f"the help words of {called}")),
            "heading": (_Line | None, Field(None, description=f"the heading above {called}")),
            "none": (_Line | None, Field(None, description=f"what no means for {called}")),
            "choices": (_Words | None, Field(None, description=f"the answers of {called}")),
            "out": (Literal["yes"] | None, Field(None, description=f"whether {called} is taken out")),
        }
        inputs.update({input_name(part, field.id): told for part, told in kinds.items()})
    return create_model("FilledSheet", __base__=SheetForm, **inputs)


async def _changed(scope: Scope, before: CoverTemplate, form: SheetForm) -> CoverTemplate:
    words = {field.id: _words(form, field.id) for field in before.fields}
    new = NewField(kind=form.kind_new, words=_words(form, "new")) if form.label_new else None
    taken = {field.id for field in await covering.known_fields(scope)}
    return cover_editions.changed(before, words, new, taken_ids=taken)


def _words(form: SheetForm, field_id: str) -> FieldWords:
    def told(part: str) -> Any:
        return getattr(form, input_name(part, field_id), None)

    choices = [line.strip() for line in (told("choices") or "").split("\n")]
    return FieldWords(
        label=told("label"),
        place=told("place"),
        needed=told("needed") == "yes",
        hint=told("hint"),
        heading=told("heading"),
        none=told("none"),
        choices=tuple(filter(None, choices)),
        taken_out=told("out") == "yes",
    )


async def _standing(scope: Scope) -> tuple[CoverTemplate, tuple[covering.CoverEditionLine, ...]]:
    """The template that a change begins with: the newest, whether in force or to come; and every edition."""
    editions = await covering.editions_of(scope)
    standing = next((each for each in editions if each.undone_at is None), None)
    return (standing.template if standing else covering.delivered_template(scope)), editions


async def _sheet_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    _, editions = await _standing(scope)
    standing = [each for each in editions if each.undone_at is None]
    in_force = next((each for each in standing if each.in_force_from <= scope.today), None)
    template = in_force.template if in_force else covering.delivered_template(scope)
    # each changed the one before it, the first of them what the organisation began with
    befores = [*(each.template for each in standing[1:]), covering.delivered_template(scope)]
    return views.page(
        request,
        "meetings/cover-sheet.html",
        state=state,
        said=request.query_params.get("said"),
        lines=[_line(field) for field in template.fields],
        in_force=in_force,
        editions=editions,
        newest=standing[0] if standing else None,
        changes={
            each.id: cover_editions.what_changed(before, each.template)
            for each, before in zip(standing, befores, strict=False)
        },
        today=scope.today,
        crumbs=_crumbs(scope),
    )


async def _form_page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    *,
    after: CoverTemplate | None = None,
) -> Template:
    """The form; with `after`, what an author would be asked stands below it."""
    before, editions = await _standing(scope)
    return views.page(
        request,
        "meetings/cover-sheet-form.html",
        state=state,
        follows=editions[0].number if editions else 0,
        lines=[_line(field, place) for place, field in enumerate(before.fields, start=1)],
        last=len(before.fields) + 1,
        kinds=[(kind.value, words) for kind, words in cover_editions.KIND_IN_WORDS.items()],
        today=scope.today,
        fields=[input_of(field, value=_nothing(field)) for field in after.fields] if after else [],
        changes=cover_editions.what_changed(before, after) if after else (),
        purposes=[(code.value, words) for code, words in rules.PURPOSE_IN_WORDS.items()],
        item=None,
        crumbs=[
            *_crumbs(scope),
            views.Crumb("Cover sheet", views.address(scope, "/papers/cover-sheet")),
        ],
    )


def _line(field: CoverField, place: int = 0) -> dict[str, Any]:
    return {
        "field": field,
        "place": place,
        "kind": cover_editions.KIND_IN_WORDS[field.kind],
        "names": {
            part: input_name(part, field.id)
            for part in ("label", "place", "needed", "hint", "heading", "none", "choices", "out")
        },
    }


def _nothing(field: CoverField) -> dict[str, Any]:
    return {"answer": [] if field.kind in (FieldKind.MILESTONES, FieldKind.CONSIDERED) else ""}


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [*meetings.crumbs(scope), views.Crumb("Papers", views.address(scope, "/papers"))]


ROUTES: list[Any] = [shown, form, preview, keep, undo]

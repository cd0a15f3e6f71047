"""The cover sheet of a paper: the form that the tenant's template asks for, and what is kept of it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, StringConstraints, create_model

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.meetings import cover_editions, covers, linking, operations, queries, rules
from backend.meetings.pages import meetings
from backend.meetings.queries import covering
from backend.scope import NotPermitted, Scope
from backend.web import access, forms, views

_Words = Annotated[str, StringConstraints(max_length=covers.LONGEST)]
_Ids = Annotated[list[UUID], Field(max_length=40)]


class CoverForm(forms.Form):
    """What every cover sheet's form holds beside the fields of its template. `replaces_version` is what was seen."""

    replaces_version: int = Field(ge=1, description="the version that is replaced")
    leave_out: list[str] = Field([], max_length=100, description="what is no longer asked")


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/cover", opt=access.needs("papers.write"), name="meetings.cover-form"
)
async def form(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """The cover sheet to be filled in."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState(), paper_id)


@post("/t/{slug:str}/papers/{paper_id:uuid}/cover", opt=access.needs("papers.write"), name="meetings.cover")
async def keep(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Keep the cover sheet, as a version of the paper whose text is the same."""
    scope = access.scope_of(request)
    template = await covering.template_of(scope)

    async def act(form: CoverForm) -> str:
        known = await queries.paper(scope, paper_id=paper_id)
        answers = await _answers(request, scope, template, form.model_dump(), known)
        for field_id, answer in known.cover_answers.items():
            if template.field(field_id) is None and field_id not in form.leave_out:
                answers[field_id] = answer
        await operations.change_cover(
            scope, paper_id=paper_id, answers=answers, replaces_version=form.replaces_version
        )
        undone = "cover-undone" if known.line.run.signed else "cover"
        return views.address(scope, f"/papers/{paper_id}?said={undone}")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, paper_id)

    return await forms.submit(request, form_of(template), act=act, again=again)


@lru_cache(maxsize=64)
def form_of(template: CoverTemplate) -> type[CoverForm]:
    """The form of a template: its fields under the names of `covers.field_name`."""
    fields: dict[str, Any] = {}
    for field in template.fields:
        fields.update(_inputs(field))
    return create_model("FilledCover", __base__=CoverForm, **fields)


def _inputs(field: CoverField) -> Mapping[str, Any]:
    label = f"the field “{field.label}”"
    name = covers.field_name(field)
    words = (_Words | None, Field(None, description=label))
    if field.kind is FieldKind.YES_NO:
        return {
            name: (Literal["yes", "no"] | None, Field(None, description=label)),
            covers.field_name(field, "words"): words,
        }
    if field.kind is FieldKind.FREEDOM_OF_INFORMATION:
        return {
            name: (Literal["public", "exempt"] | None, Field(None, description=label)),
            covers.field_name(field, "sections"): (
                str | None,
                Field(None, max_length=200, description=label),
            ),
        }
    if field.kind is FieldKind.MILESTONES:
        return {name: (_Ids, Field([], description=label))}
    if field.kind is FieldKind.CONSIDERED:
        return {name: (_Ids, Field([], description=label)), covers.field_name(field, "written"): words}
    if field.kind is FieldKind.PURPOSE:
        return {name: (rules.Purpose | None, Field(None, description=label))}
    return {name: words}


async def _answers(
    request: Request[Any, Any, Any],
    scope: Scope,
    template: CoverTemplate,
    values: Mapping[str, Any],
    known: queries.PaperView,
) -> dict[str, Any]:
    """The answers as they are kept. What is chosen from a list is told by the list, never by the form."""
    found: dict[str, Any] = {}
    for field in template.fields:
        given = values[covers.field_name(field)]
        if field.kind is FieldKind.YES_NO and given:
            words = values[covers.field_name(field, "words")] or ""
            found[field.id] = {"yes": given == "yes", "words": words}
        elif field.kind is FieldKind.FREEDOM_OF_INFORMATION and given:
            typed = values[covers.field_name(field, "sections")] or ""
            exempt = given == "exempt"
            found[field.id] = {
                "exempt": exempt,
                "sections": list(covers.sections_in(typed)) if exempt else [],
            }
        elif field.kind is FieldKind.MILESTONES:
            offered = {each["id"]: each for each in await _milestones(request, scope, field, known)}
            found[field.id] = [offered[str(each)] for each in given if str(each) in offered]
        elif field.kind is FieldKind.CONSIDERED:
            decided = await covering.decisions_to_name(
                scope, also=given, private=known.part is rules.Part.PRIVATE
            )
            words = values[covers.field_name(field, "written")] or ""
            chosen = [{"id": str(each.id), "words": each.words} for each in decided if each.id in set(given)]
            found[field.id] = {"decisions": chosen, "written": words}
        elif given:
            found[field.id] = given.value if isinstance(given, rules.Purpose) else given
    return found


async def _milestones(
    request: Request[Any, Any, Any], scope: Scope, field: CoverField, known: queries.PaperView
) -> Sequence[Mapping[str, str]]:
    """What may be linked: what the room above offers now, and what the paper links to already, by its title then."""
    offered = await linking.offered(request.app.state.get("links", ()), scope)
    now = {str(each.id): {"id": str(each.id), "title": each.title} for each in offered}
    before = {each["id"]: dict(each) for each in known.cover_answers.get(field.id, ())}
    return list({**before, **now}.values())


async def _form(
    request: Request[Any, Any, Any], scope: Scope, state: forms.FormState, paper_id: UUID
) -> Template:
    view = await queries.paper(scope, paper_id=paper_id)
    if not view.can_replace:
        raise NotPermitted("The cover sheet is filled in by whoever may hand in a new version of the paper.")
    template = await covering.template_of(scope)
    _, item = await queries.item(scope, item_id=view.item_id)
    offers: dict[str, Sequence[tuple[str, str]]] = {}
    for field in template.fields:
        if field.kind is FieldKind.MILESTONES:
            milestones = await _milestones(request, scope, field, view)
            offers[field.id] = [(each["id"], each["title"]) for each in milestones]
        elif field.kind is FieldKind.CONSIDERED:
            known = view.cover_answers.get(field.id, {}).get("decisions", ())
            also = [UUID(each["id"]) for each in known]
            private = view.part is rules.Part.PRIVATE
            decided = await covering.decisions_to_name(scope, also=also, private=private)
            offers[field.id] = [(str(each.id), each.words) for each in decided]
    return views.page(
        request,
        "meetings/cover-form.html",
        state=state,
        paper=view,
        item=item,
        fields=[
            input_of(field, value=_shown(field, view, item), offers=offers.get(field.id, ()))
            for field in template.fields
        ],
        retired=await _retired(scope, template, view),
        purposes=[(code.value, words) for code, words in rules.PURPOSE_IN_WORDS.items()],
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(view.meeting, views.address(scope, f"/meetings/{view.meeting_id}")),
            views.Crumb(view.line.title, views.address(scope, f"/papers/{paper_id}")),
        ],
    )


def input_of(
    field: CoverField, *, value: Mapping[str, Any], offers: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """What the form needs to ask for one field. An answer that is no longer offered can still be kept."""
    pairs = [(choice, choice) for choice in field.choices]
    before = value.get("answer")
    if field.kind is FieldKind.CHOICE and before and before not in field.choices:
        pairs.append((before, f"{before} (no longer offered)"))
    return {
        "field": field,
        "name": covers.field_name(field),
        "kind": field.kind.value,
        "label": field.label if field.needed else f"{field.label} (optional)",
        "value": value,
        "offers": offers,
        "pairs": pairs,
    }


async def _retired(
    scope: Scope, template: CoverTemplate, view: queries.PaperView
) -> list[tuple[str, str, str]]:
    """What the paper says in fields that are no longer asked: id, label and words."""
    gone = [each for each in view.cover_answers if template.field(each) is None]
    if not gone:
        return []
    known = cover_editions.with_retired(CoverTemplate(fields=()), await covering.known_fields(scope), gone)
    lines = (
        (field, covers.lines_of(CoverTemplate(fields=(field,)), view.cover_answers)) for field in known.fields
    )
    return [(field.id, found[0].label, found[0].words) for field, found in lines if found]


def _shown(field: CoverField, view: queries.PaperView, item: queries.ItemView) -> dict[str, Any]:
    """What stands in a field when the form is opened: what the version before says, or what the item says."""
    answer = view.cover_answers.get(field.id)
    if answer is None:
        return {"answer": item.purpose.value if field.kind is FieldKind.PURPOSE else ""}
    if field.kind is FieldKind.YES_NO:
        return {"answer": "yes" if answer["yes"] else "no", "words": answer["words"]}
    if field.kind is FieldKind.FREEDOM_OF_INFORMATION:
        return {
            "answer": "exempt" if answer["exempt"] else "public",
            "sections": ", ".join(answer["sections"]),
        }
    if field.kind is FieldKind.MILESTONES:
        return {"answer": [each["id"] for each in answer]}
    if field.kind is FieldKind.CONSIDERED:
        return {"answer": [each["id"] for each in answer["decisions"]], "written": answer["written"]}
    return {"answer": answer}


ROUTES: list[Any] = [form, keep]

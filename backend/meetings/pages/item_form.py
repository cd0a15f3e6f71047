"""The form of an agenda item: a new one in its place, or what a known one is about."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.identity import parse_id
from backend.meetings import operations, queries, rules
from backend.meetings.pages import fields, meetings
from backend.organisations.pages.choosing import ChoosesOrganisations, offered
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class ItemForm(ChoosesOrganisations):
    """What an agenda item is."""

    title: str = Field(min_length=1, max_length=300, description="the title of the item")
    purpose: rules.Purpose = Field(description="what the committee is asked to do")
    part: rules.Part = Field(description="whether the item is public or private")
    private_reason: str | None = Field(None, max_length=1_000, description="why the item is private")
    lead_person_id: UUID | None = Field(None, description="who leads the item")
    minutes: int | None = Field(None, ge=1, le=600, description="the minutes")
    notes: str | None = Field(None, max_length=4_000, description="the notes")
    paper_state: rules.PaperState = Field(rules.PaperState.PAPERS, description="how the item comes")
    procures: fields.YesNo = Field("no", description="whether a contract may follow")
    value: fields.Pence | None = Field(None, description="the value")


class NewItemForm(ItemForm):
    place: str = Field(
        "end", pattern=r"^(end|(after|under):[0-9a-f-]{36})$", description="the place on the agenda"
    )


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/item",
    opt=access.needs("meetings.arrange"),
    name="meetings.item-form",
)
async def new_form(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The form for a new item."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState(), meeting_id=meeting_id)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/items",
    opt=access.needs("meetings.arrange"),
    name="meetings.add-item",
)
async def add(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Add an item, or look for organisations and come back to the form."""
    scope = access.scope_of(request)

    async def act(form: NewItemForm) -> str:
        under_id, after_id = await _place_of(scope, form.place)
        await operations.add_item(
            scope,
            meeting_id=meeting_id,
            under_id=under_id,
            after_id=after_id,
            procures=form.procures == "yes",
            value_pence=form.value,
            **_details(form),
        )
        return views.address(scope, f"/meetings/{meeting_id}?said=item-added#agenda")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, meeting_id=meeting_id)

    return await forms.submit(request, NewItemForm, act=act, again=again)


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/change",
    opt=access.needs("meetings.arrange"),
    name="meetings.item-change-form",
)
async def change_form(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """The form to change an item."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState(), item_id=item_id)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}",
    opt=access.needs("meetings.arrange"),
    name="meetings.change-item",
)
async def change(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Change an item, or look for organisations and come back to the form."""
    scope = access.scope_of(request)

    async def act(form: ItemForm) -> str:
        worth = rules.Worth(procures=form.procures == "yes", value_pence=form.value)
        await operations.change_item(scope, item_id=item_id, worth=worth, **_details(form))
        return views.address(scope, f"/agenda-items/{item_id}?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, item_id=item_id)

    return await forms.submit(request, ItemForm, act=act, again=again)


async def _form(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    *,
    meeting_id: UUID | None = None,
    item_id: UUID | None = None,
) -> Template:
    known = None
    if item_id is not None:
        meeting, known = await queries.item(scope, item_id=item_id)
    else:
        assert meeting_id is not None, "the form is for a new item of a meeting, or for a known one"
        meeting = await queries.meeting(scope, meeting_id=meeting_id)
    touched = [each.id for each in known.organisations] if known else []
    persons = await people.people_of(scope)
    return views.page(
        request,
        "meetings/item-form.html",
        state=state,
        meeting=meeting,
        item=known,
        value=fields.in_pounds(known.value_pence) if known else "",
        purposes=[(code.value, words) for code, words in rules.PURPOSE_IN_WORDS.items()],
        paper_states=[(code.value, words) for code, words in rules.PAPER_STATE_IN_WORDS.items()],
        leads=[(person.id, _named(person)) for person in persons],
        places=_places(meeting),
        offer=await offered(scope, state, chosen=touched),
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
        ],
    )


async def _place_of(scope: Scope, place: str) -> tuple[UUID | None, UUID | None]:
    """Under which item, and after which, from the choice of the form: `end`, `after:ID` or `under:ID`."""
    way, _, other = place.partition(":")
    if way == "end":
        return None, None
    other_id = parse_id(other)
    if other_id is None:
        raise NotFound("agenda item")
    if way == "under":
        return other_id, None
    _, before = await queries.item(scope, item_id=other_id)
    return before.under_id, before.id


def _places(meeting: queries.MeetingView) -> list[tuple[str, str]]:
    """Where a new item may go: last, after any other, or as the first or next one under a heading."""
    found = [("end", "At the end")]
    for item in meeting.standing_items:
        name = f"{item.label} {item.title}"
        found.append((f"after:{item.id}", f"After {name}"))
        if item.under_id is None:
            found.append((f"under:{item.id}", f"Under {name}"))
    return found


def _named(person: people.PersonLine) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


def _details(form: ItemForm) -> dict[str, Any]:
    return form.model_dump(exclude={"find", "look", "place", "procures", "value"})


ROUTES: list[Any] = [new_form, add, change_form, change]

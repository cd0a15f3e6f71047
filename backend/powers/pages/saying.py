"""The form that adds an entry, and the same form that lets one say something else from a day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.shapes import Line, Text
from backend.kit.identity import parse_id
from backend.powers import operations, queries, rules
from backend.powers.pages.parts import WholePounds, crumbs
from backend.powers.queries.parties import Choices, word_of
from backend.powers.rules import Entry, Party, PartyKind, Said
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_Word = Line | None


class EntryForm(forms.Form):
    holder: _Word = Field(None, max_length=120, description="who holds the power")
    joint: list[str] = Field(default_factory=list, max_length=6, description="who holds it with them")
    outside: _Word = Field(None, max_length=200, description="the body outside")
    limit: WholePounds | None = Field(None, description="the limit")
    conditions: Text | None = Field(None, max_length=2_000, description="the conditions")
    clause: Line = Field(max_length=200, description="the clause")
    consent: list[str] = Field(default_factory=list, max_length=6, description="who must agree")
    consent_outside: list[str] = Field(
        default_factory=list, max_length=6, description="the body outside that must agree"
    )
    upward: _Word = Field(None, max_length=120, description="to whom it goes up")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate | None = Field(None, description="the last day")


class NewEntryForm(EntryForm):
    function_id: UUID = Field(description="the function")


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, view: queries.EntryView | None
) -> Template:
    scope = access.scope_of(request)
    choices = await queries.choices_of(scope, with_persons=True)
    entry = view.entry if view else None
    asked = request.query_params.get("function", "")
    return views.page(
        request,
        "powers/entry-form.html",
        state=state,
        view=view,
        entry=entry,
        functions=[(each.id, each.name) for each in await queries.functions_of(scope)],
        function_id=parse_id(asked) if asked else None,
        holders=_offered(
            choices.words(persons=True), [party for party in _holders(entry) if not party.is_outside]
        ),
        others=_offered(choices.words(), [party for party in _named(entry) if not party.is_outside]),
        above=_offered(choices.words(), [entry.upward] if entry and entry.upward else []),
        given=_given(entry),
        crumbs=crumbs(scope),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, entry_id: UUID) -> Template:
    view = await queries.entry_view(access.scope_of(request), entry_id=entry_id)
    if view.withdrawn:
        raise NotFound("entry of the scheme")
    return await _page(request, state, view)


@get("/t/{slug:str}/powers/entries/new", opt=access.needs("powers.change"), name="powers.new-entry")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for one more line of the scheme."""
    return await _blank(request, forms.FormState())


@post("/t/{slug:str}/powers/entries", opt=access.needs("powers.change"), name="powers.add-entry")
@forms.taking(NewEntryForm, again=_blank)
async def add(request: Request[Any, Any, Any], form: NewEntryForm) -> str:
    """Add a line to the scheme."""
    scope = access.scope_of(request)
    said = await _said(scope, form, function_id=form.function_id, entry=None)
    entry_id = await operations.add_entry(scope, said=said)
    return views.address(scope, f"/powers/entries/{entry_id}?said=added")


@get(
    "/t/{slug:str}/powers/entries/{entry_id:uuid}/change",
    opt=access.needs("powers.change"),
    name="powers.changing",
)
async def changing(request: Request[Any, Any, Any], entry_id: FromPath[UUID]) -> Template:
    """The form that lets the entry say something else from a day."""
    return await _filled(request, forms.FormState(), entry_id)


@post(
    "/t/{slug:str}/powers/entries/{entry_id:uuid}/change",
    opt=access.needs("powers.change"),
    name="powers.change-entry",
)
@forms.taking(EntryForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: EntryForm, entry_id: FromPath[UUID]) -> str:
    """Let the entry say something else from a day."""
    scope = access.scope_of(request)
    view = await queries.entry_view(scope, entry_id=entry_id)
    said = await _said(scope, form, function_id=view.entry.function_id, entry=view.entry)
    now_id = await operations.change_entry(scope, entry_id=entry_id, said=said)
    return views.address(scope, f"/powers/entries/{now_id}?said=changed")


async def _said(scope: Scope, form: EntryForm, *, function_id: UUID, entry: Entry | None) -> Said:
    """What the form says. Raises UnableToKeepPower for a word that is on no list."""
    choices = await queries.choices_of(scope, with_persons=True)
    holders = [
        party
        for word, field in ((form.holder, "holder"), *((each, "joint") for each in form.joint))
        if (party := _chosen(choices, entry, word, field)) is not None
    ]
    if form.outside:
        holders.append(Party(kind=PartyKind.OUTSIDE, outside=form.outside))
    consent = [
        party for word in form.consent if (party := _chosen(choices, entry, word, "consent")) is not None
    ]
    consent += [Party(kind=PartyKind.OUTSIDE, outside=name[:200]) for name in form.consent_outside]
    return Said(
        function_id=function_id,
        holders=tuple(holders),
        clause=form.clause,
        from_on=form.from_on,
        until_on=form.until_on,
        limit=rules.pence_of(form.limit),
        conditions=form.conditions,
        consent=tuple(dict.fromkeys(consent)),
        upward=_chosen(choices, entry, form.upward, "upward"),
    )


def _chosen(choices: Choices, entry: Entry | None, word: str | None, field: str) -> Party | None:
    """The party of a word: one on the list, or one that the entry names already."""
    if word is None:
        return None
    known = next((party for party in _named(entry, everybody=True) if word_of(party) == word), None)
    found = choices.party(word) or known
    if found is None:
        raise rules.UnableToKeepPower("Choose from the list.", field=field)
    return found


def _named(entry: Entry | None, *, everybody: bool = False) -> tuple[Party, ...]:
    """Whom an entry names beside its holders, or with them."""
    if entry is None:
        return ()
    beside = (*entry.holders[1:], *entry.consent, *((entry.upward,) if entry.upward else ()))
    return (*entry.holders, *beside) if everybody else beside


def _holders(entry: Entry | None) -> tuple[Party, ...]:
    return entry.holders if entry else ()


def _offered(words: list[tuple[str, str]], named: Sequence[Party]) -> list[tuple[str, str]]:
    """The list, with whoever the entry names and the list does not hold any more."""
    known = {word for word, _ in words}
    kept = [(word_of(party), f"{party.label} (as it stands)") for party in named]
    return [*words, *(pair for pair in dict.fromkeys(kept) if pair[0] not in known)]


def _given(entry: Entry | None) -> dict[str, Any]:
    """What the form shows before anybody has typed."""
    if entry is None:
        return {"joint": [""], "consent": ["", ""], "consent_outside": [""], "upward": ""}
    ours = [word_of(party) for party in entry.holders if not party.is_outside]
    consent = [word_of(party) for party in entry.consent if not party.is_outside]
    outside = [party.label for party in entry.consent if party.is_outside]
    upward = entry.upward
    return {
        "holder": ours[0] if ours else "",
        "joint": [*ours[1:], ""][:6],
        "outside": next((party.label for party in entry.holders if party.is_outside), ""),
        "limit": "" if entry.limit is None else f"{entry.limit // 100:,}",
        "conditions": entry.conditions or "",
        "clause": entry.clause,
        "consent": [*consent, "", ""][: max(2, len(consent))],
        "consent_outside": outside or [""],
        "upward": word_of(upward) if upward else "",
        "from_on": entry.from_on,
        "until_on": entry.until_on,
    }


ROUTES: list[Any] = [new, add, changing, change]

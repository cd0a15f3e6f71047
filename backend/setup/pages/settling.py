"""The form of a setting: what was typed is looked at first, in a plan’s sentences, and carried out with a reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from backend.catalogue import shelf
from backend.kit import database
from backend.scope import Refusal, Scope
from backend.setup.operations import settings as acts
from backend.setup.pages.settings import AT, crumbs, group_named, place_at
from backend.setup.queries import settings as queries
from backend.setup.rules import meanings, places, shown, typed
from backend.setup.rules.fields import Field
from backend.setup.rules.groups import Group
from backend.setup.rules.settling import UnableToSettle, Wrong
from backend.web import access, forms, views

CHANGES = access.needs("setup.change")
NEW = "+"
"""The last step of an address where a new thing is asked for."""
REFUSED = {409, 413, 422, 429, 507}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A form that is open: where it stands, what stood there, and what was typed."""

    group: Group
    address: str
    place: places.Place
    fields: tuple[Field, ...]
    data: Mapping[str, Any]
    base: Any
    seen: str
    typed: typed.Typed
    reason: str = ""
    undo: str = ""
    """The change that is undone, if one is."""
    rest: Any = None
    """What stood there before that change, with what has pages of its own."""

    @property
    def new(self) -> bool:
        return self.place.path[-1:] == (NEW,)

    @property
    def now(self) -> dict[str, Any]:
        """What the form asks for, as it holds now."""
        return asked_of(self.fields, self.place.value)


def asked_of(fields: Sequence[Field], value: Any) -> dict[str, Any]:
    """What these fields say now: the rest has pages of its own."""
    return {
        each.name: value[each.name] for each in fields if isinstance(value, Mapping) and each.name in value
    }


async def opened(request: Request[Any, Any, Any], scope: Scope, group: Group, address: str) -> Opened:
    """A form as it is first opened. Raises NotFound."""
    data = await queries.living(scope)
    place, fields = _where(group, data, address)
    now = asked_of(fields, place.value)
    return Opened(
        group=group,
        address=address,
        place=place,
        fields=fields,
        data=data,
        base=now,
        seen=scope.now.isoformat(),
        typed=typed.typed_of(fields, now),
    )


def _where(group: Group, data: Mapping[str, Any], address: str) -> tuple[places.Place, tuple[Field, ...]]:
    """With no address the group’s own values are asked for together; they stand at the root of the document."""
    if not address:
        fields = tuple(each for each in group.fields if not each.parts)
        return places.Place(path=(), field=places.root(), value=data, item=False), fields
    place = place_at(group, data, address)
    return place, places.asked(place.field)


@get(f"{AT}/{{group:str}}/change", opt=CHANGES, name="setup.settings-form")
async def form(request: Request[Any, Any, Any], group: FromPath[str]) -> Template:
    """The form; with `undo` the values that stood before a change."""
    scope = access.scope_of(request)
    found = await opened(request, scope, group_named(group), request.query_params.get("at", ""))
    undone = request.query_params.get("undo", "")
    if undone:
        found = await _undoing(scope, found, undone)
        found = replace(found, typed=typed.typed_of(found.fields, found.rest))
    return show(request, found)


async def _undoing(scope: Scope, found: Opened, undone: str) -> Opened:
    line = await queries.change(scope, change_id=_uuid(undone))
    reason = found.reason or f"Undone: {line.title}"[:300]
    return replace(found, undo=undone, rest=line.before, reason=reason)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def show(
    request: Request[Any, Any, Any],
    found: Opened,
    wrongs: Sequence[Wrong] = (),
    *,
    status: int = 200,
    meanwhile: Sequence[queries.Meanwhile] = (),
    theirs: Sequence[tuple[str, str, str]] = (),
) -> Template:
    """The page of the form, with everything that is wrong."""
    scope = access.scope_of(request)
    errors = [forms.FieldError(_field(found, each.path), each.sentence) for each in wrongs]
    kinds = {key: kind.name for key, kind in shelf.catalogue().kinds.items()}
    parts = shown.form_of(
        found.fields,
        found.typed,
        data=found.data,
        kinds=kinds,
        errors={each.field: each.sentence for each in reversed(errors) if each.field},
    )
    model = found.place.field.model
    return views.page(
        request,
        "setup/settings-form.html",
        status=status,
        state=forms.FormState({}, tuple(errors)),
        found=found,
        parts=parts,
        base=json.dumps(found.base),
        title=title_of(found),
        meaning=meanings.of_model(model) if model and found.place.path else found.group.words,
        can_go=found.place.value is not None and (found.place.item or _optional(found.place)),
        meanwhile=meanwhile,
        theirs=theirs,
        crumbs=crumbs(
            scope, views.Crumb(found.group.title, views.address(scope, f"/settings/{found.group.id}"))
        ),
    )


def _optional(place: places.Place) -> bool:
    return bool(place.path) and not place.field.required and place.field.default is None


def title_of(found: Opened) -> str:
    """What the form is about."""
    if found.new:
        return f"Add a {places.noun(found.place.field)}"
    if not found.place.path:
        return f"Change: {found.group.title.lower()}"
    if found.place.item and found.place.value:
        return f"Change “{places.name_of(found.place.value, found.place.path[-1])}”"
    return f"Change: {found.place.field.label.lower()}"


def _field(found: Opened, path: Sequence[str]) -> str:
    """The name of a field of the form for a path of the document, or nothing where the form does not hold it."""
    at = found.place.path
    if found.new:
        at = at[:-1]
        rest = path[len(at) + 1 :] if tuple(path[: len(at)]) == at else ()
    else:
        rest = path[len(at) :] if tuple(path[: len(at)]) == at else ()
    if not rest or rest[0] not in {each.name for each in found.fields}:
        return ""
    return ".".join(("v", *rest))


async def change(request: Request[Any, Any, Any], group: FromPath[str]) -> Response[Any] | Template:
    """Another row, a look at what would change, or the change itself."""
    scope = access.scope_of(request)
    posted = await request.form()

    def texts(name: str) -> list[str]:
        return [str(each) for each in posted.getall(name, [])]

    found = await _sent(request, scope, group_named(group), texts)
    act = "".join(texts("act")[:1])
    if getattr(request.state, "stale", False):
        return show(request, found, [Wrong((), forms.STALE)], status=409)
    if act.startswith("add:"):
        return show(request, replace(found, typed=_with_row(found, act.removeprefix("add:"))))
    if act == "again":
        return show(request, found)
    if found.base != found.now:
        return await _overtaken(request, scope, found)
    try:
        async with database.savepoint():
            return await _carried(request, scope, found, act)
    except Refusal as refusal:
        if refusal.status not in REFUSED:
            raise
        return show(request, found, wrongs_of(refusal), status=refusal.status)


change.gives_words_back = True  # type: ignore[attr-defined]  # the gate asks for it, as of every form that forms.taking makes


def wrongs_of(refusal: Refusal) -> Sequence[Wrong]:
    if isinstance(refusal, UnableToSettle) and refusal.wrongs:
        return refusal.wrongs
    sentences = getattr(refusal, "sentences", (refusal.sentence,))
    return [Wrong((), each) for each in sentences]


async def _sent(request: Request[Any, Any, Any], scope: Scope, group: Group, texts: Any) -> Opened:
    """The form as it came back: what stood there when it was opened is in it."""
    fresh = await opened(request, scope, group, "".join(texts("at")[:1]))
    held = _plain("".join(texts("typed")[:1]))
    undone = "".join(texts("undo")[:1])
    fresh = await _undoing(scope, fresh, undone) if undone else fresh
    return replace(
        fresh,
        base=_plain("".join(texts("base")[:1])),
        seen="".join(texts("seen")[:1]),
        typed=typed.fitted(fresh.fields, held) if held else typed.typed_from(fresh.fields, texts, "v"),
        reason="".join(texts("reason")[:1]) or fresh.reason,
    )


def _plain(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        raise forms.BadRequest("The form held what no page of ours sends.") from None
    return found if isinstance(found, dict) else {}


def _with_row(found: Opened, name: str) -> typed.Typed:
    """What was typed with one more empty row in the list of a name such as `v.seats`."""
    made: typed.Typed = json.loads(json.dumps(found.typed))
    here: Any = made
    fields: Sequence[Field] = found.fields
    for step in name.split(".")[1:]:
        if isinstance(here, list):
            here = here[int(step)] if step.isdigit() and int(step) < len(here) else {}
            continue
        field = next((each for each in fields if each.name == step), None)
        if field is None:
            return made
        fields, here = field.parts, here.get(step)
    if isinstance(here, list) and len(here) < typed.MOST_ROWS:
        here.append(typed.typed_of(fields, None))
    return made


async def _overtaken(request: Request[Any, Any, Any], scope: Scope, found: Opened) -> Template:
    """Somebody else changed the same: both are kept, and mine stands where both changed one thing."""
    before = typed.typed_of(found.fields, found.base)
    now = typed.typed_of(found.fields, found.now)
    meanwhile = await queries.since(scope, group=found.group, start=_moment(found.seen, scope))
    theirs = shown.differences(found.fields, found.base, found.now)
    who = " and ".join(dict.fromkeys(each.who for each in meanwhile)) or "Somebody else"
    sentence = (
        f"{who} changed the same settings since you opened this form, so nothing was changed. "
        "What you typed is here, with what they changed beside it: look at it, then send it once more."
    )
    merged = replace(
        found, base=found.now, seen=scope.now.isoformat(), typed=typed.both(before, found.typed, now)
    )
    return show(request, merged, [Wrong((), sentence)], status=409, meanwhile=meanwhile, theirs=theirs)


def _moment(text: str, scope: Scope) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return scope.now
    return found if found.tzinfo else scope.now


async def _carried(
    request: Request[Any, Any, Any], scope: Scope, found: Opened, act: str
) -> Response[Any] | Template:
    retire = act in {"retire", "apply-retire"}
    value = None if retire else _value(found)
    data = _changed(found, value)
    proposal = await acts.propose(scope, data=data, catalogue=shelf.catalogue())
    if act not in {"apply", "apply-retire"}:
        return _preview(request, found, proposal, retire=retire)
    place = _placed(found, value)
    await acts.settle(
        scope,
        document=proposal.document,
        catalogue=shelf.catalogue(),
        reason=found.reason,
        title=_called(found, value),
        origin="undone" if found.undo else "form",
        place=place,
        before=found.place.value if found.place.path else found.now,
        after=value if found.place.path else asked_of(found.fields, value),
    )
    where = "" if retire or not found.place.path else f"&at={place}"
    return views.redirect(views.address(scope, f"/settings/{found.group.id}?said=settled{where}"))


def _value(found: Opened) -> dict[str, Any]:
    """What was typed as plain values, with what has pages of its own as it is."""
    mine = typed.data_of(found.fields, found.typed)
    asked = {each.name for each in found.fields}
    there = found.rest if found.place.value is None else found.place.value
    rest = there if isinstance(there, Mapping) else {}
    value = {**{name: each for name, each in rest.items() if name not in asked}, **mine}
    if found.place.item:
        _check_name(found, value)
    return value


def _check_name(found: Opened, value: Mapping[str, Any]) -> None:
    """A thing of a list has a short name of its own, so that one is never taken for another."""
    above = places.find(found.data, found.place.path[:-1])
    others = [key for key, _ in places.keyed(above.value or [])] if above else []
    key = places.key_of(value, len(others))
    if key in others and key != found.place.path[-1]:
        name = next((each for each in ("id", "n", "what", "edition") if each in value), "id")
        sentence = f"“{value.get(name, key)}” is used already; choose another."
        raise UnableToSettle.all_of([Wrong((*found.place.path, name), sentence)])


def _changed(found: Opened, value: Mapping[str, Any] | None) -> dict[str, Any]:
    if found.place.path:
        return places.put(found.data, found.place.path, value)
    return dict(value or {})


def _placed(found: Opened, value: Mapping[str, Any] | None) -> str:
    """Where the thing stands after the change: a new one, or one of another short name, has a new address."""
    if not found.place.path:
        return found.group.roots[0]
    if not found.place.item or value is None:
        return found.place.address
    return "/".join((*found.place.path[:-1], places.key_of(value, 0)))


def _called(found: Opened, value: Mapping[str, Any] | None) -> str:
    if found.place.item and value is not None:
        return f"{found.group.title}: {places.name_of(value, found.place.path[-1])}"[:300]
    return queries.title_of(found.group, found.place)


def _preview(
    request: Request[Any, Any, Any], found: Opened, proposal: acts.Proposal, *, retire: bool
) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "setup/settings-preview.html",
        state=forms.FormState({"reason": found.reason}),
        found=found,
        action=f"/settings/{found.group.id}/change",
        hidden=[
            ("at", found.address),
            ("base", json.dumps(found.base)),
            ("seen", found.seen),
            ("typed", json.dumps(found.typed)),
            ("undo", found.undo),
        ],
        apply="apply-retire" if retire else "apply",
        proposal=proposal,
        changes=found.group.changes,
        title=title_of(found),
        crumbs=crumbs(
            scope, views.Crumb(found.group.title, views.address(scope, f"/settings/{found.group.id}"))
        ),
    )


ROUTES: list[Any] = [form, post(f"{AT}/{{group:str}}/change", opt=CHANGES, name="setup.settle")(change)]

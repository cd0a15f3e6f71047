"""Settings: the index of groups, each group as it holds now with its defaults, and what was changed."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.catalogue import shelf
from backend.scope import NotFound, Scope
from backend.setup import index
from backend.setup.queries import settings as queries
from backend.setup.rules import groups, meanings, places, shown
from backend.setup.rules.fields import Field, Kind
from backend.setup.rules.settling import can_settle
from backend.web import access, views

AT = "/t/{slug:str}/settings"
READS = access.needs("setup.read")


def crumbs(scope: Scope, *more: views.Crumb) -> list[views.Crumb]:
    return [views.Crumb("Settings", views.address(scope, "/settings")), *more]


def group_named(group_id: str) -> groups.Group:
    """The group of an address. Raises NotFound."""
    found = groups.group(group_id)
    if found is None:
        raise NotFound("group of settings")
    return found


def place_at(group: groups.Group, data: Any, address: str) -> places.Place:
    """The place that an address names within a group. Raises NotFound."""
    path = tuple(each for each in address.split("/") if each)
    found = places.find(data, path) if path and path[0] in group.roots else None
    if found is None:
        raise NotFound("setting")
    return found


@get(AT, opt=READS, name="setup.settings")
async def page(request: Request[Any, Any, Any]) -> Template:
    """Every group of settings, and what was changed last."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "setup/settings.html",
        groups=groups.every_group(),
        entries=[each for each in index.ENTRIES if scope.may(each.permission)],
        changes=(await queries.changes_of(scope))[:10],
        has_folder=scope.tenant.slug in shelf.catalogue().tenants,
        may_settle=can_settle(scope),
        founded=groups.FOUNDED,
    )


@get(f"{AT}/{{group:str}}", opt=READS, name="setup.settings-group")
async def group_page(request: Request[Any, Any, Any], group: FromPath[str]) -> Template:
    """A group as it holds now; with `at` one thing of it."""
    scope = access.scope_of(request)
    chosen = group_named(group)
    data = await queries.living(scope)
    base = queries.baseline(scope)
    address = request.query_params.get("at", "")
    if address:
        place = place_at(chosen, data, address)
        if place.item and place.value is None:
            raise NotFound("setting")
        sections = [_section(scope, chosen, place, base)]
        changes = await queries.changes_of(scope, place=place.address)
        title = places.name_of(place.value, place.path[-1]) if place.item else places.part_label(place)
        way = _way(scope, chosen, data, place)
    else:
        sections = _sections(scope, chosen, data, base)
        changes = await queries.changes_of(scope, group=chosen)
        title, way = chosen.title, []
    return views.page(
        request,
        "setup/settings-group.html",
        group=chosen,
        title=title,
        at_place=address,
        sections=sections,
        baseline=base,
        changes=changes,
        may_settle=can_settle(scope),
        better=[each for each in chosen.better if scope.may(each.permission)],
        crumbs=crumbs(scope, *way),
    )


def _way(scope: Scope, group: groups.Group, data: Any, place: places.Place) -> list[views.Crumb]:
    found = [views.Crumb(group.title, views.address(scope, f"/settings/{group.id}"))]
    for length in range(1, len(place.path)):
        above = places.find(data, place.path[:length])
        if above is not None and above.item and above.value:
            address = views.address(scope, f"/settings/{group.id}?at={above.address}")
            found.append(views.Crumb(places.name_of(above.value, above.path[-1]), address))
    return found


def _sections(
    scope: Scope, group: groups.Group, data: dict[str, Any], base: queries.Baseline
) -> list[dict[str, Any]]:
    """What a group shows: its own values together, each model of its own, and each list."""
    plain = [each for each in group.fields if not each.parts]
    found: list[dict[str, Any]] = []
    if plain:
        rows = shown.rows_of(plain, data, base.said, where=base.words)
        found.append({"title": "", "place": "", "rows": rows, "lists": [], "items": None, "meaning": ""})
    for each in group.fields:
        if each.parts:
            place = places.find(data, (each.name,))
            assert place is not None, "a field of the document is found"
            found.append(_section(scope, group, place, base))
    return found


def _section(
    scope: Scope, group: groups.Group, place: places.Place, base: queries.Baseline
) -> dict[str, Any]:
    field = place.field
    section: dict[str, Any] = {
        "title": "" if place.item else field.label,
        "place": place.address,
        "meaning": meanings.of_model(field.model) if field.model else "",
        "rows": (),
        "lists": [],
        "items": None,
        "there": place.value is not None,
    }
    if field.kind is Kind.LIST and not place.item:
        section["items"] = _items(place)
        section["meaning"] = field.meaning or section["meaning"]
        section["one"] = places.noun(field)
        return section
    default = places.find(base.said, place.path)
    section["rows"] = shown.rows_of(
        places.asked(field),
        place.value,
        default.value if default else None,
        where=base.words,
    )
    for part in field.parts:
        if places.own_page(part):
            inner = places.Place(
                path=(*place.path, part.name),
                field=part,
                value=(place.value or {}).get(part.name),
                item=False,
            )
            section["lists"].append(_listed(part, inner))
    return section


def _listed(part: Field, inner: places.Place) -> dict[str, Any]:
    return {
        "title": part.label,
        "meaning": part.meaning,
        "place": inner.address,
        "items": _items(inner) if part.kind is Kind.LIST else None,
        "one": places.noun(part),
        "there": inner.value is not None,
    }


def _items(place: places.Place) -> list[dict[str, str]]:
    return [
        {
            "key": key,
            "name": places.name_of(each, key),
            "address": f"{place.address}/{key}",
            "says": _says(place.field, each),
        }
        for key, each in places.keyed(place.value or [])
    ]


def _says(field: Field, thing: Any) -> str:
    """The first few things that are said of something in a list."""
    source = thing.get("source")
    page = f", page {source['page']}" if isinstance(source, dict) and source.get("page") else ""
    where = f"Source: {source['document']}{page}" if isinstance(source, dict) else ""
    kind = thing.get("kind") or thing.get("type") or thing.get("better") or ""
    return "; ".join(each for each in (str(kind).replace("-", " ").capitalize(), where) if each)


ROUTES: list[Any] = [page, group_page]

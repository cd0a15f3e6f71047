"""The table of routes is complete and true: permissions, roles, forms of our own alone, and GETs that write nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Request, get

from backend import app as application
from backend.kit import database
from backend.kit.clock import Clock
from backend.people.permissions import PERMISSIONS
from backend.web import access
from tests.conftest import _settings
from tests.house import sweep
from tests.house.conftest import Worlds
from tests.house.footprint import VISITED, Footprint, changed
from tests.house.route_table import ANYONE, PUBLIC, ROUTES, SIGNED_IN, Route
from tests.house.world import SEATED, World

HOW = "write its line in tests/house/route_table.py, as the head of that file says"
BASE = "http://127.0.0.1:8014"
COUNTED = {
    "GET /t/{slug}/public/releases/{recipient_id}/downloads/{download_id}": frozenset(
        {"ledger_event", "releases_access", "releases_download", "tenancy_due"}
    ),
}
"""What is written down of a request for bytes before it is answered, in a transaction of its own (ADR 19)."""

UNSAFE = [route for route in ROUTES if route.method != "GET"]
IN_TENANT = [route for route in ROUTES if route.in_tenant]


def declared() -> dict[str, str | None]:
    """Method and path → permission, as the handlers say it."""
    found: dict[str, str | None] = {}
    for handler in application.routes():
        for path in handler.paths:
            for method in handler.http_methods:
                found[f"{method} {sweep.plain(path)}"] = access.permission_of(handler.opt)
    for router in application._static():
        found[f"GET {router.path}"] = access.permission_of(router.opt)
    return found


def keys(routes: list[Route]) -> list[str]:
    return [route.key for route in routes]


def test_every_route_is_in_the_table() -> None:
    missing = sorted(set(declared()) - {route.key for route in ROUTES})
    assert missing == [], f"Each of these routes is on no list: {HOW}."


def test_every_line_of_the_table_is_a_route() -> None:
    gone = sorted({route.key for route in ROUTES} - set(declared()))
    assert gone == [], "These lines of tests/house/route_table.py name no route any more: take them out."
    assert len({route.key for route in ROUTES}) == len(ROUTES), "a route stands in the table once"


def test_every_route_declares_the_permission_that_the_table_says() -> None:
    table = {route.key: route.permission for route in ROUTES}
    others = {
        key: (permission, table[key])
        for key, permission in declared().items()
        if key in table and permission != table[key]
    }
    assert others == {}, "The handler declares the first, the table says the second."


def test_every_permission_is_one_that_somebody_holds() -> None:
    known = {*PERMISSIONS, ANYONE, SIGNED_IN, PUBLIC}
    unknown = {route.key: route.permission for route in ROUTES if route.permission not in known}
    assert unknown == {}, "These permissions are not in backend/people/permissions.py."


def test_pages_of_a_tenant_need_a_permission_of_the_tenant() -> None:
    open_ = [route.key for route in IN_TENANT if route.permission in {ANYONE, SIGNED_IN}]
    assert open_ == []
    others = [r.key for r in ROUTES if not r.in_tenant and r.permission not in {ANYONE, SIGNED_IN}]
    assert others == [], "Without a tenant in the address there is nobody to ask for that permission."


def test_every_route_with_an_id_is_swept_or_says_why_not() -> None:
    idle = [r.key for r in ROUTES if r.parameters and not r.thing and not r.unswept]
    assert idle == [], f"Say which `thing` these are about, or why no other tenant's id fits: {HOW}."


@pytest.mark.parametrize(
    "role", ["governance-officer", "executive-owner", "internal-audit", "regulator", *SEATED]
)
async def test_role_opens_what_its_permissions_say_and_nothing_else(worlds: Worlds, role: str) -> None:
    """Who may most and who may least knock on every door.

    Everybody else knocks on one door of each method for each permission, and on a third of the others that they may
    open, another each day: the gate asks for nothing but the permission, and that each door declares its own is seen
    above.
    """
    world = worlds.ours
    name = "officer" if role == "governance-officer" else role
    visitor, may = world.visitors[name], world.scopes[name].permissions
    wrong, tried = [], set()
    todays = {route.key for route in sweep.of_today(IN_TENANT)}
    for route in IN_TENANT:
        allowed = route.permission in {*may, PUBLIC}
        if role not in {"governance-officer", "regulator"}:
            if (route.permission, route.method) in tried and not (allowed and route.key in todays):
                continue
            tried.add((route.permission, route.method))
        answer = await sweep.call(visitor, route, world, sweep.unused(route), form={})
        if (
            (answer.status_code == 403) == allowed
            or answer.status_code in {401, 405}
            or answer.status_code >= 500
        ):
            wrong.append(
                f"{route.key} answers {answer.status_code}; {role} may {'' if allowed else 'not '}open it"
            )
    assert wrong == []


def test_roles_differ_so_that_the_matrix_can_fail(worlds: Worlds) -> None:
    held = {role: scope.permissions for role, scope in worlds.ours.scopes.items()}
    assert len(held["officer"]) > len(held["member"]) > len(held["regulator"]) == 2
    assert "papers.sign-off" in held["chair"] and "papers.sign-off" not in held["officer"]


async def test_nobody_gets_in_without_signing_in(app: Any, worlds: Worlds) -> None:
    wrong = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE) as nobody:
        for route in ROUTES:
            if route.permission in {ANYONE, PUBLIC}:
                continue
            path = sweep.path_of(route, worlds.ours.tenant.slug, sweep.unused(route))
            answer = await nobody.request(route.method, path)
            shut = (401, "") if access.is_api(path) else (303, "/sign-in")
            if (answer.status_code, answer.headers.get("location", "")[:8]) != shut:
                wrong.append(f"{route.key} answers {answer.status_code}")
    assert wrong == []


async def test_form_without_its_token_is_refused_and_changes_nothing(
    worlds: Worlds, footprint: Footprint
) -> None:
    await _refused_everywhere(worlds.ours, footprint, token=None)


async def test_form_with_another_sessions_token_is_refused(worlds: Worlds, footprint: Footprint) -> None:
    await _refused_everywhere(worlds.ours, footprint, token=worlds.theirs.visitors["officer"].form_token)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "hx-request": "true"},
    ],
    ids=str,
)
async def test_form_from_another_site_is_refused(
    worlds: Worlds, footprint: Footprint, headers: dict[str, str]
) -> None:
    token = worlds.ours.visitors["officer"].form_token
    await _refused_everywhere(worlds.ours, footprint, token=token, headers=headers)


async def _refused_everywhere(
    world: World, footprint: Footprint, *, token: str | None, headers: dict[str, str] | None = None
) -> None:
    """Every unsafe route answers 403 to an officer whose request is not of our own pages, and nothing is written.

    The token is tried in the form and in the header; where it is a right one, in both at once, so that whichever of
    them a route looked at would let the request in.
    """
    await _let_everything_stand(world)
    before = await footprint.of_everything()
    officer = world.visitors["officer"]
    wrong = []
    for route in UNSAFE:
        ids = await world.standing(route.thing) if route.thing else sweep.unused(route)
        path = sweep.path_of(route, world.tenant.slug, {**sweep.unused(route), **ids})
        in_form: dict[str, Any] = {"data": {"_token": token or ""}}
        in_header: dict[str, Any] = {"headers": {"x-csrf-token": token or ""}}
        for carried in (in_form, in_header) if headers is None else ({**in_form, **in_header},):
            given = {**carried, "headers": {**carried.get("headers", {}), **(headers or {})}}
            answer = await officer.client.request(route.method, path, **given)
            if answer.status_code != 403:
                wrong.append(f"{route.key} answers {answer.status_code}")
        if headers is None:
            bare = await officer.client.request(route.method, path)
            if bare.status_code != 403:
                wrong.append(f"{route.key} answers {bare.status_code} to an empty request")
    assert wrong == []
    assert changed(before, await footprint.of_everything(), but=VISITED) == []


async def test_no_get_writes(worlds: Worlds, footprint: Footprint) -> None:
    """A third of them each day: that a GET can't write at all is seen below."""
    await _write_nothing(worlds.ours, footprint, sweep.of_today(_GETS))


@pytest.mark.soak
async def test_no_get_writes_anywhere(worlds: Worlds, footprint: Footprint) -> None:
    await _write_nothing(worlds.ours, footprint, _GETS)


_GETS = [route for route in ROUTES if route.method == "GET"]


async def _write_nothing(world: World, footprint: Footprint, routes: list[Route]) -> None:
    await _let_everything_stand(world)
    counted_alone = [[route] for route in routes if route.key in COUNTED]
    for few in counted_alone + batched([route for route in routes if route.key not in COUNTED], 16):
        before = await footprint.of_everything()  # it reads every table there is, so sixteen share a look
        for route in few:
            ids = {**sweep.unused(route), **(await world.standing(route.thing) if route.thing else {})}
            await sweep.call(world.visitors[route.who], route, world, ids)
        counted = COUNTED.get(few[0].key, frozenset())
        wrote = changed(before, await footprint.of_everything(), but=VISITED | counted)
        assert wrote == [], f"one of {[route.key for route in few]} wrote"


def batched(routes: list[Route], size: int) -> list[list[Route]]:
    return [routes[start : start + size] for start in range(0, len(routes), size)]


@pytest_asyncio.fixture
async def with_mutants(
    db: database.Database, home: Path, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """The application with a GET that writes, one that reads, and one that declares nothing; an officer's client."""
    real = application.routes

    @get("/t/{slug:str}/writes", opt=access.needs("tenant.read"))
    async def writes(request: Request[Any, Any, Any]) -> dict[str, str]:
        scope = access.scope_of(request)
        await database.execute(
            "INSERT INTO tenancy_due VALUES ($1, 'mutant', $2)", scope.tenant.id, scope.now
        )
        return {}

    @get("/t/{slug:str}/reads", opt=access.needs("tenant.read"))
    async def reads() -> dict[str, str]:
        rows = await database.fetch("SHOW transaction_read_only")
        return {"read_only": rows[0][0]}

    @get(["/t/{slug:str}/undeclared", "/undeclared"])
    async def undeclared() -> dict[str, str]:
        return {}

    monkeypatch.setattr(application, "routes", lambda: [*real(), writes, reads, undeclared])
    mutant: Any = application.create_app(_settings(home), clock=Clock())
    cookies = worlds.ours.visitors["officer"].client.cookies
    transport = httpx.ASGITransport(app=mutant)
    async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=cookies) as client:
        yield client


async def test_get_that_writes_fails_and_writes_nothing(
    with_mutants: httpx.AsyncClient, worlds: Worlds, footprint: Footprint
) -> None:
    tenant = worlds.ours.tenant
    before = await footprint.of_tenant(tenant.id)

    answer = await with_mutants.get(f"/t/{tenant.slug}/writes")
    kind = await with_mutants.get(f"/t/{tenant.slug}/reads")

    assert (answer.status_code, kind.json()) == (500, {"read_only": "on"})
    assert changed(before, await footprint.of_tenant(tenant.id), but=VISITED) == []


async def test_route_that_declares_nothing_opens_for_nobody_and_is_on_no_list(
    with_mutants: httpx.AsyncClient, worlds: Worlds
) -> None:
    for path in (f"/t/{worlds.ours.tenant.slug}/undeclared", "/undeclared"):
        answer = await with_mutants.get(path)
        assert answer.status_code == 403
        assert "no permission declared" in answer.text
    assert "GET /t/{slug}/undeclared" in set(declared()) - {route.key for route in ROUTES}


async def _let_everything_stand(world: World) -> None:
    for thing in sorted({route.thing for route in ROUTES} - {""}):
        await world.standing(thing)

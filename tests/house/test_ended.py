"""An organisation that is closed or merged is read and no longer written: at the door, and below it."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from backend import app as application
from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.provision import lifetime
from backend.scope import Scope
from backend.tenancy import transactions
from backend.tenancy.queries import tenant_by_slug
from backend.tenancy.transactions import OrganisationEnded
from backend.web import access
from tests.house import sweep
from tests.house.conftest import Worlds
from tests.house.footprint import VISITED, Footprint, changed
from tests.house.route_table import ROUTES, Route
from tests.house.test_laws import python
from tests.house.world import World
from tests.scopes import a_scope, a_tenant

WRITES_AFTER_END = {
    "POST /t/{slug}/public/releases/links": "a regulator opens what was released while the body lived",
    "POST /t/{slug}/public/releases/{recipient_id}/downloads": "each download counts",
    "GET /t/{slug}/public/releases/{recipient_id}/downloads/{download_id}": "each download counts",
    "POST /t/{slug}/public/releases/{recipient_id}/receipts": "a regulator's receipt is theirs to give",
    "POST /t/{slug}/public/releases/{recipient_id}/leaving": "ends a visit",
    "POST /t/{slug}/life/exports": "whoever is left takes everything along",
    "POST /t/{slug}/life/exports/{export_id}/download": "whoever is left takes everything along",
    "POST /t/{slug}/life/deletion": "only what has ended can be deleted",
    "POST /t/{slug}/life/proposals/{proposal_id}/withdrawal": "only what has ended can be deleted",
    "POST /t/{slug}/life/proposals/{proposal_id}/approval": "only what has ended can be deleted",
}
"""Routes by which something is written down in an organisation whose life has ended, each with its reason."""

OPENS_AFTER_END = {
    "backend/tenancy/transactions.py": "hands it on",
    "backend/app.py": "for the routes above",
    "backend/facts/reach.py": "counts how often a public page is read",
    "backend/ledger/sealing.py": "what was recorded is sealed, the closing itself among it",
    "backend/ledger/anchoring.py": "the last root is taken elsewhere",
    "backend/desk/anchoring.py": "the last root is taken elsewhere",
    "backend/desk/keys.py": "its keys outlive it",
    "backend/desk/lives.py": "takes a closing back",
    "backend/desk/stage.py": "lets its people in with their passwords, where its own sign-in fails them",
    "backend/people/pages/providers.py": "begins a person's session, which is no record of the organisation",
    "backend/archives/making.py": "says how far an export is, and what came of it",
    "backend/archives/chores.py": "makes old exports unreadable",
    "backend/desk/archived.py": "says that a backup was taken",
    "backend/desk/deleted.py": "shuts a record for good whose deletion was approved",
    "backend/worker/jobs.py": "says what failed of the above",
}
"""Code that may write in an organisation whose life has ended, each with its reason."""


_OPENS = re.compile(r"(?:tenant_tx|scope_tx|enter)\([^()]*(?:\([^()]*\))?[^()]*after_end=")


def test_what_may_write_after_the_end_is_on_the_lists() -> None:
    routes = {
        f"{method} {sweep.plain(path)}"
        for handler in application.routes()
        for path in handler.paths
        for method in handler.http_methods
        if handler.opt.get(access.WRITES_AFTER_END) and method != "HEAD"
    }
    assert routes == set(WRITES_AFTER_END)
    opens = {path for path, source in python().items() if _OPENS.search(source)}
    assert opens == set(OPENS_AFTER_END)


async def test_no_form_is_taken_after_the_end(worlds: Worlds, superuser: Any, footprint: Footprint) -> None:
    """A third of the routes each day; the whole in the soak."""
    today = real_now().toordinal()
    await _taken_nowhere(worlds.ours, ROUTES[today % 3 :: 3], superuser, footprint)


@pytest.mark.soak
async def test_no_form_at_all_is_taken_after_the_end(
    worlds: Worlds, superuser: Any, footprint: Footprint
) -> None:
    await _taken_nowhere(worlds.ours, ROUTES, superuser, footprint)


async def _taken_nowhere(world: World, routes: Sequence[Route], superuser: Any, footprint: Footprint) -> None:
    """One request a route, by whoever may send it: each is refused in words, and nothing is written."""
    await superuser.execute(
        "UPDATE tenancy_tenant SET state = 'closed', closed_on = $2 WHERE id = $1",
        world.tenant.id,
        date(2026, 3, 31),
    )
    try:
        before = await footprint.of_everything()
        wrong = []
        for route in routes:
            if not route.in_tenant or route.method == "GET" or route.key in WRITES_AFTER_END:
                continue
            answer = await sweep.call(world.visitors[route.who], route, world, sweep.unused(route), form={})
            if answer.status_code != 409 or "was closed on 31 March 2026" not in answer.text:
                wrong.append(f"{route.key} answers {answer.status_code}")
        assert wrong == []
        assert changed(before, await footprint.of_everything(), but=VISITED) == []
        home = await world.visitors["officer"].client.get(f"/t/{world.tenant.slug}")
        public = await world.visitors["officer"].client.get(f"/t/{world.tenant.slug}/public/registers")
        assert (home.status_code, public.status_code) == (200, 200)
        assert "CLOSED." in home.text and "CLOSED." in public.text
    finally:
        await superuser.execute(
            "UPDATE tenancy_tenant SET state = 'live', closed_on = NULL WHERE id = $1", world.tenant.id
        )


async def test_a_forgotten_path_writes_nothing_either(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await lifetime.close_tenant(scope, on=scope.today, reason="Its functions ended")
    for change in ("UPDATE tenancy_tenant SET name = name", "INSERT INTO tenancy_due VALUES ($1, 'a', $2)"):
        with pytest.raises(OrganisationEnded):
            async with transactions.scope_tx(scope):
                await execute(change, *((scope.tenant.id, scope.now) if "$1" in change else ()))
    async with transactions.scope_tx(scope):
        assert await fetch("SELECT act FROM ledger_event WHERE act = 'tenancy.tenant.closed'")


async def test_each_state_goes_where_it_may_and_the_ledger_says_so(db: Any) -> None:
    tenant = a_tenant()
    scope = a_scope(tenant)
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope, state="trial")
    for refused in (
        lifetime.reopen(scope, reason="x"),
        lifetime.resume_tenant(scope),
        lifetime.mark_deleted(scope, reason="x"),
    ):
        with pytest.raises((lifetime.UnableToSettle, lifetime.UnableToSuspend)):
            async with transactions.scope_tx(scope):
                await refused
    async with transactions.scope_tx(scope):
        await lifetime.go_live(scope)
        await lifetime.suspend_tenant(scope, reason="A pause")
        await lifetime.resume_tenant(scope)
    for on, reason in ((scope.today + timedelta(days=1), "Early"), (scope.today, " ")):
        with pytest.raises(lifetime.UnableToSettle):
            async with transactions.scope_tx(scope):
                await lifetime.close_tenant(scope, on=on, reason=reason)
    async with transactions.scope_tx(scope):
        await lifetime.close_tenant(scope, on=scope.today, reason="Its functions ended")
    async with transactions.scope_tx(scope, after_end=True):
        await lifetime.reopen(scope, reason="A slip")
    into = a_tenant(name="NHS South ICB (invented)")
    async with transactions.scope_tx(a_scope(into)):
        await lifetime.found_tenant(a_scope(into))
    async with transactions.scope_tx(scope):
        await lifetime.mark_merged(scope, into=into, on=date(2014, 8, 31), reason="An order")
    async with transactions.scope_tx(scope, readonly=True):
        found = await tenant_by_slug(tenant.slug)
        acts = await fetch("SELECT act FROM ledger_event WHERE subject_kind = 'tenant' ORDER BY id")
    assert found is not None and found.tenant.over
    assert (found.tenant.merged_into_name, found.tenant.ended_on) == (into.name, date(2014, 8, 31))
    assert [row["act"].removeprefix("tenancy.tenant.") for row in acts] == [
        *("founded", "went-live", "suspended", "resumed", "closed", "reopened", "merged")
    ]


async def test_on_trial_nothing_is_published_or_released(worlds: Worlds, superuser: Any) -> None:
    world = worlds.ours
    await superuser.execute("UPDATE tenancy_tenant SET state = 'trial' WHERE id = $1", world.tenant.id)
    try:
        shut = {
            f"{method} {sweep.plain(path)}"
            for handler in application.routes()
            for path in handler.paths
            for method in handler.http_methods
            if handler.opt.get(access.NOT_ON_TRIAL)
        }
        answers: dict[str, httpx.Response] = {}
        for route in ROUTES:
            if route.key in shut:
                who = world.visitors[route.who]
                answers[route.key] = await sweep.call(who, route, world, sweep.unused(route), form={})
        assert len(answers) == len(shut) == 5
        assert {answer.status_code for answer in answers.values()} == {409}
        assert all("is on trial" in answer.text for answer in answers.values())
        assert "TRIAL." in (await world.visitors["officer"].client.get(f"/t/{world.tenant.slug}")).text
    finally:
        await superuser.execute("UPDATE tenancy_tenant SET state = 'live' WHERE id = $1", world.tenant.id)

"""The cross-tenant sweep: every route, with every id of another tenant that could be put into it.

Each route is first called with an id of the caller's own, and must succeed and show the caller's canary. Only then is
another tenant's id worth trying: it must answer exactly as an id does that never was. And no answer to anybody of our
tenant, unpacked to the last stream of a PDF, holds a word of the other's.
"""

import inspect
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit import database, queue
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import sealing
from backend.scope import Refusal
from backend.tenancy import transactions
from backend.worker import jobs
from tests.house import sweep
from tests.house.conftest import Worlds
from tests.house.footprint import VISITED, Footprint, changed
from tests.house.route_table import PUBLIC, ROUTES, Route
from tests.house.world import MAKERS, World
from tests.visitors import Visitor

_EARLY = frozenset({"assurance_pack"})
"""What is made first: a pack of everything takes as long as there is much in the world."""

SWEPT = sorted(
    (route for route in ROUTES if route.thing and not route.unswept),
    key=lambda route: route.thing not in _EARLY,
)
IN_TENANT = [route for route in ROUTES if route.in_tenant]


@dataclass
class Watch:
    """Looks at the other's rows now and then, and at the end: each look reads every table there is."""

    theirs: World
    footprint: Footprint
    before: dict[str, str]
    since: list[str] = field(default_factory=list)

    async def saw(self, what: str) -> None:
        self.since.append(what)
        if len(self.since) >= 40:
            await self.look()

    async def look(self) -> None:
        after = await self.footprint.of_tenant(self.theirs.tenant.id)
        written, self.before = changed(self.before, after), after
        during, self.since = self.since, []
        # on a slow machine it would be too long ago by now that our people proved who they are
        await self.footprint.connection.execute("UPDATE people_session SET authenticated_at = now()")
        assert written == [], f"One of these wrote into the other's {written}: {during}"


@pytest_asyncio.fixture(scope="module")
async def watch(worlds: Worlds, footprint: Footprint, home: Path, ring: KeyRing) -> Watch:
    """Over the other's world, in which everything stands already."""
    sealing.use(ring)
    store.use(storage_from_url(f"file://{home / 'house-files'}"))
    await _fill(worlds.theirs)
    watching = Watch(worlds.theirs, footprint, await footprint.of_tenant(worlds.theirs.tenant.id))
    return watching


_GETS = [route for route in SWEPT if route.method == "GET"]
_TODAYS = {route.key for route in [*_GETS, *sweep.of_today((r for r in SWEPT if r not in _GETS), parts=2)]}
"""What reads is swept each day; of what writes, one half today and the other tomorrow."""


@pytest.mark.parametrize(
    "route",
    [route if route.key in _TODAYS else pytest.param(route, marks=pytest.mark.soak) for route in SWEPT],
    ids=lambda route: route.key,
)
async def test_anothers_id_is_like_one_that_never_was(worlds: Worlds, watch: Watch, route: Route) -> None:
    ours, theirs = worlds.ours, worlds.theirs
    visitor = ours.visitors[route.who]
    missing = set(sweep.named_in(route)) - set(await theirs.standing(route.thing))
    assert not missing, f"The maker of {route.thing} in tests/house/world.py must give {sorted(missing)}."

    own = await ours.standing(route.thing) if route.method == "GET" else await ours.new(route.thing)
    success = await sweep.call(visitor, route, ours, own)

    assert success.status_code in {200, 303}, (
        f"{route.key} can't be called with success, so it can't be swept: {success.status_code}. Give it a form with "
        f"which it succeeds in tests/house/route_table.py. It says: {sweep.in_words(success)}"
    )
    _holds_no_word_of(theirs, route, success)
    if route.method == "GET" and not route.silent:
        assert _shows_own(ours, route, sweep.everything_in(success)), (
            f"{route.key} does not show what it is about"
        )
    for reaching, never in sweep.reaches(route, own, await theirs.standing(route.thing)):
        reached = await sweep.call(visitor, route, ours, reaching)
        nothing = await sweep.call(visitor, route, ours, never)
        assert reached.status_code in {404, 422, 409}, (
            f"{route.key} answers {reached.status_code} to {reaching}"
        )
        assert sweep.fingerprint(reached) == sweep.fingerprint(nothing), f"{route.key} tells {reaching} apart"
        _holds_no_word_of(theirs, route, reached)
    await watch.saw(route.key)


async def test_nothing_of_the_others_was_written_by_the_last_of_these(watch: Watch) -> None:
    await watch.look()


async def test_every_maker_is_used_and_every_thing_has_one() -> None:
    things = {route.thing for route in ROUTES} - {""}
    assert things - set(MAKERS) == set(), "Add these makers to MAKERS in tests/house/world.py."
    assert set(MAKERS) - things == set(), "No route is about these any more."


async def test_pages_without_ids_show_ours_and_nothing_of_theirs(worlds: Worlds) -> None:
    """To the officer, who sees most, each day; to everybody else a sixth of them."""
    asked = [(role, route) for role in worlds.ours.visitors for route in _WITHOUT_IDS]
    todays = sweep.of_today([each for each in asked if each[0] != "officer"], parts=6)
    await _show_nothing_of_theirs(worlds, [*(each for each in asked if each[0] == "officer"), *todays])


@pytest.mark.soak
async def test_pages_without_ids_show_nobody_anything_of_theirs(worlds: Worlds) -> None:
    await _show_nothing_of_theirs(
        worlds, [(role, route) for role in worlds.ours.visitors for route in _WITHOUT_IDS]
    )


_WITHOUT_IDS = [route for route in IN_TENANT if route.method == "GET" and not route.parameters]


async def _show_nothing_of_theirs(worlds: Worlds, asked: Sequence[tuple[str, Route]]) -> None:
    await _fill(worlds.theirs)
    await _fill(worlds.ours)
    for role, route in asked:
        answer = await sweep.call(worlds.ours.visitors[role], route, worlds.ours, {})
        assert answer.status_code in {200, 303, 403}, f"{route.key} answers {role} {answer.status_code}"
        _holds_no_word_of(worlds.theirs, route, answer)


HOSTILE = ("%", "\x00", "' OR true --\ud7ff\u202e\ufffe", "9" * 250)


async def test_no_search_or_filter_reaches_over(worlds: Worlds) -> None:
    """Each by itself, so that a refusal of one hides no other's answer; and all together."""
    await _fill(worlds.theirs)
    for path, asked in sweep.of_today(_searches(worlds)):
        for chosen in (*((name,) for name in asked.own), asked.every):
            await _asked(worlds, path, chosen, "canaryb")


async def test_no_word_made_to_hurt_reaches_over_or_fails(worlds: Worlds) -> None:
    """All words in all at once, and one after another in each by itself; one is enough where nothing can be asked."""
    await _fill(worlds.theirs)
    in_turn = cycle(HOSTILE)
    for path, asked in sweep.of_today(_searches(worlds)):
        for name in asked.own:
            await _asked(worlds, path, (name,), next(in_turn))
        for words in HOSTILE if asked.own else (next(in_turn),):
            await _asked(worlds, path, asked.every, words)


@pytest.mark.soak
@pytest.mark.parametrize("words", HOSTILE)
async def test_no_word_made_to_hurt_reaches_over_anywhere(worlds: Worlds, words: str) -> None:
    await _fill(worlds.theirs)
    for path, asked in _searches(worlds):
        for name in asked.own:
            await _asked(worlds, path, (name,), words)


@pytest.mark.soak
async def test_no_search_or_filter_reaches_over_anywhere(worlds: Worlds) -> None:
    await _fill(worlds.theirs)
    for path, asked in _searches(worlds):
        for chosen in (*((name,) for name in asked.own), asked.every):
            await _asked(worlds, path, chosen, "canaryb")


def _searches(worlds: Worlds) -> Iterator[tuple[str, sweep.Asked]]:
    """Every page without an id, with what it can be asked."""
    for route in _WITHOUT_IDS:
        yield sweep.path_of(route, worlds.ours.visitors["officer"].slug, {}), sweep.asked_of(route)


async def _asked(worlds: Worlds, path: str, chosen: Sequence[str], words: str) -> None:
    answer = await worlds.ours.visitors["officer"].client.get(path, params=dict.fromkeys(chosen, words))
    assert answer.status_code < 500, f"{path}?{chosen}={words} answers {answer.status_code}"
    shown = sweep.everything_in(answer).replace(words, "")
    assert "CANARYB" not in shown.upper().replace(words.upper(), ""), f"{path}?{chosen}={words}"


def test_what_a_page_can_be_asked_is_found() -> None:
    own = {route.key: sweep.asked_of(route).own for route in IN_TENANT if route.method == "GET"}
    assert {"giver", "known", "text"} <= set(own["GET /t/{slug}/gifts"]), (
        "declared in the handler's signature"
    )
    assert set(sweep.BY_HAND) <= set(own["GET /t/{slug}/interests"]), "read from the request"
    assert own["GET /t/{slug}/committees"] == (), "nothing can be asked of it"


async def test_another_tenants_address_is_like_one_that_never_was(
    worlds: Worlds, footprint: Footprint
) -> None:
    ours, theirs = worlds.ours, worlds.theirs
    unknown = f"{theirs.tenant.slug[:-12]}{str(new_id())[-12:]}"
    # what a stranger may do at home makes no difference, so one of them at each address is enough
    strangers = cycle(("officer", "member", "officer", "regulator"))
    await _fill(theirs)
    before = await footprint.of_tenant(theirs.tenant.id)
    for route in IN_TENANT:
        if route.permission == PUBLIC:
            continue  # whoever asks: it shows what the public may see, and nothing of who asks
        ids = await theirs.standing(route.thing) if route.thing else {}
        role = next(strangers)
        visitor, answers = ours.visitors[role], []
        for slug in (theirs.tenant.slug, unknown):
            path = sweep.path_of(route, slug, {**sweep.unused(route), **ids})
            sent = (
                {"_token": visitor.form_token, **sweep.filled(route.form, ids)}
                if route.method != "GET"
                else None
            )
            answer = await visitor.client.request(route.method, path, data=sent)
            status, headers, text = sweep.fingerprint(answer)
            answers.append((status, headers, text.replace(slug, "SLUG")))
        assert answers[0][0] == 404, f"{route.key} answers {answers[0][0]} to a stranger's {role}"
        assert answers[0] == answers[1], f"{route.key} tells another's address from an unknown one"
    assert changed(before, await footprint.of_tenant(theirs.tenant.id)) == []


async def test_the_sweep_would_see_a_word_of_theirs(worlds: Worlds) -> None:
    """The other tenant's own officer does see the canary, through the same eyes."""
    theirs = worlds.theirs
    telling = sweep.of_today([r for r in SWEPT if r.method == "GET" and not r.silent])
    assert len(telling) > 10
    for route in telling:
        answer = await sweep.call(
            theirs.visitors[route.who], route, theirs, await theirs.standing(route.thing)
        )
        assert answer.status_code == 200
        assert theirs.canary in sweep.everything_in(answer).upper(), route.key


async def test_another_accounts_session_or_passkey_is_like_one_that_never_was(
    worlds: Worlds, superuser: Any
) -> None:
    """Accounts belong to no tenant: their ids are tried here, one's own first."""
    ours, theirs = (world.visitors["officer"] for world in (worlds.ours, worlds.theirs))
    # who they are was proved when the worlds were made, which on a slow machine is too long ago by now
    await superuser.execute("UPDATE people_session SET authenticated_at = now()")
    for noun, verb, make in (("sessions", "end", _session), ("passkeys", "removal", _passkey)):
        own, other, never = await make(superuser, ours), await make(superuser, theirs), new_id()
        paths = [f"/account/{noun}/{one}/{verb}" for one in (own, other, never)]
        mine, reached, nothing = [
            await ours.client.post(path, data={"_token": ours.form_token}) for path in paths
        ]
        assert mine.status_code == 303, sweep.in_words(mine)
        assert reached.status_code in {404, 422}
        assert sweep.fingerprint(reached) == sweep.fingerprint(nothing)
        column = "ended_at" if noun == "sessions" else "removed_at"
        still = await superuser.fetchval(
            f"SELECT {column} IS NULL FROM people_{noun[:-1]} WHERE id = $1", other
        )
        assert still, f"another's {noun[:-1]} is gone"


async def _session(superuser: Any, visitor: Visitor) -> UUID:
    """One more session of the visitor's account."""
    found: UUID = await superuser.fetchval(
        "INSERT INTO people_session SELECT (jsonb_populate_record(s, jsonb_build_object('id', $2::text, "
        "'token_hash', '\\x' || encode(sha256($2::text::bytea), 'hex')))).* "
        "FROM people_session s JOIN people_membership m USING (account_id) WHERE m.person_id = $1 LIMIT 1 RETURNING id",
        visitor.person_id,
        str(new_id()),
    )
    return found


async def _passkey(superuser: Any, visitor: Visitor) -> UUID:
    found: UUID = await superuser.fetchval(
        "INSERT INTO people_passkey (id, account_id, credential_id, public_key, sign_count, name, added_at) "
        "SELECT $2::uuid, account_id, sha256($2::uuid::text::bytea), 'key', 0, 'Invented', now() "
        "FROM people_membership WHERE person_id = $1 RETURNING id",
        visitor.person_id,
        new_id(),
    )
    return found


async def test_job_in_another_tenants_name_is_refused(worlds: Worlds, footprint: Footprint) -> None:
    ours, theirs = worlds.ours, worlds.theirs
    before = await footprint.of_tenant(theirs.tenant.id)
    for task in jobs.chores():
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transactions.scope_tx(ours.officer):
                await queue.defer(task, tenant_id=theirs.tenant.id)
    # without RETURNING, which would ask the reading half of the policy as well
    insert = "INSERT INTO queue.procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'house.test', $1)"
    for args in ({"tenant_id": str(theirs.tenant.id)}, {}, {"tenant_id": None}):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transactions.scope_tx(ours.officer):
                await database.execute(insert, json.dumps(args))
    async with transactions.scope_tx(ours.officer):
        await queue.defer("house.test", tenant_id=ours.tenant.id)
        await database.execute(insert, json.dumps({"tenant_id": str(ours.tenant.id)}))
    assert changed(before, await footprint.of_tenant(theirs.tenant.id), but=VISITED) == []


async def test_chore_of_ours_finds_no_record_of_theirs(worlds: Worlds, footprint: Footprint) -> None:
    """A job's arguments are ids; one that names another tenant's record does to it what it does to no record."""
    await _fill(worlds.theirs)
    known = {name: value for thing in MAKERS for name, value in (await worlds.theirs.standing(thing)).items()}
    before = await footprint.of_tenant(worlds.theirs.tenant.id)
    for name, chore in jobs.chores().items():
        takes = [one for one in inspect.signature(chore).parameters if one != "scope"]
        missing = [one for one in takes if one not in known]
        assert not missing, (
            f"Give a maker in tests/house/world.py that returns {missing}, for the chore {name}."
        )
        if takes:
            scope = worlds.ours.officer.as_chore(name)
            ends = []
            for ids in ({one: UUID(known[one]) for one in takes}, {one: new_id() for one in takes}):
                try:
                    await chore(scope, **ids)
                    ends.append("ended")
                except Refusal as refusal:
                    ends.append(f"{type(refusal).__name__}: {refusal.sentence}")
            assert ends[0] == ends[1], name
    assert changed(before, await footprint.of_tenant(worlds.theirs.tenant.id), but=VISITED) == []


async def _fill(world: World) -> None:
    for thing in sorted(MAKERS, key=lambda thing: thing not in _EARLY):
        await world.standing(thing)


def _shows_own(world: World, route: Route, text: str) -> bool:
    """Whether the page shows a canary beside those that stand on every page: the tenant's and the reader's name."""
    for words in (world.tenant.name, world.scopes[route.who].actor.name, world.tenant.slug):
        text = text.replace(words, "")
    return world.canary in text.upper()


def _holds_no_word_of(world: World, route: Route, answer: object) -> None:
    text = sweep.everything_in(answer)  # type: ignore[arg-type]  # httpx's answer
    assert world.canary not in text.upper(), f"{route.key} shows a word of another tenant"

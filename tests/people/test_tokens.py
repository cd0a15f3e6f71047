"""Personal tokens over HTTP: what they open, what they never open, and that they can be taken back at once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from backend.kit import database
from backend.kit.clock import real_now
from backend.people import operations, queries, tokens
from backend.people.operations import tokens as acts
from backend.people.operations.tokens import MadeToken
from backend.people.queries import SignedIn
from backend.scope import NotFound, Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope
from tests.visitors import Visitor

BASE = "http://127.0.0.1:8014"
Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def superuser(server_url: str, database_name: str) -> AsyncIterator[Any]:
    """A connection that sees every row."""
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    yield connection
    await connection.close()


async def holder(visitor: Visitor) -> SignedIn:
    async with database.DB.transaction_with({}):
        found = await queries.session_of(visitor.token, now=real_now())
    assert found is not None
    return found


async def a_token(visitor: Visitor, *, days: str = "30", **traits: Any) -> MadeToken:
    signed_in = await holder(visitor)
    async with database.DB.transaction_with({}):
        return await acts.make_token(
            signed_in,
            name="Monthly report",
            days=days,
            organisations=traits.pop("organisations", [visitor.slug]),
            now=traits.pop("now", real_now()),
        )


async def ask(
    app: Any, path: str, token: str, *, scheme: str = "Bearer", method: str = "GET"
) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as program:
        return await program.request(method, path, headers={"authorization": f"{scheme} {token}"})


async def test_person_makes_a_token_that_is_shown_once_and_opens_the_api(app: Any, visit: Visit) -> None:
    officer = await visit()
    form = {
        "_token": officer.form_token,
        "name": "Monthly report",
        "days": "30",
        "organisations": officer.slug,
    }
    made = await officer.client.post("/account/tokens", data=form)
    assert made.status_code == 200
    token = made.text.split('id="token">')[1].split("<")[0]
    again = await officer.client.get("/account/tokens")

    answer = await ask(app, f"/t/{officer.slug}/api/registers", token)

    assert answer.status_code == 200
    assert answer.json()["registers"][0]["id"] == "interests"
    assert token not in again.text and "Monthly report" in again.text and "Never" in again.text
    assert "Never" not in (await officer.client.get("/account/tokens")).text


async def test_token_is_kept_nowhere(app: Any, visit: Visit, superuser: Any) -> None:
    officer = await visit()
    made = await a_token(officer)
    await ask(app, f"/t/{officer.slug}/api/registers", made.token)
    tables = await superuser.fetch(
        "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = ANY ('{public,queue}'::regnamespace[])"
    )
    secret = made.token.removeprefix(tokens.MARK)
    holding = [
        row["name"]
        for row in tables
        if await superuser.fetchval(
            f"SELECT count(*) FROM {row['name']} t WHERE strpos(t::text, $1) > 0", secret
        )
    ]
    assert holding == []


async def test_token_opens_the_api_alone(app: Any, visit: Visit) -> None:
    officer = await visit()
    token = (await a_token(officer)).token
    for path in (f"/t/{officer.slug}/interests", "/account", f"/t/{officer.slug}"):
        answer = await ask(app, path, token)
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), path


async def test_token_reads_and_changes_nothing(app: Any, visit: Visit) -> None:
    officer = await visit()
    token = (await a_token(officer)).token
    path = f"/t/{officer.slug}/api/registers"
    for method in ("POST", "PUT", "DELETE"):
        assert (await ask(app, path, token, method=method)).status_code == 405


async def test_revoked_token_opens_nothing_at_once(app: Any, visit: Visit) -> None:
    officer, other = await visit(), await visit()
    token = (await a_token(officer)).token
    path = f"/t/{officer.slug}/api/registers"
    assert (await ask(app, path, token)).status_code == 200
    signed_in = await holder(officer)
    async with database.DB.transaction_with({}):
        line = (await tokens.tokens_of(signed_in.account_id, now=real_now()))[0]

    theirs = await other.client.post(
        f"/account/tokens/{line.id}/revocation", data={"_token": other.form_token}
    )
    own = await officer.client.post(
        f"/account/tokens/{line.id}/revocation", data={"_token": officer.form_token}
    )

    assert (theirs.status_code, own.status_code) == (404, 303)
    refused = await ask(app, path, token)
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["detail"] == tokens.NOT_GOOD


@pytest.mark.parametrize(
    ("scheme", "token"),
    [("Bearer", "probity_nothing"), ("Bearer", ""), ("Basic", "cm9iaW46cGFzcw=="), ("Bearer", "x" * 5_000)],
)
async def test_what_is_no_token_is_told_so(app: Any, visit: Visit, scheme: str, token: str) -> None:
    officer = await visit()
    answer = await ask(app, f"/t/{officer.slug}/api/registers", token, scheme=scheme)
    assert answer.status_code == 401
    assert set(answer.json()) == {"type", "title", "status", "detail"}


async def test_expired_token_opens_nothing(app: Any, visit: Visit) -> None:
    officer = await visit()
    old = await a_token(officer, days="7", now=real_now() - timedelta(days=7, seconds=1))
    assert (await ask(app, f"/t/{officer.slug}/api/registers", old.token)).status_code == 401


async def test_token_of_a_closed_account_opens_nothing(app: Any, visit: Visit, superuser: Any) -> None:
    officer = await visit()
    token = (await a_token(officer)).token
    signed_in = await holder(officer)
    await superuser.execute(
        "UPDATE people_account SET disabled_at = now() WHERE id = $1", signed_in.account_id
    )
    assert (await ask(app, f"/t/{officer.slug}/api/registers", token)).status_code == 401


async def test_token_follows_its_holders_roles_of_the_day(
    app: Any, visit: Visit, demo_scope: Scope, superuser: Any
) -> None:
    auditor = await visit(roles=("internal-audit",))
    token = (await a_token(auditor)).token
    assert (await ask(app, f"/t/{auditor.slug}/api/people", token)).status_code == 200
    await superuser.execute(
        "UPDATE people_role SET role = 'regulator' WHERE person_id = $1", auditor.person_id
    )

    refused = await ask(app, f"/t/{auditor.slug}/api/people", token)

    assert refused.status_code == 403
    assert "role in this organisation" in refused.json()["detail"]


async def test_token_is_for_the_organisations_that_it_was_made_for(
    app: Any, visit: Visit, found: Callable[..., Awaitable[Tenant]]
) -> None:
    officer = await visit()
    elsewhere = a_scope(await found(demonstration=True), now=real_now())
    signed_in = await holder(officer)
    async with transactions.scope_tx(elsewhere):
        person_id = await operations.add_person(elsewhere, name="Robin Invented", email=signed_in.email)
        await operations.grant_role(elsewhere, person_id=person_id, role="governance-officer")
        await operations.give_account(
            elsewhere, person_id=person_id, password="heather-mountain-otter-lantern", now=real_now()
        )
    here = (await a_token(officer)).token
    both = (await a_token(officer, organisations=[officer.slug, elsewhere.tenant.slug])).token
    path = f"/t/{elsewhere.tenant.slug}/api/registers"

    assert (await ask(app, path, here)).status_code == 404
    assert (await ask(app, path, both)).status_code == 200
    assert (await ask(app, path, here)).json() == (await ask(app, "/t/never-was/api/registers", here)).json()


async def test_token_that_is_used_too_often_has_to_wait(app: Any, visit: Visit, superuser: Any) -> None:
    officer = await visit()
    first, second = (await a_token(officer)).token, (await a_token(officer)).token
    path = f"/t/{officer.slug}/api/registers"
    assert (await ask(app, path, first)).status_code == 200
    await superuser.execute(
        "UPDATE people_token SET calls = $1 WHERE calls > 0 AND account_id = $2",
        tokens.CALLS_A_MINUTE - 1,
        (await holder(officer)).account_id,
    )

    last, over, other = [await ask(app, path, token) for token in (first, first, second)]

    assert (last.status_code, over.status_code, other.status_code) == (200, 429, 200)
    assert 1 <= int(over.headers["retry-after"]) <= 60
    assert "Try again in" in over.json()["detail"]
    await superuser.execute("UPDATE people_token SET calls_since = calls_since - interval '1 minute'")
    assert (await ask(app, path, first)).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": "366"}, "days"),
        ({"days": "-1"}, "days"),
        ({"organisations": []}, "organisations"),
        ({"organisations": ["never-was"]}, "organisations"),
    ],
)
async def test_token_that_reaches_too_far_is_not_made(
    visit: Visit, change: dict[str, Any], field: str
) -> None:
    officer = await visit()
    with pytest.raises(tokens.UnableToMakeToken) as refused:
        await a_token(officer, **change)
    assert refused.value.field == field


async def test_account_holds_so_many_tokens_and_no_more(visit: Visit) -> None:
    officer = await visit()
    for _ in range(tokens.MOST_TOKENS):
        await a_token(officer)
    with pytest.raises(Refusal, match="which is the most"):
        await a_token(officer)


async def test_making_a_token_needs_a_fresh_proof_of_who_it_is(visit: Visit, superuser: Any) -> None:
    officer = await visit()
    signed_in = await holder(officer)
    await superuser.execute(
        "UPDATE people_session SET authenticated_at = authenticated_at - interval '6 minutes' WHERE id = $1",
        signed_in.session_id,
    )
    form = {"_token": officer.form_token, "name": "A report", "days": "30", "organisations": officer.slug}

    answer = await officer.client.post("/account/tokens", data=form)

    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/confirm")
    async with database.DB.transaction_with({}):
        assert await tokens.tokens_of(signed_in.account_id, now=real_now()) == ()


async def test_nobody_revokes_what_is_not_theirs(visit: Visit) -> None:
    officer, other = await visit(), await visit()
    await a_token(officer)
    mine, theirs = await holder(officer), await holder(other)
    async with database.DB.transaction_with({}):
        line = (await tokens.tokens_of(mine.account_id, now=real_now()))[0]
    with pytest.raises(NotFound):
        async with database.DB.transaction_with({}):
            await acts.revoke_token(theirs.account_id, token_id=line.id, now=real_now())
    assert replace(line, last_used_at=None) == line

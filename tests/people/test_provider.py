"""OpenID Connect, against a provider that runs as a process of its own and lies in every way that we know."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.settings import BadSetting
from backend.people import operations, queries, rules
from backend.people.pages.doorway import Doorway
from backend.people.providers import ProvenIdentity, Provider, UnableToTrustProvider
from backend.people.seals import Seal
from backend.scope import Scope
from backend.tenancy import transactions
from tests.people.conftest import Member, at_the_door
from tests.people.identity_provider import CLIENT_ID, CLIENT_SECRET
from tests.people.test_signing_in import give_password

MakeMember = Callable[..., Awaitable[Member]]
US = "http://127.0.0.1:8014"


def misbehave(issuer: str, **traits: Any) -> None:
    """What the provider says and does from now on; nothing false without a `lie`."""
    httpx.post(f"{issuer}/misbehave", json=traits).raise_for_status()


def provider_at(issuer: str) -> Provider:
    environ = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "NHS North Sign-in (invented)",
    }
    found = Provider.configured(environ, public_url=US)
    assert found is not None
    return found


@pytest_asyncio.fixture
async def browser(app: Any, issuer: str, seal: Seal) -> Any:
    """A browser at our own address, whose sign-in page knows the provider."""
    misbehave(issuer)
    state = app.app.state
    state.people_doorway = Doorway(seal=seal, place=None, provider=provider_at(issuer))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=US) as client:
        yield client
    del state.people_doorway


async def at_the_provider(browser: httpx.AsyncClient, **wish: str) -> dict[str, str]:
    """Go to the provider and back; what our own page then holds."""
    left = await browser.get("/sign-in/oidc", params=wish)
    assert left.status_code == 303
    async with httpx.AsyncClient() as outside:
        back = await outside.get(left.headers["location"])
    assert back.status_code == 302
    page = await browser.get(back.headers["location"])
    assert page.status_code == 200
    fields = dict(re.findall(r'name="(code|state|_token)" value="([^"]*)"', page.text))
    assert set(fields) >= {"code", "state"}
    return fields


async def come_back(browser: httpx.AsyncClient, fields: dict[str, str]) -> httpx.Response:
    return await browser.post("/sign-in/oidc/callback", data=fields)


async def link(member: Member, issuer: str, subject: str) -> None:
    async with at_the_door():
        await database.execute(
            "INSERT INTO people_identity (id, account_id, issuer, subject, linked_at) "
            "VALUES (gen_random_uuid(), $1, $2, $3, $4)",
            member.account_id,
            issuer,
            subject,
            real_now(),
        )


async def test_person_signs_in_by_the_provider(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember
) -> None:
    robin = await member()
    await link(robin, issuer, f"robin-{robin.account_id}")
    misbehave(issuer, sub=f"robin-{robin.account_id}")
    done = await come_back(browser, await at_the_provider(browser, next="/account"))
    assert (done.status_code, done.headers.get("location")) == (303, "/account")
    page = await browser.get("/account")
    assert robin.email in page.text
    async with at_the_door():
        rows = await database.fetch(
            "SELECT methods FROM people_session WHERE account_id = $1", robin.account_id
        )
    assert rows[0]["methods"] == ["provider", "pwd", "mfa"]


async def test_provider_that_asked_for_a_password_alone_is_not_enough(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember
) -> None:
    robin = await member()
    await link(robin, issuer, f"robin-{robin.account_id}")
    misbehave(issuer, sub=f"robin-{robin.account_id}", amr=["pwd"])
    done = await come_back(browser, await at_the_provider(browser))
    assert done.headers["location"] == "/sign-in/code"
    assert (await browser.get("/account")).status_code == 303
    finished = await browser.post("/sign-in/code", data={"code": rules.DEMONSTRATION_CODE})
    assert finished.status_code == 303
    assert (await browser.get("/account")).status_code == 200


async def test_same_address_of_email_does_not_make_the_same_person(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember
) -> None:
    robin = await member()
    misbehave(issuer, sub="a stranger", email=robin.email)
    done = await come_back(browser, await at_the_provider(browser))
    assert done.status_code == 200 and "belongs to no account" in done.text
    assert (await browser.get("/account")).status_code == 303


@pytest.mark.parametrize(
    "lie",
    [
        "nonce",
        "aud",
        "iss",
        "expired",
        "azp",
        "many",
        "no-subject",
        "none",
        "hmac",
        "unknown-kid",
        "wrong-key",
        "no-kid",
        "garbage",
    ],
)
async def test_lying_token_signs_nobody_in(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember, lie: str
) -> None:
    robin = await member()
    subject = f"robin-{robin.account_id}"
    await link(robin, issuer, subject)
    misbehave(issuer, sub=subject, lie=lie)
    done = await come_back(browser, await at_the_provider(browser))
    assert done.status_code == 200 and "could not be completed" in done.text
    assert (await browser.get("/account")).status_code == 303
    misbehave(issuer, sub=subject)  # the same provider, honest again: so it was the lie
    done = await come_back(browser, await at_the_provider(browser))
    assert done.status_code == 303


async def test_replayed_callback_signs_nobody_in(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember
) -> None:
    robin = await member()
    await link(robin, issuer, f"robin-{robin.account_id}")
    misbehave(issuer, sub=f"robin-{robin.account_id}")
    fields = await at_the_provider(browser)
    carried = dict(browser.cookies)
    assert (await come_back(browser, fields)).status_code == 303
    browser.cookies.clear()
    browser.cookies.update(carried)
    again = await come_back(browser, fields)
    assert again.status_code == 200 and "finished already" in again.text
    assert (await browser.get("/account")).status_code == 303


async def test_callback_in_another_browser_signs_nobody_in(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember, app: Any
) -> None:
    fields = await at_the_provider(browser)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=US) as victim:
        answer = await come_back(victim, fields)
        assert answer.status_code == 200 and "was not begun here" in answer.text
        await at_the_provider(victim)
        answer = await come_back(victim, fields)
        assert answer.status_code == 200 and "was not begun here" in answer.text


async def test_coming_back_by_get_changes_nothing(browser: httpx.AsyncClient, issuer: str) -> None:
    left = await browser.get("/sign-in/oidc")
    async with httpx.AsyncClient() as outside:
        back = (await outside.get(left.headers["location"])).headers["location"]
    for _ in range(2):
        assert (await browser.get(back)).status_code == 200
    refused = await browser.get("/sign-in/oidc/callback?error=access_denied")
    assert refused.status_code == 200 and "did not sign you in" in refused.text


async def test_invited_person_opens_an_account_by_the_provider(
    browser: httpx.AsyncClient, issuer: str, demo_scope: Scope
) -> None:
    async with transactions.scope_tx(demo_scope):
        person_id = await operations.add_person(demo_scope, name="Kim Invented")
        await operations.change_person(
            demo_scope,
            person_id=person_id,
            name="Kim Invented",
            job_title=None,
            email=f"kim.{person_id}@demonstration.example",
            left_on=None,
            now=real_now(),
        )
        invited = await operations.invite(demo_scope, person_id=person_id, now=real_now())
    misbehave(issuer, sub=f"kim-{person_id}")
    page = await browser.get(f"/invitation/{invited.token}")
    assert "Accept with NHS North Sign-in (invented)" in page.text
    fields = await at_the_provider(browser, invitation=invited.token, next="/account")
    done = await come_back(browser, fields)
    assert (done.status_code, done.headers.get("location")) == (303, "/account")
    assert f"kim.{person_id}" in (await browser.get("/account")).text


async def test_holder_links_the_provider_to_their_account(
    browser: httpx.AsyncClient, issuer: str, member: MakeMember
) -> None:
    robin = await member()
    await browser.post(
        "/sign-in", data={"email": robin.email, "password": "seven ploughs behind a lighthouse"}
    )
    await browser.post("/sign-in/code", data={"code": rules.DEMONSTRATION_CODE})
    misbehave(issuer, sub=f"linked-{robin.account_id}")
    done = await come_back(browser, await at_the_provider(browser, link="yes"))
    assert done.headers.get("location") == "/account?said=linked"
    async with at_the_door():
        ways = await queries.ways_of(robin.account_id)
    assert ways.providers == (issuer,)


async def test_identity_belongs_to_one_account(db: database.Database, member: MakeMember, seal: Seal) -> None:
    robin, sam = await member(), await member()
    identity = ProvenIdentity(
        issuer="https://issuer.example",
        subject=str(robin.account_id),
        methods=(),
        authenticated_at=real_now(),
    )
    tokens = []
    for person in (robin, sam):
        half = await give_password(person.email, seal=seal, now=real_now())
        async with at_the_door():
            done = await operations.sign_in_with_code(
                half, code=rules.DEMONSTRATION_CODE, address="x", device="", now=real_now(), seal=seal
            )
        tokens.append(done.token)
    async with at_the_door():
        first = await queries.session_of(tokens[0], real_now())
        second = await queries.session_of(tokens[1], real_now())
        assert first is not None and second is not None
        await operations.link_identity(first, identity=identity, now=real_now())
        with pytest.raises(Exception, match="belongs to an account already"):
            await operations.link_identity(second, identity=identity, now=real_now())


async def test_provider_that_calls_itself_otherwise_is_not_trusted(issuer: str) -> None:
    misbehave(issuer, calls_itself=f"{issuer}/common")
    with pytest.raises(UnableToTrustProvider):
        await provider_at(issuer).address(state="s", nonce="n", verifier="v" * 43)
    misbehave(issuer)
    with pytest.raises(UnableToTrustProvider):
        await provider_at(f"{issuer}/").address(state="s", nonce="n", verifier="v" * 43)


async def test_provider_that_does_not_answer_is_a_plain_sentence() -> None:
    with pytest.raises(UnableToTrustProvider, match="Try again, or sign in another way"):
        await provider_at("http://127.0.0.1:9").address(state="s", nonce="n", verifier="v" * 43)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"OIDC_ISSUER": "http://login.example.nhs.uk"}, "https"),
        ({"OIDC_ISSUER": "https://login.example.nhs.uk"}, "OIDC_CLIENT_ID"),
        ({"OIDC_ISSUER": "https://login.example.nhs.uk", "OIDC_CLIENT_ID": "x"}, "OIDC_CLIENT_SECRET"),
    ],
)
def test_half_configured_provider_is_refused_at_start(environ: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        Provider.configured(environ, public_url=US)


def test_no_provider_is_no_provider() -> None:
    assert Provider.configured({}, public_url=US) is None

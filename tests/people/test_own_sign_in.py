"""An organisation's own sign-in: settled by officers, tried out step by step, and never a way into another one."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from backend.desk import stage
from backend.kit import database, outward
from backend.kit.clock import real_now
from backend.kit.outward import Fault, NotAsked, Outward
from backend.people import arrangements, operations, queries
from backend.people.pages.doorway import Doorway
from backend.people.seals import Seal, Unsealed
from backend.scope import Tenant
from backend.tenancy import transactions
from backend.tenancy.queries import tenant_by_slug
from tests.people.conftest import at_the_door
from tests.people.identity_provider import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI
from tests.people.test_provider import US, misbehave
from tests.scopes import a_scope
from tests.visitors import Visitor, a_visitor

SETTINGS = "/settings/sign-in"
_ID = UUID(int=7)


@pytest_asyncio.fixture
async def officer(app: Any, seal: Seal, found: Callable[..., Awaitable[Tenant]], home: Any) -> Any:
    """A governance officer of a new organisation, in a house that lets this machine be asked."""
    state = app.app.state
    local = Outward(private_hosts=frozenset({"127.0.0.1"}))
    state.people_doorway = Doorway(
        seal=seal, place=None, provider=None, outward=local, redirect_uri=REDIRECT_URI
    )
    tenant = await found(demonstration=True)
    yield await a_visitor(app, state.settings.cookie_name, a_scope(tenant))
    del state.people_doorway


def wish(at: str, **other: str) -> dict[str, str]:
    return {
        "name": "North work account",
        "issuer": at,
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "domains": "",
        **other,
    }


async def page_of(officer: Visitor) -> str:
    found = await officer.get(SETTINGS)
    assert found.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", found.text).replace("&#39;", "'").split())


async def the_way_out_and_back(officer: Visitor, start: str) -> httpx.Response:
    """Away by `start`, to the provider, and back with the form that our own page shows."""
    left = await officer.client.get(start)
    assert left.status_code == 303, left.text
    async with httpx.AsyncClient() as outside:
        back = await outside.get(left.headers["location"])
    shown = await officer.client.get(back.headers["location"])
    fields = dict(re.findall(r'name="(code|state|_token|error)" value="([^"]*)"', shown.text))
    action = re.search(r'action="(/[^"]*(?:callback|round))"', shown.text)
    assert action is not None
    return await officer.client.post(action[1], data=fields)


async def gone_round(officer: Visitor) -> str:
    done = await the_way_out_and_back(officer, f"/t/{officer.slug}{SETTINGS}/round")
    assert done.status_code == 303, done.text
    return await page_of(officer)


async def test_officer_settles_tries_links_and_makes_it_the_only_way_in(
    app: Any, officer: Visitor, issuer: str, found: Callable[..., Awaitable[Tenant]], seal: Seal
) -> None:
    misbehave(issuer)
    assert "sign in with a password and a code" in await page_of(officer)

    # bad input in words, and a look at what would change without keeping anything
    for typed, words in (
        ({"issuer": "http://login.example.nhs.uk"}, "must begin with https://"),
        ({"issuer": "https://a:b@login.example.nhs.uk"}, "no name, no password"),
        ({"domains": "example.nhs.uk not_a_domain x"}, "ot_a_domain and x can’t be the end"),
        ({"secret": ""}, "Enter the secret"),
        ({"name": ""}, "Enter the name on the button"),
    ):
        refused = await officer.post(SETTINGS, wish(issuer, **typed))
        assert refused.status_code == 422 and words in refused.text, (typed, refused.text)
    looked = await officer.post(SETTINGS, {**wish(issuer), "look": "yes"})
    assert "The secret is replaced" in looked.text and CLIENT_SECRET not in looked.text
    assert "sign in with a password and a code" in await page_of(officer)

    # a wrong secret is kept, since only the provider knows; the test says which step it is, and what to do
    kept = await officer.post(SETTINGS, wish(issuer, secret="wrong"))
    assert kept.status_code == 303, kept.text
    await officer.post(f"{SETTINGS}/test")
    said = await page_of(officer)
    for words in ("It publishes its keys: yes", "Its clock and ours agree: yes", "redirect address: yes"):
        assert words in said
    assert "It knows our client and secret: no" in said and "Copy the secret anew" in said
    assert "The whole way" not in said

    # another issuer than it calls itself, and none at all
    misbehave(issuer, calls_itself="https://many.example")
    await officer.post(f"{SETTINGS}/test")
    assert "It calls itself 'https://many.example'" in await page_of(officer)
    away = await officer.get(f"{SETTINGS}/round")
    assert away.status_code == 200 and "exactly as the provider writes it" in away.text
    misbehave(issuer)
    await officer.post(SETTINGS, wish("http://127.0.0.1:9"))
    await officer.post(f"{SETTINGS}/test")
    assert "can’t be reached" in await page_of(officer)
    await officer.post(SETTINGS, wish(issuer, domains="example.invalid"))
    await officer.post(f"{SETTINGS}/test")
    said = await page_of(officer)
    assert "The server: Held" in said and "It takes the secret" in said

    # the whole way, with what a provider may get wrong
    me = await queries_email(officer)
    for traits, words in (
        ({"email": me, "lie": "late"}, "One of the two clocks is wrong"),
        ({"email": me, "lie": "aud"}, "check the client id"),
        ({"email": me, "verified": False}, "has not been verified there"),
        ({"email": "robin@elsewhere.example"}, "is not of example.invalid"),
        ({"email": "another@example.invalid"}, "You came back as another@example.invalid"),
    ):
        misbehave(issuer, sub="robin", **traits)
        said = await gone_round(officer)
        assert "The whole way: Did not hold" in said and words in said, (traits, said)
    misbehave(issuer, sub="robin", email=me)
    early = await officer.post(f"{SETTINGS}/passwords", {"passwords": "ended"})
    assert early.status_code == 422 and "Try the whole way first" in early.text
    said = await gone_round(officer)
    assert "The whole way: Held" in said and "was not linked now" in said
    assert "Linked 0 of 1" in said

    # nobody is locked out: linked first, then the only way in
    alone = await officer.post(f"{SETTINGS}/passwords", {"passwords": "ended"})
    assert alone.status_code == 422 and "lock yourself out" in alone.text
    linked = await the_way_out_and_back(officer, f"/t/{officer.slug}/public/sign-in?link=yes")
    assert linked.headers["location"] == "/account?said=linked"
    assert (await officer.post(f"{SETTINGS}/passwords", {"passwords": "ended"})).status_code == 303
    outside = await officer.get("/people")
    assert outside.headers["location"].startswith(f"/t/{officer.slug}/public/sign-in?next=")

    # by the provider they get in, and nowhere else
    second = await found(demonstration=True)
    await serve_too(officer, second)
    within = await by_the_provider(app, officer)
    assert "the only way in" in await page_of(within)
    locked = await within.post(SETTINGS, wish(issuer, name="Other"))
    assert locked.status_code == 422 and "Allow passwords first" in re.sub(r"\s+", " ", locked.text)
    assert (await within.client.get(f"/t/{second.slug}")).status_code == 404
    refused = await within.client.post(
        "/account/password", data={"_token": within.form_token, "password": "a new and other lantern"}
    )
    assert refused.status_code == 422 and "change how your account signs in" in refused.text

    # whoever runs the installation lets passwords in again
    await stage.allow_passwords(None, officer.slug, "The provider is down")
    assert "allowed passwords (The provider is down)" in await page_of(officer)

    # the secret is nowhere in clear, and opens for no other organisation
    scope = a_scope(await tenant_of(officer))
    async with transactions.scope_tx(scope):
        rows = await database.fetch("SELECT sealed_secret FROM people_provider")
        events = await database.fetch("SELECT before::text || after::text AS all FROM ledger_event")
    assert CLIENT_SECRET.encode() not in rows[0]["sealed_secret"]
    assert not any(CLIENT_SECRET in (each["all"] or "") for each in events)
    with pytest.raises(Unsealed):
        seal.open(rows[0]["sealed_secret"], purpose=f"provider-secret/{second.id}")

    over = await officer.post(f"{SETTINGS}/end")
    assert over.status_code == 303 and "sign in with a password and a code" in await page_of(officer)
    closed = await officer.client.get(f"/t/{officer.slug}/public/sign-in")
    assert closed.headers["location"].startswith("/sign-in?next=")


async def queries_email(officer: Visitor) -> str:
    async with at_the_door():
        found = await queries.session_of(officer.token, real_now())
    assert found is not None
    return found.email


async def tenant_of(officer: Visitor) -> Tenant:
    async with at_the_door():
        found = await tenant_by_slug(officer.slug)
    assert found is not None
    return found.tenant


async def serve_too(officer: Visitor, tenant: Tenant) -> None:
    """Let the officer's account serve another organisation as well."""
    scope = a_scope(tenant)
    email = await queries_email(officer)
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented", email=email)
        await operations.give_account(scope, person_id=person_id, password="x", now=real_now())


async def by_the_provider(app: Any, officer: Visitor) -> Visitor:
    """The same person in a new browser, in by the organisation's own provider."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=US)
    fresh = Visitor(person_id=officer.person_id, token="", client=client, slug=officer.slug)
    done = await the_way_out_and_back(fresh, f"/t/{officer.slug}/public/sign-in")
    assert done.status_code == 303 and done.headers["location"] == f"/t/{officer.slug}"
    token = next(
        value for name, value in fresh.client.cookies.items() if name == app.app.state.settings.cookie_name
    )
    return Visitor(person_id=officer.person_id, token=token, client=fresh.client, slug=officer.slug)


def test_provider_names_no_way_of_ours_and_no_mark_of_another_organisation() -> None:
    said = ("pwd", "passkey", "totp", "tenant:00000000-0000-0000-0000-000000000001", "mfa")
    assert arrangements.said_by_provider(said) == ("pwd", "mfa")
    mark = arrangements.begun_at(_ID)
    assert arrangements.limited_to(("provider", mark)) == _ID
    assert arrangements.limited_to(("provider", mark, "totp")) == _ID
    assert arrangements.limited_to(("provider", mark, "passkey")) is None
    assert arrangements.limited_to(("password", "totp")) is None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - the address that stands for this machine
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::1",
        "64:ff9b::a00:1",
    ],
)
def test_no_private_machine_is_asked(address: str) -> None:
    with pytest.raises(NotAsked) as refusal:
        outward.check_public("login.example", ["8.8.8.8", address])
    assert refusal.value.fault is Fault.PRIVATE
    outward.check_public("login.example", ["8.8.8.8", "2001:4860:4860::8888"])


async def test_way_out_refuses_what_is_private_plain_or_led_elsewhere(issuer: str) -> None:
    with pytest.raises(NotAsked, match="https"):
        await Outward().ask("GET", issuer)
    with pytest.raises(NotAsked) as private:
        await Outward().ask("GET", issuer.replace("http://127.0.0.1", "https://localhost"))
    assert private.value.fault is Fault.PRIVATE
    with pytest.raises(NotAsked) as unknown:
        await Outward().ask("GET", "https://no-such-machine.invalid/")
    assert unknown.value.fault is Fault.NAME
    local = Outward(private_hosts=frozenset({"127.0.0.1"}))
    led = await local.ask("GET", f"{issuer}/elsewhere")
    assert led.status == 302  # and nobody went there
    with pytest.raises(NotAsked) as big:
        await local.ask("GET", f"{issuer}/big")
    assert big.value.fault is Fault.BIG

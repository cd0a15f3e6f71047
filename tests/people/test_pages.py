"""The pages of the door, the account and the people, called over HTTP in the real application."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.kit import database
from backend.kit.clock import real_now
from backend.people import codes, operations, queries, rules
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.people.conftest import PASSWORD, Member, at_the_door
from tests.scopes import a_scope
from tests.visitors import Visitor

MakeMember = Callable[..., Awaitable[Member]]
Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def browser(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that holds no session."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8014") as client:
        yield client


async def sign_in(browser: httpx.AsyncClient, member: Member, go_to: str = "/account") -> httpx.Response:
    first = await browser.post("/sign-in", data={"email": member.email, "password": PASSWORD, "next": go_to})
    assert (first.status_code, first.headers["location"]) == (303, "/sign-in/code")
    return await browser.post("/sign-in/code", data={"code": rules.DEMONSTRATION_CODE})


def token_in(page: httpx.Response) -> str:
    found = re.search(r'name="_token" value="([0-9a-f-]+)"', page.text)
    assert found
    return found[1]


async def test_demonstration_person_is_told_the_code_after_the_password(
    browser: httpx.AsyncClient, member: MakeMember
) -> None:
    robin = await member()
    assert rules.DEMONSTRATION_CODE not in (await browser.get("/sign-in")).text
    await browser.post("/sign-in", data={"email": robin.email, "password": PASSWORD})
    page = await browser.get("/sign-in/code")
    assert rules.DEMONSTRATION_CODE in page.text and "This is a demonstration" in page.text


async def test_account_with_codes_is_not_told_any(browser: httpx.AsyncClient, member: MakeMember) -> None:
    robin = await member(totp=codes.new_secret())
    await browser.post("/sign-in", data={"email": robin.email, "password": PASSWORD})
    page = await browser.get("/sign-in/code")
    assert page.status_code == 200
    assert rules.DEMONSTRATION_CODE not in page.text


async def test_person_signs_in_where_they_wanted_to_go_and_out_again(
    browser: httpx.AsyncClient, member: MakeMember
) -> None:
    robin = await member()
    first = await browser.post("/sign-in", data={"email": robin.email, "password": PASSWORD})
    half = dict(browser.cookies)
    assert (await browser.get("/account")).headers["location"].startswith("/sign-in")
    assert first.status_code == 303
    done = await sign_in(browser, robin)
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert "httponly" in done.headers["set-cookie"].lower()
    assert dict(browser.cookies) != half
    page = await browser.get("/account")
    assert page.status_code == 200 and robin.email in page.text
    kept = dict(browser.cookies)
    out = await browser.post("/sign-out", data={"_token": token_in(page)})
    assert out.headers["location"] == "/sign-in?said=signed-out"
    browser.cookies.update(kept)
    assert (await browser.get("/account")).status_code == 303


async def test_wrong_password_and_unknown_address_show_one_page(
    browser: httpx.AsyncClient, member: MakeMember
) -> None:
    robin = await member()
    pages = []
    for email in (robin.email, "x" + robin.email[1:]):
        answer = await browser.post("/sign-in", data={"email": email, "password": "another long password"})
        pages.append(
            (answer.status_code, re.sub('nonce-?[^ ]*|nonce="[^"]*"', "", answer.text).replace(email, ""))
        )
    assert pages[0] == pages[1]
    assert rules.NOT_RECOGNISED in pages[0][1]


async def test_failures_over_http_are_counted(browser: httpx.AsyncClient, member: MakeMember) -> None:
    robin = await member()
    statuses = [
        (await browser.post("/sign-in", data={"email": robin.email, "password": "x" * 14})).status_code
        for _ in range(rules.FREE_FAILURES + 1)
    ]
    assert statuses == [200] * rules.FREE_FAILURES + [429]
    async with at_the_door():
        rows = await database.fetch(
            "SELECT count(*) AS failures FROM people_attempt WHERE account_id = $1", robin.account_id
        )
    assert rows[0]["failures"] == rules.FREE_FAILURES


async def test_sign_in_never_shows_the_password_again(browser: httpx.AsyncClient, member: MakeMember) -> None:
    robin = await member()
    answer = await browser.post("/sign-in", data={"email": robin.email, "password": "sesame-sesame-42"})
    assert "sesame" not in answer.text
    assert robin.email in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "%2f%2fevil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/%2fevil.example",
        "/%5cevil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
    ],
)
async def test_sign_in_leads_nowhere_else(
    browser: httpx.AsyncClient, member: MakeMember, elsewhere: str
) -> None:
    page = await browser.get("/sign-in", params={"next": elsewhere})
    assert page.status_code == 200 and "evil" not in page.text and "javascript:" not in page.text


async def test_form_cannot_smuggle_another_site_past_the_door(
    browser: httpx.AsyncClient, member: MakeMember
) -> None:
    done = await sign_in(browser, await member(), go_to="//evil.example/")
    assert done.headers["location"] == "/"


async def test_invited_person_opens_an_account_over_http(
    browser: httpx.AsyncClient, visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit()
    added = await officer.post(
        "/people", {"name": "Kim Invented", "email": f"kim.{officer.person_id}@x.example"}
    )
    path = added.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    invited = await officer.post(f"{path}/invitation")
    assert invited.status_code == 200
    link = re.search(r"http://127.0.0.1:8014(/invitation/[\w-]{43})", invited.text)
    assert link
    page = await browser.get(link[1])
    assert "Kim Invented" in page.text and demo_scope.tenant.name in page.text
    easy = await browser.post(link[1], data={"password": "password1234"})
    assert easy.status_code == 422 and "first that anybody would try" in easy.text
    accepted = await browser.post(link[1], data={"password": "a gate of eleven copper kettles"})
    assert accepted.headers["location"] == "/sign-in/set-up"
    assert (await browser.get("/account")).status_code == 303  # nothing but the set-up opens
    offer = await browser.get("/sign-in/set-up")
    assert "<svg" in offer.text
    secret = re.search(r'class="pb-hash">([A-Z2-7 ]+)<', offer.text)
    sealed = re.search(r'name="sealed" value="([^"]+)"', offer.text)
    assert secret and sealed
    wrong = await browser.post("/sign-in/set-up", data={"sealed": sealed[1], "code": "1"})
    assert wrong.status_code == 422 and secret[1] in wrong.text
    code = codes.code_at(secret[1].replace(" ", ""), int(real_now().timestamp()) // 30)
    done = await browser.post("/sign-in/set-up", data={"sealed": sealed[1], "code": code})
    assert done.headers["location"] == f"/t/{officer.slug}"
    assert (await browser.get("/account")).status_code == 200
    assert (await browser.get(link[1])).status_code == 404


async def test_officer_adds_changes_grants_and_ends(visit: Visit) -> None:
    officer = await visit()
    added = await officer.post(
        "/people",
        {
            "name": "Kim Invented",
            "job_title": "Nurse",
            "joined_on-day": "1",
            "joined_on-month": "4",
            "joined_on-year": "2014",
        },
    )
    assert added.status_code == 303
    path = added.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    assert "1 April 2014" in (await officer.get(path)).text
    changed = await officer.post(f"{path}/particulars", {"name": "Kim Invented-Jones"})
    assert changed.status_code == 303
    granted = await officer.post(f"{path}/roles", {"role": "internal-audit"})
    assert granted.status_code == 303
    page = await officer.get(path)
    ending = re.search(rf'action="/t/{officer.slug}({path}/roles/[0-9a-f-]+/end)"', page.text)
    assert ending and "Kim Invented-Jones" in page.text
    listed = await officer.get("/people", params={"role": "internal-audit"})
    assert "Kim Invented-Jones" in listed.text and str(officer.person_id) not in listed.text
    assert (await officer.post(ending[1])).status_code == 303
    assert "Nobody holds this role" in (await officer.get("/people", params={"role": "internal-audit"})).text


async def test_last_officer_reads_why_the_role_cannot_end(visit: Visit) -> None:
    officer = await visit()
    page = await officer.get(f"/people/{officer.person_id}")
    ending = re.search(rf'action="/t/{officer.slug}(/people/[0-9a-f-]+/roles/[0-9a-f-]+/end)"', page.text)
    assert ending
    answer = await officer.post(ending[1])
    assert answer.status_code == 422 and "last governance officer" in answer.text


async def test_bad_forms_come_back_with_sentences_and_nothing_is_written(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit()
    answer = await officer.post("/people", {"name": "", "email": "not an address"})
    assert answer.status_code == 422 and "Enter a name" in answer.text
    answer = await officer.post("/people", {"name": "Kim Invented", "email": "not an address"})
    assert answer.status_code == 422 and "correct format" in answer.text and "Kim Invented" in answer.text
    answer = await officer.post(f"/people/{officer.person_id}/roles", {"role": "emperor"})
    assert answer.status_code == 422 and "role from the list" in answer.text
    answer = await officer.post("/people", {"name": "Kim Invented", "tenant_id": "1"})
    assert answer.status_code == 400
    async with transactions.scope_tx(demo_scope):
        assert len(await queries.people_of(demo_scope)) == 1


async def test_internal_audit_reads_people_and_changes_none(visit: Visit) -> None:
    audit = await visit(roles=("internal-audit",))
    assert (await audit.get("/people")).status_code == 200
    page = await audit.get(f"/people/{audit.person_id}")
    assert page.status_code == 200 and "Grant the role" not in page.text
    assert (await audit.get("/people/new")).status_code == 403
    assert (await audit.post("/people", {"name": "Kim Invented"})).status_code == 403


async def test_regulator_sees_no_people(visit: Visit) -> None:
    regulator = await visit(roles=("regulator",))
    assert (await regulator.get("/people")).status_code == 403


async def test_ended_role_shuts_the_page_at_the_next_request(visit: Visit, demo_scope: Scope) -> None:
    audit = await visit(roles=("internal-audit",))
    assert (await audit.get("/people")).status_code == 200
    async with transactions.scope_tx(demo_scope):
        person = await queries.person_of(demo_scope, person_id=audit.person_id, now=real_now())
        await operations.end_role(demo_scope, person_id=audit.person_id, role_id=person.periods[0].id)
    assert (await audit.get("/people")).status_code == 403


async def test_person_with_two_tenants_chooses(
    browser: httpx.AsyncClient, member: MakeMember, found: Callable[..., Awaitable[Tenant]]
) -> None:
    robin = await member()
    second = a_scope(await found(demonstration=True, name="NHS South CCG (invented)"))
    async with transactions.scope_tx(second):
        person_id = await operations.add_person(second, name="Robin Invented", email=robin.email)
        await operations.give_account(second, person_id=person_id, password=PASSWORD, now=real_now())
    await sign_in(browser, robin)
    page = await browser.get("/choose")
    assert f'href="/t/{robin.tenant.slug}"' in page.text and f'href="/t/{second.tenant.slug}"' in page.text


async def test_holder_ends_a_session_and_changes_the_password(
    browser: httpx.AsyncClient, app: Any, member: MakeMember
) -> None:
    robin = await member()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as elsewhere:
        await sign_in(elsewhere, robin)
        await sign_in(browser, robin)
        page = await browser.get("/account")
        ends = re.findall(r'action="(/account/sessions/[0-9a-f-]+/end)"', page.text)
        assert len(ends) == 2
        for path in ends[1:]:
            await browser.post(path, data={"_token": token_in(page)})
        assert (await elsewhere.get("/account")).status_code == 303
    easy = await browser.post(
        "/account/password", data={"_token": token_in(page), "password": "password1234"}
    )
    assert easy.status_code == 422
    changed = await browser.post(
        "/account/password", data={"_token": token_in(page), "password": "a gate of eleven copper kettles"}
    )
    assert changed.headers["location"] == "/account?said=password-changed"


async def test_stale_session_must_confirm_before_it_changes_how_to_sign_in(
    browser: httpx.AsyncClient, member: MakeMember
) -> None:
    robin = await member()
    await sign_in(browser, robin)
    async with database.DB.transaction_with({}):
        token = next(iter(browser.cookies.values()))
        holder = await queries.session_of(token, real_now())
    assert holder is not None
    page = await browser.get("/confirm", params={"next": "/account/codes"})
    confirmed = await browser.post(
        "/confirm",
        data={"_token": token_in(page), "code": rules.DEMONSTRATION_CODE, "next": "/account/codes"},
    )
    assert confirmed.headers["location"] == "/account/codes"
    assert next(iter(browser.cookies.values())) != token
    assert "<svg" in (await browser.get("/account/codes")).text


async def test_passkey_pages_are_not_there_at_a_bare_number(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/sign-in/passkey/question", json={})
    assert answer.status_code == 404


async def test_provider_pages_are_not_there_without_a_provider(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/sign-in/oidc")).status_code == 404
    assert (await browser.get("/sign-in/oidc/callback")).status_code == 404

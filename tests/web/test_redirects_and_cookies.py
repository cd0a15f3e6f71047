"""No redirect leads off this site, and the cookie is as narrow as a browser can hold it."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Response

from backend.web import views
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2fevil.example",
    "/%2Fevil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "\thttps://evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/ /evil.example",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "",
    "\x00/",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=repr)
def test_path_that_leads_elsewhere_is_not_ours(elsewhere: str) -> None:
    assert views.local_path(elsewhere) == "/"
    assert views.local_path(elsewhere, default="/account") == "/account"


@pytest.mark.parametrize("ours", ["/", "/t/north/interests?on=3%2F6%2F2014&text=a#agenda", "/account"])
def test_path_of_our_own_is_kept(ours: str) -> None:
    assert views.local_path(ours) == ours


@given(st.text(alphabet=st.sampled_from("/\\%2f5cF:.@?#ae \t\r\n\x00h"), max_size=12))
def test_no_path_at_all_names_a_host(text: str) -> None:
    found = views.local_path(text)
    assert found.startswith("/") and not found.startswith(("//", "/\\"))
    assert httpx.URL("https://probity.example").join(found).host == "probity.example"
    assert not any(letter in found for letter in "\r\n\t\\ \x00")


@pytest.mark.parametrize("elsewhere", [one for one in ELSEWHERE if one and "\x00" not in one], ids=repr)
async def test_sign_in_of_somebody_signed_in_leads_nowhere_else(visit: Visit, elsewhere: str) -> None:
    visitor = await visit()
    answer = await visitor.client.get(f"/sign-in?next={quote(elsewhere, safe='')}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_page_asked_for_comes_back_as_a_path_of_ours(browser: httpx.AsyncClient) -> None:
    for path in (
        "//evil.example/t",
        "/t/north/../../evil",
        "/t/%0d%0aset-cookie:x=1/interests",
        "/t/a/interests?x=//e",
    ):
        request = browser.build_request("GET", "http://127.0.0.1:8014/")
        request.url = httpx.URL(scheme="http", host="127.0.0.1", port=8014, raw_path=path.encode())
        answer = await browser.send(request)
        assert answer.status_code in {303, 404, 400}
        assert "x" not in answer.cookies
        location = answer.headers.get("location", "/sign-in")
        assert location.startswith("/sign-in"), location


def test_session_cookie_is_host_only_and_not_for_scripts() -> None:
    for secure in (True, False):
        response: Response[Any] = views.with_session(Response(""), "token", name="probity-x", secure=secure)
        cookie = response.cookies[0]
        header = cookie.to_header(header="")
        assert cookie.httponly and cookie.samesite == "lax" and cookie.path == "/" and cookie.domain is None
        assert ("Secure" in header) == secure and "HttpOnly" in header


async def test_cookie_behind_https_is_host_bound_and_secure(
    public_browser: httpx.AsyncClient, visit: Visit, demo_scope: Any
) -> None:
    visitor = await visit(name="Cookie Invented")
    from backend.people import queries
    from backend.tenancy import transactions
    from tests.visitors import PASSWORD

    async with transactions.scope_tx(demo_scope):
        person = await queries.person_line_of(demo_scope, person_id=visitor.person_id)
    answer = await public_browser.post("/sign-in", data={"email": person.email, "password": PASSWORD})

    header = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert header.startswith("__Host-probity-")
    flags = {part.strip().lower() for part in header.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


async def test_cookie_with_markup_is_never_shown(browser: httpx.AsyncClient) -> None:
    for name in ("csrftoken", "probity", "_token", "session"):
        browser.cookies.clear()
        answer = await browser.get(
            "/sign-in", headers={"cookie": f'{name}="><script>alert(1)</script>; probity-x=<b>'}
        )
        assert "<script>alert" not in answer.text and answer.status_code == 200


async def test_signing_out_ends_the_session_on_the_server(visit: Visit) -> None:
    visitor = await visit()
    kept = dict(visitor.client.cookies)
    out = await visitor.client.post("/sign-out", data={"_token": visitor.form_token})
    assert out.status_code == 303 and "max-age=0" in out.headers["set-cookie"].lower()
    visitor.client.cookies.update(kept)
    assert (await visitor.get("")).status_code == 303

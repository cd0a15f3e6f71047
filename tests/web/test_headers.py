"""What leaves with every answer, whatever kind of answer it is; and whom we answer at all."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from backend.kit.identity import new_id
from backend.web import templating
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
DIRECTIVES = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


async def every_kind(browser: httpx.AsyncClient, visitor: Visitor) -> dict[str, httpx.Response]:
    """One answer of each kind that the service gives."""
    cookies = dict(visitor.client.cookies)

    async def ask(method: str, path: str, **options: Any) -> httpx.Response:
        # the client's cookie jar is emptied each time, so that each answer stands for itself
        browser.cookies.clear()
        if options.pop("signed_in", True):
            browser.cookies.update(cookies)
        return await browser.request(method, path, **options)

    here = f"/t/{visitor.slug}"
    token = {"_token": visitor.form_token}
    built = sorted(path for path in templating.BUILT.rglob("*") if path.suffix == ".css")
    found = {
        "200": await ask("GET", here),
        "200 without signing in": await ask("GET", "/privacy", signed_in=False),
        "200 as JSON": await ask("GET", "/health", signed_in=False),
        "303": await ask("GET", here, signed_in=False),
        "400": await ask("POST", "/trial/form", data={"no_such_field": "x", **token}),
        "403": await ask("POST", f"{here}/outbox/test", data={}),
        "404": await ask("GET", f"{here}/committees/{new_id()}"),
        "404 of no route": await ask("GET", "/no/such/page"),
        "405": await ask("DELETE", "/sign-in"),
        "413": await ask("POST", "/trial/form", data={"name": "x" * 2_000_000, **token}),
        "422": await ask("POST", "/trial/form", data=token),
        "500": await ask("GET", "/trial/fault"),
        "500 of a form": await ask("POST", "/trial/fault", data=token),
        "404 of a static file": await ask("GET", "/static/no-such-file.css"),
    }
    if built:
        found["200 of a static file"] = await ask("GET", f"/static/{built[0].relative_to(templating.BUILT)}")
    return found


async def test_every_kind_of_answer_is_what_it_should_be(browser: httpx.AsyncClient, visit: Visit) -> None:
    for kind, answer in (await every_kind(browser, await visit())).items():
        assert str(answer.status_code) == kind[:3], f"{kind}: {answer.status_code} {answer.text[:300]}"


async def test_every_kind_of_answer_carries_the_headers(browser: httpx.AsyncClient, visit: Visit) -> None:
    for kind, answer in (await every_kind(browser, await visit())).items():
        for name, value in FIXED.items():
            assert answer.headers.get_list(name) == [value], f"{kind}: {name}"
        assert "camera=()" in answer.headers["permissions-policy"], kind
        seconds = re.search(r"max-age=(\d+); includeSubDomains", answer.headers["strict-transport-security"])
        assert seconds and int(seconds[1]) >= 31_536_000, kind
        if "static" not in kind:
            assert answer.headers["cache-control"] == "no-store", kind
        assert "server" not in answer.headers and "x-powered-by" not in answer.headers, kind


async def test_policy_is_strict_and_its_nonce_new_each_time(browser: httpx.AsyncClient, visit: Visit) -> None:
    visitor = await visit()
    nonces = []
    for _ in range(2):
        for kind, answer in (await every_kind(browser, visitor)).items():
            policies = answer.headers.get_list("content-security-policy")
            assert len(policies) == 1, kind
            policy = dict(part.strip().split(" ", 1) for part in policies[0].split(";"))
            assert "unsafe" not in policies[0] and "*" not in policies[0] and "data:" not in policies[0], kind
            assert "http" not in policies[0], kind
            for name, value in DIRECTIVES.items():
                assert policy[name] == value, f"{kind}: {name}"
            nonce = re.search(r"'nonce-([\w-]{22,})'", policy["script-src"])
            assert nonce, kind
            nonces.append(nonce[1])
            for shown in re.findall(r'nonce="([^"]*)"', answer.text):
                assert shown == nonce[1], f"{kind}: the page's nonce is another than the header's"
    assert len(set(nonces)) == len(nonces)


async def test_no_page_holds_script_or_style_without_the_nonce(
    browser: httpx.AsyncClient, visit: Visit
) -> None:
    for kind, answer in (await every_kind(browser, await visit())).items():
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.text):
            assert "nonce=" in tag, f"{kind}: {tag}"
        assert not re.search(r"<[^>]+\s(?:style|on\w+)\s*=", answer.text), kind


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8014.evil.example",
        "localhost:8014@evil.example",
        "",
        "127.0.0.1:8014\t",
        "LOCALHOST:8014.",
        "[::1]:8014",
    ],
)
@pytest.mark.parametrize("path", ["/", "/health", "/static/x.css", "/no/such/page"])
async def test_host_that_is_not_ours_is_refused(browser: httpx.AsyncClient, host: str, path: str) -> None:
    answer = await browser.get(path, headers={"host": host})

    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers
    assert not host or host not in answer.text


async def test_two_hosts_are_refused_and_a_forwarded_one_changes_nothing(browser: httpx.AsyncClient) -> None:
    two = await browser.get("/health", headers=[("host", "127.0.0.1:8014"), ("host", "evil.example")])
    assert two.status_code == 400
    for name in (
        "x-forwarded-host",
        "forwarded",
        "x-original-url",
        "x-rewrite-url",
        "x-http-method-override",
    ):
        answer = await browser.get("/sign-in", headers={name: "host=evil.example"})
        assert answer.status_code == 200 and "evil.example" not in str(answer.headers) + answer.text


async def test_error_says_a_reference_only_and_the_log_has_the_stack(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/trial/fault", "/trial/statement"):
        caplog.clear()
        answer = await browser.get(path)

        reference = re.search(r"Quote the reference ([0-9a-f-]{36})", answer.text)
        assert answer.status_code == 500 and reference
        for word in (
            "the-words-of-a-secret-fault",
            "no_such_table",
            "RuntimeError",
            "Traceback",
            "asyncpg",
            ".py",
            "SELECT",
            "litestar",
        ):
            assert word.lower() not in answer.text.lower(), f"{path} shows {word}"
        record = next(record for record in caplog.records if reference[1] in record.getMessage())
        assert record.exc_info, "the stack is in the log"


async def test_connection_that_is_lost_is_told_as_an_absent_database_and_the_next_request_works(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/trial/lost")
    assert answer.status_code == 503 and "The database does not answer" in answer.text
    assert (await browser.get("/sign-in")).status_code == 200


async def test_form_that_fails_writes_nothing_and_says_so(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/trial/fault")
    assert answer.status_code == 500 and "nothing was changed" in answer.text


async def test_no_method_but_those_declared(browser: httpx.AsyncClient) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"):
        answer = await browser.request(method, "/sign-in")
        assert answer.status_code in {403, 405}, f"{method}: {answer.status_code}"


async def test_static_files_stay_in_their_folder(browser: httpx.AsyncClient) -> None:
    for path in (
        "/static/../templating.py",
        "/static/..%2ftemplating.py",
        "/static/%2e%2e/%2e%2e/templating.py",
        "/static//etc/passwd",
        "/static/..\\templating.py",
        "/static/%00",
        "/static/" + "a" * 5000,
    ):
        request = browser.build_request("GET", "http://127.0.0.1:8014/")
        request.url = httpx.URL(scheme="http", host="127.0.0.1", port=8014, raw_path=path.encode())
        answer = await browser.send(request)
        assert answer.status_code in {400, 404, 414}, f"{path}: {answer.status_code}"
        assert "import" not in answer.text and "root:" not in answer.text

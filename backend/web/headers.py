"""The outermost layer: every answer, an error's too, leaves with the same headers and a nonce of its own.

No `unsafe-*` anywhere: scripts and styles come from our own files, or carry this answer's nonce.
"""

import secrets

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

NONCE_KEY = "probity.nonce"

_FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-frame-options", b"DENY"),
]


class Headers:
    """ASGI layer around the whole application. `hosts` are the names that we answer to."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(18)
        scope[NONCE_KEY] = nonce  # type: ignore[literal-required]  # ASGI lets a layer add keys of its own
        static = scope["path"].startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                headers += [pair for pair in _FIXED if pair[0] not in present]
                if b"content-security-policy" not in present:
                    headers.append((b"content-security-policy", policy(nonce).encode()))
                if not static and b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        if not self._ours(scope):
            await _refuse(send_with_headers, b"This service does not answer to that host name.")
            return
        if not _readable(scope):
            await _refuse(send_with_headers, b"The address is not one that this service has.")
            return
        await self.app(scope, receive, send_with_headers)

    def _ours(self, scope: Scope) -> bool:
        named = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
        return len(named) == 1 and named[0] in self.hosts


def _readable(scope: Scope) -> bool:
    """Whether files and the database can be asked for such an address: no NUL, no name longer than a file's may be."""
    names = scope["path"].split("/")
    return "\x00" not in scope["path"] and b"%00" not in scope["query_string"] and max(map(len, names)) <= 255


def policy(nonce: str) -> str:
    """The content security policy of one answer."""
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


async def _refuse(send: Send, body: bytes) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": 400,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", b"%d" % len(body)),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})

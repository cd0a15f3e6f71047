"""The keys of a tenant: for anybody, also after its end; and as a letter for an officer to send."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.desk import key_letter, keys
from backend.kit.clock import real_now
from backend.web import access, views

_ANYBODY = access.needs(access.PUBLIC, after_its_end=True)
"""Packs outlive the organisation that sealed them, and so must the keys to check them with."""


@get("/t/{slug:str}/keys", opt=_ANYBODY, name="desk.keys")
async def public_keys(request: Request[Any, Any, Any]) -> Template:
    """Every key with its fingerprint and its time."""
    scope = access.scope_of(request)
    return views.public_page(
        request, "desk/public-keys.html", groups=keys.grouped(await keys.shown_of(scope))
    )


@get("/t/{slug:str}/keys/trust.txt", opt=_ANYBODY, name="desk.trust-file")
async def trust_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The keys that seal packs, as the verifiers read them."""
    scope = access.scope_of(request)
    text = keys.trust_text(scope, await keys.shown_of(scope), at=real_now())
    return views.public_file(
        text.encode(), name=f"{scope.tenant.slug}-keys.txt", media_type="text/plain; charset=utf-8"
    )


@get("/t/{slug:str}/keys/keys.json", opt=_ANYBODY, name="desk.keys-json")
async def keys_json(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The same for programs, with the public halves."""
    scope = access.scope_of(request)
    return keys.as_plain(scope, await keys.shown_of(scope))


@get("/t/{slug:str}/ledger/keys/letter", opt=access.needs("ledger.keep"), name="desk.key-letter")
async def letter(request: Request[Any, Any, Any]) -> Response[bytes]:
    """One page to sign and post: the fingerprints, for a reader who should not take them from us by wire."""
    scope = access.scope_of(request)
    shown = await keys.shown_of(scope)
    data = await asyncio.to_thread(key_letter.rendered, scope, shown, at=real_now())
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    return views.download(
        data, name=f"{mark}{scope.tenant.slug}-key-letter.pdf", media_type="application/pdf"
    )


ROUTES: list[Any] = [public_keys, trust_file, keys_json, letter]

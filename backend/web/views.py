"""What a handler gives back: a page, a redirect, a file."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from backend.scope import Scope
from backend.web import headers
from backend.web.access import Visitor


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back, shown above the heading."""

    text: str
    path: str


def page(request: Request[Any, Any, Any], template: str, *, status: int = 200, **context: Any) -> Template:
    """The template `room/name.html` with what every page shows: visitor, scope, token, nonce."""
    scope: Scope | None = getattr(request.state, "scope", None)
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    furniture = {
        "scope": scope,
        "visitor": visitor,
        "path": request.url.path,
        "cspNonce": request.scope.get(headers.NONCE_KEY, ""),
        "csrf_token": getattr(request.state, "csrf_token", ""),
        "said": request.query_params.get("said", "")[:40],
    }
    return Template(template_name=template, context={**furniture, **context}, status_code=status)


_KEPT = "public, max-age=60"
"""How long others may keep a copy of a public page: what is withheld or recalled is gone from them in a minute."""


def public_page(request: Request[Any, Any, Any], template: str, **context: Any) -> Template:
    """A page without the visitor, so that a copy that others keep is the same for everybody."""
    answer = page(request, template, visitor=None, csrf_token="", **context)
    answer.headers["Cache-Control"] = _KEPT
    return answer


def public_file(data: bytes, *, name: str | None = None, media_type: str) -> Response[bytes]:
    """A file for anybody: to keep under its `name`, or, without one, for whatever reads it by its address."""
    answer = (
        download(data, name=name, media_type=media_type) if name else Response(data, media_type=media_type)
    )
    answer.headers["Cache-Control"] = _KEPT
    return answer


def address(scope: Scope, path: str) -> str:
    """The address of `path` within the scope's tenant."""
    return f"/t/{scope.tenant.slug}{path}"


def redirect(path: str) -> Response[Any]:
    """See other: the browser asks for `path` with GET, so that a reload sends no form twice."""
    return Redirect(path, status_code=303)


def download(data: bytes, *, name: str, media_type: str) -> Response[bytes]:
    """A file for the visitor to keep; never shown in our own origin."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})


def with_session(response: Response[Any], token: str, *, name: str, secure: bool) -> Response[Any]:
    """`response` with the session's cookie: host-only, not for scripts, same site."""
    response.set_cookie(Cookie(key=name, value=token, path="/", httponly=True, secure=secure, samesite="lax"))
    return response


def without_session(response: Response[Any], *, name: str, secure: bool) -> Response[Any]:
    """`response` that takes the session's cookie away."""
    response.set_cookie(
        Cookie(key=name, value="", path="/", httponly=True, secure=secure, samesite="lax", max_age=0)
    )
    return response


def local_path(candidate: str | None, *, default: str = "/") -> str:
    """`candidate` if it is a path of our own, else `default`: no redirect leads off this site."""
    text = candidate or ""
    decoded = text.replace("%2f", "/").replace("%2F", "/").replace("%5c", "\\").replace("%5C", "\\")
    safe = text.startswith("/") and not decoded.startswith(("//", "/\\"))
    clean = not any(ord(letter) < 33 or letter == "\\" for letter in text)
    return text if safe and clean else default

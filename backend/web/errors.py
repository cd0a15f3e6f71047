"""Answers to what went wrong: one page, one plain sentence, one reference; never a stack or a statement."""

import logging
from typing import Any
from urllib.parse import quote

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Template

from backend.kit.database import LOST, DatabaseUnavailable
from backend.kit.identity import new_id
from backend.scope import Refusal
from backend.tenancy.transactions import OrganisationEnded
from backend.web import access, views
from backend.web.ended import RecordDeleted
from backend.web.gate import SAFE_METHODS, SignInFirst

_log = logging.getLogger("probity.web")

_HEADINGS = {
    400: "That request can't be read",
    401: "Sign in first",
    403: "You can't do that",
    404: "Page not found",
    405: "That can't be done here",
    409: "Somebody else was first",
    413: "That file is too big",
    422: "There is a problem",
    429: "Too many tries",
    503: "The service is not available",
    507: "There is no room for that file",
}
_SENTENCES = {
    400: "The address or the form is not one that this service sends.",
    404: "If you typed the address, check that it is right. If you followed a link, what it led to may have moved.",
    405: "This address does not take that kind of request.",
    413: "The file is bigger than this service takes. Make it smaller, or split it, and try again.",
}


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any] | Template:
    """A rule said no."""
    answer = _page(request, refusal.status, refusal.sentence, field=refusal.field, heading=refusal.heading)
    wait: int | None = getattr(refusal, "retry_after", None)
    if wait is not None:
        answer.headers["retry-after"] = str(wait)
    return answer


def record_deleted(request: Request[Any, Any, Any], gone: RecordDeleted) -> Response[Any] | Template:
    """An old link into an organisation whose record was deleted: what is left of it, and where."""
    if _wants_json(request):
        return refused(request, gone)
    return views.page(
        request,
        "web/deleted.html",
        status=gone.status,
        heading=gone.heading,
        sentence=gone.sentence,
        slug=gone.slug,
    )


def sign_in_first(request: Request[Any, Any, Any], error: SignInFirst) -> Response[Any] | Template:
    """Nobody is signed in: to the sign-in page, and back afterwards."""
    if _wants_json(request):
        return _page(request, 401, "Sign in first.")
    back = f"?next={quote(error.back, safe='')}" if error.back != "/" else ""
    return views.redirect(f"{error.at}{back}")


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any] | Template:
    """Litestar's own: no such route, wrong method, body too large, malformed path."""
    status = error.status_code if error.status_code in _HEADINGS else 400
    if error.status_code >= 500:
        return unexpected(request, error)
    return _page(request, status, _SENTENCES.get(status, _SENTENCES[400]))


def not_writable(request: Request[Any, Any, Any], error: Exception) -> Response[Any] | Template:
    """A form would have written in an organisation whose life has ended; a page that writes is a fault of ours."""
    if request.method in SAFE_METHODS:
        return unexpected(request, error)
    return refused(request, OrganisationEnded())


def database_down(request: Request[Any, Any, Any], error: Exception) -> Response[Any] | Template:
    """Nothing that was acknowledged is lost; nothing was half done."""
    return _page(
        request, 503, "The database does not answer. Nothing was changed; try again in a few minutes."
    )


def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any] | Template:
    """A fault of ours: logged with a reference, shown as the reference alone."""
    reference = str(getattr(request.state, "request_id", None) or new_id())
    _log.error("request %s failed", reference, exc_info=error)
    sentence = f"Something went wrong on our side and nothing was changed. Quote the reference {reference}."
    return _page(request, 500, sentence)


def _page(
    request: Request[Any, Any, Any],
    status: int,
    sentence: str,
    *,
    field: str | None = None,
    heading: str | None = None,
) -> Response[Any] | Template:
    heading = heading or _HEADINGS.get(status, "Sorry, there is a problem with the service")
    if _wants_json(request):
        return _problem(status, heading, sentence, field=field)
    return views.page(request, "web/error.html", status=status, heading=heading, sentence=sentence)


def _problem(status: int, title: str, detail: str, *, field: str | None) -> Response[Any]:
    """A problem document (RFC 9457), in the sentences that a page would show. `field` names what was asked wrongly."""
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if field:
        document["field"] = field
    return Response(
        document,
        status_code=status,
        media_type="application/problem+json",
        headers={"www-authenticate": "Bearer"} if status == 401 else None,
    )


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    return access.is_api(request.url.path)


HANDLERS: dict[Any, Any] = {
    Refusal: refused,
    RecordDeleted: record_deleted,
    SignInFirst: sign_in_first,
    HTTPException: http_error,
    DatabaseUnavailable: database_down,
    **dict.fromkeys(LOST, database_down),
    asyncpg.ReadOnlySQLTransactionError: not_writable,
    Exception: unexpected,
}

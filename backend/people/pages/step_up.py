"""Proof of who it is before an act of weight, for the pages of every room; the form keeps its words meanwhile."""

from datetime import date
from typing import Any
from urllib.parse import quote

from litestar import Request

from backend.kit.clock import real_now
from backend.people import rules
from backend.people.operations import step_up as words
from backend.people.pages import doorway
from backend.web import access, forms


def is_in_sitting(request: Request[Any, Any, Any]) -> bool:
    """Whether the visitor proved who they are within the last ten minutes of real time."""
    visitor: access.Visitor = request.state.visitor
    return rules.is_fresh(visitor.authenticated_at, now=real_now(), within=rules.SITTING_WITHIN)


def proof_of(request: Request[Any, Any, Any]) -> str:
    """How and when the visitor proved who they are, to be kept with what they do now."""
    visitor: access.Visitor = request.state.visitor
    return rules.proof_in_words(visitor.confirmed_with, at=visitor.authenticated_at)


async def first(request: Request[Any, Any, Any], form: forms.Form, *, path: str) -> str | None:
    """Where to go to prove who it is, and from there back to `path` with the words of `form`; `None` in a sitting.

    A handler that returns this address is answered with a redirect, so that the words are kept.
    """
    if is_in_sitting(request):
        return None
    visitor: access.Visitor = request.state.visitor
    token = await words.keep_words(
        visitor.account_id,
        path=path,
        values=_as_typed(form),
        seal=doorway.of(request).seal,
        now=real_now(),
    )
    back = f"{path}?kept={token}"
    return f"/confirm?next={quote(back, safe='')}"


async def state_of(request: Request[Any, Any, Any]) -> forms.FormState:
    """The words with which the visitor comes back to this page, if they were asked in between who they are."""
    token = request.query_params.get("kept", "")[:100]
    if not token:
        return forms.FormState()
    visitor: access.Visitor = request.state.visitor
    kept = await words.words_kept(
        token,
        account_id=visitor.account_id,
        path=request.url.path,
        seal=doorway.of(request).seal,
        now=real_now(),
    )
    return forms.FormState(kept or {})


def _as_typed(form: forms.Form) -> dict[str, Any]:
    """What a form holds, as its page shows it again; a day is the words of three boxes."""
    days = {
        name: {part: str(getattr(value, part)) for part in ("day", "month", "year")}
        for name, value in form
        if isinstance(value, date)
    }
    return form.model_dump(mode="json", exclude_none=True) | days

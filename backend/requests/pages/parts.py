"""What the pages of requests share: the page of one request, its crumbs, and files for the visitor."""

from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response
from litestar.response import Template
from pydantic import Field

from backend.evidence import store
from backend.kit.calendar import working_day_after
from backend.kit.settings import read_settings
from backend.ledger import queries as ledger
from backend.people import queries as people
from backend.requests import catalogued, queries
from backend.requests.operations import reviewing, telling
from backend.requests.queries import log, names
from backend.requests.queries.views import DocumentView, RequestView
from backend.requests.rules import (
    CAME_IN_WORDS,
    DISCLOSING_IN_WORDS,
    OUTCOME_IN_WORDS,
    REVIEW_IN_WORDS,
    Disclosing,
    State,
    answering,
)
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

BODY_LIMIT = read_settings().upload_limit + 1024 * 1024
"""Bytes of a request with a file."""

ONE = "/t/{slug:str}/requests/{request_id:uuid}"
READS = access.needs("requests.read")
HANDLES = access.needs("requests.handle")
CHECKS = access.needs("requests.check")
DECIDES = access.needs("requests.decide")

SAID = {
    "logged": "The request is logged. Its clock runs from the next day.",
    "corrected": "It is put right.",
    "acknowledged": "The day is recorded.",
    "handed-over": "It is handed over.",
    "stopped": "The clock stands still.",
    "started": "The clock runs again.",
    "extended": "The time is changed.",
    "closed": "The request is closed.",
    "reopened": "The request is open again.",
    "asked": "They are asked to look.",
    "answered": "The search is answered.",
    "applied": "The exemption is applied.",
    "opinion": "The opinion is recorded under your name.",
    "added": "The file is kept with the request.",
    "decided": "It is decided.",
    "copied": "The redacted copy is made. Look at it, page by page.",
    "marked": "It is marked. Make the redacted copy when all marks are made.",
    "submitted": "The answer waits for the second check.",
    "taken-back": "It is taken back.",
    "checked": "The answer is checked. Its letter is being printed.",
    "sent-back": "The answer is sent back.",
    "sent": "The day is recorded, and the clock ended with it.",
    "review": "The review is recorded.",
    "reviewed": "The review is decided.",
    "proposed": "It is proposed for the disclosure log. Somebody else approves it.",
    "public": "It is public.",
    "withdrawn": "It is taken back. It stays readable.",
}

ACTS = {
    "requests.request.logged": "It was logged",
    "requests.request.corrected": "What was logged was put right",
    "requests.request.acknowledged": "It was acknowledged",
    "requests.request.handed-over": "It was handed over",
    "requests.request.withdrawn": "The requester withdrew it",
    "requests.request.transferred": "It was transferred",
    "requests.request.reopened": "It was opened again",
    "requests.clock.stopped": "The clock was stopped",
    "requests.clock.started": "The clock was started again",
    "requests.clock.stop-withdrawn": "A stop of the clock was struck out as a mistake",
    "requests.clock.extended": "The time was extended",
    "requests.clock.extension-withdrawn": "The extension was taken back",
    "requests.search.asked": "Somebody was asked to search",
    "requests.search.answered": "A search was answered",
    "requests.search.withdrawn": "A search was taken back",
    "requests.exemption.applied": "An exemption was applied",
    "requests.exemption.withdrawn": "An exemption was taken back",
    "requests.opinion.given": "The qualified person gave their opinion",
    "requests.document.received": "A file that came with it was kept",
    "requests.document.found": "A document that was found was kept",
    "requests.document.redacted": "A redacted copy was made",
    "requests.document.decided": "What becomes of a document was decided",
    "requests.document.taken-back": "A file was taken back",
    "requests.document.marked": "Something was marked to be taken out",
    "requests.document.unmarked": "A mark was taken back",
    "requests.answer.prepared": "An answer was prepared",
    "requests.answer.taken-back": "The answer was taken back",
    "requests.answer.checked": "The answer was checked",
    "requests.answer.sent-back": "The answer was sent back",
    "requests.answer.printed": "The letter was printed",
    "requests.answer.sent": "The answer was sent",
    "requests.answer.unsent": "The record that it was sent was taken back",
    "requests.review.asked": "An internal review was asked for",
    "requests.review.decided": "The internal review was decided",
    "requests.disclosure.proposed": "It was proposed for the disclosure log",
    "requests.disclosure.approved": "It was made public in the disclosure log",
    "requests.disclosure.taken-out": "It was taken out of the disclosure log",
}


class NothingForm(forms.Form):
    """A button and nothing else."""


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


Tick = Literal["yes"] | None


def crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    way = [views.Crumb("Requests for information", views.address(scope, "/requests"))]
    return [*way, *(views.Crumb(words, views.address(scope, path)) for words, path in more)]


def back(scope: Scope, request_id: UUID, said: str, place: str = "") -> str:
    return views.address(scope, f"/requests/{request_id}?said={said}{f'#{place}' if place else ''}")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID) -> Template:
    """The page of one request."""
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    line = view.line
    sees = log.sees_words(scope, line.kind_id)
    lines = await people.people_of(scope)
    checkers = await telling.checkers_of(scope)
    part = reviewing.took_part(view)
    rules = catalogued.rules_of(line.rules)
    return views.page(
        request,
        "requests/request.html",
        state=state,
        view=view,
        line=line,
        kind=line.kind,
        sees=sees,
        sees_files=scope.may("requests.handle")
        or scope.may("requests.check")
        or scope.may("requests.decide"),
        requester=await names.requester_of(scope, request_id=request_id),
        handles=scope.may("requests.handle"),
        preparing=scope.may("requests.handle") and line.state is State.OPEN,
        stands_still=any(each.open for each in view.pauses),
        may_check=line.state is State.TO_CHECK and _may_check(scope, view),
        may_review=line.state is State.REVIEWING
        and scope.may("requests.check")
        and answering.can_as_another(scope.actor.person_id, part),
        may_publish=view.disclosure is not None
        and scope.may("requests.check")
        and answering.can_as_another(scope.actor.person_id, [view.disclosure.proposed_by]),
        people=[(str(each.id), each.name) for each in lines],
        handlers=[(str(each.id), each.name) for each in await telling.handlers_of(scope)],
        reviewers=[(str(each.id), each.name) for each in checkers if each.id not in part],
        stops=[(each.id, each.name, each.note) for each in line.kind.stops],
        exemptions=[
            (each.id, f"{each.section[:1].upper()}{each.section[1:]}: {each.name} ({each.weighing.value})")
            for each in rules.exemptions_of(line.kind_id)
        ],
        came=[(each.value, words) for each, words in CAME_IN_WORDS.items()],
        kinds=kinds_on(line.received_on),
        outcomes=[(each.value, words) for each, words in OUTCOME_IN_WORDS.items()],
        verdicts=[(each.value, words) for each, words in REVIEW_IN_WORDS.items()],
        usual_due=_search_day(scope, line.due_on),
        history=await ledger.history_of(scope, room="requests", kind="request", record_id=request_id),
        acts=ACTS,
        sayings=SAID,
        rules=rules,
        crumbs=crumbs(scope),
    )


def kinds_on(day: date) -> list[tuple[str, str, str]]:
    """The kinds of request that there are on a day, for a form."""
    return [(each.id, each.name, each.act) for each in catalogued.rules_on(day).kinds]


def decisions_for(document: DocumentView) -> list[tuple[str, str]]:
    return [
        (each.value, words)
        for each, words in DISCLOSING_IN_WORDS.items()
        if each is not Disclosing.REDACTED or document.can_be_redacted
    ]


async def file_answer(scope: Scope, view: RequestView, document_id: UUID) -> Response[bytes]:
    """A file of a request, for whoever may have it. Raises NotFound for others."""
    document = next((each for each in view.documents if each.id == document_id), None)
    if document is None or not _may_open(scope, document):
        raise NotFound("file")
    return views.download(
        await store.get(document.kept_at, name=document.name),
        name=document.name,
        media_type=document.media_type,
    )


def _may_open(scope: Scope, document: DocumentView) -> bool:
    """What the requester sent, and the letter with their name, are for those who may know it; the rest for handling."""
    if document.part in {"received", "letter"}:
        return scope.may("requests.names")
    return any(scope.may(each) for each in ("requests.handle", "requests.check", "requests.decide"))


def _may_check(scope: Scope, view: RequestView) -> bool:
    answer = view.answer
    return (
        answer is not None
        and scope.may("requests.check")
        and answering.can_as_another(scope.actor.person_id, [answer.prepared_by])
    )


def _search_day(scope: Scope, due_on: date | None) -> date:
    """A week of working days for a search, but a few days before the answer is due."""
    usual = working_day_after(scope.today, 5)
    latest = due_on - timedelta(days=5) if due_on else usual
    return max(scope.today, min(usual, latest))

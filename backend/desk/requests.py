"""A demonstration's invented requests for information, each step on its own day by the person whose step it is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.invented_requests import (
    InventedAnswer,
    InventedDisclosure,
    InventedRequest,
    InventedRequests,
    InventedSearch,
)
from backend.requests.operations import (
    answering,
    clock,
    disclosing,
    logging,
    reviewing,
    searching,
    withholding,
)
from backend.requests.operations.logging import Said
from backend.requests.queries import RequestView, request_of
from backend.requests.rules import Came, Outcome
from backend.scope import Scope
from backend.tenancy import transactions


async def handle_requests(
    kept: InventedRequests, *, scopes: Mapping[str, Scope], officer: Scope, people: Mapping[str, UUID]
) -> None:
    """All of them. `scopes` are those of the people who check answers; every other step is the officer's."""
    for request in kept.requests:
        await _Handling(request, scopes, officer, people).handle()


class _Handling:
    """One request. Each step is taken at noon of its day, in a transaction of its own."""

    def __init__(
        self,
        request: InventedRequest,
        scopes: Mapping[str, Scope],
        officer: Scope,
        people: Mapping[str, UUID],
    ) -> None:
        self.request, self.scopes, self.officer, self.people = request, scopes, officer, people
        self.id = UUID(int=0)

    async def handle(self) -> None:
        request, at = self.request, self.request.logged_on
        said = Said(
            kind=request.kind,
            came=Came(request.came),
            received_on=request.received_on,
            subject=request.subject,
            asked=request.asked,
            name=request.requester,
            contact=request.contact,
        )
        handler = self.officer.actor.person_id
        self.id = await self._do(at, logging.log_request, said=said, handler_person_id=handler)
        if request.acknowledged_on is not None:
            day = request.acknowledged_on
            await self._do(day, logging.acknowledge, request_id=self.id, on=day)
        if request.pause is not None:
            pause = request.pause
            given: dict[str, Any] = {"stop_id": pause.why, "on": pause.on, "words": pause.words}
            await self._do(pause.on, clock.stop, request_id=self.id, **given)
        for search in request.searches:
            await self._search(search)
        for each in request.exemptions:
            await self._do(
                each.on,
                withholding.apply,
                request_id=self.id,
                exemption_id=each.exemption,
                covers=each.covers,
                reason=each.reason,
                interest_for=each.interest_for,
                interest_against=each.interest_against,
            )
        if request.answer is not None:
            await self._answer(request.answer, request.disclosure)
        if request.review is not None:
            review = request.review
            await self._do(review.on, reviewing.ask, request_id=self.id, on=review.on, words=review.words)

    async def _search(self, search: InventedSearch) -> None:
        search_id = await self._do(
            search.on,
            searching.ask,
            request_id=self.id,
            person_id=self.people[search.person],
            asked=search.asked,
            due_on=search.due_on,
        )
        if search.answered_on is not None:
            answer: dict[str, Any] = {"found": bool(search.found), "words": search.answer or ""}
            await self._do(search.answered_on, searching.answer, search_id=search_id, **answer)

    async def _answer(self, answer: InventedAnswer, disclosure: InventedDisclosure | None) -> None:
        checker = self.scopes[answer.checker]
        prepared: dict[str, Any] = {"outcome": Outcome(answer.outcome), "words": answer.words}
        await self._do(answer.prepared_on, answering.submit, request_id=self.id, **prepared)
        if answer.checked_on is None:
            return
        view = await self._view()
        assert view.answer is not None, "an answer that was prepared is there"
        seen = view.answer.sha256
        await self._do(answer.checked_on, answering.approve, by=checker, request_id=self.id, seen=seen)
        if answer.sent_on is None:
            return
        await self._do(answer.sent_on, answering.record_sent, request_id=self.id, on=answer.sent_on)
        if disclosure is None:
            return
        await self._do(
            disclosure.on,
            disclosing.propose,
            request_id=self.id,
            title=disclosure.title,
            asked=disclosure.asked,
            answered=disclosure.answered,
            with_documents=False,
        )
        await self._do(disclosure.on, disclosing.approve, by=checker, request_id=self.id)

    async def _do(
        self, day: date, act: Callable[..., Awaitable[Any]], *, by: Scope | None = None, **given: Any
    ) -> Any:
        who = by or self.officer
        noon = datetime.combine(day, time(12), ZoneInfo(who.tenant.time_zone)).astimezone(UTC)
        scope = replace(who, now=min(noon, self.officer.now))
        async with transactions.scope_tx(scope):
            return await act(scope, **given)

    async def _view(self) -> RequestView:
        async with transactions.scope_tx(self.officer, readonly=True):
            return await request_of(self.officer, request_id=self.id)

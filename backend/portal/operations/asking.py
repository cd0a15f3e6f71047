"""Requests for evidence: asked with a day by which, closed by whoever reads the answer, and asked again."""

from datetime import date
from uuid import UUID

from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.portal import rules
from backend.portal.operations import keeping
from backend.portal.operations.opening import OPENS
from backend.portal.queries import request_of, requests_of
from backend.portal.tables import Request
from backend.scope import NotFound, Scope
from backend.together import operations as together
from backend.together.rules import EvidenceClosed, EvidenceRequest, MessageKind


async def ask(
    scope: Scope,
    *,
    pack_id: UUID,
    words: str,
    due_on: date,
    place: str | None = None,
    follows_id: UUID | None = None,
) -> UUID:
    """Ask the commissioner for evidence about a pack, or a place in it; returns the request's id.

    Raises rules.UnableToOpen, rules.NotARecipient, together's refusals, NotFound.
    """
    scope.check_may("portal.ask", OPENS)
    person_id = keeping.person_of(scope)
    line = await keeping.held(scope, pack_id)
    rules.check_can_ask(line.standing, due_on=due_on, on=scope.today)
    if line.agreement_id is None:
        raise rules.UnableToOpen(
            "There is no agreement with this commissioner under which a request could pass. Ask by letter."
        )
    known = await requests_of(scope, pack_id=pack_id)
    if follows_id is not None and follows_id not in {each.id for each in known}:
        raise NotFound("request")
    request_id, number = new_id(), max((each.number for each in known), default=0) + 1
    message_id = await together.post(
        scope,
        agreement_id=line.agreement_id,
        kind=MessageKind.EVIDENCE_REQUEST,
        said=EvidenceRequest(
            request_id=request_id,
            release_id=line.release_id,
            number=number,
            place=place,
            words=words,
            asked_by=scope.actor.name,
            asked_on=scope.today,
            due_on=due_on,
            follows_id=follows_id,
        ),
    )
    await Request.add(
        scope,
        id=request_id,
        pack_id=pack_id,
        number=number,
        place=place,
        words=words,
        due_on=due_on,
        asked_on=scope.today,
        asked_at=scope.now,
        asked_by=person_id,
        asked_by_name=scope.actor.name,
        follows_id=follows_id,
        message_id=message_id,
    )
    await ledger.record(
        scope,
        "portal.request.asked",
        keeping.record_of_line(line),
        after={"request_id": request_id, "number": number, "due_on": due_on},
    )
    return request_id


async def close(scope: Scope, *, request_id: UUID, satisfied: bool, words: str | None) -> None:
    """Say whether the answers will do; the commissioner is told. Not satisfied, it says why.

    Raises rules.UnableToOpen, rules.NotARecipient, together's refusals, NotFound.
    """
    scope.check_may("portal.ask", OPENS)
    keeping.person_of(scope)
    asked = await request_of(scope, request_id=request_id)
    line = await keeping.held(scope, asked.pack_id)
    if not asked.is_open:
        raise rules.UnableToOpen("The request is closed already.")
    if line.standing is rules.Standing.HANDED_ON or line.agreement_id is None:
        raise rules.UnableToOpen(
            "The pack was handed on to the body that took over. Nothing is done with it here."
        )
    if satisfied and not asked.answers:
        raise rules.UnableToOpen("No answer came yet, so it can’t be closed as satisfied.", field="satisfied")
    if not satisfied and not words:
        raise rules.UnableToOpen(
            "Say why the answers will not do. The commissioner is told.", field="closing_words"
        )
    await together.post(
        scope,
        agreement_id=line.agreement_id,
        kind=MessageKind.EVIDENCE_CLOSED,
        said=EvidenceClosed(
            request_id=request_id,
            release_id=line.release_id,
            satisfied=satisfied,
            words=words,
            closed_by=scope.actor.name,
            closed_on=scope.today,
        ),
    )
    await Request.change(
        scope,
        closed_at=scope.now,
        closed_on=scope.today,
        satisfied=satisfied,
        closed_words=words,
        closed_by_name=scope.actor.name,
    ).where(Request.id == request_id)
    await ledger.record(
        scope,
        "portal.request.closed",
        keeping.record_of_line(line),
        after={"request_id": request_id, "number": asked.number, "satisfied": satisfied},
    )

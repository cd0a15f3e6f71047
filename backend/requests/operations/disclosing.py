"""The disclosure log: proposed in words of its own, approved by somebody else, taken off again."""

from uuid import UUID

from backend.concerns.rules.anonymity import names_in
from backend.requests.operations import records
from backend.requests.queries import names, one
from backend.requests.queries.views import DisclosureView, RequestView
from backend.requests.rules import State, UnableToHandle, answering
from backend.requests.tables import Disclosure
from backend.scope import NotFound, Scope


async def propose(
    scope: Scope,
    *,
    request_id: UUID,
    title: str,
    asked: str,
    answered: str,
    with_documents: bool,
) -> UUID:
    """Propose an answer for the public log, without the requester’s name. Raises UnableToHandle where it is there."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    if not line.kind.public:
        raise UnableToHandle("Somebody’s request for their own data never goes to the disclosure log.")
    answering.check_is(
        line.state, State.ANSWERED, State.REVIEWING, State.REVIEWED, doing="publish the answer"
    )
    if view.disclosure is not None:
        raise UnableToHandle("It is proposed, or public, already. Take it out first to propose it anew.")
    assert line.closed_on is not None and line.outcome is not None, "an answered request has its day"
    texts = {
        "log_title": records.words_of(title, sentence="Say what it is about.", field="log_title"),
        "log_asked": records.words_of(asked, sentence="Say what was asked.", field="log_asked"),
        "log_answered": records.words_of(answered, sentence="Say what was answered.", field="log_answered"),
    }
    await _check_names_nobody(scope, request_id, texts)
    entry_id: UUID = await Disclosure.add(
        scope,
        request_id=request_id,
        title=texts["log_title"],
        asked=texts["log_asked"],
        answered=texts["log_answered"],
        answered_on=line.closed_on,
        outcome=line.outcome.value,
        with_documents=with_documents,
        proposed_by=scope.actor.person_id,
        proposed_by_name=scope.actor.name,
        proposed_at=scope.now,
    )
    await records.record(scope, "disclosure.proposed", line)
    return entry_id


async def approve(scope: Scope, *, request_id: UUID) -> None:
    """Make the proposed entry public, by somebody else than who proposed it."""
    scope.check_may("requests.check", records.CHECKS)
    view = await one.request_of(scope, request_id=request_id, to_change=True)
    entry = _proposed(view)
    if entry.public_at is not None:
        raise UnableToHandle("It is public already.")
    answering.check_another(
        scope.actor.person_id,
        [entry.proposed_by],
        sentence="You proposed it, so somebody else approves it.",
    )
    texts = {"log_title": entry.title, "log_asked": entry.asked, "log_answered": entry.answered}
    await _check_names_nobody(scope, request_id, texts)
    await Disclosure.change(scope, public_at=scope.now, approved_by_name=scope.actor.name).where(
        Disclosure.id == entry.id
    )
    await records.record(scope, "disclosure.approved", view.line)


async def take_out(scope: Scope, *, request_id: UUID, because: str) -> None:
    """Take an entry out of the log, or a proposal back; what was public stays on record as such."""
    view = await records.to_handle(scope, request_id)
    entry = _proposed(view)
    plain = records.words_of(because, sentence="Say why it is taken out.", field="because")
    await Disclosure.change(scope, ended_at=scope.now, ended_because=plain).where(Disclosure.id == entry.id)
    await records.record(scope, "disclosure.taken-out", view.line)


def _proposed(view: RequestView) -> DisclosureView:
    if view.disclosure is None:
        raise NotFound("entry of the disclosure log")
    return view.disclosure


async def _check_names_nobody(scope: Scope, request_id: UUID, texts: dict[str, str]) -> None:
    hidden = await names.to_keep_out(scope, request_id=request_id)
    for field, text in texts.items():
        whole = any(each.casefold() in text.casefold() for each in hidden)
        if whole or names_in(text, hidden[:2]):
            raise UnableToHandle(
                "The words may name the requester, or hold their address. Take that out.", field=field
            )

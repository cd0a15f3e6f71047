"""Asking colleagues to look for what is asked, and what they answer. Each search is an action, so it is chased."""

from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.actions.rules import UnableToStep
from backend.kit.database import savepoint
from backend.kit.identity import new_id
from backend.people import queries as people
from backend.requests.operations import records, telling
from backend.requests.queries import one
from backend.requests.rules import UnableToHandle, answering
from backend.requests.tables import Search
from backend.scope import NotFound, NotPermitted, Scope


async def ask(scope: Scope, *, request_id: UUID, person_id: UUID, asked: str, due_on: date) -> UUID:
    """Ask a colleague to look; they are written to and have an action. Raises UnableToHandle."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_being_prepared(line.state)
    plain = records.words_of(asked, sentence="Say what is to be looked for, and where.", field="search_words")
    if due_on < scope.today:
        raise UnableToHandle("The day can’t be in the past.", field="search_due_on")
    try:
        await people.person_line_of(scope, person_id=person_id)
    except NotFound:
        raise UnableToHandle("Choose who is asked from the list.", field="search_person_id") from None
    search_id = new_id()
    action_id = await actions.undertake(
        scope,
        source=Source(kind=SourceKind.HAND, title=line.title, id=search_id, on=scope.today),
        words=f"Look for what request {line.reference} asks for, or say that there is nothing. What to look for "
        f"stands on the page of the search (My work).",
        owner_person_id=person_id,
        due_on=due_on,
    )
    await Search.add(
        scope,
        id=search_id,
        request_id=request_id,
        person_id=person_id,
        asked=plain,
        asked_on=scope.today,
        asked_by=scope.actor.name,
        due_on=due_on,
        action_id=action_id,
    )
    await records.record(scope, "search.asked", line, due_on=due_on)
    await telling.search_asked(scope, line=line, search_id=search_id, person_id=person_id, due_on=due_on)
    return search_id


async def answer(scope: Scope, *, search_id: UUID, found: bool, words: str) -> None:
    """Answer a search: what was found and where, or what was searched without finding anything.

    By whom it was asked of, or by a handler who takes the answer down. Raises NotFound for others.
    """
    search = await one.search_of(scope, search_id=search_id)
    view = await one.request_of(scope, request_id=search.request_id, to_change=True)
    search = await one.search_of(scope, search_id=search_id)
    if not search.open:
        raise UnableToHandle("This search was answered, or taken back, before.")
    answering.check_being_prepared(view.line.state)
    sentence = (
        "Say what was found, and where it is." if found else "Say where was looked, and with which words."
    )
    plain = records.words_of(words, sentence=sentence, field="answer_words")
    await Search.change(
        scope,
        answer="found" if found else "nil",
        words=plain,
        answered_on=scope.today,
        answered_by=scope.actor.name,
    ).where(Search.id == search_id)
    await _settled(scope, search.action_id, words=f"Answered in the log of requests ({view.line.reference}).")
    await records.record(scope, "search.answered", view.line, found=found)
    await telling.search_answered(scope, line=view.line)


async def withdraw(scope: Scope, *, search_id: UUID, because: str) -> None:
    """Take a search back, or strike out an answer that was a mistake."""
    scope.check_may("requests.handle", records.HANDLES)
    search = await one.search_of(scope, search_id=search_id)
    view = await records.to_handle(scope, search.request_id)
    answering.check_being_prepared(view.line.state)
    if search.withdrawn_because is not None:
        raise UnableToHandle("This search was taken back before.")
    plain = records.words_of(because, sentence="Say why it is taken back.", field="because")
    await Search.change(scope, withdrawn_because=plain).where(Search.id == search_id)
    if search.action_id is not None and search.answer is None:
        try:
            async with savepoint():
                await actions.withdraw(
                    scope, action_id=search.action_id, reason=plain, agreed_by=scope.actor.name
                )
        except (UnableToStep, NotPermitted):
            pass  # it was settled before: the search is taken back all the same
    await records.record(scope, "search.withdrawn", view.line)


async def _settled(scope: Scope, action_id: UUID | None, *, words: str) -> None:
    if action_id is None:
        return
    try:
        async with savepoint():
            await actions.claim_done(scope, action_id=action_id, words=words)
    except (UnableToStep, NotPermitted):
        return  # it was ended before, or is another's to claim

"""Notice to the person concerned, and their right of reply."""

from datetime import date
from uuid import UUID

from backend.concerns.operations import telling
from backend.concerns.queries import handled
from backend.concerns.queries import notices as mine
from backend.concerns.queries.handled import ConcernView
from backend.concerns.rules import State, life
from backend.concerns.tables import Notice
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import NotFound, Scope


async def give_notice(scope: Scope, *, concern_id: UUID, words: str, reply_by: date) -> UUID:
    """Tell the person concerned what is alleged, in the handlers' own words, and by which day to reply.

    Until then they are told nothing; from then they read these words alone, and none of the raiser's.
    """
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    if view.person_concerned is None:
        raise life.UnableToMoveOn("Name the person concerned first, in the assessment.")
    if view.state not in (State.ASSESSED, State.INVESTIGATED):
        raise life.UnableToMoveOn("Notice is given once the concern is assessed, and before a finding.")
    if any(notice.person_id == view.person_concerned for notice in view.notices):
        raise life.UnableToMoveOn("The person concerned was given notice already.")
    if reply_by <= scope.today:
        raise life.UnableToMoveOn("The day for the reply must be after today.", field="reply_by")
    notice_id: UUID = await Notice.add(
        scope,
        concern_id=view.id,
        person_id=view.person_concerned,
        words=words,
        reply_by=reply_by,
        given_at=scope.now,
        given_by=scope.actor.person_id,
    )
    await ledger.record(
        scope,
        "concerns.notice.given",
        telling.record_of(view.id),
        after={"words": words, "reply_by": reply_by},
    )
    await telling.tell_concerned(scope, notice_id=notice_id, person_id=view.person_concerned)
    return notice_id


async def reply(scope: Scope, *, notice_id: UUID, words: str) -> None:
    """The person concerned replies, once. Raises `NotFound` for another's notice."""
    rows = await fetch(
        "SELECT concern_id FROM concerns_notice WHERE tenant_id = $1 AND id = $2 AND person_id = $3 FOR UPDATE",
        scope.tenant.id,
        notice_id,
        scope.actor.person_id,
    )
    if not rows:
        raise NotFound("notice")
    notice = await mine.my_notice(scope, notice_id=notice_id)
    life.check_replies_once(notice.reply is not None)
    concern_id: UUID = rows[0]["concern_id"]
    await _keep_reply(scope, notice_id=notice_id, concern_id=concern_id, words=words)
    handlers = await fetch(
        "SELECT person_id FROM concerns_handler WHERE tenant_id = $1 AND concern_id = $2 AND to_at IS NULL",
        scope.tenant.id,
        concern_id,
    )
    await telling.tell_handlers(
        scope,
        concern_id=concern_id,
        person_ids=[row["person_id"] for row in handlers],
        kind="concern-added-to",
    )


async def record_reply(scope: Scope, *, concern_id: UUID, notice_id: UUID, words: str) -> None:
    """A handler takes down a reply that came by letter or word of mouth."""
    view: ConcernView = await handled.concern(scope, concern_id=concern_id, to_change=True)
    given = next((notice for notice in view.notices if notice.id == notice_id), None)
    if given is None:
        raise NotFound("notice")
    life.check_replies_once(given.reply is not None)
    await _keep_reply(scope, notice_id=notice_id, concern_id=view.id, words=words)


async def _keep_reply(scope: Scope, *, notice_id: UUID, concern_id: UUID, words: str) -> None:
    await Notice.change(
        scope, reply=words, replied_at=scope.now, reply_recorded_by=scope.actor.person_id
    ).where(Notice.id == notice_id)
    await ledger.record(
        scope, "concerns.notice.answered", telling.record_of(concern_id), after={"reply": words}
    )

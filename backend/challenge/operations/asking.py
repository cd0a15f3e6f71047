"""Keeping a question, or assurance that somebody sought, under a topic in the tenant's own words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.challenge import rules
from backend.challenge.tables import Step
from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotPermitted, Scope

_TOPIC = """
INSERT INTO challenge_topic (tenant_id, id, title, made_at, made_by_name) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, lower(title)) DO UPDATE SET title = challenge_topic.title RETURNING id
"""
_QUESTION = """
INSERT INTO challenge_question (tenant_id, id, number, topic_id, kind, words, asked_by_person_id, asked_by_name,
  of_name, asked_on, committee_id, meeting_id, meeting_title, item_id, item_title, thread_id, private, state, version,
  recorded_at, recorded_by_person_id, recorded_by_name)
SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM challenge_question WHERE tenant_id = $1), $3, $4, $5, $6, $7,
  $8, $9, $10, $11, $12, $13, $14, $15, $16, 'asked', 1, $17, $18, $19
ON CONFLICT (tenant_id, id) DO NOTHING RETURNING number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where it was asked: the caller, a higher room, has looked meeting and item up. Titles are kept as words."""

    on: date
    committee_id: UUID | None = None
    meeting_id: UUID | None = None
    meeting_title: str | None = None
    item_id: UUID | None = None
    item_title: str | None = None
    thread_id: UUID | None = None
    private: bool = False


async def ask(
    scope: Scope,
    *,
    topic: str,
    kind: rules.Kind,
    words: str,
    at: Asked,
    asked_by_person_id: UUID | None = None,
    asked_by_name: str | None = None,
    of_name: str | None = None,
    question_id: UUID | None = None,
) -> UUID:
    """Keep what was asked; returns its id. Who asked is a person of the tenant, or a name from outside.

    `of_name` is whom it was put to. `question_id`, where the caller knows one, makes a second call do nothing. Raises
    rules.UnableToAsk, NotPermitted, NotFound.
    """
    if not rules.may_settle(scope, committee_id=at.committee_id):
        raise NotPermitted("What was asked is entered by a governance officer or the committee’s chair.")
    plain = rules.checked_words(words, sentence="Write what was asked.", field="words")
    title = rules.checked_topic(topic)
    asker = await _asker(scope, asked_by_person_id, asked_by_name)
    if at.on > scope.today:
        raise rules.UnableToAsk("Nothing can have been asked on a day to come.", field="asked_on")
    if at.committee_id is not None:
        await committees.committee(scope, committee_id=at.committee_id)
    topic_id = await topic_named(scope, title)
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"challenge/number/{scope.tenant.id}"
    )
    known = question_id or new_id()
    added = await fetch(
        _QUESTION,
        scope.tenant.id,
        known,
        topic_id,
        kind.value,
        plain,
        asked_by_person_id,
        asker,
        (of_name or "").strip() or None,
        at.on,
        at.committee_id,
        at.meeting_id,
        at.meeting_title,
        at.item_id,
        at.item_title,
        at.thread_id,
        at.private,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    if not added:
        return known
    await Step.add(
        scope,
        question_id=known,
        kind="asked",
        leads_to=rules.State.ASKED.value,
        words=plain,
        said_by_name=asker,
        said_on=at.on,
        minuted=at.meeting_title or "",
        meeting_id=at.meeting_id,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )
    after = {"topic": title, "kind": kind, "words": plain, "asked_by": asker, "asked_on": at.on}
    await ledger.record(
        scope,
        "challenge.question.asked",
        record_of(known, added[0]["number"], title, private=at.private),
        after=after,
    )
    return known


async def topic_named(scope: Scope, title: str) -> UUID:
    """The topic of these words, in capital letters or small; a new one where there is none yet."""
    rows = await fetch(_TOPIC, scope.tenant.id, new_id(), title, scope.now, scope.actor.name)
    topic_id: UUID = rows[0]["id"]
    return topic_id


async def _asker(scope: Scope, person_id: UUID | None, name: str | None) -> str:
    """The name of who asked. Raises rules.UnableToAsk where neither, or both, or nobody of the tenant is given."""
    plain = (name or "").strip()
    if (person_id is None) == (not plain):
        raise rules.UnableToAsk(
            "Choose who asked from the list, or write the name of somebody from outside: one of the two.",
            field="asked_by_person_id",
        )
    if person_id is None:
        return plain
    found = await people.persons_by_id(scope, [person_id])
    if person_id not in found:
        raise rules.UnableToAsk("Choose who asked from the list.", field="asked_by_person_id")
    return found[person_id].name


def record_of(question_id: UUID, number: int, topic: str, *, private: bool) -> Record:
    """The question as the ledger names it; a private one's topic stands there for a few."""
    return Record(
        room="challenge",
        kind="question",
        id=question_id,
        title=f"{rules.reference(number)} {topic}",
        confidential=private,
    )

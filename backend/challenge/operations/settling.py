"""What becomes of a question: answered in part or whole, assurance received, asked again, withdrawn, put right."""

from datetime import date
from uuid import UUID

from backend.challenge import queries, rules
from backend.challenge.operations.asking import record_of, topic_named
from backend.challenge.tables import Question, Step
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import NotPermitted, Scope


async def take_step(
    scope: Scope,
    *,
    question_id: UUID,
    version: int,
    act: rules.Act,
    words: str,
    said_by_name: str = "",
    said_on: date | None = None,
    minuted: str = "",
    path: str | None = None,
) -> rules.State:
    """Note what was said to a question, who said it when, and where that is minuted; returns the state after it.

    `version` is the question's as it was seen. Whoever writes papers may answer; whether that is enough, an officer or
    the chair says. `path` leads to a record within the tenant, such as the paper that answers it. Raises
    rules.ChangedMeanwhile (409), rules.UnableToAsk, NotPermitted, NotFound.
    """
    line = await _held(scope, question_id, version)
    rules.check_may_take(scope, act, committee_id=line.committee_id)
    state = rules.state_after(act, kind=line.kind, state=line.state)
    plain = rules.checked_words(words, sentence="Write what was said, or why.", field="words")
    day = said_on or scope.today
    if not line.asked_on <= day <= scope.today:
        raise rules.UnableToAsk(
            "The day lies between the one on which it was asked and today.", field="said_on"
        )
    await _step(
        scope,
        question_id,
        kind=act.value,
        leads_to=state.value,
        words=plain,
        said_by_name=said_by_name.strip() or scope.actor.name,
        said_on=day,
        minuted=minuted.strip(),
        path=path,
    )
    await Question.change(scope, state=state.value, version=line.version + 1).where(
        Question.id == question_id
    )
    after = {"state": state, "words": plain, "said_by": said_by_name, "said_on": day, "minuted": minuted}
    await ledger.record(
        scope,
        f"challenge.question.{act.value}",
        record_of(question_id, line.number, line.topic, private=line.private),
        before={"state": line.state},
        after=after,
    )
    return state


async def change(
    scope: Scope, *, question_id: UUID, version: int, topic: str, words: str, private: bool
) -> None:
    """Put words, topic or privacy right; what it said before stays in its history. Raises as `take_step`."""
    line = await _held(scope, question_id, version)
    if not rules.may_settle(scope, committee_id=line.committee_id):
        raise NotPermitted("This is put right by a governance officer or the committee’s chair.")
    title = rules.checked_topic(topic)
    plain = rules.checked_words(words, sentence="Write what was asked.", field="words")
    topic_id = await topic_named(scope, title)
    before = {"topic": line.topic, "words": line.words, "private": line.private}
    await Question.change(
        scope, topic_id=topic_id, words=plain, private=private, version=line.version + 1
    ).where(Question.id == question_id)
    await _step(
        scope,
        question_id,
        kind="changed",
        leads_to=None,
        words=f"It said: {line.words} (topic: {line.topic})",
        said_by_name=scope.actor.name,
        said_on=scope.today,
        minuted="",
        path=None,
    )
    await ledger.record(
        scope,
        "challenge.question.changed",
        record_of(question_id, line.number, title, private=private or line.private),
        before=before,
        after={"topic": title, "words": plain, "private": private},
    )


async def _held(scope: Scope, question_id: UUID, version: int) -> queries.QuestionLine:
    """The question, for us alone until the transaction ends, as it was seen."""
    await fetch(
        "SELECT 1 FROM challenge_question WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        question_id,
    )
    line = (await queries.question(scope, question_id=question_id)).line
    rules.check_version(version, line.version)
    return line


async def _step(
    scope: Scope,
    question_id: UUID,
    *,
    kind: str,
    leads_to: str | None,
    words: str,
    said_by_name: str,
    said_on: date,
    minuted: str,
    path: str | None,
) -> None:
    await Step.add(
        scope,
        question_id=question_id,
        kind=kind,
        leads_to=leads_to,
        words=words,
        said_by_name=said_by_name,
        said_on=said_on,
        minuted=minuted,
        path=path,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )

"""What a person says when it is suggested that they declare a gain-share: they alone, and nothing is declared by it."""

from uuid import UUID

from backend.contracts import rules
from backend.contracts.operations import telling
from backend.contracts.queries.suggestions import suggestions_of
from backend.contracts.tables import Answer
from backend.interests.queries import register
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope


async def answer_suggestion(
    scope: Scope,
    *,
    share_id: UUID,
    answer: rules.Answer,
    interest_id: UUID | None = None,
    words: str | None = None,
) -> None:
    """Say that it stands on the register, as which entry of one's own, or why there is nothing to declare.

    Raises rules.UnableToAnswer, NotFound where nothing of the kind is suggested to the person.
    """
    person_id = scope.actor.person_id
    if person_id is None:
        raise NotFound("suggestion")
    found = [
        each for each in await suggestions_of(scope, person_id=person_id) if each.share.share_id == share_id
    ]
    if not found:
        raise NotFound("suggestion")
    if answer is rules.Answer.DECLARED:
        own = {each.interest_id for each in await register.register_of(scope, person_id=person_id)}
        if interest_id not in own:
            raise rules.UnableToAnswer(
                "Choose the entry of yours on the register that says it. Declare it first if there is none.",
                field="interest_id",
            )
    elif not (words or "").strip():
        raise rules.UnableToAnswer("Say why it is no interest of yours.", field="words")
    share = found[0].share
    declared = answer is rules.Answer.DECLARED
    await Answer.add(
        scope,
        person_id=person_id,
        share_id=share_id,
        share_version=share.version,
        answer=answer.value,
        interest_id=interest_id if declared else None,
        words=(words or "").strip() or None,
        answered_at=scope.now,
    )
    await telling.withdraw_for(scope, share=share, person_id=person_id)
    subject = Record(
        room="contracts", kind="contract", id=share.contract_id, title=f"{share.reference} {share.contract}"
    )
    after = {"person_id": person_id, "share_id": share_id, "answer": answer, "interest_id": interest_id}
    await ledger.record(scope, "contracts.suggestion.answered", subject, after=after)

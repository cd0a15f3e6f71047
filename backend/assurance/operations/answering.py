"""Answering what a framework asks, taking an answer back, a second person's review, and who sees to it by when."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.operations import holding
from backend.assurance.queries.said import NOTHING_SAID, judgement_of, plain
from backend.assurance.rules import standing
from backend.assurance.rules.editions import scales_of
from backend.assurance.tables.answers import Answer
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.scope import NotPermitted, Scope


async def answer(
    scope: Scope,
    *,
    assessment_id: UUID,
    requirement_id: UUID,
    level: str,
    words: str,
    version: int,
    valid_until: date | None = None,
    overruled_because: str | None = None,
) -> None:
    """Judge a requirement: a level of its scale, why, and until when that counts. A review of what was before ends.

    `version` is that of the page. Raises standing.UnableToAnswer, standing.AnsweredByAnother (409),
    assessing.UnableToAssess, NotPermitted, NotFound.
    """
    held = await holding.hold(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, version=version
    )
    scale = next(
        (each for each in scales_of(json.loads(held.row["scales"])) if each.key == held.row["scale"]), None
    )
    found = standing.check_level(scale, level, ref=held.row["reference"])
    reason = standing.check_answer(
        level=found,
        outcome=held.outcome,
        words=words,
        valid_until=valid_until,
        overruled_because=overruled_because,
        today=scope.today,
    )
    said = {
        **NOTHING_SAID,
        "level": found.key,
        "counts_as": found.counts_as,
        "words": words.strip(),
        "valid_until": valid_until,
        "overruled_because": reason,
        "answered_at": scope.now,
        "answered_by_person_id": scope.actor.person_id,
        "answered_by_name": scope.actor.name,
    }
    await holding.write(scope, held, did="answered", said=said)


async def confirm(scope: Scope, *, assessment_id: UUID, requirement_id: UUID, version: int) -> None:
    """Say that an answer carried over from an earlier edition holds in this one too: it is the confirmer's answer now.

    Raises standing.UnableToAnswer, also where the rule says otherwise; standing.AnsweredByAnother (409), NotFound.
    """
    held = await holding.hold(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, version=version
    )
    if not held.row["waits"]:
        raise standing.UnableToAnswer("There is nothing here that waits to be confirmed.")
    said = {
        **held.said,
        "waits": False,
        "answered_at": scope.now,
        "answered_by_person_id": scope.actor.person_id,
        "answered_by_name": scope.actor.name,
        "review": None,
        "review_words": None,
        "reviewed_at": None,
        "reviewed_by_person_id": None,
        "reviewed_by_name": None,
    }
    judgement = judgement_of(said)
    assert judgement is not None  # what waits was somebody's answer
    if not standing.agrees(judgement.counts_as, held.outcome) and not judgement.overruled_because:
        raise standing.UnableToAnswer(
            "The rule says otherwise than this answer. Answer anew, and say why you overrule it."
        )
    await holding.write(scope, held, did="confirmed", said=said)


async def review(
    scope: Scope, *, assessment_id: UUID, requirement_id: UUID, agrees: bool, words: str, version: int
) -> None:
    """Say, as a second person, that an answer is right, or why it is given back to whoever answered.

    Raises standing.UnableToAnswer for one's own answer, standing.AnsweredByAnother (409) for the second of two
    reviewers.
    """
    held = await holding.hold(scope, assessment_id=assessment_id, requirement_id=requirement_id)
    row = held.row
    standing.check_can_review(
        answered_by=None
        if row["level"] is None
        else (row["answered_by_person_id"] or row["answered_by_name"]),
        reviewer=scope.actor.person_id,
        reviewed_by=row["reviewed_by_name"],
        waits=row["waits"],
    )
    standing.check_version(version, row["version"], by=row["answered_by_name"])
    if not agrees and not words.strip():
        raise standing.UnableToAnswer("Say what is to be looked at again.", field="review_words")
    outcome = "agreed" if agrees else "returned"
    said = {
        **held.said,
        "review": outcome,
        "review_words": words.strip() or None,
        "reviewed_at": scope.now,
        "reviewed_by_person_id": scope.actor.person_id,
        "reviewed_by_name": scope.actor.name,
    }
    await holding.write(scope, held, did=outcome, said=said)


async def take_back(scope: Scope, *, assessment_id: UUID, requirement_id: UUID, version: int) -> None:
    """Take the last answer, review or confirmation back: what stood before stands again, and both stay to be read.

    Whoever did it may, and an officer. Raises standing.UnableToAnswer, standing.AnsweredByAnother (409), NotPermitted.
    """
    held = await holding.hold(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, version=version
    )
    rows = await fetch(
        "SELECT number, back_to, made_by_person_id FROM assurance_answer_version"
        " WHERE tenant_id = $1 AND answer_id = $2 ORDER BY number DESC LIMIT 1",
        scope.tenant.id,
        held.id,
    )
    if not rows or rows[0]["back_to"] is None:
        raise standing.UnableToAnswer("There is nothing here to take back.")
    if rows[0]["made_by_person_id"] != scope.actor.person_id and not scope.may("assurance.keep"):
        raise NotPermitted("Whoever did this takes it back, or a governance officer.")
    said, back_to = await _version(scope, held.id, rows[0]["back_to"])
    await holding.write(scope, held, did="taken-back", said=said, back_to=back_to, back=True)


async def keep(
    scope: Scope,
    *,
    assessment_id: UUID,
    requirement_id: UUID,
    owner_person_id: UUID | None,
    due_on: date | None,
    version: int,
) -> None:
    """Say who sees to a requirement and by when.

    Raises standing.UnableToAnswer, standing.AnsweredByAnother (409), NotPermitted.
    """
    held = await holding.hold(
        scope,
        assessment_id=assessment_id,
        requirement_id=requirement_id,
        version=version,
        permission="assurance.keep",
    )
    if owner_person_id is not None and owner_person_id not in await people.persons_by_id(
        scope, [owner_person_id]
    ):
        raise standing.UnableToAnswer("Choose who sees to it from the list.", field="owner_person_id")
    before = {"owner_person_id": held.row["owner_person_id"], "due_on": held.row["due_on"]}
    values: dict[str, Any] = {"owner_person_id": owner_person_id, "due_on": due_on}
    if before == values:
        return
    await Answer.change(scope, version=held.row["version"] + 1, **values).where(Answer.id == held.id)
    await ledger.record(scope, "assurance.answer.kept", held.record, before=before, after=values)


async def _version(scope: Scope, answer_id: UUID, number: int) -> tuple[dict[str, Any], int | None]:
    """What a version said, and which one taking it back would bring again; version 0 is nothing."""
    if number == 0:
        return dict(NOTHING_SAID), None
    rows = await fetch(
        "SELECT said, back_to FROM assurance_answer_version"
        " WHERE tenant_id = $1 AND answer_id = $2 AND number = $3",
        scope.tenant.id,
        answer_id,
        number,
    )
    return dict(plain(json.loads(rows[0]["said"]))), rows[0]["back_to"]

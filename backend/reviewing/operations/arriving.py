"""Taking in what a commissioner submitted: through the door, or by letter where an officer enters it.

What came is kept as it came. It is told to whoever has it in hand, or else to the team: nobody is given work by a
machine, and nothing is decided.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.reviewing import rules
from backend.reviewing.operations import keeping
from backend.reviewing.operations.commissioners import commissioner_under
from backend.reviewing.queries.team import team_of
from backend.reviewing.tables import Answer, Issue, Reviewed
from backend.scope import Scope
from backend.together.receiving import Arrived
from backend.together.rules import Answer as Answered
from backend.together.rules import Enclosure, Submission, UnableToDeliver


async def take_submission(scope: Scope, arrived: Arrived) -> None:
    """A submission from the other body of an oversight agreement. Raises together's UnableToDeliver."""
    assert isinstance(arrived.said, Submission), "the door hands a kind to its own handler"
    commissioner_id = await commissioner_under(scope, arrived.agreement)
    try:
        await _keep(
            scope,
            commissioner_id=commissioner_id,
            said=arrived.said,
            file_ids=arrived.file_ids,
            sha256=arrived.sha256,
            message_id=arrived.id,
            received_on=scope.today,
        )
    except rules.UnableToReview as refusal:
        raise UnableToDeliver(refusal.sentence) from refusal


async def take_answer(scope: Scope, arrived: Arrived) -> None:
    """An answer to a question that was put to that body. Raises together's UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, Answered), "the door hands a kind to its own handler"
    rows = await fetch(
        "SELECT q.id, q.settled_as, r.id AS return_id, r.title, r.held_by, r.commissioner_id, c.name AS commissioner "
        "FROM reviewing_question q JOIN reviewing_return r ON r.tenant_id = $1 AND r.id = q.return_id "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = r.commissioner_id "
        "WHERE q.tenant_id = $1 AND q.id = $2 AND c.agreement_id = $3",
        scope.tenant.id,
        said.question_id,
        arrived.agreement.id,
    )
    if not rows:
        raise UnableToDeliver(f"{scope.tenant.name} asked no such question of the sender.")
    row = rows[0]
    if row["settled_as"] == "withdrawn":
        raise UnableToDeliver("The question was withdrawn, so no answer to it is taken.")
    await Answer.add(
        scope,
        question_id=row["id"],
        answer_id=said.answer_id,
        message_id=arrived.id,
        words=said.words,
        prepared_by=said.prepared_by,
        approved_by=said.approved_by,
        approved_at=said.approved_at,
        files=json.dumps(_files(said.enclosures, arrived.file_ids)),
        sha256=arrived.sha256,
        received_at=scope.now,
    )
    await ledger.record(
        scope,
        "reviewing.answer.received",
        keeping.return_record(row["return_id"], commissioner=row["commissioner"], title=row["title"]),
        after={"question_id": row["id"], "sha256": arrived.sha256},
    )
    await _tell(scope, kind="reviewing.answer-received", row=row, key=f"reviewing.answer/{arrived.id}")


async def record_letter(
    scope: Scope,
    *,
    commissioner_id: UUID,
    said: Submission,
    received_on: date,
    file_ids: Sequence[UUID] = (),
) -> UUID:
    """Enter a return that came outside the portal, as it says; returns the id of the return here.

    Its page says that it came by letter, and who entered it. Raises UnableToReview, StoodAside, NotFound.
    """
    keeping.person_of(scope)
    commissioner = await keeping.live_commissioner(scope, commissioner_id)
    closed = (await team_of(scope)).closed.get(commissioner_id)
    if closed is not None:
        raise rules.StoodAside(f"You stand aside from {commissioner['name']}. {closed}")
    if received_on > scope.today:
        raise rules.UnableToReview("A return is entered once it is here.", field="received_on")
    sealed = hashlib.sha256(canonical(said.model_dump(mode="json")).encode()).hexdigest()
    return await _keep(
        scope,
        commissioner_id=commissioner_id,
        said=said,
        file_ids=file_ids,
        sha256=sealed,
        message_id=None,
        received_on=received_on,
    )


async def _keep(
    scope: Scope,
    *,
    commissioner_id: UUID,
    said: Submission,
    file_ids: Sequence[UUID],
    sha256: str,
    message_id: UUID | None,
    received_on: date,
) -> UUID:
    """One more issue of a return of that commissioner, which nobody else's number can reach."""
    known = await fetch(
        "SELECT * FROM reviewing_return WHERE tenant_id = $1 AND commissioner_id = $2 AND subject = $3 "
        "AND subject_id = $4 FOR UPDATE",
        scope.tenant.id,
        commissioner_id,
        said.subject.value,
        said.subject_id,
    )
    before = await _before(scope, known[0]["id"]) if known else None
    if before is not None and said.issue <= before[0]:
        raise rules.UnableToReview(
            f"Issue {before[0]} of “{said.title}” is here already, so issue {said.issue} is not taken.",
            field="issue",
        )
    return_id = known[0]["id"] if known else await _new(scope, commissioner_id, said)
    changes = rules.changes_between(before[1].figures, said.figures) if before else ()
    by = said.defined_by
    await Issue.add(
        scope,
        return_id=return_id,
        submission_id=said.submission_id,
        message_id=message_id,
        number=said.issue,
        said=said.model_dump_json(),
        framework=by.framework if by else None,
        edition=by.edition if by else None,
        definition=by.title if by else None,
        rule_set=by.rule_set if by else None,
        definition_sha256=by.sha256 if by else None,
        reds=json.dumps([asdict(each) for each in rules.reds_of(said.figures)]),
        changes=json.dumps([asdict(each) for each in changes]),
        files=json.dumps(_files(said.enclosures, file_ids)),
        sha256=sha256,
        came="message" if message_id else "letter",
        received_on=received_on,
        received_at=scope.now,
        entered_by_name=None if message_id else scope.actor.name,
    )
    if known:
        await Reviewed.change(
            scope, title=said.title, due_on=said.due_on or known[0]["due_on"], version=known[0]["version"] + 1
        ).where(Reviewed.id == return_id)
    commissioner = await fetch(
        "SELECT r.id AS return_id, r.title, r.held_by, r.commissioner_id, c.name AS commissioner "
        "FROM reviewing_return r JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = r.commissioner_id "
        "WHERE r.tenant_id = $1 AND r.id = $2",
        scope.tenant.id,
        return_id,
    )
    row = commissioner[0]
    await ledger.record(
        scope,
        "reviewing.return.received",
        keeping.return_record(return_id, commissioner=row["commissioner"], title=said.title),
        after={"issue": said.issue, "sha256": sha256, "came": "message" if message_id else "letter"},
    )
    await _tell(
        scope,
        kind="reviewing.return-received",
        row=row,
        key=f"reviewing.received/{return_id}/{said.issue}",
    )
    return return_id


async def _new(scope: Scope, commissioner_id: UUID, said: Submission) -> UUID:
    """The row of a return that comes for the first time; its day is the one expected here, where one is."""
    framework = said.defined_by.framework if said.defined_by else None
    expected = await fetch(
        "SELECT due_on FROM reviewing_expected WHERE tenant_id = $1 AND commissioner_id = $2 AND framework = $3 "
        "AND from_on = $4 AND until_on = $5 AND withdrawn_at IS NULL",
        scope.tenant.id,
        commissioner_id,
        framework,
        said.from_on,
        said.until_on,
    )
    found: UUID = await Reviewed.add(
        scope,
        id=new_id(),
        commissioner_id=commissioner_id,
        subject=said.subject.value,
        subject_id=said.subject_id,
        framework=framework,
        title=said.title,
        period=said.period,
        from_on=said.from_on,
        until_on=said.until_on,
        due_on=expected[0]["due_on"] if expected else said.due_on,
        version=1,
    )
    return found


async def _before(scope: Scope, return_id: UUID) -> tuple[int, Submission] | None:
    rows = await fetch(
        "SELECT number, said FROM reviewing_issue WHERE tenant_id = $1 AND return_id = $2 ORDER BY number DESC LIMIT 1",
        scope.tenant.id,
        return_id,
    )
    return (rows[0]["number"], Submission.model_validate_json(rows[0]["said"])) if rows else None


async def _tell(scope: Scope, *, kind: str, row: Any, key: str) -> None:
    """Whoever has the return in hand or covers for them; where nobody has, everybody of the team who may open it."""
    team = await team_of(scope)
    acting = team.acting(row["held_by"], commissioner_id=row["commissioner_id"])
    barred = team.aside_from(row["commissioner_id"])
    whom = [acting] if acting else [each.id for each in team.members if each.id not in barred]
    await keeping.tell(
        scope,
        kind=kind,
        key=key,
        person_ids=whom,
        context={
            "commissioner": row["commissioner"],
            "title": row["title"],
            "return_id": row["return_id"],
            "in_hand": acting is not None,
        },
    )


def _files(enclosures: Sequence[Enclosure], file_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    return [
        {**each.model_dump(mode="json"), "file_id": str(file_id)}
        for each, file_id in zip(enclosures, file_ids, strict=True)
    ]

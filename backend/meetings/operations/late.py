"""A paper after the deadline: its author asks, the chair agrees or does not; both stay on the record."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.ledger import operations as ledger
from backend.meetings import lateness, rules
from backend.meetings.operations import holding, signing
from backend.meetings.queries.paper_lines import paper_line
from backend.meetings.tables import LatePaper
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope
from backend.signoff import workflows


async def ask_for_late_paper(scope: Scope, *, paper_id: UUID, reason: str) -> UUID:
    """Ask the chair to take a late paper; the reason is printed on its cover. Returns the request's id.

    Raises rules.UnableToSubmitPaper.
    """
    paper = await holding.hold_paper(scope, paper_id)
    row = paper.row
    run = await signing.run_of(scope, paper_id)
    own = (
        paper.item.row["lead_person_id"], row["author_person_id"], row["uploaded_by_person_id"],
        run.sponsor_person_id,
    )  # fmt: skip
    rules.check_can_submit(
        scope, paper.item.meeting.standing, committee_id=paper.item.meeting.committee_id, own=own
    )
    signing.check_not_withdrawn(paper)
    late = (await paper_line(scope, paper_id=paper_id)).late
    lateness.check_can_ask(late, title=row["title"], reason=reason)
    request_id: UUID = await LatePaper.add(
        scope,
        paper_id=paper_id,
        reason=reason,
        asked_at=scope.now,
        asked_by_person_id=scope.actor.person_id,
        asked_by_name=scope.actor.name,
    )
    await ledger.record(scope, "meetings.late-paper.asked", paper.record, after={"reason": reason})
    offices = lateness.offices_to_agree(workflows.begun_with(run.workflow))
    members = await committees.members_on(scope, committee_id=paper.item.meeting.committee_id, on=scope.today)
    asked = {each.person_id for each in members if each.office in offices}
    await _tell(
        scope,
        paper,
        request_id,
        kind="meetings.late-paper-asked",
        person_ids=asked - set(own),
        context={"asked_by": scope.actor.name, "reason": reason},
    )
    return request_id


async def answer_late_paper(scope: Scope, *, paper_id: UUID, agreed: bool, answer: str | None = None) -> None:
    """Agree to take a late paper, or not, with a reason. Raises lateness.UnableToAgree."""
    paper = await holding.hold_paper(scope, paper_id)
    row = paper.row
    run = await signing.run_of(scope, paper_id)
    office = lateness.check_can_answer(
        scope,
        workflows.begun_with(run.workflow),
        title=row["title"],
        committee_id=paper.item.meeting.committee_id,
        own=(row["author_person_id"], row["uploaded_by_person_id"]),
        agreed=agreed,
        answer=answer,
    )
    late = (await paper_line(scope, paper_id=paper_id)).late
    if late is None or late.request is None or late.lateness is not lateness.Lateness.ASKED:
        raise lateness.UnableToAgree(f"Nobody is asking you to take “{row['title']}” late.")
    changes = {
        "agreed": agreed,
        "answer": answer,
        "answered_at": scope.now,
        "answered_by_person_id": scope.actor.person_id,
        "answered_by_name": scope.actor.name,
        "office": office,
    }
    await LatePaper.change(scope, **changes).where(LatePaper.id == late.request.id)
    act = "meetings.late-paper.agreed" if agreed else "meetings.late-paper.refused"
    await ledger.record(scope, act, paper.record, after={**changes, "reason": late.request.reason})
    await _tell(
        scope,
        paper,
        late.request.id,
        kind="meetings.late-paper-answered",
        person_ids={row["author_person_id"], late.request.asked_by_person_id} - {None},
        context={"answered_by": scope.actor.name, "agreed": agreed, "answer": answer},
    )


async def _tell(
    scope: Scope,
    paper: holding.HeldPaper,
    request_id: UUID,
    *,
    kind: str,
    person_ids: Collection[UUID],
    context: Mapping[str, Any],
) -> None:
    known = await people.persons_by_id(scope, person_ids)
    about = {
        "title": paper.row["title"],
        "meeting": paper.item.meeting.title,
        "paper_id": paper.row["id"],
    }
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{kind}/{request_id}/{each.id}",
                to=Recipient(person_id=each.id, name=each.name, address=each.email),
                context={**about, **context},
            )
            for each in known.values()
            if each.id != scope.actor.person_id
        ],
    )

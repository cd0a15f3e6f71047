"""Sending the extract of a decision to whoever is to carry it out."""

from uuid import UUID

from backend.committees import queries as committees
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.sittings import rules
from backend.sittings.queries import extracts
from backend.sittings.tables import Extract


async def send_extract(scope: Scope, *, decision_id: UUID, person_id: UUID) -> None:
    """Tell somebody of a decision, with the way to its extract; the same extract is told once.

    Of a private item, only whoever may read it: the letter itself says nothing of it. Raises rules.UnableToRecord,
    NotFound.
    """
    found = await extracts.extract_of(scope, decision_id=decision_id)
    person = await people.person_line_of(scope, person_id=person_id)
    if found.private:
        members = await committees.members_on(scope, committee_id=found.committee_id, on=scope.today)
        seated = person_id in {member.person_id for member in members}
        if not seated and permissions.OFFICER not in person.roles:
            raise rules.UnableToRecord(
                f"{person.name} may not read the private items of {found.committee}, so the extract would stay closed "
                "to them. Choose a member or a governance officer.",
                field="person_id",
            )
    sha256 = found.sha256
    await Extract.add(
        scope,
        decision_id=decision_id,
        person_id=person_id,
        name=person.name,
        sent_at=scope.now,
        sent_by_name=scope.actor.name,
        sha256=sha256,
    )
    await notices.tell(
        scope,
        kind="sittings.decision-extract",
        key=f"sittings.extract/{decision_id}/{person_id}/{sha256[:16]}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={
            "committee": found.committee,
            "meeting": found.meeting,
            "item": "a private item" if found.private else found.item,
            "decision": "" if found.private else found.decision.text,
            "by": scope.actor.name,
            "decision_id": decision_id,
        },
    )
    await ledger.record(
        scope,
        "sittings.extract.sent",
        Record(room="meetings", kind="decision", id=decision_id, title=found.item, hash=sha256),
        after={"person_id": person_id, "person": person.name},
    )

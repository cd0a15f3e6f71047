"""Telling author and officers of papers that a screen reader can't read out."""

from collections.abc import Sequence

from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope


async def tell_of_untagged(
    scope: Scope, agenda: meetings.PackAgenda, papers: Sequence[meetings.PackPaper]
) -> int:
    """Tell the author and the officers of each version without tags, once; returns how many letters.

    A private paper is told of like any other: both have it in hand already.
    """
    if not papers:
        return 0
    rows = await fetch(
        "SELECT id, author_person_id FROM meetings_paper WHERE tenant_id = $1 AND id = ANY($2)",
        scope.tenant.id,
        [paper.id for paper in papers],
    )
    authors = {row["id"]: row["author_person_id"] for row in rows}
    lines = await people.people_of(scope)
    tellings = [
        Telling(
            key=f"packs.untagged/{paper.id}/{paper.version}/{line.id}",
            to=Recipient(person_id=line.id, name=line.name, address=line.email),
            context={
                "paper": paper.title,
                "version": paper.version,
                "meeting": agenda.title,
                "mine": line.id == authors[paper.id],
                "paper_id": paper.id,
            },
        )
        for paper in papers
        for line in lines
        if line.id == authors[paper.id] or permissions.OFFICER in line.roles
    ]
    return len(await notices.tell_all(scope, kind="packs.untagged-paper", tellings=tellings))

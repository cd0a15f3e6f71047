"""Who is told: approvers when something waits for them, preparers and the owner when something came back."""

from uuid import UUID

from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.reporting.queries import IssueView, ReturnView
from backend.scope import Scope


async def ask_for_approval(scope: Scope, view: IssueView) -> None:
    """Tell those who may approve it, but nobody who wrote on it."""
    approvers = await people.people_of(scope, role=permissions.EXECUTIVE)
    await _tell(
        scope,
        "reporting.approval-asked",
        [each for each in approvers if each.id not in view.line.writers],
        key=f"{view.line.id}/{view.line.version}",
        context={"title": view.title, "by": scope.actor.name, "issue_id": view.line.id},
    )


async def came_back(
    scope: Scope, view: ReturnView, *, what: str, body: str, key: UUID, owner_id: UUID | None
) -> None:
    """Tell the officers and the owner that a question or an outcome came."""
    told = {each.id: each for each in await people.people_of(scope, role=permissions.OFFICER)}
    if owner_id is not None:
        told |= await people.persons_by_id(scope, [owner_id])
    await _tell(
        scope,
        "reporting.review-came",
        list(told.values()),
        key=str(key),
        context={"what": what, "title": view.title, "body": body, "return_id": view.id},
    )


async def _tell(
    scope: Scope, kind: str, lines: list[people.PersonLine], *, key: str, context: dict[str, object]
) -> None:
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{kind}/{key}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context=context,
            )
            for line in lines
        ],
    )

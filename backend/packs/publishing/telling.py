"""Telling of publications: that one waits for approval, what stands against it, that an approval is void."""

from collections.abc import Sequence

from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.packs.publishing.queries import PublicationLine
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope


async def tell_approvers(scope: Scope, line: PublicationLine) -> int:
    """A letter to everybody who may approve it, but for whoever asked for it."""
    return await _tell(scope, line, "packs.publication-to-approve", "to-approve", "packs.approve")


async def tell_of_obstacles(scope: Scope, line: PublicationLine, sentences: Sequence[str]) -> int:
    """A letter to those who prepare, about what must be put right first."""
    return await _tell(
        scope, line, "packs.publication-stopped", "stopped", "packs.publish", because=" ".join(sentences)
    )


async def tell_of_void(scope: Scope, line: PublicationLine, sentence: str) -> int:
    """A letter to those who prepare: what was on its way to the public is so no more."""
    return await _tell(scope, line, "packs.publication-void", "void", "packs.publish", because=sentence)


async def _tell(
    scope: Scope, line: PublicationLine, kind: str, mark: str, permission: str, because: str = ""
) -> int:
    carriers = permissions.PERMISSIONS[permission]
    tellings = [
        Telling(
            key=f"packs.publication/{line.id}/{mark}/{each.id}",
            to=Recipient(person_id=each.id, name=each.name, address=each.email),
            context={
                "meeting": line.meeting,
                "publication_id": line.id,
                "asked_by": line.asked_by_name,
                "because": because,
            },
        )
        for each in await people.people_of(scope)
        if carriers & set(each.roles) and (permission != "packs.approve" or each.id != line.asked_by)
    ]
    return len(await notices.tell_all(scope, kind=kind, tellings=tellings))

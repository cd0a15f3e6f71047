"""Telling people that a gain-share may be an interest of theirs, each once for what it says."""

from datetime import date
from uuid import UUID

from backend.contracts.queries.suggestions import suggestions_of
from backend.contracts.rules.shares import ShareHeld
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope

KIND = "contracts.gain-share-suggested"


async def suggest(scope: Scope, *, contract_id: UUID, share_id: UUID, since: date) -> None:
    """Ask each person whom a share may concern to look: those to whom it is suggested and who have not answered.

    What sets a demonstration up tells nobody. Two statements more than the suggestions.
    """
    if scope.actor.chore is not None:
        return
    day = max(scope.today, since)
    found = {
        each.person_id: each
        for each in await suggestions_of(scope, contract_ids=[contract_id], on=day)
        if each.share.share_id == share_id and each.open
    }
    known = await people.persons_by_id(scope, list(found))
    await withdraw(scope, share_id=share_id)
    await notices.tell_all(
        scope,
        kind=KIND,
        tellings=[
            Telling(
                key=f"{KIND}/{share_id}/{each.share.version}/{person_id}",
                to=Recipient(person_id=person_id, name=known[person_id].name, address=known[person_id].email),
                context={
                    "by": scope.actor.name,
                    "reference": each.share.reference,
                    "contract": each.share.contract,
                    "organisation": each.share.organisation,
                },
            )
            for person_id, each in found.items()
            if person_id in known and person_id != scope.actor.person_id
        ],
    )


async def withdraw(scope: Scope, *, share_id: UUID) -> None:
    """What asks about a share and has not gone yet is taken back."""
    await notices.withdraw(scope, key=f"{KIND}/{share_id}")


async def withdraw_for(scope: Scope, *, share: ShareHeld, person_id: UUID) -> None:
    """The same for one person, who has answered."""
    await notices.withdraw(scope, key=f"{KIND}/{share.share_id}/{share.version}/{person_id}")

"""What pages of other rooms show of contracts: what `app` hands down to one's own declarations."""

from backend.committees.views import Beside, BesideRow
from backend.contracts.queries.suggestions import suggestions_of
from backend.scope import Scope


async def gain_shares_to_declare(scope: Scope) -> Beside | None:
    """Gain-shares that are suggested to the person to declare; nothing where there are none, or all are answered."""
    if scope.actor.person_id is None or not scope.may("interests.declare"):
        return None
    found = {
        each.share.share_id: each
        for each in await suggestions_of(scope, person_id=scope.actor.person_id)
        if each.open
    }
    if not found:
        return None
    return Beside(
        heading="Is this an interest of yours?",
        lead=(
            "You have declared a financial interest in an organisation that shares in the gain of a contract. "
            "Nothing is declared for you: declare it, or say that there is nothing to declare."
        ),
        rows=tuple(
            BesideRow(
                words=f"{each.share.reference} {each.share.contract}",
                note=f"{each.share.in_words}.",
                path="/contracts/mine",
            )
            for each in found.values()
        ),
        empty="",
    )

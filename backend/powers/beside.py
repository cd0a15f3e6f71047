"""The powers of a committee, as its own page shows them: what `app` hands down to the room of committees."""

from uuid import UUID

from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.powers.queries import EntryLine, scheme_view
from backend.powers.rules import Party, PartyKind, and_words
from backend.scope import Scope


async def powers_of_committee(scope: Scope, committee_id: UUID) -> Beside | None:
    """What the committee holds today; nothing for whoever may not see the scheme."""
    if not scope.may("powers.read"):
        return None
    body = Party(kind=PartyKind.COMMITTEE, committee_id=committee_id)
    view = await scheme_view(scope, body=body.key)
    word = ":".join(body.key)
    return Beside(
        heading="Powers",
        lead=f"What the scheme of reservation and delegation gives to it on {in_words(scope.today)}.",
        rows=tuple(_row(line, body) for line in view.lines if line.counts),
        empty="The scheme gives it no power.",
        links=(
            ("Its powers in the scheme", f"/powers?body={word}"),
            ("May it decide this?", f"/powers/check?who={word}"),
        ),
    )


def _row(line: EntryLine, body: Party) -> BesideRow:
    entry = line.entry
    limits = entry.limit_in_words
    others = [party.said for party in entry.holders if party != body]
    if others:
        limits += f", jointly with {and_words(others)}"
    if entry.consent:
        limits += f", with the consent of {and_words([party.said for party in entry.consent])}"
    return BesideRow(
        words=line.function, note=f"{limits} ({entry.clause})", path=f"/powers/entries/{entry.id}"
    )

"""Acts as pages of other rooms show them: what `app` hands down to committees, items and agendas."""

from uuid import UUID

from backend.between import queries
from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.scope import Scope

_SHOWN = 5


async def acts_of_committee(scope: Scope, committee_id: UUID) -> Beside | None:
    """The newest acts of a committee; nothing for whoever may not see them."""
    if not scope.may("between.read"):
        return None
    lines = await queries.acts_of(scope, committee_id=committee_id)
    links = [("Everything decided between meetings", f"/committees/{committee_id}/acts")]
    if scope.may("between.record"):
        links.append(("Record what was decided", f"/committees/{committee_id}/acts/new"))
    return Beside(
        heading="Between meetings",
        lead="The newest of what was decided without a meeting.",
        rows=tuple(map(_row, lines[:_SHOWN])),
        empty="Nothing that was decided between meetings is recorded.",
        links=tuple(links),
    )


async def acts_of_item(scope: Scope, item_id: UUID) -> Beside | None:
    """The acts for whose report or ratification an item is there; nothing for any other item."""
    if not scope.may("between.read"):
        return None
    lines = await queries.acts_of_item(scope, item_id=item_id)
    if not lines:
        return None
    return Beside(
        heading="Decided between meetings",
        lead="This item is here for what was decided without a meeting. A decision on it settles that.",
        rows=tuple(map(_row, lines)),
        empty="",
    )


def _row(line: queries.ActLine) -> BesideRow:
    irregular = ", irregular" if line.irregular else ""
    return BesideRow(
        words=f"{line.kind_in_words} {line.number}: {line.title}",
        note=f"{in_words(line.taken_on)}. {line.state_in_words}{irregular}",
        path=f"/acts/{line.id}",
    )

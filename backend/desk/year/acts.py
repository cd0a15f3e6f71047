"""Between meetings: an act is recorded on its day, comes on the next agenda, and is settled by what is said there."""

from datetime import timedelta
from uuid import UUID

from backend.between import operations as between
from backend.between import queries as between_queries
from backend.between import rules
from backend.catalogue.between import ActKind
from backend.catalogue.years import YearAct
from backend.desk.year.played import Played
from backend.scope import Scope


async def act(played: Played, each: YearAct) -> None:
    """What was done, on whose word and after asking whom; written down the same day."""
    taken_at = played.moment(each.taken_on, 11)
    async with played.officer(taken_at + timedelta(hours=3)) as officer:
        finished = await between.record_act(
            officer,
            committee_id=played.committees[each.committee],
            kind=ActKind(each.kind),
            title=each.title,
            words=each.text,
            because=each.because,
            function_id=played.functions[each.function],
            value_pence=each.pounds * 100 if each.pounds else None,
            taken_at=taken_at,
            acted=[
                between.Said(person_id=played.person(name), declared=rules.Declared.NONE) for name in each.by
            ],
            consulted=[
                between.Said(
                    person_id=played.person(one.person),
                    words=one.text,
                    said_at=taken_at,
                    declared=rules.Declared.NONE,
                )
                for one in each.consulted
            ],
        )
    assert finished.item_id is not None, "the meetings of the year are arranged at its beginning"
    played.acts[each.id] = finished.act_id
    played.items[f"{each.reported_at}/{each.id}"] = finished.item_id


async def settle(scope: Scope, *, item_id: UUID, decision_id: UUID) -> None:
    """What a meeting said of an act on its item settles it, where that is not done yet."""
    if any(line.waits for line in await between_queries.acts_of_item(scope, item_id=item_id)):
        await between.settle_by_item(scope, item_id=item_id, decision_id=decision_id)

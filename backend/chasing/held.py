"""Notices that wait for the daily letter of whoever chose so: owed to the letter, and planned with what is chased.

They are a source like the others, with a ladder of one rung, so that the forecast shows them, absence and the days of
the letter hold for them, and they stand in the one letter of the day beside what is owed.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from backend.chasing import digests, queries
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules.ladders import NEWS, Ladder, Rung
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.chasing.sources import Said
from backend.kit.calendar import in_words
from backend.notices import own
from backend.notices.operations import HELD_CHORE
from backend.scope import Scope
from backend.tenancy import dues

LADDER = Ladder(
    id=NEWS,
    edition="v1",
    title="Notices for the daily letter",
    rungs=(
        Rung(
            id="told",
            offset=0,
            working=False,
            to=("owner",),
            while_in=("held",),
            subject="{title}",
            text="You were told this on {told_on}. It comes in this letter because you chose so.",
        ),
    ),
)

_MARK = "DEMONSTRATION: "


class _Held:
    """Letters in the state `held`, as the chase asks for them."""

    ladder = NEWS
    chore = HELD_CHORE
    kind = digests.KIND
    announced = True

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        """What waits for a daily letter by then; each waits for the first one after it was told."""
        hours = settings.hours
        found = []
        for line in await own.held_of(scope, hold=hold):
            told_on = line.told_at.astimezone(hours.tz).date()
            day = hours.next_moment(told_on, after=line.told_at).astimezone(hours.tz).date()
            if day <= until:
                found.append(_thing(line, told_on=told_on, day=day))
        return tuple(found)

    def said(self, scope: Scope, line: Line) -> Said:
        links = (("Read it", f"/notices/{line.thing.id}"),)
        content = digests.content_of(line, Said(context={}, links=links), brings_entry=False)
        return Said(context=digests.context_of([content], [line.due_on], day=line.day), links=links)

    async def keep_looks(self, scope: Scope, looks: Mapping[UUID, date | None]) -> None:
        """What was told in a letter waits for none; what moved or rests is looked at again."""
        done = [letter_id for letter_id, day in looks.items() if day is None]
        if done and (await queries.settings_of(scope)).mode is Mode.LIVE:
            await own.let_go(
                scope, letter_ids=done, answer=f"Told in the daily letter of {in_words(scope.today)}."
            )

    async def look_again(self, scope: Scope) -> None:
        """Each is looked at on every day until it is told."""

    async def schedule(self, scope: Scope, *, settings: Settings | None = None) -> None:
        """Say when the next daily letter is to bring a notice; when none waits, never."""
        told_at = min((line.told_at for line in await own.held_of(scope)), default=None)
        if told_at is None:
            await dues.clear_due(scope, chore=HELD_CHORE)
            return
        hours = (settings or await queries.settings_of(scope)).hours
        await dues.set_due(scope, chore=HELD_CHORE, at=hours.next_moment(told_at.date(), after=scope.now))


SOURCE = _Held()


def _thing(line: own.HeldLine, *, told_on: date, day: date) -> Thing:
    return Thing(
        key=f"notices.held/{line.id}",
        id=line.id,
        ladder=NEWS,
        title=line.subject.removeprefix(_MARK),
        state="held",
        owner=line.recipient_name,
        due_on=day,
        holders=(line.recipient_person_id,),
        places={"told_on": in_words(told_on)},
    )

"""One save of the live page of a meeting: that somebody arrived, as the form's operation writes it."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from backend.committees import operations as committees
from backend.kit import database
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.sittings import operations, rules
from backend.tenancy import transactions
from tests.bench.floors import live_save as floor
from tests.bench.harness import Figure, Pair
from tests.bench.installation import an_officer, installation
from tests.committees.made import a_committee

EVENTS = 500
"""What is recorded of the meeting already: a long one."""


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"):
            officer = await an_officer()
            scope = officer.scope
            person_id = scope.actor.person_id
            assert person_id is not None
            async with transactions.scope_tx(scope):
                committee_id = await committees.form_committee(scope, committee=a_committee())
                meeting_id = await meetings.arrange_meeting(
                    scope,
                    committee_id=committee_id,
                    title="A measured meeting (invented)",
                    starts_at=scope.now - timedelta(hours=1),
                    ends_at=scope.now + timedelta(hours=1),
                    venue="An invented hall",
                    in_public=True,
                )

            async def ours() -> None:
                async with transactions.scope_tx(scope):
                    await operations.record_presence(
                        scope, meeting_id=meeting_id, kind=rules.Kind.ARRIVED, person_id=person_id
                    )

            async def base() -> None:
                await floor.save(
                    lambda: transactions.scope_tx(scope),
                    database.execute,
                    tenant_id=scope.tenant.id,
                    row_id=new_id(),
                    meeting_id=meeting_id,
                    person_id=person_id,
                    name=scope.actor.name,
                    at=scope.now,
                )

            for _ in range(EVENTS):
                await base()
            await ours()  # the first takes the page, and those that are measured hold it
            before = database.DB.statements
            await ours()
            statements = database.DB.statements - before
            yield Pair(
                ours=ours, base=base, sizes={"events": EVENTS}, counters=lambda: {"statements": statements}
            )


FIGURE = Figure(
    name="live-save",
    goal=3.0,
    floor="the one INSERT in the application's own transaction of the tenant; no hold, no ledger; no HTTP on either",
    prepare=prepared,
    pairs=100,
    limits={"statements": 2},
)

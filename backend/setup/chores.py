"""What the worker does for set-up. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg

from backend.kit import database
from backend.kit.clock import real_now
from backend.scope import Refusal, Scope
from backend.setup.operations import inviting, own, people_lists
from backend.tenancy import transactions

_AWAY = (
    database.DatabaseUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    ConnectionError,
)


async def bring_people(scope: Scope, *, list_id: UUID) -> None:
    """Write a long list of people that was looked at."""
    try:
        await people_lists.write(scope, list_id=list_id)
    except Refusal as refusal:
        await people_lists.put_back(scope, list_id=list_id, failure=refusal.sentence)
    except _AWAY:
        raise  # the job is taken up again
    except Exception:
        await people_lists.put_back(scope, list_id=list_id, failure=people_lists.OUR_FAULT)
        raise


async def invite_people(scope: Scope) -> None:
    """Invite everybody who was not invited yet, some at a time; who was invited meanwhile is passed over."""
    while True:
        async with transactions.scope_tx(scope):
            waiting = await inviting.not_yet_invited(scope, now=real_now())
            if not waiting:
                return
            invited = await inviting.invite_these(
                scope, person_ids=waiting[: inviting.AT_ONCE], now=real_now()
            )
            if not invited:
                return


async def remind_of_assessment(scope: Scope) -> None:
    """Tell officers that the impact assessment is to be looked at again."""
    async with transactions.scope_tx(scope):
        await own.remind_of_assessment(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    people_lists.BRING: bring_people,
    inviting.INVITE: invite_people,
    own.REMIND: remind_of_assessment,
}

"""Returns in the two worlds of the sweep: one that waits, a board member's related party, a recorded check."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.clock import real_now
from backend.ledger.records import canonical, content_hash
from backend.people.operations import persons
from backend.registers.operations import fit_and_proper
from backend.registers.rules.returns import ReturnState, period_of
from backend.registers.tables.returns import Return
from backend.tenancy import transactions
from tests.committees.made import a_committee, a_seat

FIRST = date(2014, 4, 1)
YEAR = "2025"


async def a_return(world: Any) -> dict[str, str]:
    """A return that waits for its signature. The edition of today asks for none, so its row is written as it is."""
    scope = world.officer
    period = period_of(date(2016, 5, 1), months=3)
    number = int(world.word("return").rsplit(" ", 1)[1])
    content = {
        "organisation": world.word("organisation"),
        "demonstration": True,
        "return": world.word("return"),
        "to": "NHS England",
        "period": period.in_words,
        "rule_set": "managing-conflicts-of-interest/2016-06",
        "note": world.word("note"),
        "answers": [
            {
                "question": "Registers are published",
                "fact": "registers-published",
                "met": True,
                "answer": "Yes",
                "behind": [{"words": world.word("behind"), "path": "/publication"}],
            }
        ],
    }
    async with transactions.scope_tx(scope):
        return_id = await Return.add(
            scope,
            kind=f"invented-{number}",
            since=period.since,
            until=period.until,
            number=number,
            state=ReturnState.PREPARED,
            content=canonical(content),
            sha256=content_hash(content),
            prepared_at=scope.now,
            prepared_by=scope.actor.person_id,
            prepared_by_name=scope.actor.name,
        )
    return {"return_id": str(return_id), "seen": content_hash(content), "form": "json"}


async def a_related_party(world: Any) -> dict[str, str]:
    """A member of a board with an interest in one more organisation, and a recorded check."""
    from tests.house.world import MAKERS

    ids = await MAKERS["organisation"](world)
    scope = replace(world.officer, now=real_now())
    number = world.word("board").rsplit(" ", 1)[1]
    async with transactions.scope_tx(scope):
        committee_id = await committees.form_committee(
            scope,
            committee=a_committee(
                id=f"board-{number}",
                name=world.word("board"),
                kind="board",
                quorum=None,
                quorum_from=None,
                seats=[a_seat("partner", "partner")],
            ),
        )
        (seat,) = (await committee_queries.committee(scope, committee_id=committee_id)).places
        person_id = await persons.add_person(
            scope, name=f"{world.word('boarder')} Invented", job_title=None, email=None, joined_on=FIRST
        )
        await committees.appoint(scope, seat_id=seat.id, person_id=person_id, from_on=FIRST)
        await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=UUID(ids["organisation_id"]),
            interest_type=InterestType.FINANCIAL,
            nature=world.word("nature"),
            since=FIRST,
        )
        check_id = await fit_and_proper.record_check(
            scope, person_id=person_id, checked_on=date(2025, 4, 1), next_due_on=date(2026, 4, 1)
        )
    return {
        **ids,
        "person_id": str(person_id),
        "check_id": str(check_id),
        "year": YEAR,
        "form": "csv",
    }


MAKERS = {"return": a_return, "related_party": a_related_party}

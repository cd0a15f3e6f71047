"""A committee, its people and a meeting, made by the rooms' own operations, in one line each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.organisations import Organisation
from backend.committees import operations as committee_operations
from backend.committees import queries as committees
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.meetings import operations, queries, rules
from backend.organisations import operations as organisations
from backend.people.permissions import permissions_for, roles_of_seats
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, formed, seat_id

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2014, 9, 17, 14, 0, tzinfo=LONDON)
ENDS = datetime(2014, 9, 17, 16, 0, tzinfo=LONDON)
WORDS = b"# Longer opening hours\n\nThe committee is asked to **agree** the pilot.\n"
OTHER_WORDS = b"# Longer opening hours\n\nThe committee is asked to agree a *smaller* pilot.\n"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One committee with all its seats held, and a planned meeting of it on 17 September 2014."""

    officer: Scope
    committee_id: UUID
    meeting_id: UUID
    chair: Scope
    vice_chair: Scope
    gp: Scope
    second_gp: Scope
    observer: Scope
    author_id: UUID

    async def add_item(self, title: str = "Longer opening hours", **traits: Any) -> UUID:
        async with transactions.scope_tx(self.officer):
            return await operations.add_item(
                self.officer,
                meeting_id=self.meeting_id,
                title=title,
                **{"purpose": rules.Purpose.DECISION, **traits},
            )

    async def submit(self, item_id: UUID, scope: Scope | None = None, **traits: Any) -> UUID:
        given = {
            "title": "Longer opening hours",
            "author_person_id": self.author_id,
            "filename": "hours.md",
            "data": WORDS,
            **traits,
        }
        acting = scope or self.officer
        async with transactions.scope_tx(acting):
            return await operations.submit_paper(acting, item_id=item_id, **given)

    async def excuse_cover(self, paper_id: UUID) -> None:
        """Let the paper past the governance check without a cover sheet."""
        async with transactions.scope_tx(self.officer):
            if (await queries.paper(self.officer, paper_id=paper_id)).unexcused:
                await operations.excuse_empty_fields(
                    self.officer, paper_id=paper_id, reason="It goes without a cover sheet"
                )

    async def pass_to_chair(self, paper_id: UUID) -> None:
        await self.excuse_cover(paper_id)
        for step in ("send", "pass-to-chair"):
            async with transactions.scope_tx(self.officer):
                await operations.move_paper_on(self.officer, paper_id=paper_id, step_id=step)

    async def paper_with_chair(self, **traits: Any) -> UUID:
        paper_id = await self.submit(await self.add_item(), **traits)
        await self.pass_to_chair(paper_id)
        return paper_id

    async def conflicted(self, who: Scope, organisation_id: UUID) -> None:
        async with transactions.scope_tx(self.officer):
            assert who.actor.person_id is not None
            await declaring.declare_interest(
                self.officer,
                person_id=who.actor.person_id,
                organisation_id=organisation_id,
                interest_type=InterestType.FINANCIAL,
                nature="Partner in the practice (invented)",
                since=FIRST,
            )


async def a_stage(scope: Scope, **traits: Any) -> Stage:
    """The stage in the tenant of `scope`, whose actor becomes a person of the tenant."""
    async with transactions.scope_tx(scope):
        officer_id = await a_person(scope, "Olive Invented")
        officer = as_person(scope, officer_id, "Olive Invented", roles=("governance-officer",))
        author_id = await a_person(officer, "Arden Invented")
        committee_id = await formed(officer, **traits)
        people = {}
        for name, slug, place in (
            ("Charlie Invented", "chair", 1),
            ("Vivian Invented", "vice-chair", 1),
            ("Glenn Invented", "gp", 1),
            ("Gale Invented", "gp", 2),
            ("Oakley Invented", "observer", 1),
        ):
            person_id = await a_person(officer, name)
            seat = await seat_id(officer, committee_id, slug, place)
            await committee_operations.appoint(officer, seat_id=seat, person_id=person_id, from_on=FIRST)
            people[slug, place] = await seated(officer, person_id, name)
        meeting_id = await operations.arrange_meeting(
            officer,
            committee_id=committee_id,
            title="Commissioning Committee, September",
            starts_at=STARTS,
            ends_at=ENDS,
            venue="An invented hall",
            in_public=True,
        )
    return Stage(
        officer=officer,
        committee_id=committee_id,
        meeting_id=meeting_id,
        chair=people["chair", 1],
        vice_chair=people["vice-chair", 1],
        gp=people["gp", 1],
        second_gp=people["gp", 2],
        observer=people["observer", 1],
        author_id=author_id,
    )


async def seated(scope: Scope, person_id: UUID, name: str) -> Scope:
    """The scope of somebody who holds seats, as a session would make it."""
    held = await committees.seats_held_by(scope, person_id=person_id, on=scope.today)
    return replace(as_person(scope, person_id, name, roles=tuple(roles_of_seats(held))), seats=held)


def as_person(scope: Scope, person_id: UUID, name: str, *, roles: tuple[str, ...] = ()) -> Scope:
    return replace(
        scope,
        actor=Actor(name=name, person_id=person_id),
        roles=frozenset(roles),
        seats=(),
        permissions=permissions_for(roles),
    )


async def an_organisation(scope: Scope, name: str = "Castle Hill Invented Practice") -> UUID:
    async with transactions.scope_tx(scope):
        slug = name.lower().replace(" ", "-")
        return await organisations.add_organisation(
            scope,
            organisation=Organisation.model_validate(
                {"id": slug, "name": name, "type": "practice", "mark": "setting"}
            ),
        )


def at(scope: Scope, moment: datetime) -> Scope:
    """The same person at another moment."""
    return replace(scope, now=moment)

"""A commissioner with an officer, two executives and an oversight agreement with a reviewing body of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.evidence import store
from backend.kit.database import fetch
from backend.kit.storage import storage_from_url
from backend.people import permissions
from backend.people.operations import persons
from backend.reporting import chores, operations
from backend.reporting.operations import Owed
from backend.reporting.rules import Said, What
from backend.scope import Actor, Scope, Tenant
from backend.tenancy import transactions
from backend.together import door
from backend.together import operations as together
from backend.together.rules import Kind, Shares
from tests.reviewing.stage import NOW, Body
from tests.scopes import a_scope

QUARTER = {"period": "July to September 2014", "from_on": date(2014, 7, 1), "until_on": date(2014, 9, 30)}
DUE = date(2014, 10, 30)


@dataclass(frozen=True, kw_only=True)
class Commissioner:
    """Its people by what they do: officer, writer and approver (both executives)."""

    people: dict[str, Scope]

    def scope(self, who: str) -> Scope:
        return self.people[who]

    def person(self, who: str) -> UUID:
        found = self.people[who].actor.person_id
        assert found is not None
        return found

    async def act(self, who: str, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
        scope = self.people[who]
        async with transactions.scope_tx(scope):
            return await operation(scope, **given)

    async def rows(self, sql: str, *arguments: Any) -> Any:
        async with transactions.scope_tx(self.people["officer"], readonly=True):
            return await fetch(sql, self.people["officer"].tenant.id, *arguments)

    async def post(self) -> int:
        return await door.deliver_waiting(self.people["officer"])

    async def work(self, issue_id: UUID) -> None:
        """What the worker does once it is approved."""
        await chores.print_issue(self.people["officer"].as_chore("reporting.print_issue"), issue_id=issue_id)


async def a_commissioner(found: Callable[..., Awaitable[Tenant]], *, now: datetime = NOW) -> Commissioner:
    tenant = await found(demonstration=True, name="Bramble Vale CCG (invented)")
    return Commissioner(people=await with_roles(a_scope(tenant, now=now)))


async def with_roles(hands: Scope) -> dict[str, Scope]:
    people: dict[str, Scope] = {}
    for who, role in (
        ("officer", permissions.OFFICER),
        ("writer", permissions.EXECUTIVE),
        ("approver", permissions.EXECUTIVE),
    ):
        async with transactions.scope_tx(hands):
            person_id = await persons.add_person(
                hands, name=f"{who.capitalize()} Invented", email=f"{who}@example.invalid"
            )
            await persons.grant_role(hands, person_id=person_id, role=role)
        people[who] = replace(
            hands,
            actor=Actor(name=f"{who.capitalize()} Invented", person_id=person_id),
            roles=frozenset({role}),
            permissions=permissions.permissions_for({role}),
        )
    return people


async def overseen(commissioner: Commissioner, body: Body) -> UUID:
    """The body proposes to review the commissioner, who accepts; known to both."""
    async with transactions.scope_tx(body.officer):
        agreement_id: UUID = await together.propose(
            body.officer,
            to_slug=commissioner.scope("officer").tenant.slug,
            kind=Kind.OVERSIGHT,
            shares=Shares.SUBMITTED,
            name="Oversight of delegated commissioning",
            terms="What is asked for, by when, and how questions are answered.",
            committee_id=None,
            acting_as="Assurance team",
            from_on=body.officer.today,
            signed_by_id=body.person(next(iter(body.reviewers))),
            authority="Scheme of delegation, 3.2",
        )
    await door.deliver_waiting(body.officer)
    await commissioner.act(
        "officer",
        together.accept,
        agreement_id=agreement_id,
        committee_id=None,
        signed_by_id=commissioner.person("approver"),
        authority="Governing Body, 2 October 2014, minute 9",
    )
    await commissioner.post()
    return agreement_id


async def owed(commissioner: Commissioner, agreement_id: UUID | None, **traits: Any) -> UUID:
    values: dict[str, Any] = {
        "title": "Quarterly return",
        "body": None if agreement_id else "An outside body (invented)",
        "agreement_id": agreement_id,
        "definition": "delegation-quarterly-return/2014-11",
        "due_on": DUE,
        "owner_person_id": commissioner.person("writer"),
        **QUARTER,
        **traits,
    }
    found: UUID = await commissioner.act("officer", operations.add_return, owed=Owed(**values))
    return found


FIGURES = {
    "contentious": Said(value="0"),
    "committee-meetings": Said(value="3"),
    "meetings-quorate": Said(value="100"),
    "irregular-decisions": Said(value="0"),
    "declared": Said(words="The register is being moved."),
    "breaches": Said(value="1", words="A gift declared late.", red=True, red_because="The second this year"),
    "breaches-notified": Said(value="0"),
    "budget": Said(value="£1,250,000.50"),
    "spend": Said(value="1,200,000"),
    "segregated": Said(value="yes"),
    "notices": Said(value="0"),
    "mergers": Said(value="0"),
    "open-actions-late": Said(value="0"),
}


async def written(commissioner: Commissioner, return_id: UUID, **changed: Said) -> UUID:
    """An issue with all its figures and words, sent for approval by the writer."""
    issue_id: UUID = await commissioner.act("writer", operations.begin, what=What.RETURN, of_id=return_id)
    version = 1
    figures = {**FIGURES, **{key.replace("_", "-"): said for key, said in changed.items()}}
    await commissioner.act("writer", operations.set_figures, issue_id=issue_id, version=version, said=figures)
    await commissioner.act(
        "writer",
        operations.write,
        issue_id=issue_id,
        version=version + 1,
        words="A quiet quarter.",
        what_changed="The notices were counted anew." if changed else None,
    )
    await commissioner.act("writer", operations.ask, issue_id=issue_id, version=version + 2)
    return issue_id


async def approved(commissioner: Commissioner, issue_id: UUID) -> str:
    """Approved by somebody else exactly as it reads, and printed; returns the hash of what was approved."""
    from backend.reporting import queries

    scope = commissioner.scope("approver")
    async with transactions.scope_tx(scope):
        view = await queries.issue_of(scope, issue_id=issue_id)
        seen = queries.hash_of(await queries.content_of(scope, view))
        await operations.approve(scope, issue_id=issue_id, seen=seen, proved_by="A code (invented)")
    await commissioner.work(issue_id)
    rows = await commissioner.rows(
        "SELECT sha256 FROM reporting_issue WHERE tenant_id = $1 AND id = $2", issue_id
    )
    return str(rows[0]["sha256"])


def keep_files_in(folder: Path) -> None:
    store.use(storage_from_url(f"file://{folder}"))

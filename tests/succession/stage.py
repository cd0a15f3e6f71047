"""Invented CCGs that hand over to an invented board: made small by the rooms' operations, large by statements."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.rules import Source, SourceKind
from backend.evidence import operations as evidence
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.database import execute, fetch
from backend.organisations import operations as organisations
from backend.people import permissions
from backend.people.operations import persons
from backend.risks import operations as risks
from backend.risks.rules import ScoreKind
from backend.scope import Scope, Tenant
from backend.succession import rules
from backend.succession.operations import announcing, asking, consenting, mapping, merging
from backend.succession.queries.conflicts import conflicts_of, still_open
from backend.tenancy import transactions
from backend.together import door
from tests.committees.made import FIRST, formed
from tests.risks.made import SAID
from tests.scopes import FIRST_OF_SEPTEMBER, a_scope

Found = Callable[..., Awaitable[Tenant]]


@dataclass(frozen=True, kw_only=True)
class Body:
    """One organisation: its officer, its executive, its committee and some of its people."""

    officer: Scope
    executive: Scope
    committee_id: UUID
    people: tuple[UUID, ...]

    @property
    def tenant(self) -> Tenant:
        return self.officer.tenant

    async def act(
        self, operation: Callable[..., Awaitable[Any]], *, by: Scope | None = None, **given: Any
    ) -> Any:
        async with transactions.scope_tx(by or self.officer):
            return await operation(by or self.officer, **given)

    async def rows(self, sql: str, *arguments: Any) -> Any:
        async with transactions.scope_tx(self.officer, readonly=True):
            return await fetch(sql, self.tenant.id, *arguments)


async def a_body(
    found: Found,
    called: str,
    *,
    kind: str = "ccg",
    now: str | datetime = FIRST_OF_SEPTEMBER,
    **committee: Any,
) -> Body:
    """An organisation with an officer, an executive, two people more, and a committee where one of them sits."""
    tenant = await found(demonstration=True, name=called, kind=kind)
    scope = a_scope(tenant, now=now)
    async with transactions.scope_tx(scope):
        ids = []
        for name in ("Officer", "Executive", "Chair", "Member"):
            ids.append(
                await persons.add_person(
                    scope, name=f"{name} of {called}", email=f"{name}.{tenant.slug}@example.invalid".lower()
                )
            )
        await persons.grant_role(scope, person_id=ids[0], role=permissions.OFFICER)
        await persons.grant_role(scope, person_id=ids[1], role=permissions.EXECUTIVE)
        committee_id = await formed(scope, **committee)
        await execute(
            "INSERT INTO committees_term (tenant_id, id, committee_id, seat_id, person_id, from_on) "
            "SELECT $1, gen_random_uuid(), $2, s.id, $3, $4 FROM committees_seat s WHERE s.tenant_id = $1 "
            "AND s.committee_id = $2 AND s.office = 'chair'",
            tenant.id,
            committee_id,
            ids[2],
            FIRST,
        )
    officer = a_scope(tenant, now=now, person_id=ids[0], name=f"Officer of {called}")
    return Body(
        officer=officer,
        executive=a_scope(
            tenant, now=now, person_id=ids[1], name=f"Executive of {called}", roles=(permissions.EXECUTIVE,)
        ),
        committee_id=committee_id,
        people=tuple(ids),
    )


async def work_of(body: Body, *, called: str) -> dict[str, UUID]:
    """An open action, one that is closed, a risk with a score and a control, and a declared interest."""
    scope = body.officer
    async with transactions.scope_tx(scope):
        source = Source(kind=SourceKind.HAND, title="A meeting", committee_id=body.committee_id)
        action_id = await actions.undertake(
            scope,
            source=source,
            words=f"Write to {called} about the plan",
            owner_person_id=body.people[3],
            due_on=scope.today + timedelta(days=30),
        )
        done_id = await actions.undertake(
            scope, source=source, words="Send the minutes", owner_person_id=body.people[3]
        )
        await actions.withdraw(scope, action_id=done_id, reason="Sent long ago", agreed_by="The chair")
        risk_id = await risks.open_risk(
            scope,
            said=replace(
                SAID,
                called="CR-01",
                owner_person_id=body.people[1],
                committee_id=body.committee_id,
            ),
        )
        await risks.score(
            scope, risk_id=risk_id, kind=ScoreKind.CURRENT, likelihood=3, consequence=4, because="As it is"
        )
        control_id = await risks.add_control(scope, risk_id=risk_id, words="A rota is kept")
        organisation_id = await organisations.add_as_named(scope, name=f"{called} Invented Services Ltd")
        declaration_id = await declaring.declare_interest(
            scope,
            person_id=body.people[3],
            organisation_id=organisation_id,
            interest_type=InterestType.FINANCIAL,
            nature="Director of the company",
            since=FIRST,
        )
    return {
        "action": action_id,
        "done": done_id,
        "risk": risk_id,
        "control": control_id,
        "declaration": declaration_id,
    }


MANY = """
INSERT INTO {table} (tenant_id, id, {columns})
SELECT $1, gen_random_uuid(), {values} FROM generate_series(1, $2) AS n
"""


async def fill(body: Body, *, people: int, open_actions: int, closed_actions: int, risks: int) -> None:
    """Very many records, by statements of which none takes long."""
    scope, me = body.officer, body.people[3]
    step = 10_000

    async def many(table: str, columns: str, values: str, count: int, *given: Any) -> None:
        for start in range(0, count, step):
            async with transactions.scope_tx(scope):
                sql = MANY.format(
                    table=table, columns=columns, values=values.replace("{n}", f"(n + {start})")
                )
                await execute(sql, scope.tenant.id, min(step, count - start), *given)

    slug = scope.tenant.slug
    await many(
        "people_person",
        "name, email, joined_on",
        f"'Person ' || {{n}}, 'p' || {{n}} || '.{slug}@example.invalid', date '2014-01-01'",
        people,
    )
    for count, first, state, ended in (
        (open_actions, 1_000, "open", "NULL::date"),
        (closed_actions, 1_000_000, "closed", "date '2014-06-01'"),
    ):
        await many(
            "actions_action",
            "number, source_kind, source_title, words, private, owner_person_id, due_on, moves, state, undertaken_on, "
            "recorded_at, recorded_by_name, ended_on, committee_id",
            f"{first} + {{n}}, 'hand', 'A meeting', 'Do thing ' || {{n}}, false, $3::uuid, date '2014-12-01', 0, "
            f"'{state}', date '2014-02-01', timestamptz '2014-02-01', 'Made for a test', {ended}, $4::uuid",
            count,
            me,
            body.committee_id,
        )
    await many(
        "risks_risk",
        "number, title, cause, event, effect, category, directorate, level, state, objective_ids, linked_ids, "
        "owner_person_id, opened_on, version",
        "1000 + {n}, 'Risk ' || {n}, 'Cause', 'Event', 'Effect', 'workforce', 'Quality', 'corporate', "
        "'open', '{}', '{}', "
        "$3::uuid, date '2014-02-01', 1",
        risks,
        me,
    )


async def announced(board: Body, predecessors: list[Body], *, kind: rules.Kind = rules.Kind.MERGER) -> UUID:
    """A plan for today that every predecessor agreed to, as both sides know."""
    plan_id: UUID = await board.act(
        announcing.announce,
        kind=kind,
        name="One board for seven places",
        words="The places come together in one invented board.",
        falls_on=board.officer.today,
    )
    for body in predecessors:
        await board.act(
            announcing.propose_to,
            plan_id=plan_id,
            slug=body.tenant.slug,
            signed_by_id=board.people[1],
            authority="Shadow board, 28 August 2014, minute 7",
        )
    await door.deliver_waiting(board.officer)
    for body in predecessors:
        await consented(body)
    return plan_id


async def consented(body: Body) -> UUID:
    """The newest proposal, agreed to by two people, and the successor told."""
    rows = await body.rows(
        "SELECT id FROM together_agreement WHERE tenant_id = $1 AND kind = 'succession' AND state = 'proposed'"
    )
    agreement_id: UUID = rows[0]["id"]
    await body.act(
        consenting.prepare, agreement_id=agreement_id, words="Governing body, 29 August 2014, minute 3"
    )
    await body.act(consenting.approve, by=body.executive, agreement_id=agreement_id)
    await door.deliver_waiting(body.officer)
    return agreement_id


async def stock_taken(board: Body, plan_id: UUID) -> None:
    await board.act(asking.ask_for_stock, plan_id=plan_id)
    await merging.take_stock(board.officer, plan_id=plan_id)


async def rehearsed(board: Body, plan_id: UUID) -> None:
    await board.act(asking.ask_for_rehearsal, plan_id=plan_id)
    await merging.rehearse(board.officer, plan_id=plan_id)


async def merged(board: Body, plan_id: UUID) -> None:
    await board.act(asking.ask_for_approval, plan_id=plan_id)
    await board.act(asking.approve, by=board.executive, plan_id=plan_id)
    await merging.carry_out(board.officer, plan_id=plan_id)


async def plan_of(board: Body, plan_id: UUID) -> Any:
    return (await board.rows("SELECT * FROM succession_plan WHERE tenant_id = $1 AND id = $2", plan_id))[0]


async def settled(board: Body, plan_id: Any) -> list[str]:
    """Every conflict of the mapping is said to be known; returns their keys."""
    async with transactions.scope_tx(board.officer, readonly=True):
        found = still_open(await conflicts_of(board.officer, plan_id=plan_id))
    for each in found:
        await board.act(mapping.settle_conflict, plan_id=plan_id, conflict=each.key, words="Both stand")
    return [each.key for each in found]


async def file_of(body: Body) -> Any:
    return await body.act(
        evidence.keep_file, name="plan.txt", media_type="text/plain", data=body.tenant.name.encode()
    )


async def as_if_rehearsed(board: Body, plan_id: Any) -> None:
    """As if the mapping had been rehearsed as it stands: rehearsals have a test of their own."""
    async with transactions.scope_tx(board.officer):
        choices = await mapping.fingerprint(board.officer, plan_id)
        await fetch(
            "UPDATE succession_plan SET rehearsed_at = $3, rehearsed_choices = $4 WHERE tenant_id = $1 AND id = $2",
            board.tenant.id,
            plan_id,
            board.officer.now,
            choices,
        )

"""A stage for what becomes public: an officer, an approver, a guardian, a decision-maker with an interest."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from backend.interests.operations.declarants import settle_declarant
from backend.interests.operations.declaring import declare_interest
from backend.interests.operations.reviewing import approve_declaration
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.organisations import operations as organisations
from backend.people import operations as people
from backend.registers import chores
from backend.registers.operations import publishing
from backend.registers.queries import publications
from backend.scope import Actor, Scope
from backend.tenancy import transactions


def at(scope: Scope, moment: str) -> Scope:
    """The same scope at nine in the morning of a day, or at an hour."""
    from tests.scopes import a_scope

    return replace(scope, now=a_scope(scope.tenant, now=moment if "T" in moment else f"{moment}T09:00").now)


def acting(scope: Scope, person_id: UUID, name: str) -> Scope:
    return replace(scope, actor=Actor(name=name, person_id=person_id))


@dataclass(frozen=True, kw_only=True)
class Stage:
    officer: Scope
    approver: Scope
    guardian: Scope
    person_id: UUID
    organisation_id: UUID


async def a_stage(scope: Scope, *, joined_on: date = date(2014, 1, 1)) -> Stage:
    """Opens its own transaction."""
    async with transactions.scope_tx(scope):
        ids = [
            await people.add_person(scope, name=name, job_title=title, joined_on=joined_on)
            for name, title in (
                ("Rowan Exemplar", "Governance officer"),
                ("Toni Madeup", "Accountable officer"),
                ("Perrin Exemplar", "Audit committee chair"),
                ("Sasha Invented", "Medical director"),
            )
        ]
        officer = acting(scope, ids[0], "Rowan Exemplar")
        organisation_id = await organisations.add_as_named(scope, name="Invented Shelter")
        await settle_declarant(
            officer,
            person_id=ids[3],
            group=None,
            decision_making=True,
            line_manager_id=None,
            staff_number=None,
            band=None,
        )
    return Stage(
        officer=officer,
        approver=acting(scope, ids[1], "Toni Madeup"),
        guardian=acting(scope, ids[2], "Perrin Exemplar"),
        person_id=ids[3],
        organisation_id=organisation_id,
    )


async def declared(
    stage: Stage,
    scope: Scope,
    *,
    nature: str,
    since: date,
    interest_type: InterestType = InterestType.NON_FINANCIAL_PERSONAL,
) -> UUID:
    """An interest of the decision-maker, reviewed; returns its id. Opens its own transaction."""
    async with transactions.scope_tx(scope):
        declaration_id = await declare_interest(
            scope,
            person_id=stage.person_id,
            organisation_id=stage.organisation_id,
            interest_type=interest_type,
            nature=nature,
            since=since,
        )
        await approve_declaration(scope, declaration_id=declaration_id)
        (entry,) = await register.entries_of(scope, declaration_id=declaration_id)
    return entry.interest_id


async def prepared(officer: Scope) -> publications.PublicationLine:
    """A refresh that was asked for and frozen, as the worker does it."""
    async with transactions.scope_tx(officer):
        publication_id = await publishing.ask_publication(officer)
    await chores.freeze_publication(as_worker(officer), publication_id=publication_id)
    async with transactions.scope_tx(officer):
        return await publications.publication_of(officer, publication_id=publication_id)


async def released(officer: Scope, approver: Scope) -> publications.PublicationLine:
    """A refresh, approved and released at once."""
    line = await prepared(officer)
    async with transactions.scope_tx(approver):
        await publishing.approve_publication(approver, publication_id=line.id, sha256=line.sha256 or "")
        return await publications.publication_of(approver, publication_id=line.id)


def as_worker(scope: Scope) -> Scope:
    """The same tenant and moment, as a job sees it: nobody's permissions."""
    return replace(scope.as_chore("registers.test"), permissions=frozenset())


def in_public(scope: Scope, moment: str = "") -> Scope:
    """A member of the public."""
    stranger = replace(
        scope, actor=Actor(name="A member of the public"), roles=frozenset(), permissions=frozenset()
    )
    return at(stranger, moment) if moment else stranger

"""Withholding: the Guardian decides; from then the entry is absent for all but a few, and still a conflict."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backend.interests.operations import withholding
from backend.interests.operations.declaring import declare_interest
from backend.interests.queries import declarations, register
from backend.interests.queries import withholding as queries
from backend.interests.rules.declaring import InterestType
from backend.interests.rules.withholding import UnableToWithhold
from backend.organisations import operations as organisations
from backend.people import operations as people
from backend.scope import Actor, NotFound, NotPermitted, Scope
from backend.tenancy import transactions

REVIEW_ON = date(2015, 3, 1)


def as_person(scope: Scope, person_id: UUID, *permissions: str) -> Scope:
    return replace(
        scope, actor=Actor(name="Somebody Invented", person_id=person_id), permissions=frozenset(permissions)
    )


async def an_entry(scope: Scope) -> tuple[Scope, UUID, UUID, UUID]:
    """A guardian's scope, a declarant, an organisation, an interest of the declarant in it."""
    guardian_id = await people.add_person(scope, name="Perrin Exemplar", joined_on=date(2014, 1, 1))
    person_id = await people.add_person(scope, name="Sasha Invented", joined_on=date(2014, 1, 1))
    organisation_id = await organisations.add_as_named(scope, name="Invented Shelter")
    await declare_interest(
        scope,
        person_id=person_id,
        organisation_id=organisation_id,
        interest_type=InterestType.NON_FINANCIAL_PERSONAL,
        nature="Canaryword",
        since=date(2014, 8, 1),
    )
    (entry,) = await register.register_of(scope)
    return (
        replace(scope, actor=Actor(name="Perrin Exemplar", person_id=guardian_id)),
        person_id,
        organisation_id,
        entry.interest_id,
    )


async def test_withheld_entry_is_absent_for_colleagues_and_there_for_its_person(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        guardian, person_id, organisation_id, interest_id = await an_entry(scope)
        withholding_id = await withholding.withhold(
            guardian, record_id=interest_id, reason="A real risk of harm", review_on=REVIEW_ON
        )
        colleague = as_person(scope, guardian.actor.person_id or person_id, "interests.read")
        assert await register.register_of(colleague) == ()
        with pytest.raises(NotFound):
            await register.entry(colleague, interest_id=interest_id)
        (line,) = await declarations.declarations_of(colleague)
        with pytest.raises(NotFound):
            await declarations.declaration(colleague, declaration_id=line.id)
        standing = await declarations.standing_of(colleague, person_id=person_id)
        assert standing.open_interests == 0

        assert len(await register.register_of(as_person(scope, person_id, "interests.read"))) == 1
        assert len(await register.register_of(guardian)) == 1
        assert await register.register_of(guardian, with_withheld=False) == ()

        (touching,) = await register.interests_touching(
            colleague, person_ids=(person_id,), organisation_ids=(organisation_id,), on=scope.today
        )
        assert "Canaryword" not in touching.words_for(colleague)
        assert "Canaryword" in touching.words_for(guardian)

        await withholding.lift(guardian, withholding_id=withholding_id, reason="The risk has passed")
        assert len(await register.register_of(colleague)) == 1
        assert await queries.withheld(scope) == frozenset()


async def test_only_the_guardian_withholds_and_not_an_entry_of_their_own(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        guardian, person_id, _, interest_id = await an_entry(scope)
        officer = as_person(scope, person_id, "interests.see-withheld", "interests.review")
        with pytest.raises(NotPermitted):
            await withholding.withhold(officer, record_id=interest_id, reason="Harm", review_on=REVIEW_ON)
        own = replace(guardian, actor=Actor(name="Sasha Invented", person_id=person_id))
        for who, words, day in (
            (own, "Harm", REVIEW_ON),
            (guardian, " ", REVIEW_ON),
            (guardian, "Harm", scope.today),
        ):
            with pytest.raises(UnableToWithhold):
                await withholding.withhold(who, record_id=interest_id, reason=words, review_on=day)
        await withholding.withhold(guardian, record_id=interest_id, reason="Harm", review_on=REVIEW_ON)
        with pytest.raises(UnableToWithhold, match="already"):
            await withholding.withhold(guardian, record_id=interest_id, reason="Harm", review_on=REVIEW_ON)
        assert await queries.withholdings_of(guardian, due=True) == ()
        later = replace(guardian, now=guardian.now.replace(year=2015))
        assert len(await queries.withholdings_of(later, due=True)) == 1

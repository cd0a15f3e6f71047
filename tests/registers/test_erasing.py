"""The page for erasing a person's details: whom, how far it reaches, and the words where it is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

from backend.kit.identity import new_id
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions


async def test_officer_sees_what_it_reaches_and_erases_it(
    visit: Callable[..., Any], demo_scope: Scope
) -> None:
    officer = await visit(demo_scope)
    async with transactions.scope_tx(demo_scope):
        person_id = await persons.add_person(demo_scope, name="Ottoline Made-Up", joined_on=date(2012, 1, 1))
    assert "Whose details?" in (await officer.get("/retention/erasing")).text
    here = f"/retention/erasing?person={person_id}"
    shown = (await officer.get(here)).text
    assert "Ottoline Made-Up" in shown and "Lines that would be erased" in shown
    form = {"person_id": str(person_id), "reason": "They asked us to"}
    unsure = await officer.post(here, form)
    assert unsure.status_code == 422 and "the box to say that it is meant" in unsure.text
    done = await officer.post(here, {**form, "sure": "yes"})
    assert done.status_code in {302, 303}
    after = (await officer.get(f"{here}&said=erased")).text
    assert "The details are erased" in after and "Nothing in the ledger is of this person any more" in after


async def test_who_is_unknown_or_oneself_is_told_so(visit: Callable[..., Any], demo_scope: Scope) -> None:
    officer = await visit(demo_scope)
    assert (await officer.get(f"/retention/erasing?person={new_id()}")).status_code == 404
    assert "Whose details?" in (await officer.get("/retention/erasing?person=nonsense")).text
    own = await officer.get(f"/retention/erasing?person={officer.person_id}")
    assert "Somebody else must erase your own details" in own.text
    member = await visit(demo_scope, name="Merry Invented", roles=())
    assert (await member.get("/retention/erasing")).status_code in {403, 404}

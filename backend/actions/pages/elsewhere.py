"""An action that is made where its cause stands: on the page of a risk, a gate's condition or a breach.

The page shows `actions/_make.html` with what `offer` gives it, and its handler calls `undertake`.
"""

from uuid import UUID

from pydantic import Field

from backend.actions import operations
from backend.actions.operations import Source
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views

NEEDS = access.needs("actions.keep")


class MakeForm(forms.Form):
    """What is to be done about it, by whom, by when."""

    action_words: str = Field(min_length=1, max_length=2_000, description="what is to be done")
    action_owner_id: UUID = Field(description="who does it")
    action_due_on: forms.FormDate | None = Field(None, description="the day by which it is done")


async def offer(scope: Scope) -> tuple[tuple[UUID, str], ...]:
    """Who could do it; nobody, where the reader enters no actions."""
    if not scope.may("actions.keep"):
        return ()
    return tuple((each.id, each.name) for each in await people.people_of(scope))


async def undertake(scope: Scope, form: MakeForm, source: Source, *, private: bool = False) -> str:
    """Enter the action; returns the address of its page."""
    action_id = await operations.undertake(
        scope,
        source=source,
        words=form.action_words,
        owner_person_id=form.action_owner_id,
        due_on=form.action_due_on,
        private=private,
        undertaken_on=scope.today,
    )
    return views.address(scope, f"/actions/{action_id}?said=undertaken")

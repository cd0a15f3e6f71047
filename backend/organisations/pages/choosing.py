"""Choosing organisations on a form: the first few, those of a name that was looked for, and what is ticked already.

The form's model holds the fields of `ChoosesOrganisations`; its page the macro of `organisations/_choosing.html`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pydantic import Field

from backend.organisations import queries
from backend.scope import Scope
from backend.web import forms

SHOWN = 20
"""How many organisations a form offers before anybody has looked for one by name."""


class ChoosesOrganisations(forms.Form):
    """`find` and `look` only look for organisations: the form comes back as it was typed."""

    organisation_ids: list[UUID] = Field([], max_length=200, description="the organisations")
    find: str | None = Field(None, max_length=200, description="the name to look for")
    look: forms.Look = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be ticked, as (id, name): what is ticked, then what matches; `hidden` is how many more there are."""

    lines: tuple[tuple[UUID, str], ...]
    chosen: frozenset[str]
    hidden: int
    find: str


async def offered(scope: Scope, state: forms.FormState, *, chosen: Iterable[UUID] = ()) -> Offer:
    """What a form offers; `chosen` is ticked until the form says otherwise. One statement, or two with a name."""
    ticked = frozenset(
        str(each) for each in state.value("organisation_ids", None if state.values else chosen) or ()
    )
    find = str(state.value("find"))
    every = await queries.organisations_of(scope)
    matching = every if not find else await queries.organisations_of(scope, text=find)
    first = [(line.id, line.name) for line in every if str(line.id) in ticked]
    others = [(line.id, line.name) for line in matching if str(line.id) not in ticked][:SHOWN]
    return Offer(
        lines=(*first, *others), chosen=ticked, hidden=len(every) - len(first) - len(others), find=find
    )

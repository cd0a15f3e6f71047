"""Finding the organisation that somebody names: by a choice, by its name, or as one that is new."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.interests.rules import declaring
from backend.organisations import operations, queries
from backend.organisations.queries import OrganisationLine
from backend.scope import Scope

NEW_ORGANISATION = "new"
"""The choice that stands for an organisation that is not in the directory yet."""
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Found:
    """The organisations of the directory that a name may mean; none were looked for where `name` is empty."""

    name: str = ""
    lines: tuple[OrganisationLine, ...] = ()

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """What to choose among: value, words, and what tells two of one name apart."""
        new = (
            f"None of these: add “{self.name}”" if self.lines else f"Add “{self.name}” as a new organisation"
        )
        return [
            *(
                (
                    str(line.id),
                    line.name,
                    ", ".join(filter(None, (line.type_in_words, line.locality, line.ods_code))),
                )
                for line in self.lines
            ),
            (NEW_ORGANISATION, new, "A governance officer completes it later."),
        ]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a form says of an organisation: the choice, the name, and the name that the choices were found for."""

    chosen: Literal["new"] | UUID | None
    name: str | None
    found_for: str | None


async def found(scope: Scope, name: str) -> Found:
    """What the directory has of `name`, as part of a name or as an ODS code; the first few by name."""
    if len(name.strip()) < 2:
        return Found()
    return Found(name, (await queries.organisations_of(scope, text=name))[:MOST_FOUND])


async def organisation_of(scope: Scope, sought: Sought, *, asks: bool = False) -> UUID:
    """The organisation that was chosen, or that has exactly the name that was typed, or a new one of that name.

    `asks`: where others have a name like it, they are to be looked at before a new one is added. Raises
    `UnableToDeclare`.
    """
    chosen, name = sought.chosen, sought.name
    if sought.found_for and name and sought.found_for != name:
        chosen = None
    if isinstance(chosen, UUID):
        return chosen
    if not name:
        raise declaring.UnableToDeclare("Enter the organisation’s name.", field="organisation_name")
    same = (await queries.organisations_named(scope, names=[name]))[name]
    if len(same) == 1:
        return same[0].id
    if asks and chosen != NEW_ORGANISATION and (await found(scope, name)).lines:
        raise declaring.UnableToDeclare(
            "Choose the organisation, or say that it is none of these.", field="organisation_id"
        )
    return await operations.add_as_named(scope, name=name, demonstration=scope.tenant.demonstration)

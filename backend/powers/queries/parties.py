"""Who may be chosen as a holder: committees, offices, persons. A choice is written as a word that a form can hold."""

from dataclasses import dataclass
from uuid import UUID

from backend.catalogue.powers import OF_ONE_COMMITTEE
from backend.catalogue.quorum import Office
from backend.kit.database import fetch
from backend.kit.identity import parse_id
from backend.people import queries as people
from backend.powers.rules import Party, PartyKind
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The tenant's committees and the offices that their seats carry, and its persons where they were asked for."""

    committees: tuple[Party, ...]
    offices: tuple[Party, ...]
    persons: tuple[Party, ...] = ()

    @property
    def every(self) -> tuple[Party, ...]:
        return (*self.committees, *self.offices, *self.persons)

    def party(self, word: str | None) -> Party | None:
        """The party that a word of `word_of` means, where it is among the choices."""
        return next((party for party in self.every if word_of(party) == word), None) if word else None

    def words(self, *, persons: bool = False) -> list[tuple[str, str]]:
        """Pairs for a form."""
        shown = self.every if persons else (*self.committees, *self.offices)
        return [(word_of(party), party.label) for party in shown]


def word_of(party: Party) -> str:
    """`committee:<id>`, `office:chair:<id>`, `office:chief-finance-officer:`, `person:<id>`, `outside:nhs england`."""
    return ":".join(party.key)


def key_of(word: str) -> tuple[str, ...] | None:
    """The key that a word of an address means, or `None` for what is none."""
    kind, _, rest = word.partition(":")
    if kind in {"committee", "person"}:
        found = parse_id(rest)
        return (kind, str(found)) if found else None
    if kind == "office":
        office, _, committee = rest.partition(":")
        return (kind, office, committee) if office in set(Office) else None
    return (kind, rest.casefold()) if kind == "outside" and rest else None


async def choices_of(scope: Scope, *, with_persons: bool = False) -> Choices:
    """Two statements, and one more for the persons."""
    rows = await fetch(
        "SELECT id, name FROM committees_committee WHERE tenant_id = $1 AND retired_on IS NULL "
        "ORDER BY held_by IS NOT NULL, lower(name), id",
        scope.tenant.id,
    )
    seats = await fetch(
        "SELECT DISTINCT s.committee_id, s.office FROM committees_seat s "
        "JOIN committees_committee c ON c.tenant_id = $1 AND c.id = s.committee_id AND c.retired_on IS NULL "
        "WHERE s.tenant_id = $1 AND s.retired_on IS NULL AND s.office IS NOT NULL",
        scope.tenant.id,
    )
    names: dict[UUID, str] = {row["id"]: row["name"] for row in rows}
    held = {(Office(row["office"]), row["committee_id"]) for row in seats}
    general = [
        office for office in Office if office not in OF_ONE_COMMITTEE and any(o is office for o, _ in held)
    ]
    of_one = sorted(
        ((office, committee_id) for office, committee_id in held if office in OF_ONE_COMMITTEE),
        key=lambda pair: (names[pair[1]].casefold(), list(Office).index(pair[0])),
    )
    persons = await people.people_of(scope) if with_persons else ()
    return Choices(
        committees=tuple(
            Party(kind=PartyKind.COMMITTEE, committee_id=committee_id, name=name)
            for committee_id, name in names.items()
        ),
        offices=(
            *(Party(kind=PartyKind.OFFICE, office=office) for office in general),
            *(
                Party(
                    kind=PartyKind.OFFICE, office=office, committee_id=committee_id, name=names[committee_id]
                )
                for office, committee_id in of_one
            ),
        ),
        persons=tuple(Party(kind=PartyKind.PERSON, person_id=each.id, name=each.name) for each in persons),
    )

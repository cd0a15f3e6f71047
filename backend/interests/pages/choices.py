"""What the filter of the register says: read from the address, shown in words, written back into an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from backend.interests.pages.parts import day_of
from backend.interests.queries.paging import Sifting
from backend.interests.rules import declarants, declaring

NAMES = ("text", "type", "held", "person", "organisation", "group", "on", "known", "ended")
LONGEST = 200

HELD_IN_WORDS = {
    "direct": "Direct",
    "indirect": "Indirect, whoever’s",
    **{code.value: f"Indirect: {words.lower()}" for code, words in declaring.RELATIONSHIP_IN_WORDS.items()},
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The filter as it was typed, and what is asked of the register by it. `problems` are sentences."""

    typed: Mapping[str, str]
    sifting: Sifting
    problems: tuple[str, ...]

    @property
    def query(self) -> str:
        """The choices as the query of an address, always in the same order, without what is empty."""
        return urlencode({name: self.typed[name] for name in NAMES if self.typed[name]})


def choices_of(given: Mapping[str, str]) -> Choices:
    """Read the filter; a choice that there is not is as none, and a day that can't be read is said."""
    typed = {name: str(given.get(name, ""))[:LONGEST].strip() for name in NAMES}
    on, on_problem = day_of(typed["on"], otherwise="this is the register of today")
    known, known_problem = day_of(typed["known"], otherwise="this is the register as it is known now")
    person_id, organisation_id = _id(typed["person"]), _id(typed["organisation"])
    sifting = Sifting(
        on=on,
        known_on=known,
        text=typed["text"],
        interest_type=declaring.InterestType(typed["type"])
        if typed["type"] in set(declaring.InterestType)
        else None,
        held=typed["held"] if typed["held"] in HELD_IN_WORDS else "",
        person="" if person_id else typed["person"],
        person_id=person_id,
        organisation="" if organisation_id else typed["organisation"],
        organisation_id=organisation_id,
        group=typed["group"] if typed["group"] in declarants.GROUPS else "",
        include_ended=typed["ended"] == "yes",
    )
    return Choices(typed, sifting, tuple(problem for problem in (on_problem, known_problem) if problem))


def choices_of_query(query: str) -> Choices:
    """`choices_of` for the query of an address; what is no choice of the register is left out."""
    return choices_of(dict(parse_qsl(query[:2_000])))


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None

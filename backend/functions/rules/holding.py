"""Who holds a function over days: one body on a day, and said by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.functions import Model, Standing
from backend.kit.calendar import in_words
from backend.scope import Refusal, Scope

STANDING_IN_WORDS = {
    Standing.DELEGATED: "Delegated",
    Standing.RESERVED: "Reserved",
    Standing.STATUTE: "Held by statute",
}
MODEL_IN_WORDS = {
    Model.GREATER_INVOLVEMENT: "Greater involvement",
    Model.JOINT: "Joint commissioning",
    Model.DELEGATED: "Delegated commissioning",
}


class UnableToKeepFunction(Refusal):
    """The register can't be kept so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One holder's days, the last one included; `id` is that of its row."""

    id: UUID
    holder: str
    from_on: date
    until_on: date | None = None

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def meets(self, from_on: date, until_on: date | None) -> bool:
        return self.from_on <= (until_on or date.max) and from_on <= (self.until_on or date.max)


def days_in_words(from_on: date, until_on: date | None) -> str:
    """`from 1 April 2015`, or `from 1 April 2015 to 31 March 2018`."""
    return f"from {in_words(from_on)}{f' to {in_words(until_on)}' if until_on else ''}"


def check_person(scope: Scope) -> UUID:
    """Whoever says who holds a function is a named person who keeps the register. Raises UnableToKeepFunction."""
    scope.check_may("functions.keep", "Your role doesn’t keep the register of functions.")
    if scope.actor.person_id is None or scope.actor.chore is not None:
        raise UnableToKeepFunction(
            "Only a named person records who holds a function; nothing that Probity does by itself makes it so."
        )
    return scope.actor.person_id


def check_days(from_on: date, until_on: date | None, *, what: str, field: str = "until_on") -> None:
    """Raises UnableToKeepFunction where the last day lies before the first."""
    if until_on is not None and until_on < from_on:
        raise UnableToKeepFunction(
            f"{what} ends on {in_words(until_on)}, before it starts on {in_words(from_on)}.", field=field
        )


def check_one_holder(
    spells: Iterable[Spell], *, function: str, holder: str, from_on: date, until_on: date | None
) -> None:
    """One body holds a function on a day. Raises UnableToKeepFunction naming the other and the first day of both."""
    for spell in sorted(spells, key=lambda each: each.from_on):
        if spell.meets(from_on, until_on):
            day = max(spell.from_on, from_on)
            raise UnableToKeepFunction(
                f"{spell.holder} holds “{function}” {days_in_words(spell.from_on, spell.until_on)}, so {holder} can’t "
                f"hold it on {in_words(day)} as well. End the one first, or choose other days.",
                field="from_on",
            )


def holder_on(spells: Sequence[Spell], on: date) -> Spell | None:
    return next((spell for spell in spells if spell.covers(on)), None)

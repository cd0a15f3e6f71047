"""On which days we hold what the scheme decides within: nobody here decides what another body holds on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.kit.calendar import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Who holds it from a day to another (the last). `shared`: another body holds it, and we decide jointly with it."""

    holder: str
    ours: bool
    shared: bool
    from_on: date
    until_on: date | None = None

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def days_in_words(self) -> str:
        """`from 1 April 2015`, or `from 1 April 2015 until 31 March 2018`."""
        until = f" until {in_words(self.until_on)}" if self.until_on else ""
        return f"from {in_words(self.from_on)}{until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the register of functions says of something that a function of the scheme decides within."""

    name: str
    spells: tuple[Spell, ...]

    def on(self, day: date) -> Spell | None:
        return next((spell for spell in self.spells if spell.covers(day)), None)


def not_ours(function: str, held: Sequence[Held], on: date) -> tuple[Held, Spell | None, str] | None:
    """What is not held by us on the day, who holds it, and that in a sentence; nothing where we hold all of it.

    A register that says nothing of a day is no proof that we hold it on the day. The holder is None then.
    """
    for each in held:
        spell = each.on(on)
        if spell is None:
            return each, None, f"{_lead(function, each, on)}: {_nearest(each, on)}"
        if not spell.ours and not spell.shared:
            words = f"{_lead(function, each, on)}: {spell.holder} holds it {spell.days_in_words}."
            return each, spell, words
    return None


def _lead(function: str, held: Held, on: date) -> str:
    within = "" if function.casefold() == held.name.casefold() else f" (“{held.name}” in the register)"
    return f"“{function}”{within} is not held by us on {in_words(on)}"


def _nearest(held: Held, on: date) -> str:
    """What the register knows of other days: the spell before, or the one that is to come."""
    before = [spell for spell in held.spells if spell.until_on is not None and spell.until_on < on]
    after = [spell for spell in held.spells if spell.from_on > on]
    if before:
        last = max(before, key=lambda spell: spell.from_on)
        return f"nobody has recorded who holds it since {last.holder}, {last.days_in_words}."
    if after:
        first = min(after, key=lambda spell: spell.from_on)
        return f"{first.holder} holds it only {first.days_in_words}."
    return "nobody has recorded who holds it."

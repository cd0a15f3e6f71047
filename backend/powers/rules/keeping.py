"""What may be written into the scheme."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.calendar import in_words
from backend.powers.rules.scheme import Party
from backend.scope import Refusal

MOST_PARTIES = 6


class UnableToKeepPower(Refusal):
    """An entry or a function that can't be written as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an entry is to say. `limit` is in pence, `until_on` the last day with it."""

    function_id: UUID
    holders: tuple[Party, ...]
    clause: str
    from_on: date
    until_on: date | None = None
    limit: int | None = None
    conditions: str | None = None
    consent: tuple[Party, ...] = ()
    upward: Party | None = None


def check_said(said: Said) -> None:
    """Raises UnableToKeepPower, naming the field."""
    if not said.holders:
        raise UnableToKeepPower("Choose who holds the power.", field="holder")
    if max(len(said.holders), len(said.consent)) > MOST_PARTIES:
        raise UnableToKeepPower(
            f"At most {MOST_PARTIES} can hold a power jointly or consent.", field="holder"
        )
    if len(set(said.holders)) < len(said.holders):
        raise UnableToKeepPower("The same holder is chosen twice.", field="joint")
    if any(party.is_outside for party in said.holders):
        if len(said.holders) > 1:
            raise UnableToKeepPower(
                "What is reserved to a body outside has no holder here. Choose a holder or name the body outside, "
                "not both; where a body outside must agree, name it under consent.",
                field="outside",
            )
        if said.limit is not None or said.consent:
            raise UnableToKeepPower(
                "What is reserved to a body outside has no limit and no consent of ours.", field="outside"
            )
    if said.limit is not None and said.limit <= 0:
        raise UnableToKeepPower("The limit must be more than nothing.", field="limit")
    if set(said.consent) & set(said.holders):
        raise UnableToKeepPower("A holder can’t give the consent that the holder needs.", field="consent")
    if said.upward is not None and said.upward in said.holders:
        raise UnableToKeepPower("What is beyond a holder can’t go up to the same holder.", field="upward")
    if said.until_on is not None and said.until_on < said.from_on:
        raise UnableToKeepPower("The last day must not be before the first day.", field="until_on")


def check_can_end(*, from_on: date, until_on: date | None, last_on: date) -> None:
    """An entry ends on a day of its own, and only earlier than it already does."""
    if last_on < from_on:
        raise UnableToKeepPower(
            f"The power began on {in_words(from_on)}; its last day can’t be before that. If it was entered by "
            "mistake, withdraw it.",
            field="last_on",
        )
    if until_on is not None and last_on > until_on:
        raise UnableToKeepPower(
            f"The power ends on {in_words(until_on)} already. Add a new entry for a further time.",
            field="last_on",
        )

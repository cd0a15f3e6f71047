"""When an entry may be kept from the public, and for how long before it is looked at again.

Only in exceptional circumstances: a real risk of harm, or a legal bar; the Conflicts of Interest Guardian decides and
the unredacted register is kept (domain facts, 1.5; from memory of the national guidance).
"""

from datetime import date, timedelta

from backend.scope import Refusal

LONGEST = timedelta(days=366)
"""How far ahead the day of review may lie. Our own habit: the guidance names no time."""


class UnableToWithhold(Refusal):
    """An entry that can't be withheld, or whose withholding can't be changed; the sentence says why."""


def check_can_withhold(
    *, about: object, actor: object, withheld_already: bool, reason: str, review_on: date, today: date
) -> None:
    """Nobody decides about an entry of their own; there is a reason, and a day on which it is looked at again."""
    if about is not None and about == actor:
        raise UnableToWithhold("You can’t decide about an entry of your own; another Guardian must.")
    if withheld_already:
        raise UnableToWithhold("This entry is withheld already.")
    check_reason(reason)
    check_review_day(review_on, today=today)


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToWithhold("Enter the reason.", field="reason")


def check_review_day(review_on: date, *, today: date) -> None:
    if review_on <= today:
        raise UnableToWithhold("The day of review must be after today.", field="review_on")
    if review_on > today + LONGEST:
        raise UnableToWithhold(
            "Choose a day of review within a year: what is withheld is looked at again at least yearly.",
            field="review_on",
        )

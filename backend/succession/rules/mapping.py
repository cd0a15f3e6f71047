"""A choice in the mapping: what may be chosen for what, and the fingerprint of all that was chosen."""

from uuid import UUID

from backend.succession.rules import CHOICE_IN_WORDS, CHOICES, THINGS, Choice, Thing, UnableToMap


def check_choice(
    thing: Thing, choice: Choice, *, into: UUID | None, itself: UUID | None, split: bool, because: str | None
) -> None:
    """Raises UnableToMap for what can't become of such a thing, or is not said whole."""
    if thing not in CHOICES:
        raise UnableToMap("Only who takes it is chosen for this.", field="choice")
    if choice not in CHOICES[thing]:
        can = ", ".join(CHOICE_IN_WORDS[each].lower() for each in CHOICES[thing])
        raise UnableToMap(f"{THINGS[thing]}: choose one of {can}.", field="choice")
    if choice is Choice.MERGE and into is None:
        raise UnableToMap("Say into which it is merged.", field="into")
    if into is not None and into == itself:
        raise UnableToMap("It can’t be merged into itself.", field="into")
    if choice is Choice.END and split:
        raise UnableToMap(
            "The predecessor lives on, so what is not carried over stays with it: leave it there.",
            field="choice",
        )
    if choice is Choice.END and not (because or "").strip():
        raise UnableToMap("Say why it ends.", field="because")

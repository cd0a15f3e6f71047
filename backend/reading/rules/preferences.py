"""How somebody reads: the size of the letters, the space between lines, the colours."""

from dataclasses import dataclass

from backend.scope import Refusal

SIZES = {
    100: "As it is",
    125: "A quarter larger",
    150: "Half as large again",
    200: "Twice",
    300: "Three times",
}
"""Percent of the usual size of letters."""

SPACINGS = {"usual": "As it is", "wide": "Wide", "wider": "Wider"}

COLOURS = {
    "light": "Dark letters on white",
    "sepia": "Dark letters on cream",
    "dark": "Light letters on dark",
    "contrast": "Yellow letters on black",
}


class UnableToPrefer(Refusal):
    """A way of reading that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One person's way of reading; each word is one of those above."""

    size: int = 100
    spacing: str = "usual"
    colours: str = "light"

    @property
    def classes(self) -> str:
        """The classes of the page that show it so."""
        return f"pb-reads pb-reads--{self.size} pb-reads--{self.spacing} pb-reads--{self.colours}"


USUAL = Preference()


def preference(*, size: int, spacing: str, colours: str) -> Preference:
    """A way of reading that there is. Raises UnableToPrefer."""
    for field, value, known in (
        ("size", size, SIZES),
        ("spacing", spacing, SPACINGS),
        ("colours", colours, COLOURS),
    ):
        if value not in known:
            raise UnableToPrefer("Choose one from the list.", field=field)
    return Preference(size=size, spacing=spacing, colours=colours)

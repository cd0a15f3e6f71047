"""How an organisation may show itself, within the NHS identity rules. Pure.

The rules are from memory of the NHS identity guidelines (england.nhs.uk/nhsidentity), and marked so on the page: the
logo of the NHS is for NHS organisations and for services that they commission; beside it stands the organisation's
name in words; an NHS organisation has no logo of its own; a partnership may have one, which stands apart from the
NHS logo and never in its place; colours are those of the NHS palette.
"""

from collections.abc import Sequence

from backend.catalogue.own import BrandingKept
from backend.scope import Refusal

COLOURS: dict[str, tuple[str, str]] = {
    "nhs-blue": ("NHS Blue", "#005eb8"),
    "nhs-dark-blue": ("NHS Dark Blue", "#003087"),
    "nhs-black": ("NHS Black", "#231f20"),
}
"""Those of the palette on which white words have a contrast of 4.5 to 1; the names and values are from memory."""

MAY_HAVE_LOGO = frozenset({"partnership", "ics"})
"""Kinds of organisation that are partners acting together: they are no single NHS body."""

LEAST_STANDING_OUT = 0.5
LONGEST_LINE = 80


class UnableToBrand(Refusal):
    """A look that can't be."""


def may_have_logo(kind: str) -> bool:
    return kind in MAY_HAVE_LOGO


def check_may_have_logo(kind: str) -> None:
    if not may_have_logo(kind):
        raise UnableToBrand(
            "An organisation of this kind has no logo of its own beside the NHS identity: its name stands in words. A "
            "partnership may have one.",
            field="logo",
        )


def check_stands_out(share: float) -> None:
    if share < LEAST_STANDING_OUT:
        raise UnableToBrand(
            f"Only {share:.0%} of the logo can be seen well on white (3 to 1); at least half must be. Use the version "
            "for a white ground.",
            field="logo",
        )


def checked(*, line: str, descriptor: str, lozenge: bool, may_use: bool, colour: str) -> dict[str, object]:
    """The fields that would be kept. Raises UnableToBrand."""
    plain, under = " ".join(line.split()), " ".join(descriptor.split())
    for words, field, name in ((plain, "line", "The name"), (under, "descriptor", "The line under it")):
        if len(words) > LONGEST_LINE:
            raise UnableToBrand(f"{name} must be {LONGEST_LINE} characters or fewer.", field=field)
    if plain.upper().startswith("NHS ") and lozenge:
        raise UnableToBrand(
            "Beside the NHS logo the name does not say NHS once more: enter “Dudley CCG”, not “NHS Dudley CCG”.",
            field="line",
        )
    if lozenge and not plain:
        raise UnableToBrand("Enter the name that stands beside the NHS logo, without “NHS”.", field="line")
    if lozenge and not may_use:
        raise UnableToBrand(
            "Say that your organisation may use the NHS logo: it is a trade mark, and not ours to give.",
            field="may_use",
        )
    if colour not in COLOURS:
        raise UnableToBrand("Choose a colour of the NHS palette.", field="colour")
    return {"line": plain or None, "descriptor": under or None, "lozenge": lozenge, "colour": colour}


def changes(before: BrandingKept, after: BrandingKept, *, tenant: str) -> Sequence[str]:
    """What would be otherwise, a sentence each."""
    said = []
    if before.line != after.line:
        said.append(f"The head of pages, letters and packs says “{after.line or tenant}”.")
    if before.descriptor != after.descriptor:
        said.append(
            f"Under it stands “{after.descriptor}”." if after.descriptor else "Nothing stands under it."
        )
    if before.lozenge != after.lozenge:
        said.append("The NHS logo stands before the name." if after.lozenge else "The NHS logo is gone.")
    if before.colour != after.colour:
        said.append(f"The head of pages is {COLOURS[after.colour][0]}.")
    if before.logo != after.logo:
        said.append("The partnership has a logo." if after.logo else "The logo is gone.")
    if said:
        said.append("Packs that are made already stay as they are; those made from now on have the new look.")
    return tuple(said)

"""Names that mean the same organisation, names for addresses, and what an organisation may be part of."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from backend.catalogue.organisations import Level, Organisation, OrganisationType, wider_than
from backend.catalogue.shapes import Mark, Provenance, Sourced
from backend.kit import names as compared
from backend.scope import Refusal

TYPE_IN_WORDS = {
    OrganisationType.PRACTICE: "General practice",
    OrganisationType.BRANCH: "Branch surgery",
    OrganisationType.TRUST: "NHS trust",
    OrganisationType.COUNCIL: "Council",
    OrganisationType.COMPANY: "Company",
    OrganisationType.CHARITY: "Charity",
    OrganisationType.SUPPLIER: "Supplier",
    OrganisationType.FEDERATION: "Federation of practices",
    OrganisationType.NETWORK: "Network",
    OrganisationType.NHS_BODY: "NHS body",
    OrganisationType.REPRESENTATIVE_BODY: "Representative body",
    OrganisationType.OTHER: "Other",
}


folded = compared.folded
"""The name as it is compared; a spreadsheet's names are compared by the same rule."""


class UnableToKeepOrganisation(Refusal):
    """An organisation that can't be added or changed as it was given."""


class UnableToRetireOrganisation(Refusal):
    """An organisation that others still rest on."""


def folded_names(organisation: Organisation) -> list[str]:
    """The organisation's name, its other and its former names, folded, each once."""
    names = (organisation.name, *organisation.also_known_as, *organisation.formerly)
    return list(dict.fromkeys(folded(name) for name in names))


def free_slug(name: str, taken: Collection[str]) -> str:
    """A name for addresses and files, made of `name` and not in `taken`: `st-james-2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "unnamed"
    if slug not in taken:
        return slug
    return next(each for number in range(2, 10_000) if (each := f"{slug}-{number}") not in taken)


def provenance_of(fact: Sourced) -> Provenance:
    """Where a fact comes from, without the fact."""
    return Provenance(source=fact.source, mark=fact.mark, note=fact.note)


def entered(by: str, on: str) -> Provenance:
    """The provenance of what somebody entered in the app: nobody has shown a document for it."""
    return Provenance(mark=Mark.MEMORY, note=f"Entered by {by} on {on}.")


def check_name_is_free(name: str, others: Iterable[str]) -> None:
    """Two organisations of one name could not be told apart in a register."""
    if folded(name) in {folded(other) for other in others}:
        raise UnableToKeepOrganisation(
            f"There is an organisation called “{name}” already. Add its place to the name, so that the two "
            "can be told apart.",
            field="name",
        )


def check_part_of(slug: str, part_of: str | None, parents: Mapping[str, str | None]) -> None:
    """`parents` says of each organisation what it is part of. Nothing is part of itself, by however long a way."""
    way = part_of
    for _ in range(len(parents) + 1):
        if way is None:
            return
        if way == slug:
            raise UnableToKeepOrganisation(
                "An organisation can’t be part of itself, or of one of its own parts.", field="part_of"
            )
        way = parents.get(way)


def check_can_retire(name: str, parts: Collection[str]) -> None:
    """An organisation whose parts are still there stays."""
    if parts:
        listed = ", ".join(sorted(parts))
        raise UnableToRetireOrganisation(
            f"“{name}” can’t be retired while these are part of it: {listed}. Retire or move them first."
        )


def can_retire(name: str, parts: Collection[str]) -> bool:
    try:
        check_can_retire(name, parts)
    except UnableToRetireOrganisation:
        return False
    return True


def check_place(slug: str, faults: Iterable[tuple[str, str]]) -> None:
    """Refuse a level or a locality with a fault; that of another is told as well, for it would follow."""
    own = [sentence for each, sentence in faults if each == slug] or [sentence for _, sentence in faults]
    if own:
        raise UnableToKeepOrganisation(" ".join(own), field="part_of")


def from_the_smallest(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Levels from the smallest to the widest: what has most levels above it first."""
    known = {each.id: each for each in levels}
    return tuple(sorted(known.values(), key=lambda each: (-len(wider_than(each.id, known)), each.name)))

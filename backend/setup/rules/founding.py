"""What an organisation may be founded as: everything that is wrong with a wish, at once and in words."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from backend.scope import Refusal

KIND, TEMPLATE, TENANT = "kind", "template", "tenant"
LONGEST_SLUG = 40
EARLIEST = date(2000, 1, 1)
FURTHEST_DAYS = 3 * 366

_OWN_WORDS = """
account accessibility admin api app assets choose confirm demo demonstration founding health help how-to-check
invitation login logout main nhs new none null privacy probity public root sign-in sign-out static status support
system t tenant tenants test undefined www
"""
RESERVED = frozenset(_OWN_WORDS.split())
"""Words of our own addresses, and words that anybody would take for ours."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, and the field that it is about."""

    field: str
    sentence: str


class UnableToFound(Refusal):
    """An organisation that can't be founded as it was wished; `problems` are all that is wrong with the wish."""

    def __init__(self, *problems: Problem) -> None:
        first = problems[0]
        super().__init__(first.sentence, field=first.field)
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What an organisation may start from: `key` is `kind:ics`, `template:…` or `tenant:…`."""

    key: str
    title: str
    meaning: str
    usually: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An organisation as somebody wishes to found it. `slug` is the word for its addresses."""

    name: str
    slug: str
    start: str
    starts_on: date | None

    @property
    def sort(self) -> str:
        return self.start.partition(":")[0]

    @property
    def source(self) -> str:
        return self.start.partition(":")[2]


def slug_from(name: str) -> str:
    """The word for addresses that a name suggests; empty where it has no letters that an address may hold."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug


def problems_of(
    wish: Wish, *, starts: Mapping[str, Start], taken: Collection[str], today: date
) -> tuple[Problem, ...]:
    """Everything that is wrong with a wish. `taken` are the words that others have."""
    found = []
    if not wish.name.strip():
        found.append(Problem(field="name", sentence="Enter the name of the organisation."))
    elif len(wish.name) > 200:
        found.append(Problem(field="name", sentence="The name must be 200 characters or fewer."))
    if sentence := _wrong_slug(wish.slug, taken):
        found.append(Problem(field="slug", sentence=sentence))
    if wish.start not in starts:
        found.append(
            Problem(field="start", sentence="Choose from the list what the organisation shall start from.")
        )
    if wish.starts_on is None:
        found.append(
            Problem(field="starts_on", sentence="Enter the day on which the organisation’s records begin.")
        )
    elif wish.starts_on < EARLIEST or (wish.starts_on - today).days > FURTHEST_DAYS:
        found.append(
            Problem(
                field="starts_on",
                sentence="The first day must lie after 1999 and not more than three years ahead.",
            )
        )
    return tuple(found)


def _wrong_slug(slug: str, taken: Collection[str]) -> str | None:
    if not slug:
        return "Enter a word for the organisation’s addresses, such as north-downs-icb."
    if not _SLUG.fullmatch(slug):
        return (
            "The word for addresses may hold small letters a to z, figures, and single hyphens between them, "
            "such as north-downs-icb."
        )
    if not 3 <= len(slug) <= LONGEST_SLUG:
        return f"The word for addresses must be 3 to {LONGEST_SLUG} characters long."
    if slug in RESERVED:
        return f"“{slug}” is a word of this service’s own. Choose another."
    if slug in taken:
        return f"“{slug}” is another organisation’s word. Choose another."
    return None

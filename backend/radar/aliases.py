"""What people call an organisation besides its name: turned about, by letters, without its place, by a nickname."""

# ruff: noqa: SIM905 -- patterns, word lists and wide signatures read better on one line

from collections.abc import Iterator

from backend.radar.names import COMMON, DIRECTIONS, GENERIC, without_legal

_NICKNAMES = frozenset("royal general infirmary victoria memorial princess alexandra jubilee".split())
_PRACTICE = ("practice", "surgery", "centre", "group")
_JOINS = frozenset("and of the in at on upon".split())
_LETTERS = {"north": "n", "south": "s", "east": "e", "west": "w", "central": "c"}
# A rest of such words alone is the end of very many names.
_OF_MANY = frozenset(
    "nhs trust foundation ltd llp plc cic company group services service health centre".split()
)


def lead(words: tuple[str, ...], places: set[str]) -> int:
    """How many words at the start of a name only say where it is."""
    at = 0
    while at < len(words) and (
        words[at] in places or words[at] in _JOINS or words[at] in DIRECTIONS or words[at].endswith("shire")
    ):
        at += 1
    while at and words[at - 1] in _JOINS:
        at -= 1
    return at if any(word in places or word.endswith("shire") for word in words[:at]) else 0


def turned(words: tuple[str, ...], places: set[str]) -> Iterator[tuple[str, ...]]:
    """`Wye Hollow Borough Council` is the Borough Council of Wye Hollow."""
    bare = without_legal(words)
    at = lead(bare, places)
    rest = bare[at:]
    while at and rest and rest[0] not in DIRECTIONS and not set(rest) <= _OF_MANY:
        for link in ("of", "for", "in", "at"):
            yield (*rest, link, *bare[:at])
        yield (*rest, *bare[:at])
        if rest[-1] not in _OF_MANY:
            break
        rest = rest[:-1]
    for link in ("of", "for"):
        if link in bare[1:-1]:
            cut = bare.index(link, 1)
            yield (*[word for word in bare[cut + 1 :] if word != "the"], *bare[:cut])


def by_letters(words: tuple[str, ...], places: set[str]) -> Iterator[tuple[str, ...]]:
    """`PX Volunteer Centre` of Pelham Cross, `Wye Hollow S PCN`, `Brindle St Walk-in Centre`."""
    bare = without_legal(words)
    at = lead(bare, places)
    told = [word for word in bare[:at] if word not in _JOINS]
    rest = bare[at:]
    if (len(told) > 1 and any(word not in GENERIC for word in rest)) or (len(told) > 1 and len(rest) > 1):
        letters = "".join(word[0] for word in told)
        yield (letters, *rest)
        if "cross" in told:
            yield ("".join("x" if word == "cross" else word[0] for word in told), *rest)
    for number, word in enumerate(bare):
        if word in _LETTERS and number:
            yield (*bare[:number], _LETTERS[word], *bare[number + 1 :])
        if word == "street" and number:
            yield (*bare[:number], "st", *bare[number + 1 :])


def without_place(words: tuple[str, ...], places: set[str]) -> Iterator[tuple[str, ...]]:
    """`the Provider Collaborative` of an area, `the Medical Partnership` of a town: what is left with an article."""
    bare = without_legal(words)
    at = lead(bare, places)
    if not at:
        return
    rest = bare[at:]
    while rest:
        if len(rest) > 1 and not set(rest) <= _OF_MANY and rest[0] not in _JOINS:
            yield rest
        if rest[-1] not in _OF_MANY:
            return
        rest = rest[:-1]


def by_first(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`Selwick Road Surgery` is the Selwick practice; with and without an "and": Farrow & Pike is Farrow Pike."""
    bare = without_legal(words)
    if (
        len(bare) > 2
        and bare[-1] in _PRACTICE
        and bare[1] not in GENERIC
        and bare[0] not in GENERIC | COMMON | DIRECTIONS
    ):
        yield from ((bare[0], kind) for kind in _PRACTICE)
    if "and" in bare[1:-1] and len(bare) > 3:
        yield tuple(word for word in bare if word != "and")
    elif (
        len(bare) > 1
        and bare[0] not in GENERIC | COMMON
        and bare[1] not in GENERIC | COMMON
        and "and" not in bare
    ):
        yield (bare[0], "and", *bare[1:])


def nicknames(words: tuple[str, ...], *, trust: bool) -> Iterator[tuple[str, ...]]:
    """`the Royal`, `the General`: a hospital by the word that its people use."""
    if trust or "hospital" in words or "hospitals" in words or "infirmary" in words:
        yield from ((word,) for word in words if word in _NICKNAMES)

"""A mention of organisations in a text, and what the rest of the item says of it."""

# ruff: noqa: PLW2901 -- patterns, word lists and wide signatures read better on one line

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from backend.radar.passing import NO_PART, in_passing, next_leaves_out
from backend.radar.texts import Reading

_OPENS = 8  # characters before a name that is what its sentence is about


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that speak of organisations of the directory."""

    places: tuple[int, ...]
    sureness: float
    start: int
    end: int
    reading: Reading | None
    by_class: str | None = None  # the phrase, where a class is meant
    one: bool = False
    town: str | None = None
    exact: bool = False
    within: bool = False  # of a class only those in a federation or network that the item names
    restricted: bool = False  # of a class only those of whom a clause says more
    others: tuple[
        int, ...
    ] = ()  # those of whose names it is the short form, though it is another's whole name
    described: bool = False  # by its kind and one word more, not by a name

    @property
    def passing(self) -> str | None:
        """Why it is mentioned in passing only, or None. Worked out when it is asked, since most are never asked."""
        if self.reading is None:
            return None
        key = (self.start, self.end, self.by_class is not None or self.described)
        if key not in self.reading.asides:
            self.reading.asides[key] = self._passing(self.reading)
        return self.reading.asides[key]

    def _passing(self, reading: Reading) -> str | None:
        begins, ends = reading.sentence(self.start, self.end)
        why = in_passing(
            reading.around(self.start, self.end, (begins, ends)),
            class_phrase=self.by_class is not None or self.described,
        )
        if (
            why is None
            and self.start - begins < _OPENS
            and next_leaves_out(reading.text[ends - 1 : ends + 160].lstrip(".;"))
        ):
            return NO_PART
        return why


# A name that is only part of a longer one: nothing inside it counts either.
SOMEBODY_ELSE = Mention((), 0.0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Scan:
    reading: Reading
    mentions: tuple[Mention, ...]


def decided(
    mentions: Sequence[Mention],
    named: frozenset[int],
    kin: Callable[[tuple[int, ...]], bool],
    told: Callable[[tuple[int, ...]], int | None],
) -> list[Mention]:
    """Namesakes told apart by the rest of the item: by a town said elsewhere, or by one of them being named in full."""
    sure = set(named)
    for mention in mentions:
        if (
            mention.exact
            and len(mention.places) == 1
            and mention.sureness >= 0.85
            and mention.by_class is None
        ):
            sure.update(mention.places)
    # A shortened name may mean an organisation whose parts or whole are named: see the callers' `named`.
    found = []
    for mention in mentions:
        if mention.others and len(mention.places) == 1 and not set(mention.others) & sure:
            one = told((*mention.places, *mention.others))
            if one in mention.others:
                mention = replace(mention, places=(one,), sureness=min(mention.sureness, 0.6))
        if mention.by_class is None and len(mention.places) > 1:
            known = tuple(place for place in mention.places if place in sure)
            if len(known) == 1:
                mention = replace(mention, places=known)
            elif kin(mention.places):
                pass
            elif (one := told(mention.places)) is not None:
                mention = replace(mention, places=(one,))
            else:
                mention = replace(
                    mention, sureness=mention.sureness * (0.56 if mention.sureness > 0.9 else 0.5)
                )
        found.append(mention)
    return found


def excluded(mentions: Iterable[Mention]) -> tuple[frozenset[int], frozenset[int]]:
    """Those whom a text says to be left out: by name, and by class."""
    names: set[int] = set()
    classes: set[int] = set()
    for mention in mentions:
        if mention.passing == NO_PART and len(mention.places) < 400:
            (names if mention.by_class is None else classes).update(mention.places)
            names.update(mention.others)
    return frozenset(names), frozenset(classes)

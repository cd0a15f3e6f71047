"""What one mention marks: which organisations an item touches by it, after all that the item says besides."""

from collections.abc import Iterable

from backend.radar.directory import Directory
from backend.radar.files import Found
from backend.radar.mentions import Mention, Scan
from backend.radar.nouns import BARE, EVERY
from backend.radar.relations import Relations
from backend.radar.touches import IN_PASSING, where_of

_CLUBS = ("federation", "network")


class Marking:
    """Marks organisations of one directory."""

    directory: Directory
    _relations: Relations
    _silent: frozenset[int]

    def _mark(
        self,
        mention: Mention,
        where: str,
        title: str | None,
        scan: Scan,
        marks: dict[int, list[tuple[float, bool, Found]]],
        named_out: frozenset[int],
        class_out: frozenset[int],
        spoken: set[int],
        narrow: set[tuple[int, ...]],
    ) -> None:
        words = scan.reading.text[mention.start : mention.end]
        at = Found.model_construct(
            words=words, where=where_of(where),
            text_title=title, start=None if where == "name" else mention.start,
        )  # fmt: skip
        passing = mention.passing if where == "text" else None
        places: Iterable[int] = mention.places
        if mention.one and (len(mention.places) != 1 or self._another_named(mention, spoken)):
            return
        if mention.by_class is not None and not mention.one and passing is None:
            left_out = (
                class_out if len(class_out & set(mention.places)) < len(mention.places) else frozenset()
            )
            places = [place for place in mention.places if place not in left_out and place not in named_out]
        if mention.within:
            places = self._belonging(places, spoken)
        # "Practices", in a paper about those with one contract, are those.
        vague = (
            mention.by_class is not None
            and (mention.sureness < EVERY or mention.restricted)
            and not mention.one
        )
        most = BARE if vague and any(set(other) < set(mention.places) for other in narrow) else 1.0
        for place in places:
            if place in self._silent:
                continue
            sureness = IN_PASSING if passing is not None else min(mention.sureness, most)
            marks[place].append((sureness, mention.by_class is not None, at))

    def _belonging(self, places: Iterable[int], spoken: set[int]) -> list[int]:
        """Those who belong to a federation or network that the item names, or to any where it names none."""
        organisations = self.directory.organisations
        clubs = {place for place in spoken if organisations[place].kind in _CLUBS}
        clubs = clubs or {place for place, one in enumerate(organisations) if one.kind in _CLUBS}
        members = {other for place in clubs for other in self._relations.members_of(organisations[place].id)}
        return [place for place in places if organisations[place].id in members]

    def _another_named(self, mention: Mention, spoken: set[int]) -> bool:
        """The council, once a paper has named another council, is that one."""
        organisations = self.directory.organisations
        kind = organisations[mention.places[0]].kind
        return mention.places[0] not in spoken and any(organisations[place].kind == kind for place in spoken)

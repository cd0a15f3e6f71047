"""What one mention marks: which organisations an item touches by it, after all that the item says besides."""

from collections.abc import Iterable
from datetime import date

from backend.radar.declarations import Declared
from backend.radar.directory import Directory
from backend.radar.files import Found, Organisation
from backend.radar.mentions import Mention, Scan
from backend.radar.nouns import BARE, EVERY
from backend.radar.possessions import possessions, suits
from backend.radar.relations import Relations
from backend.radar.touches import IN_PASSING, where_of

_THEIRS = 0.6  # said to be somebody's
_CLUBS = ("federation", "network")


class Marking:
    """Marks organisations of one directory."""

    directory: Directory
    _relations: Relations
    _silent: frozenset[int]
    _strangers: dict[tuple[str, ...], Organisation]
    _by_surname: dict[str, list[str]]
    interests: dict[str, Declared]
    day: date

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

    def _tails(
        self, scans: list[tuple[str, str | None, Scan]], marks: dict[int, list[tuple[float, bool, Found]]]
    ) -> None:
        """A body called after an organisation by the rest of its name only: "the League of Friends there"."""
        for words, stranger in self._strangers.items():
            place = self.directory.by_id.get(stranger.id)
            if place is None or len(words) < 4:
                continue
            for where, title, scan in scans:
                for cut in range(1, len(words) - 1):
                    tail = " ".join(words[cut:])
                    if words[:cut] in self.directory.forms and f" {tail} " in scan.reading.line:
                        lead = f" {' '.join(words[:cut])} "
                        if lead not in scan.reading.line:
                            continue
                        first = scan.reading.word_at(scan.reading.line.index(f" {tail} ") + 1)
                        start, end = (
                            scan.reading.begin(first),
                            scan.reading.span(first + len(words) - cut - 1)[1],
                        )
                        if scan.reading.text[start].isupper():
                            found = Found.model_construct(
                                words=scan.reading.text[start:end],
                                where=where_of(where),
                                text_title=title,
                                start=start,
                            )
                            marks[place].append((0.75, False, found))

    def _theirs(
        self, scans: list[tuple[str, str | None, Scan]], marks: dict[int, list[tuple[float, bool, Found]]]
    ) -> None:
        """What an item says to be somebody's who has declared it."""
        for where, title, scan in scans:
            for person, noun, start, end in possessions(scan.reading, self._by_surname):
                for declared in self.interests.values():
                    if declared.interest.person_id != person or not declared.interest.counts_on(self.day):
                        continue
                    for organisation_id, share in declared.organisations:
                        place = self.directory.by_id.get(organisation_id)
                        if place is not None and suits(noun, self.directory.profiles.nouns(place)):
                            at = Found.model_construct(
                                words=scan.reading.text[start:end], where=where_of(where),
                                text_title=title, start=start,
                            )  # fmt: skip
                            marks[place].append((_THEIRS * share, False, at))

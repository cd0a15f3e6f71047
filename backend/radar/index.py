"""The radar's index: a directory and interests made ready once, texts read once for each version, hits for a meeting.

After a change of one interest or one item only what it touches is worked out again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from backend.radar.classes import Classes
from backend.radar.declarations import Declarations, Declared
from backend.radar.directory import Directory
from backend.radar.files import Body, Found, Interest, Item, Named, Organisation, Register, Where
from backend.radar.marking import Marking
from backend.radar.matching import Matcher
from backend.radar.mentions import Mention, Scan, decided, excluded
from backend.radar.names import GENERIC, words_of
from backend.radar.relations import Path, Relations
from backend.radar.touches import IN_OFFICE, IN_PASSING, Read, Touched, together, where_of

_STEP = 0.94  # each relation on the way makes it a little less sure
_HIT = 0.5  # but what is a hit stays one, at any remove


class Index(Declarations, Marking):
    """One register, for the meetings of one body on one day."""

    def __init__(self, register: Register, *, body: Body, day: date) -> None:
        self.register = register
        self.day = day
        surnames = {words_of(person.name)[-1] for person in register.people if words_of(person.name)}
        here = (body.name, *body.other_names)
        classes = Classes(register.organisations)
        plain = Directory(register.organisations, others=classes.words, here=here, surnames=surnames)
        self._matcher = Matcher(plain, classes)
        self.interests: dict[str, Declared] = {}
        self._strangers: dict[tuple[str, ...], Organisation] = {}
        self._late: list[tuple[Organisation, Matcher]] = []
        for interest in register.interests:
            self.interests[interest.id] = self._declared(interest)
        self.directory = plain
        if self._strangers:
            everybody = (*register.organisations, *self._strangers.values())
            self.directory = Directory(everybody, others=classes.words, here=here, surnames=surnames)
        self._matcher = Matcher(self.directory, classes)
        self._relations = Relations(register.relations, day)
        self._silent = self._of_the_body(here)
        self._here, self._surnames = here, surnames
        self._by_surname: dict[str, list[str]] = defaultdict(list)
        for person in register.people:
            self._by_surname[(words_of(person.name) or ("",))[-1]].append(person.id)
        self._holders: dict[str, set[str]] = defaultdict(set)
        for declared in self.interests.values():
            self._hold(declared)
        self._held: dict[int, bool] = {}
        self._scans: dict[str, Scan] = {}
        self._items: dict[Item, Read] = {}

    # What is declared

    def _hold(self, declared: Declared) -> None:
        for organisation_id, _ in declared.organisations:
            self._holders[organisation_id].add(declared.interest.id)

    def put(self, interest: Interest) -> None:
        """Add an interest or take its new words. Texts are not read again but for a name that nobody had."""
        self.drop(interest.id)
        before = len(self._strangers)
        declared = self._declared(interest)
        if len(self._strangers) > before:
            stranger = list(self._strangers.values())[-1]
            classes = Classes(())
            matcher = Matcher(Directory([stranger], here=self._here, surnames=self._surnames), classes)
            self._late.append((stranger, matcher))
            for read in self._items.values():
                self._read_late(read, stranger, matcher)
        self.interests[interest.id] = declared
        self._hold(declared)
        # What nobody had an interest in was passed over: such items are put together again from the texts as read.
        new = {place for place, mattered in self._held.items() if not mattered}
        self._held.clear()
        new = {place for place in new if self._is_held(place)}
        for item, read in list(self._items.items()):
            if new & read.spoken:
                del self._items[item]
            else:
                read.reached = {}

    def drop(self, interest_id: str) -> None:
        declared = self.interests.pop(interest_id, None)
        if declared is not None:
            for organisation_id, _ in declared.organisations:
                self._holders[organisation_id].discard(interest_id)

    def forget(self) -> None:
        """Forget what was read: the next search reads every text anew."""
        self._scans.clear()
        self._items.clear()

    # What is read

    def read(self, item: Item) -> Read:
        known = self._items.get(item)
        if known is None:
            known = self._items[item] = self._touched(item)
            for stranger, matcher in self._late:
                self._read_late(known, stranger, matcher)
        return known

    def keep_only(self, items: Iterable[Item]) -> None:
        """Drop what is no longer on the agenda."""
        wanted = set(items)
        for item in list(self._items):
            if item not in wanted:
                del self._items[item]

    def _scan(self, text: str) -> Scan:
        known = self._scans.get(text)
        if known is None:
            known = self._scans[text] = self._matcher.scan(text)
        return known

    def _touched(self, item: Item) -> Read:
        scans: list[tuple[str, str | None, Scan]] = [("title", None, self._scan(item.title))]
        for text in item.texts:
            scans.append(("name", text.title, self._scan(text.title)))
            scans.append(("text", text.title, self._scan(text.text)))
        read = Read(item, scans)
        marks: dict[int, list[tuple[float, bool, Found]]] = defaultdict(list)
        lists: tuple[tuple[Where, tuple[Named, ...]], ...] = (
            ("organisations", item.organisations),
            ("suppliers", item.suppliers),
        )
        for field_, listed in lists:
            for row in listed:
                for place, sureness in self._named(row):
                    words = row.name or self.directory.organisations[place].name
                    marks[place].append(
                        (
                            sureness,
                            False,
                            Found.model_construct(words=words, where=field_, text_title=None, start=None),
                        )
                    )
        mentions = [mention for _, _, scan in scans for mention in scan.mentions]
        known: dict[tuple[int, ...], int | None] = {}

        def told(places: tuple[int, ...]) -> int | None:
            if places not in known:
                known[places] = self.directory.profiles.told(places, [scan.reading for _, _, scan in scans])
            return known[places]

        settled = iter(decided(mentions, frozenset(marks), self._kin, told))
        narrow = {mention.places for mention in mentions if mention.by_class is not None and not mention.one}
        asked = [mention for mention in mentions if self._matters(mention)]
        named_out, class_out = excluded(asked)
        spoken = set(marks)
        if any(mention.one or mention.within for mention in asked):
            named = [m for m in mentions if m.by_class is None and m.sureness > 0.8]
            spoken |= {place for mention in named if mention.passing is None for place in mention.places}
        for where, title, scan in scans:
            for _ in scan.mentions:
                mention = next(settled)
                read.spoken.update(mention.places)
                if self._matters(mention):
                    self._mark(mention, where, title, scan, marks, named_out, class_out, spoken, narrow)
        self._tails(scans, marks)
        self._theirs(scans, marks)
        for place, found in marks.items():
            read.touched[self.directory.organisations[place].id] = together(found)
        return read

    def _kin(self, places: tuple[int, ...]) -> bool:
        """Whether one of them holds the others: a name cut short then means the house of them all."""
        ids = [self.directory.organisations[place].id for place in places]
        return any(set(ids) <= set(self._relations.touched_by(one)) for one in ids)

    def _matters(self, mention: Mention) -> bool:
        """Whether anybody has an interest that it may touch."""
        return any(map(self._is_held, mention.places))

    def _is_held(self, place: int) -> bool:
        known = self._held.get(place)
        if known is None:
            touched = self._relations.touched_by(self.directory.organisations[place].id)
            known = self._held[place] = any(self._holders.get(other) for other in touched)
        return known

    def _named(self, row: Named) -> list[tuple[int, float]]:
        if row.organisation_id is not None:
            place = self.directory.by_id.get(row.organisation_id)
            return [] if place is None else [(place, 0.99)]
        meaning = self.directory.resolve(row.name or "")
        if meaning is not None:
            share = 1.0 if len(meaning.places) == 1 else 0.56
            return [(place, min(0.98, meaning.sureness + 0.02) * share) for place in meaning.places]
        # Several together, or one with words around it: "X Trust with Y Volunteers".
        mentions = self._scan(row.name or "").mentions
        return [
            (m.places[0], m.sureness)
            for m in mentions
            if len(m.places) == 1 and (m.by_class is None or m.one)
        ]

    def _read_late(self, read: Read, stranger: Organisation, matcher: Matcher) -> None:
        telling = {word for word in words_of(stranger.name) if word not in GENERIC}
        rows = []
        for where, title, scan in read.scans:
            if not telling & scan.reading.known:
                continue
            own = matcher.scan(scan.reading.text)
            for mention in own.mentions:
                sureness = IN_PASSING if mention.passing is not None and where == "text" else mention.sureness
                words = own.reading.text[mention.start : mention.end]
                rows.append(
                    (
                        sureness,
                        False,
                        Found.model_construct(
                            words=words,
                            where=where_of(where),
                            text_title=title,
                            start=mention.start,
                        ),
                    )
                )
        late: tuple[tuple[Where, tuple[Named, ...]], ...] = (
            ("organisations", read.item.organisations),
            ("suppliers", read.item.suppliers),
        )
        for field_, named in late:
            for row in named:
                if row.organisation_id is None and matcher.directory.resolve(row.name or "") is not None:
                    rows.append(
                        (
                            0.97,
                            False,
                            Found.model_construct(
                                words=row.name or "", where=field_, text_title=None, start=None
                            ),
                        )
                    )
        if rows:
            read.touched[stranger.id] = together(rows)
            read.reached = {}

    def _of_the_body(self, here: Iterable[str]) -> frozenset[int]:
        own = {words_of(name) for name in here}
        silent = set()
        for place, one in enumerate(self.directory.organisations):
            names = {words_of(name) for name in (one.name, *one.other_names)}
            if names & own or names & IN_OFFICE:
                silent.add(place)
        return frozenset(silent)

    # Who is reached

    def reached(self, read: Read) -> Mapping[str, tuple[float, Touched, Path]]:
        """Each organisation that somebody has an interest in and the item touches: how surely, and by which steps."""
        if not read.reached:
            for organisation_id, touched in read.touched.items():
                for other, path in self._relations.touched_by(organisation_id).items():
                    if not self._holders.get(other):
                        continue
                    sureness = _by_steps(touched.sureness, len(path))
                    before = read.reached.get(other)
                    if before is None or (sureness, -len(path)) > (before[0], -len(before[2])):
                        read.reached[other] = (sureness, touched, path)
        return read.reached

    def holders(self, organisation_id: str) -> Iterable[str]:
        return sorted(self._holders.get(organisation_id, ()))

    def organisation(self, organisation_id: str) -> Organisation:
        place = self.directory.by_id.get(organisation_id)
        if place is not None:
            return self.directory.organisations[place]
        return next(one for one in self._strangers.values() if one.id == organisation_id)


def _by_steps(sureness: float, steps: int) -> float:
    less = sureness * _STEP**steps
    return max(less, _HIT) if sureness >= _HIT else less

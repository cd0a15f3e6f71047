"""Short names: what is left of a name after an article, in a row of a table, or beside words for its kind; and whose it is not."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Iterable, Sequence

from backend.radar.forms import DEFINITE
from backend.radar.kinds import plural, singular
from backend.radar.meanings import Owner
from backend.radar.mentions import Mention
from backend.radar.names import LEGAL, words_of
from backend.radar.profiles import profile
from backend.radar.surroundings import Surroundings
from backend.radar.texts import Reading

# What only an organisation does, after an everyday word that may be its name.
_ACTS = re.compile(
    r"@@(?:'s|’s)? (?:asks|asked (?:for|that|to|us)|bids?|offers|proposes|applied|applies|tendered|quoted|quotes|wants|told us|says that|said that|"
    r"would (?:be paid|get|receive|lose|run|supply|employ|take|have|host)|has asked|has offered|has applied|has bid)\b"
)
_TRADES = frozenset(
    """builders builder printers printer florists florist caterers caterer taxis taxi cabs hotel hotels school church bakers bakery
    butchers plumbers roofers electricians removals surveyors architects garage garages coaches farm farmers brewery café cafe pub
    restaurant estate agents jewellers tailors decorators cleaners gardeners""".split()
)
_KINSMEN = frozenset("son sons daughter daughters brother brothers".split())
_AND_SON = re.compile(r" (?:&|and) (?:Sons?|Daughters?|Bro(?:ther)?s)\b")
# What stands beside a name to explain it, and the things that are no provider.
_APPOSED = re.compile(
    r"['\"”’)]{0,2} ?(?:,|:|-|–|—|\() ?(?:a|an|the|our|their|another) ([\w' -]{3,32}?)(?= (?:for|of|in|on|at|by|that|which|who|with|has|is|was|and|near)\b|[.,;:()]|\n|$)"
)
_THINGS = frozenset(
    """line park street road lane hotel pub inn school church chapel farm shop band choir team club builder printer florist caterer hostel
    ship boat ferry cafe café caravan site field hill village hamlet town estate bridge house museum theatre cinema horse dog cat song
    book play film magazine newspaper programme project scheme award prize fund appeal ward room hall building bus station""".split()
)
_OF_PLACES = frozenset(
    """garage depot roundabout hotel inn pub ticket store stall market station bus ferry bridge car slope museum theatre cinema tip
    allotment playground quarry farm orchestra band choir""".split()
)
_ONLY_BODIES = frozenset(
    "cooperative alliance collaborative federation consortium".split()
)  # in small letters as well
_ASIDE = re.compile(r" ?(?:\(([^)]{2,50})\)|, the ([\w' -]{3,40})(?=[.,;)]|$))")
_CELL = re.compile(
    r"(?m)^(?:[-•*·–]\s*|\(?\w{1,2}[.)]\s+|(?:[Bb]id|[Ll]ot|[Oo]ption|[Ss]ite) \w+[,:]\s*)?([A-Z][\w'’.& -]{2,40}?)\s*(?=\||:|,| [-–] |\t|$)"
)


class ShortNames(Surroundings):
    """Decides on names that are not whole, against one directory."""

    def _definite(
        self, reading: Reading, first: int, length: int, form: tuple[str, ...], owners: tuple[Owner, ...]
    ) -> Mention | None:
        """`the Royal`, `the provider collaborative`: a part of a name after an article, as people speak of the only one."""
        start, end = reading.begin(first), reading.span(first + length - 1)[1]
        inner = [reading.begin(number) for number in range(first + 1, first + length)]
        large = [reading.text[at].isupper() for at in inner]
        following = reading.words[first + length : first + length + 2]
        if self._after(reading, first + length, end) or (
            not all(large) and (any(large) or (length == 2 and form[1] not in _ONLY_BODIES))
        ):
            return None
        if following[:1] and following[0] in ("of", "for", "in", "at") and len(following) > 1:
            at = reading.begin(first + length + 1)
            if reading.text[at].isupper() and self._town_at(reading, first + length + 1) is None:
                return None
        sureness = max(owner.sureness for owner in owners)
        return Mention(
            tuple(owner.place for owner in owners), min(sureness, DEFINITE) - (0 if all(large) else 0.04),
            inner[0] if length == 2 else start, end, reading,
        )  # fmt: skip

    def _of_another_kind(
        self, reading: Reading, first: int, length: int, form: tuple[str, ...], owners: tuple[Owner, ...]
    ) -> bool:
        """Whether words beside a short name say that another is meant: "a taxi firm, Nightjar", where there are Nightjar Taxis."""
        if length > 2 or reading.words[max(0, first - 1) : first] == ["of"]:
            return False  # "the devices arm of Corvex" is a part of Corvex
        longer = self.directory.longer(form)
        if len(longer) < 2:
            return False
        mine = {owner.place for owner in owners}
        beside = {
            singular(word)
            for word in (
                *reading.words[max(0, first - 3) : first],
                *reading.words[first + length : first + length + 1],
            )
        }
        own = {singular(word) for place, rest in longer if place in mine for word in rest}
        others = (
            {singular(word) for place, rest in longer if place not in mine for word in rest}
            - own
            - {"the", "of", "and", "in"}
        )
        return bool(beside & others) and not beside & own

    def _beside(self, reading: Reading, first: int, length: int) -> set[str]:
        """The words right before and after a name, in the singular, within its sentence."""
        end = first + length
        words = set[str]()
        for at in (first - 1, first - 2, first - 3, end, end + 1):
            if not 0 <= at < len(reading.words):
                continue
            lead, rest = (at + 1, first) if at < first else (end, at)
            over = (
                reading.text[reading.begin(at) : reading.begin(first)]
                if at < first
                else reading.text[reading.span(end - 1)[1] : reading.span(at)[1]]
            )
            if lead <= rest + 3 and not set(over) & set(".;:\n|"):
                words.add(singular(reading.words[at]))
        return words | self._in_brackets(reading, end)

    def _in_brackets(self, reading: Reading, end: int) -> set[str]:
        """The words of an aside right after a name: "Kingsmead (the Hall, 61 beds)"."""
        over = reading.span(end - 1)[1]
        bracket = _ASIDE.match(reading.text, over)
        return {singular(word) for word in words_of(bracket[1] or bracket[2])} if bracket else set()

    def _named_beside(self, reading: Reading, first: int, length: int, owners: Sequence[Owner]) -> bool:
        """Whether a word for its kind stands beside the name of a town: "Upper Marl (branch)", "the Upper Marl surgery"."""
        beside = self._beside(reading, first, length)
        return any(beside & self.directory.profiles.nouns(owner.place) for owner in owners)

    def _of_the_kind(
        self, reading: Reading, first: int, length: int, owners: tuple[Owner, ...]
    ) -> tuple[Owner, ...]:
        """Of namesakes those whose kind is said beside the name: "its branch at Station Road"."""
        beside = self._beside(reading, first, length)
        kind = tuple(owner for owner in owners if beside & self.directory.profiles.nouns(owner.place))
        if len(kind) in (0, len(owners)):
            aside = self._in_brackets(reading, first + length)
            kind = tuple(
                owner
                for owner in owners
                if aside & set(words_of(self.directory.organisations[owner.place].name))
            )
        return kind or owners

    def _is_thing(self, reading: Reading, following: int, end: int) -> bool:
        """Whether a short name only tells of something else: "the Fallowdene Road garage", "Ferry tickets"."""
        return (
            following < len(reading.words)
            and reading.text[end : reading.begin(following)] == " "
            and singular(reading.words[following]) in _OF_PLACES
        )

    def _apposed(self, reading: Reading, end: int, owners: Sequence[Owner]) -> bool:
        """Whether what stands beside it as an explanation is another kind of thing: "(the park, …)", "- a befriending line", "& Son"."""
        following = reading.text[end : end + 70]
        if following[:1] == " " and following[1:2].isalnum() and not following.startswith(" and "):
            return False
        if _AND_SON.match(following):
            return not any(
                set(words_of(self.directory.organisations[owner.place].name)) & _KINSMEN for owner in owners
            )
        match = _APPOSED.match(following)
        if match is None:
            return False
        told = {singular(word) for word in words_of(match[1])}
        if told.isdisjoint(_THINGS):
            return False
        return not any(
            told
            & _THINGS
            & (
                profile(self.directory.organisations[owner.place])
                | self.directory.profiles.nouns(owner.place)
            )
            for owner in owners
        )

    def _elsewhere(self, reading: Reading, following: int, end: int, owners: Sequence[Owner]) -> bool:
        """Whether a short name is followed by a trade or a place that is not its own: "Marlpit Group, builders", "Ocular of Leeds"."""
        words = reading.words[following : following + 3]
        while words[:1] and words[0] in LEGAL:
            following, words = following + 1, reading.words[following + 1 : following + 4]
        if (
            words[:1]
            and words[0] in ("of", "at")
            and len(words) > 1
            and reading.text[reading.begin(following + 1)].isupper()
        ):
            own = {
                word
                for owner in owners
                for word in words_of(self.directory.organisations[owner.place].town or "")
            }
            known = self.directory.profiles.fitting([singular(words[1])]) & {owner.place for owner in owners}
            return (
                bool(own)
                and words[1] not in own
                and not known
                and self._town_at(reading, following + 1) is None
            )
        return (
            bool(words)
            and words[0] in _TRADES
            and reading.text[end : end + 2] in (", ", " (")
            and not (
                self.directory.profiles.fitting([singular(words[0])]) & {owner.place for owner in owners}
            )
        )

    def _kind_beside(self, reading: Reading, start: int, end: int, owners: Sequence[Owner]) -> bool:
        """Whether the sentence has a word for the kind of the owner: "of the surgeries Swift's is the farthest"."""
        words = {singular(word) for word in words_of(reading.around(start, end).replace("@@", " "))}
        if len(owners) != 1:
            return False
        return bool(words & self.directory.profiles.nouns(owners[0].place)) or bool(
            _ACTS.search(reading.around(start, end))
        )

    def _in_cells(self, reading: Reading) -> Iterable[Mention]:
        """A row of a table, or of a list, under a noun for a kind: "Network | Spent", "Fringe | 58,820"."""
        if "|" not in reading.text and "\n" not in reading.text:
            return
        for match in _CELL.finditer(reading.text):
            places = self.directory.cells.get(words_of(match[1]), ())
            kind = [
                place
                for place in places
                if any(
                    noun in reading.known or plural(noun) in reading.known
                    for noun in self.directory.profiles.nouns(place)
                )
            ]
            if len(kind) == 1:
                yield Mention((kind[0],), 0.58, match.start(1), match.end(1), reading)

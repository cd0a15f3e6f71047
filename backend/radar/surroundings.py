"""What stands around a name in a text: a longer name, a person's title, a street, a town."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Sequence

from backend.radar.directory import Directory
from backend.radar.forms import FULL
from backend.radar.meanings import Owner
from backend.radar.names import COMMON, DIRECTIONS, GENERIC, LANDSCAPE, LEGAL, STREET, folded, words_of
from backend.radar.texts import Reading

TITLES = frozenset(
    "dr mr mrs ms miss mx professor prof sir dame lord lady cllr councillor sister revd rev".split()
)
# Words that may stand with a capital before a name without being part of it.
_BEFORE = frozenset(
    """the a an at in of for to from by with and or our both from via per nhs re is are was were that which between but if
    as on site branch bidder supplier provider contractor practice applicant option lot award grant item paper report
    merger closure application partners partner dr chair member see also lead not new when where while since under after
    before although today yesterday however meanwhile finally then there here this these those two three four five six
    members officers staff patients""".split()
)
_VERBS = frozenset(
    "will would is has was are were had and asks asked offers offered says said could may might can wants plans bids bid proposes does did in at".split()
)
_OF_TOWNS = frozenset("de le la les upon under juxta cum".split())  # Ashby de la Zouch
_UNIT = frozenset("emergency accident department ward wards unit maternity estates".split())
_MANY = 50  # owners that are looked at
_NEAR = 160  # characters in which a town still belongs to a name


class Surroundings:
    """Asks about the words beside a name, against one directory."""

    directory: Directory

    def _everyday(self, form: tuple[str, ...]) -> bool:
        return all(word in COMMON or word in GENERIC for word in form)

    def _before(self, reading: Reading, first: int, start: int) -> str:
        """The word before, if only a space stands between and it has a capital that no sentence gave it."""
        if not first:
            return ""
        s, e = reading.span(first - 1)
        if reading.text[e:start].strip("") != " " or not reading.text[s].isupper():
            return ""
        word = reading.words[first - 1]
        if reading.sentence(start, start + 1)[0] >= s and (
            word in _BEFORE or word not in COMMON | DIRECTIONS
        ):
            return "" if word not in TITLES else word
        return word

    def _after(self, reading: Reading, following: int, end: int) -> str:
        """The word after, if only a space stands between and it has a capital."""
        if following >= len(reading.words):
            return ""
        s, _ = reading.span(following)
        gap = reading.text[end:s]
        return reading.words[following] if gap in (" ", "-") and reading.text[s].isupper() else ""

    def _longer(
        self,
        reading: Reading,
        first: int,
        length: int,
        form: tuple[str, ...],
        before: str,
        after: str,
        best: float,
    ) -> bool:
        """Whether the words are part of a longer name, somebody else's: Castle Street, Oak Park Surgery, Dr Bellweather."""
        whole = best >= FULL - 0.07 and (form[-1] in GENERIC or length > 2)
        if before:
            if before in TITLES and form[0] != "dr":
                return length == 1 or not whole
            town = (before,) in self.directory.towns
            if before in DIRECTIONS and before not in form:
                return True
            if (
                before not in _BEFORE
                and before not in GENERIC
                and not town
                and (self._everyday(form[:1]) or not whole)
            ):
                return True
        if after:
            if after in STREET:
                return True
            if not whole and after not in LEGAL and (after,) not in self.directory.towns:
                return not (after in TITLES or self._is_own(form, after))
        elif not whole and length == 1 and best < FULL - 0.07:
            following = reading.words[first + length : first + length + 1]
            return bool(following) and following[0] in STREET | LANDSCAPE | _OF_TOWNS
        return False

    def _possessive(self, owners: Sequence[Owner], word: str) -> bool:
        """Whether the names themselves have the word with an apostrophe, as in St Edda's."""
        names = [self.directory.organisations[owner.place].name for owner in owners]
        return any(re.search(rf"\b{re.escape(word)}s?['’]", folded(name)) for name in names)

    def _is_own(self, form: tuple[str, ...], after: str) -> bool:
        """A word of the organisation's own name, or of its unit: the hospital's Emergency Department."""
        owners = self.directory.forms.get(form, ())
        return after in _UNIT or any(
            after in words_of(self.directory.organisations[owner.place].name) for owner in owners
        )

    def _is_surname(self, reading: Reading, word: str, start: int) -> bool:
        """One word that stands after a title somewhere in the text is a person there."""
        at = -1
        for _ in range(reading.words.count(word)):
            at = reading.words.index(word, at + 1)
            for back in (1, 2):
                if at - back >= 0 and reading.words[at - back] in TITLES:
                    between = reading.text[reading.span(at - back)[1] : reading.begin(at)]
                    near = back == 1 or reading.text[reading.begin(at - 1)].isupper()
                    if near and len(between) < 25 and "," not in between:
                        return True
        return False

    def _town(self, reading: Reading, first: int, length: int) -> str | None:
        """The town that is said with the name: "Park Surgery, Tolbury", "Park Surgery (Tolbury)", "in Tolbury"."""
        words = reading.words
        towns = self.directory.towns
        end = reading.span(first + length - 1)[1]
        for skip in (0, 1, 2):
            at = first + length + skip
            if skip and not (
                words[at - 1 : at]
                and (
                    words[at - 1] in ("in", "at", "of", "near")
                    or words[at - 1] in ("in", "at", "the")
                    or words[at - 1] in LEGAL
                    or words[at - 1] == "branch"
                )
            ):
                break
            for size in (3, 2, 1):
                if tuple(words[at : at + size]) in towns and at + size <= len(reading.words):
                    between = reading.text[end : reading.begin(at)]
                    if (
                        len(between) < 16
                        and "." not in between.strip("., ")
                        and "\n" not in between
                        and "|" not in between
                        and reading.text[reading.begin(at)].isupper()
                    ):
                        after = self._after(reading, at + size, reading.span(at + size - 1)[1])
                        if after and (after in GENERIC | STREET) and between == " ":
                            return None
                        return towns[tuple(words[at : at + size])]
        for size in (3, 2, 1):
            if first - size >= 0 and tuple(words[first - size : first]) in towns:
                between = reading.text[reading.span(first - 1)[1] : reading.begin(first)]
                if between in (" ", "'s ", "’s "):
                    return towns[tuple(words[first - size : first])]
        return None

    def _is_subject(self, reading: Reading, following: int, end: int) -> bool:
        """Whether what follows a word is as after a name: a mark, a verb, a possessive."""
        if reading.text[end - 2 : end] in ("'s", "’s") or following >= len(reading.words):
            return True
        return reading.text[end : end + 1] != " " or reading.words[following] in _VERBS

    def _town_near(self, reading: Reading, start: int, end: int, owners: Sequence[Owner]) -> str | None:
        """Of namesakes, the town of one that is said nearest to the name, in the same paragraph: "High Street Practice, whose building in Wexcaster"."""
        lowest = max(reading.text.rfind("\n\n", 0, start) + 1, start - _NEAR)
        highest = reading.text.find("\n\n", end)
        highest = min(len(reading.text) if highest < 0 else highest, end + _NEAR)
        best: tuple[int, str] | None = None
        for town in {self.directory.organisations[owner.place].town for owner in owners[:_MANY]} - {None}:
            for match in re.finditer(
                rf"(?<![-\w]){re.escape(town or '')}(?![-\w])", reading.text[lowest:highest]
            ):
                at, over = match.start() + lowest, match.end() + lowest
                if start <= at < end or re.search(
                    r"\bnot (?:the one |its namesake |that )?(?:in|at|of) $",
                    reading.text[max(0, at - 30) : at],
                ):
                    continue
                away = start - over if over <= start else at - end
                if best is None or away < best[0]:
                    best = (away, town or "")
        return best[1] if best else None

    def _town_at(self, reading: Reading, at: int) -> str | None:
        for size in (3, 2, 1):
            if tuple(reading.words[at : at + size]) in self.directory.towns:
                return self.directory.towns[tuple(reading.words[at : at + size])]
        return None

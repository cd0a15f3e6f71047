"""What stands before and after the noun of a phrase for a class: qualifiers, contracts, "that dispense", "without nursing"."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

from backend.radar.kinds import CONTRACTS, SUBJECTS, singular, tags_in
from backend.radar.nouns import AFTER_NOUN, DETERMINING, IDLE, JOINS, LINKED, LINKS, LONGEST, PROVIDES
from backend.radar.spelling import akin
from backend.radar.texts import Reading

_LINE = frozenset((".\n", ":\n", ";\n", "\n\n", "- ", "* ", "• ", "| "))
_APPROVED = frozenset(
    ["registered", "approved", "commissioned", "contracted", "accredited", "licensed", "paid"]
)


class Qualifying:
    """Reads around a noun, with the qualifiers that one directory has."""

    _own: frozenset[str]
    _modifiers: set[str]
    _plurals: dict[str, str]

    def _is_one(self, reading: Reading, at: int) -> bool:
        """Whether a noun in the singular may mean a class or the only one of it: "each practice", "the hospice"."""
        return (
            not DETERMINING.isdisjoint(reading.words[max(0, at - 5) : at])
            or reading.words[at] == "sector"
            or reading.text[reading.begin(at) - 3 : reading.begin(at)] in ("'s ", "’s ")
            or self._opens(reading, at)
            or (at > 0 and self._opens(reading, at - 1))
        )

    def _opens(self, reading: Reading, number: int) -> bool:
        """Whether a line begins here, in a note that leaves its articles out: "City council to fund three posts"."""
        begin = reading.begin(number)
        return reading.text[begin].isupper() and (begin == 0 or reading.text[begin - 2 : begin] in _LINE)

    def _is_told(self, reading: Reading, first: int) -> bool:
        """Whether an article or an owner stands right before a phrase in the singular: not in "the research council"."""
        if not first:
            return self._opens(reading, first)
        begin = reading.begin(first)
        return (
            reading.words[first - 1] in DETERMINING | IDLE
            or reading.words[first] in DETERMINING
            or reading.text[begin - 1] != " "
            or self._opens(reading, first)
            or reading.text[begin - 3 : begin] in ("'s ", "’s ", "s' ", "s’ ")
        )

    def _stands_alone(self, reading: Reading, end: int) -> bool:
        """Whether the noun is not the first half of another: "the network agreement", "the hospital ward"."""
        if end >= len(reading.words):
            return True
        over = reading.span(end - 1)[1]
        if reading.text[over : reading.begin(end)] != " " or reading.text[over - 2 : over] in ("'s", "’s"):
            return True
        word = reading.words[end]
        return word in AFTER_NOUN or (len(word) > 4 and word.endswith("ed"))

    def _before(self, reading: Reading, at: int, head: str) -> tuple[int, list[tuple[str, ...]]]:
        """Where the phrase begins, and its qualifiers, in parts that "and" or a comma joins."""
        first = at
        segments: list[list[str]] = [[]]
        while first > 0 and at - first < LONGEST:
            word = reading.words[first - 1]
            bare = singular(word)
            if not self._joined(reading, first - 1):
                break
            if (
                first > 1
                and (singular(reading.words[first - 2]), word, singular(reading.words[first])) in LINKED
            ):
                segments[0].insert(0, bare)
            elif word in JOINS:
                if (
                    first < 2
                    or singular(reading.words[first - 2]) not in self._modifiers
                    or reading.words[first - 2] in self._plurals
                ):
                    break
                segments.insert(0, [])
            elif bare in self._modifiers and not (
                word in self._plurals and bare not in ("service", "sector", "hour")
            ):
                if "," in reading.text[reading.span(first - 1)[1] : reading.begin(first)] and segments[0]:
                    segments.insert(0, [])
                segments[0].insert(0, bare)
            else:
                break
            first -= 1
        while segments and not segments[0]:
            if len(segments) == 1:
                break
            segments.pop(0)
            first += 1
        return first, [tuple(segment) for segment in segments]

    def _joined(self, reading: Reading, number: int) -> bool:
        """Whether nothing but a space or a mark inside a phrase stands between this word and the next."""
        gap = reading.text[reading.span(number)[1] : reading.begin(number + 1)]
        return len(gap) < 4 and gap.strip().strip("’'s") in ("", "-", ",", "/", "‑", "(")

    def _after(self, reading: Reading, at: int) -> tuple[int, frozenset[str] | None]:
        """Where the phrase ends, tags that follow the noun, or None where it means others."""
        words = reading.words
        tags: set[str] = set()
        end = at + 1
        if (
            singular(words[at]) == "home"
            and words[end : end + 1] == ["without"]
            and words[end + 1 : end + 2] in (["nursing"], ["nurses"])
        ):
            return end + 2, frozenset(["carehome", "-nursing"])
        following = words[end : end + 7]
        if (
            singular(words[at]) == "home"
            and following[:1] == ["for"]
            and following[1:2] in (["older"], ["old"], ["elderly"], ["the"])
        ):
            return at + 3, frozenset(["carehome"])
        if following[:1] in (["elsewhere"], ["abroad"], ["nationally"]) or following[:2] in (
            ["in", "another"],
            ["in", "other"],
            ["in", "neighbouring"],
            ["outside", "the"],
        ):
            return end, None
        if following[:1] == ["of"] or following[:1] == ["for"]:
            # "providers of community services", "suppliers of software"
            taken: list[str] = []
            for number, word in enumerate(following[1:6]):
                if not self._joined(reading, at + number) or (
                    singular(word) not in self._modifiers and word not in LINKS
                ):
                    break
                taken.append(singular(word))
            while taken and taken[-1] in LINKS:
                taken.pop()
            found, _ = tags_in(tuple(taken), self._own)
            subjects = [tag for tag in found if tag in SUBJECTS]
            if subjects and singular(words[at]) in PROVIDES:
                return at + 2 + len(taken), frozenset(found)
        if (
            following[:2] in (["in", "the"], ["of", "the"], ["for", "the"])
            and following[2:3]
            and following[2] in self._own
        ):
            return end + 3, frozenset(following[2:3])
        if following[:1] and following[0] in _APPROVED and following[1:2] in (["for"], ["as"], ["to"]):
            found, _ = tags_in(tuple(map(singular, following[2:4])), self._own)
            if found:
                return end + 3, frozenset(found)
        without = self._without(following)
        if without is not None:
            return end + without[0], frozenset(["-" + without[1]])
        for number, word in enumerate(following):
            if not self._joined(reading, at + number):
                break
            bare = singular(word)
            if word in CONTRACTS or (
                bare in self._own
                and word not in ("member",)
                and number < 4
                and following[0] in ("that", "which", "who", "with")
            ):
                tags.add(word if word in CONTRACTS else bare)
                end = at + number + 2
            elif number and following[0] in ("that", "which", "who") and number == 1:
                verb = next(
                    (
                        tag
                        for tag in self._own | {"dispensing", "training"}
                        if tag.endswith("ing") and tag[:-3] in (bare, word, bare.rstrip("e"))
                    ),
                    None,
                )
                if verb is None and word not in ("hold", "have", "are", "do", "also"):
                    break
                if verb is not None:
                    tags.add(verb)
                    end = at + number + 2
            elif word == "nursing" and following[0] == "with":
                tags.add("nursing")
                end = at + number + 2
            elif word not in (
                "with",
                "on",
                "of",
                "holding",
                "under",
                "that",
                "which",
                "who",
                "hold",
                "have",
                "a",
                "an",
                "the",
                "and",
                "or",
                "contract",
                "contracts",
                "terms",
            ):
                break
        if (
            tags
            and end < len(words)
            and words[end] in ("contract", "contracts", "agreements", "kind", "terms")
        ):
            end += 1
        return end, frozenset(tags)

    def _without(self, following: list[str]) -> tuple[int, str] | None:
        """`That do not dispense`, `without a dispensary`: how many words it takes, and the tag that they haven't got."""
        if following[:1] == ["without"]:
            at = 2 if following[1:2] in (["a"], ["any"]) else 1
        elif (
            following[:1]
            and following[0] in ("that", "which", "who")
            and following[1:3] in (["do", "not"], ["does", "not"])
        ):
            at = 3
        else:
            return None
        tag = next(
            (tag for word in following[at : at + 1] for tag in sorted(self._own) if akin(word, tag)), None
        )
        return None if tag is None else (at + 1, tag)

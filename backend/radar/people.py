"""People whom an interest names, found by first name or initial and surname. A surname alone is nobody."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from dataclasses import dataclass

from backend.radar.names import folded

TITLE = r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Professor|Prof|Sir|Dame|Lord|Lady|Cllr|Councillor|Revd|Rev|Canon|Sister)"
_SURNAME = r"(?:(?:[Dd]e|[Vv]an|[Vv]on|[Ll]a|[Dd]u|[Dd]er) )*[A-Z][^\W\d_]*(?:['’][A-Z]?[^\W\d_]+)?(?:[-‐‑][A-Z][^\W\d_]+)?"
_PERSON = re.compile(
    rf"\b(?:(?P<title>{TITLE})\.? )?(?P<first>[A-Z](?:\.?[ ]?[A-Z]\b\.?)*|[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)\.? (?:(?:[A-Z]\.? ){{0,2}}|(?P<second>[A-Z][^\W\d_]+) )(?P<last>{_SURNAME})(?![\w])"
)
# Words with a capital that start no person's name.
_NO_NAME = frozenset(
    """the a an senior junior gp general practice practitioner chair vice director non board local medical nhs trust council
    committee group health care centre surgery hospital ltd limited llp cic plc partnership head chief executive finance
    officer member trustee governor honorary clinical lead registered patient january february march april may june july
    august september october november december st saint royal college university south north east west new old great
    little county city district borough primary network foundation services service holds owns works his her their
    owner works partner shareholder consultant salaried retired former seconded appointed chairman""".split()
)
_WOMEN, _MEN = {"mrs", "ms", "miss", "dame", "lady", "sister"}, {"mr", "sir", "lord"}


@dataclass(frozen=True, slots=True)
class Somebody:
    title: str
    first: str  # folded; one letter if only the initial is known
    last: str
    words: str

    def may_be(self, other: "Somebody") -> bool:
        """The same surname, and first names or initials and titles that do not speak against it."""
        if self.last != other.last or not self.first or not other.first:
            return False
        for mine, its in ((_WOMEN, _MEN), (_MEN, _WOMEN)):
            if self.title in mine and other.title in its:
                return False
        if len(self.first) == 1 or len(other.first) == 1:
            return self.first[0] == other.first[0]
        return self.first == other.first


def people_in(text: str) -> list[tuple[Somebody, int]]:
    """Everybody who stands in a text with a first name or initial, and where."""
    found = []
    at = 0
    while match := _PERSON.search(text, at):
        somebody = _somebody(match)
        if somebody is None:
            at = match.start() + max(1, len(match[0].split(" ", 1)[0]))
            continue
        found.append((somebody, match.start()))
        at = match.end()
    return found


def _somebody(match: re.Match[str]) -> Somebody | None:
    first, last = folded(match["first"]), folded(match["last"]).replace("’", "'").removesuffix("'s")
    middle = folded(match["second"] or "")
    letter = len(match["first"]) == 1 and (
        match["title"] or match[0][match.end("first") - match.start() :].startswith(".")
    )
    if (first in _NO_NAME and not letter) or last in _NO_NAME or middle in _NO_NAME or (len(last) < 2):
        return None
    title = folded(match["title"] or "")
    if not title and first.rstrip(".") in {
        "dr",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "prof",
        "professor",
        "sir",
        "dame",
    }:
        return None
    initial = re.sub(r"[^a-z]", "", first)
    is_initials = match["first"].replace(".", "").replace(" ", "").isupper()
    return Somebody(title, initial[:1] if is_initials else first, last, match[0])


def named(words: str) -> Somebody | None:
    """A person in a list of people."""
    found = people_in(words)
    return found[0][0] if found else None

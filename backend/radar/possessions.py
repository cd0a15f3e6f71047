"""What is said to be somebody's: "Dr Larkin told us that her own practice would bid", by what that person has declared."""

# ruff: noqa: E501, SIM905 -- patterns and lists read better on one line

import re
from collections.abc import Iterable, Mapping

from backend.radar.people import TITLE
from backend.radar.texts import Reading

_OWNED = re.compile(
    r"\b(?P<whose>[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w'’-]*?(?:['’]s|s['’]))(?:\s+(?:own |former |present |main |family |home |other )?"
    r"(?P<noun>practice|surgery|firm|company|pharmacy|shop|partnership|employer|trust|home|charity|business|clinic|hospital|council|university|college|federation|consultancy|branch)\b"
    r"|(?=[.,;?!)]|\s*$))",
)
_PRONOUNS = frozenset(("his", "her", "their"))
_SIGNS = frozenset("his her their dr mr mrs ms miss prof professor doctor sir dame cllr councillor".split())
_ALIKE = {
    "employer": frozenset[str](),
    "shop": frozenset(("pharmacy", "chemist", "optician")),
    "clinic": frozenset(("provider", "clinic", "practice")),
}
_BACK = 400  # characters in which a pronoun is followed back to a name


def possessions(reading: Reading, people: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str, int, int]]:
    """Ids of people of the register, the noun, and where it stands. `people` has ids by surname, as in a folded text."""
    if reading.known.isdisjoint(people) or reading.known.isdisjoint(_SIGNS):
        return
    for match in _OWNED.finditer(reading.text):
        whose = match["whose"].lower().replace("’", "'")
        start, end = match.span()
        noun = (match["noun"] or "practice").lower()
        if match["noun"] is None and not re.search(
            r"\b(?:Dr|Doctor)s?\.? $", reading.text[max(0, start - 8) : start]
        ):
            continue
        if whose in _PRONOUNS:
            begin = max(reading.text.rfind("\n\n", 0, start) + 1, start - _BACK)
            named = list(
                re.finditer(
                    rf"\b(?:{TITLE}\.? (?:[A-Z][\w.]* )?|[A-Z][a-z]+ )(?P<last>[A-Z][\w'’-]+)",
                    reading.text[begin:start],
                )
            )
            known = [last for one in named if (last := _bare(one["last"])) in people]
            if not known:
                continue
            last = known[-1]
        else:
            last = _bare(whose)
            if last not in people or not re.search(
                rf"(?:\b{TITLE}\.? |\b[A-Z][a-z]+ )$", reading.text[max(0, start - 20) : start]
            ):
                continue
        for person in people[last]:
            yield person, noun, start, end


def suits(noun: str, nouns: frozenset[str]) -> bool:
    """Whether an organisation with these words for its kind may be called so."""
    wanted = _ALIKE.get(noun, frozenset((noun,)))
    return not wanted or bool(wanted & nouns)


def _bare(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return plain.removesuffix("'s").removesuffix("'").rsplit("-", 1)[-1]

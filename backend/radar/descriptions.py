"""Organisations that a text names by letters of its own, or describes by their kind and town."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Callable, Iterable, Sequence

from backend.radar.directory import Directory
from backend.radar.mentions import Mention
from backend.radar.names import is_letters, words_of
from backend.radar.texts import Reading

_DEFINED = re.compile(r"\(\s*(?:the\s+|hereafter\s+|\"|“|‘|')*([A-Z][A-Za-z&.]{1,9})[\"”’'\s]*\)")
_NOUN: dict[str, Callable[[str, str, Sequence[str]], bool]] = {
    "surgery": lambda kind, name, classes: kind in ("practice", "branch"),
    "practice": lambda kind, name, classes: kind in ("practice", "branch"),
    "gp practice": lambda kind, name, classes: kind in ("practice", "branch"),
    "gp surgery": lambda kind, name, classes: kind in ("practice", "branch"),
    "branch surgery": lambda kind, name, classes: kind == "branch",
    "medical centre": lambda kind, name, classes: kind in ("practice", "branch"),
    "health centre": lambda kind, name, classes: kind in ("practice", "branch"),
    "federation": lambda kind, name, classes: kind == "federation",
    "network": lambda kind, name, classes: kind == "network",
    "council": lambda kind, name, classes: kind == "council",
    "pharmacy": lambda kind, name, classes: any("pharmac" in c and "compan" not in c for c in classes),
    "chemist": lambda kind, name, classes: any("pharmac" in c and "compan" not in c for c in classes),
    "hospice": lambda kind, name, classes: "hospice" in name.lower() or "hospice" in classes,
    "care home": lambda kind, name, classes: any("care home" in c or "nursing home" in c for c in classes),
    "nursing home": lambda kind, name, classes: (
        any("nursing" in c for c in classes) or "Nursing Home" in name
    ),
    "dentist": lambda kind, name, classes: any("dental" in c for c in classes),
    "dental practice": lambda kind, name, classes: any("dental" in c for c in classes),
    "optician": lambda kind, name, classes: any("opto" in c or "optic" in c for c in classes),
    "university": lambda kind, name, classes: "university" in name.lower(),
}
_NOUNS = "|".join(sorted(_NOUN, key=len, reverse=True))


def _is_a(kind: str, name: str, classes: Sequence[str], noun: str) -> bool:
    return _NOUN[noun](kind, name, classes)


class Descriptions:
    """Abbreviations that a paper defines, and descriptions by town, against one directory."""

    directory: Directory

    def _definitions(self, reading: Reading) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
        """`Brightwater Dental Care (“BDC”)`: what the letters mean in this text, and letters that mean somebody else."""
        meant: dict[str, tuple[int, ...]] = {}
        strange = set()
        for match in _DEFINED.finditer(reading.text):
            letters = match[1]
            if sum(c.isupper() for c in letters) < 2 and len(letters) < 5:
                continue
            lead = re.search(
                r"((?:(?:[A-Z][\w'’.&-]*|of|and|for|the|in|&)[ ,]+){1,9})[\s]*$",
                reading.text[max(0, match.start() - 120) : match.start()],
            )
            if lead is None:
                continue
            words = lead[1].strip(" ,").split()
            for at in range(len(words)):
                meaning = self.directory.resolve(" ".join(words[at:])) if words[at][0].isupper() else None
                if meaning is not None and meaning.sureness > 0.7:
                    meant[letters] = meaning.places
                    break
            else:
                capitals = "".join(word[0] for word in words if word[0].isupper())
                if is_letters(letters) and capitals.endswith(
                    letters.replace("NHS", "N").upper()[:1] + capitals[1 - len(letters) :]
                    if len(letters) > 1
                    else letters
                ):
                    strange.add(letters)
        return meant, frozenset(strange)

    def _by_definition(self, reading: Reading, defined: dict[str, tuple[int, ...]]) -> Iterable[Mention]:
        for letters, places in defined.items():
            if (words_of(letters) in self.directory.forms) or not is_letters(letters):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(letters)}(?!\w)", reading.text):
                yield Mention(places, 0.92, match.start(), match.end(), reading, exact=True)

    def _in_towns(self, reading: Reading) -> Iterable[Mention]:
        """`The practice in Nether Quill`, where the directory has one practice there."""
        for town, name in self.directory.towns.items():
            if not all(word in reading.known for word in town):
                continue
            for match in re.finditer(
                rf"\b(?:the|our|local) (?:only |single |small |local |community |gp )*({_NOUNS}) (?:in|at|of) (?:the (?:town|village|city) of )?{re.escape(name)}\b|(?<![-\w]){re.escape(name)}(?:'s|’s)? (?:only |single |local |community )?({_NOUNS})\b(?! (?:road|street|lane))",
                reading.text,
                re.IGNORECASE,
            ):
                noun = (match[1] or match[2]).lower()
                text = match[1] or match[2]
                if match[2] and text[0].isupper():
                    continue
                members = [
                    place
                    for place, one in enumerate(self.directory.organisations)
                    if one.town == name and _is_a(one.kind, one.name, one.classes, noun)
                ]
                if len(members) == 1:
                    yield Mention((members[0],), 0.66, match.start(), match.end(), reading, exact=False)

"""Whether a text that is to be published names anybody."""

import re
import unicodedata
from collections.abc import Collection

from backend.scope import Refusal

_TITLES = frozenset(
    {
        "dr",
        "prof",
        "professor",
        "doctor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
    }
)
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")


class UnableToPublish(Refusal):
    """A text that names somebody, or may, and that nobody confirmed."""


def names_in(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Those of `names` of which the text holds a part: each with a capital letter, as a word of its own.

    A part is every word of a name but titles and initials. “May” or “Grant” in a text may be no name at all, so a
    match is a question to whoever agrees the text, not proof.
    """
    words = {_folded(word) for word in _WORD.findall(_plain(text)) if word[:1].isupper()}
    whole = f" {' '.join(_folded(word) for word in _WORD.findall(_plain(text)))} "
    found = []
    for name in names:
        parts = [part for part in map(_folded, _WORD.findall(_plain(name))) if part not in _TITLES]
        telling = {part for part in parts if len(part) >= _SHORTEST}
        if telling & words or (len(parts) > 1 and f" {' '.join(parts)} " in whole):
            found.append(name)
    return tuple(sorted(set(found)))


def check_names_nobody(texts: dict[str, str], names: Collection[str], *, confirmed: bool) -> tuple[str, ...]:
    """Raises `UnableToPublish` for the first of `texts` (field → words) that seems to name somebody.

    `confirmed`: a person read it again and says that it names nobody; then the names that were matched come back.
    """
    matched: dict[str, None] = {}
    for field, text in texts.items():
        found = names_in(text, names)
        if found and not confirmed:
            listed = ", ".join(found[:5])
            raise UnableToPublish(
                f"This text may name {listed}. Take the name out; if the word is no name here, tick the box to say so.",
                field=field,
            )
        matched.update(dict.fromkeys(found))
    return tuple(matched)


def _plain(text: str) -> str:
    """Without accents, for people leave them out."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _folded(word: str) -> str:
    return word.casefold()

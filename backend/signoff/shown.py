"""What was before the eyes of whoever signed: the rendition, its bytes and its words. Values in, answers out.

An approval is bound to content; what people read is a rendition of it. Both are hashed. Another rendition of the same
content (stamped, in larger print, by a newer renderer) leaves the approval alone, and is not what was approved either.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A rendition: the page of ours or a PDF, the SHA-256 of its bytes, and of its words where they can be had."""

    kind: Literal["page", "pdf"]
    sha256: str
    words_sha256: str | None


class Likeness(StrEnum):
    """How a rendition stands to the one that was approved."""

    APPROVED = "approved"
    SAME_WORDS = "same-words"
    OTHER_WORDS = "other-words"
    UNKNOWN = "unknown"


LIKENESS_IN_WORDS = {
    Likeness.APPROVED: "This is, to the byte, what was shown when it was signed off.",
    Likeness.SAME_WORDS: "It was signed off in another form, with exactly these words.",
    Likeness.OTHER_WORDS: "These are not the words that were shown when it was signed off.",
    Likeness.UNKNOWN: "In what form it was shown when it was signed off is not known.",
}


def likeness(now: Shown, *, approved: Shown | None) -> Likeness:
    """Whether `now` is what was approved, the same words in another form, or other words."""
    if approved is None:
        return Likeness.UNKNOWN
    if now.sha256 == approved.sha256:
        return Likeness.APPROVED
    if now.words_sha256 is None or approved.words_sha256 is None:
        return Likeness.UNKNOWN
    return Likeness.SAME_WORDS if now.words_sha256 == approved.words_sha256 else Likeness.OTHER_WORDS


def words_sha256(text: str) -> str:
    """The SHA-256 of the words of a text in their order: spaces, line ends and ways of writing a letter don't count."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode()).hexdigest()

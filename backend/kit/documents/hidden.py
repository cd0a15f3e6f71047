"""What a document can hold that its readers do not see, as words for its author: where it is, never what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST = 200
"""Findings that are listed one by one for a document; the rest is counted in the last of them."""


class Kind(StrEnum):
    """Kinds of hidden data."""

    TRACKED = "tracked-changes"
    COMMENTS = "comments"
    TEXT = "hidden-text"
    SHEET = "hidden-sheet"
    ROWS = "hidden-rows"
    COLUMNS = "hidden-columns"
    PIVOT = "pivot-cache"
    OUTSIDE = "outside-data"
    PROPERTIES = "properties"
    ATTACHMENT = "attachment"
    SCRIPT = "script"
    LAYER = "layer"
    ANNOTATION = "annotation"
    FORM = "form-data"
    COVERED = "covered-text"
    IDENTIFIER = "patient-identifier"
    UNCHECKED = "unchecked"


IN_WORDS = {
    Kind.TRACKED: "Tracked changes",
    Kind.COMMENTS: "Comments",
    Kind.TEXT: "Hidden text",
    Kind.SHEET: "Hidden sheet",
    Kind.ROWS: "Hidden rows",
    Kind.COLUMNS: "Hidden columns",
    Kind.PIVOT: "Data behind a pivot table",
    Kind.OUTSIDE: "Data from another file",
    Kind.PROPERTIES: "Document properties",
    Kind.ATTACHMENT: "Attached file",
    Kind.SCRIPT: "Script",
    Kind.LAYER: "Layer",
    Kind.ANNOTATION: "Comment or mark",
    Kind.FORM: "Form field",
    Kind.COVERED: "Words under a box",
    Kind.IDENTIFIER: "May identify a patient",
    Kind.UNCHECKED: "Could not be checked",
}

LASTING = frozenset({Kind.COVERED, Kind.IDENTIFIER, Kind.UNCHECKED})
"""What no program takes out: its author brings a corrected file, or an officer says why it is no matter."""

TAKEN_OUT = frozenset({Kind.PROPERTIES, Kind.ATTACHMENT, Kind.SCRIPT})
"""What the pages that we make never had, whatever the file: nothing that readers see goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is hidden: `place` as its author finds it (“page 3”), `words` a sentence of what it is.

    `left_out`: the content that is kept does not have it any more.
    """

    kind: Kind
    place: str
    words: str
    left_out: bool = False

    @property
    def removable(self) -> bool:
        """Whether a clean copy can be made without it."""
        return self.kind not in LASTING

    def as_told(self) -> dict[str, Any]:
        """As a child sends it."""
        return {"kind": self.kind.value, "place": self.place, "words": self.words, "left_out": self.left_out}


def told(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as a child sends them: each once, no more than `MOST`."""
    each = list(dict.fromkeys(findings))
    if len(each) > MOST:
        rest, each = each[MOST - 1 :], each[: MOST - 1]
        worst = next((one for one in rest if not one.removable), rest[0])
        words = f"{len(rest)} more things of this kind or others were found. Only the first are listed."
        each.append(Finding(kind=worst.kind, place="after these", words=words))
    return [one.as_told() for one in each]


def read(answers: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """Findings as a child sent them. ValueError where they are none."""
    return tuple(
        Finding(
            kind=Kind(answer["kind"]),
            place=str(answer["place"])[:200],
            words=str(answer["words"])[:500],
            left_out=bool(answer["left_out"]) and Kind(answer["kind"]) not in LASTING,
        )
        for answer in answers
    )


def counted(number: int, one: str, many: str = "") -> str:
    """1 comment, 3 comments."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

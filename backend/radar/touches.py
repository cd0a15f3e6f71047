"""What an item touches: organisations by name, class or description, and people."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

from dataclasses import dataclass, field

from backend.radar.declarations import Declared
from backend.radar.files import Found, Item, Where
from backend.radar.mentions import Scan
from backend.radar.names import words_of
from backend.radar.people import people_in
from backend.radar.relations import Path

# Regulators and NHS England, in whose office a mention is no hit.
IN_OFFICE = frozenset(
    words_of(name)
    for name in (
        "NHS England", "NHS England and NHS Improvement", "NHS Improvement", "NHSE", "NHSEI", "Care Quality Commission", "CQC",
        "Monitor", "NHS Trust Development Authority", "Department of Health", "Department of Health and Social Care", "DHSC",
        "NICE", "National Institute for Health and Care Excellence", "Public Health England", "UK Health Security Agency",
        "General Medical Council", "Nursing and Midwifery Council", "Competition and Markets Authority", "National Audit Office",
        "Information Commissioner's Office", "Health and Safety Executive", "NHS Resolution", "Medicines and Healthcare products Regulatory Agency",
    )
)  # fmt: skip
IN_PASSING = 0.25  # sureness of a mention in passing: shown as a hint


@dataclass(frozen=True, slots=True)
class Touched:
    """One organisation that an item speaks of: how surely, and where."""

    sureness: float
    by_class: bool
    found: tuple[Found, ...]


@dataclass(slots=True)
class Read:
    """What was worked out for one version of an item."""

    item: Item
    scans: list[tuple[str, str | None, Scan]]
    touched: dict[str, Touched] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)
    reached: dict[str, tuple[float, Touched, Path]] = field(default_factory=dict)


def where_of(where: str) -> Where:
    return "title" if where == "title" else "text"


def together(rows: list[tuple[float, bool, Found]]) -> Touched:
    best = max(row[0] for row in rows)
    spoken = [row for row in rows if row[0] > IN_PASSING] or rows
    spoken.sort(key=lambda row: (-row[0],))
    by_class = all(row[1] for row in spoken)
    sureness = min(0.99, best + 0.01 * min(3, len(spoken) - 1))
    if best <= IN_PASSING:
        sureness = best
    return Touched(sureness, by_class, tuple(row[2] for row in spoken[:20]))


def people_named(read: Read, declared: Declared) -> tuple[Found, ...]:
    """Where the item names somebody whom the interest names."""
    found = []
    for somebody in declared.people:
        for words in read.item.people:
            for other, _ in people_in(words):
                if somebody.may_be(other):
                    found.append(
                        Found.model_construct(words=words, where="people", text_title=None, start=None)
                    )
        last = words_of(somebody.last)
        for where, title, scan in read.scans:
            if not last or last[-1] not in scan.reading.known:
                continue
            text = scan.reading.text
            low = scan.reading.folded
            at = low.find(somebody.last)
            while at >= 0:
                begin = max(0, at - 50)
                for other, start in people_in(text[begin : at + len(somebody.last) + 1]):
                    if somebody.may_be(other):
                        found.append(
                            Found.model_construct(
                                words=other.words,
                                where=where_of(where),
                                text_title=title,
                                start=begin + start,
                            )
                        )
                at = low.find(somebody.last, at + 1)
    return tuple(found)

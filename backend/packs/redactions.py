"""What a pack leaves out, why, and by whom: taken out of every form of a section alike.

A hidden record goes by its id wherever it is told of; what it is called (`phrases`) and what a pattern finds go from
every text. What stays in its place names the line of the redaction log, and nothing else.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

SHORTEST = 10
"""A shorter phrase would be found where it means something else; such a one goes by its record alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """One line of the redaction log. `what` says what kind of thing it is, never what it said.

    `counted` is false where even how often would tell something.
    """

    number: int
    what: str
    why: str
    basis: str
    by: str
    ids: frozenset[UUID] = frozenset()
    phrases: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()
    rooms: frozenset[str] = frozenset()
    """Where its patterns are looked for; everywhere where none is named."""
    whole_rooms: frozenset[str] = frozenset()
    """Rooms of which no line of the ledger keeps its private text."""
    counted: bool = True

    @property
    def mark(self) -> str:
        """What stands where something was taken out."""
        return f"[Redacted, line {self.number} of the log]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redactions:
    """Everything that one pack leaves out, and how often each line was applied."""

    lines: tuple[Hidden, ...] = ()
    no_private_words: bool = False
    """Of a pack that anybody may read: no line of the ledger keeps its private text."""
    taken: Counter[int] = field(default_factory=Counter)
    """How many places each line was taken out of, by its number."""
    _by_id: Mapping[str, Hidden] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Hidden], *, no_private_words: bool = False) -> "Redactions":
        found = tuple(lines)
        by_id: dict[str, Hidden] = {}
        for line in found:
            for each in line.ids:
                by_id.setdefault(str(each), line)
        return cls(lines=found, no_private_words=no_private_words, _by_id=by_id)

    def of_record(self, record_id: UUID | str | None) -> Hidden | None:
        """The line that hides a record; `None` where it may be told."""
        return self._by_id.get(str(record_id)) if record_id else None

    def count(self, line: Hidden, times: int = 1) -> str:
        """Note that a line was applied; returns what stands in the place."""
        self.taken[line.number] += times
        return line.mark

    def hides(self, subject_id: UUID | None, text: str, *, room: str = "") -> bool:
        """Whether a line of the ledger may keep its leaf only.

        `text` is its private text: it goes where it is about a hidden record, names one, or says what is taken out.
        """
        if self.no_private_words:
            return True
        if self.of_record(subject_id) is not None or any(each in text for each in self._by_id):
            return True
        return any(_is_in(line, text, room) for line in self.lines)

    def scrubbed(self, text: str, *, room: str = "") -> str:
        """A text without any phrase and pattern that is taken out."""
        for line in self.lines:
            for phrase in line.phrases:
                if len(phrase) >= SHORTEST and phrase in text:
                    text = text.replace(phrase, self.count(line, text.count(phrase)))
            if _looks_in(line, room):
                for each in line.patterns:
                    text, times = each.subn(line.mark, text)
                    self.taken[line.number] += times
        return text


NOTHING = Redactions()


def _looks_in(line: Hidden, room: str) -> bool:
    return not line.rooms or room in line.rooms


def _is_in(line: Hidden, text: str, room: str) -> bool:
    return (
        room in line.whole_rooms
        or any(spelled in text for phrase in line.phrases for spelled in _spellings(phrase))
        or (_looks_in(line, room) and any(each.search(text) for each in line.patterns))
    )


def _spellings(phrase: str) -> tuple[str, ...]:
    """The phrase as it stands in JSON, with and without its letters escaped."""
    if len(phrase) < SHORTEST:
        return ()
    return (json.dumps(phrase, ensure_ascii=False)[1:-1], json.dumps(phrase)[1:-1])

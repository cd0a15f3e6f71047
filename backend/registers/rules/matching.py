"""People and organisations of a sheet, matched with those that are known. Only what is exactly the same is taken.

Whatever is only alike is asked, once for each name as it is written, with how alike it is; nothing is decided by
likeness alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest
from uuid import UUID

from backend.facts.bringing_in import Wanted
from backend.kit.names import folded

MOST_CHOICES = 4
ALIKE = 0.7
"""From here on a name is asked about."""
_SAME_IN_FILE = 0.8
_TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "rev", "cllr", "mx", "lady", "lord"}
)
_PADDING = frozenset({"the", "ltd", "limited", "llp", "plc", "and", "of", "nhs", "co", "company"})
# Words that many organisations have in common: they may differ where the rest is alike.
_COMMON = frozenset({"surgery", "practice", "medical", "centre", "health", "clinic", "group", "services"})
_EACH_WORD = 0.65
"""How alike every telling word of the shorter name must be to some word of the other: two of a first name are two."""
_CODE = re.compile(
    r"^(?P<name>.*?)\s*[(\[]\s*(?P<code>[A-Za-z]{1,3}\d{2,6}[A-Za-z0-9]{0,3})\s*[)\]]\s*$", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody or something on record. `codes`: an address of e-mail or an ODS code. `note` tells namesakes apart."""

    id: UUID
    name: str
    other_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One that it may be; `score` from 0 to 100. `same_as` is the key of another name in the same file."""

    id: UUID | None
    name: str
    note: str
    score: int
    same_as: str = ""

    @property
    def value(self) -> str:
        return str(self.id) if self.id else f"same:{self.same_as}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A name that nothing on record has exactly, or that several have."""

    wanted: Wanted
    choices: tuple[Choice, ...]
    rows: int

    @property
    def must_be_answered(self) -> bool:
        """What resembles nothing is taken as new unless somebody says otherwise; the rest has no answer by itself."""
        return bool(self.choices)


class Directory:
    """Known people or organisations, found by exact names and codes, or by likeness."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_id = {each.id: each for each in known}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_other_name: dict[str, list[Known]] = defaultdict(list)
        self.by_code: dict[str, list[Known]] = defaultdict(list)
        self._by_piece: dict[str, list[UUID]] = {}
        for each in self.by_id.values():
            self.by_name[folded(each.name)].append(each)
            for name in each.other_names:
                self.by_other_name[folded(name)].append(each)
            for code in each.codes:
                self.by_code[code.lower()].append(each)

    def exact(self, wanted: Wanted) -> tuple[Known, ...]:
        """Who has this code, else exactly this name; several where the name alone does not tell."""
        if wanted.code and (coded := self.by_code.get(wanted.code.lower())):
            return tuple(coded)
        name = folded(wanted.name)
        named = self.by_name.get(name) or self.by_other_name.get(name) or []
        if len(named) > 1 and wanted.note and wanted.agreed:
            narrowed = [each for each in named if folded(each.note) == folded(wanted.note)]
            if len(narrowed) == 1:
                return tuple(narrowed)
        if wanted.code and len(named) == 1 and named[0].codes:
            return ()  # the same name under another code is asked about
        return tuple(named) or self._by_code_within(wanted.name)

    def _by_code_within(self, name: str) -> tuple[Known, ...]:
        """`Castle Hill Surgery (A81001)`: by the code, else by the name before it where that has no other code."""
        bare, code = split_code(name)
        if not code:
            return ()
        if coded := self.by_code.get(code.lower()):
            return tuple(coded)
        named = self.by_name.get(folded(bare)) or self.by_other_name.get(folded(bare)) or []
        return tuple(named) if len(named) == 1 and not named[0].codes else ()

    def alike(self, wanted: Wanted) -> tuple[Choice, ...]:
        """The few that resemble it most, best first."""
        if not self._by_piece:
            self._index()
        counts: dict[UUID, int] = defaultdict(int)
        pieces = [piece for piece in _pieces(wanted.name) if piece in self._by_piece]
        for piece in pieces:
            for each in self._by_piece[piece]:
                counts[each] += 1
        least = max(1, len(pieces) // 4)
        # The id settles a tie, so that another process, which writes what this one asked about, finds the same.
        nearest = nlargest(
            10, (each for each in counts if counts[each] >= least), key=lambda each: (counts[each], each)
        )
        scored = [
            (max(likeness(wanted.name, name) for name in (known.name, *known.other_names)), known)
            for known in (self.by_id[each] for each in nearest)
        ]
        good = sorted(
            ((score, known) for score, known in scored if score >= ALIKE),
            key=lambda pair: (-pair[0], pair[1].name, pair[1].id),
        )
        return tuple(
            Choice(id=known.id, name=known.name, note=known.note, score=round(score * 100))
            for score, known in good[:MOST_CHOICES]
        )

    def _index(self) -> None:
        found: dict[str, list[UUID]] = defaultdict(list)
        for each in self.by_id.values():
            for piece in {piece for name in (each.name, *each.other_names) for piece in _pieces(name)}:
                found[piece].append(each.id)
        # What very many have in common (“surgery”) finds nobody, and would cost most of the time.
        most = max(60, len(self.by_id) // 8)
        self._by_piece = {piece: ids for piece, ids in found.items() if len(ids) <= most}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What each name means: one on record, `new`, or the question that is still open. Keys are `Wanted.key`."""

    ids: Mapping[str, UUID]
    new: Mapping[str, Wanted]
    questions: tuple[Question, ...]
    open: frozenset[str]


def gathered(named: Iterable[Wanted]) -> dict[Wanted, int]:
    """Each of the named once, with the number of its rows, the first position given, and whether all agree on it."""
    rows: dict[Wanted, list[Wanted]] = {}
    for each in named:
        rows.setdefault(each, []).append(each)
    return {
        Wanted(
            name=each.name,
            code=each.code,
            note=next((row.note for row in found if row.note), ""),
            agreed=len({folded(row.note) for row in found}) == 1,
            kind=next((row.kind for row in found if row.kind), ""),
        ): len(found)
        for each, found in rows.items()
    }


def match(wanted: Mapping[Wanted, int], directory: Directory, answers: Mapping[str, str]) -> Matched:
    """Match every name, counted by its rows; `answers` hold an id, `new` or `same:KEY` by the key of a name."""
    ids: dict[str, UUID] = {}
    asked: list[Question] = []
    unknown: list[tuple[Wanted, int, tuple[Known, ...]]] = []
    for each, rows in wanted.items():
        exact = directory.exact(each)
        if len(exact) == 1:
            ids[each.key] = exact[0].id
        else:
            unknown.append((each, rows, exact))
    fresh = Directory(
        Known(id=UUID(int=number), name=each.name) for number, (each, _, _) in enumerate(unknown)
    )
    for number, (each, rows, exact) in enumerate(unknown):
        choices = tuple(
            Choice(id=known.id, name=known.name, note=known.note, score=100) for known in exact[:10]
        ) or directory.alike(each)
        same = tuple(
            Choice(id=None, name=choice.name, note="in this file", score=choice.score, same_as=other.key)
            for choice in (fresh.alike(each) if len(unknown) > 1 else ())
            if choice.id is not None and choice.id.int < number and choice.score >= _SAME_IN_FILE * 100
            for other in (unknown[choice.id.int][0],)
            if other.key != each.key
        )
        asked.append(Question(wanted=each, choices=(*choices, *same[:2]), rows=rows))
    return _answered(ids, asked, directory, answers)


def _answered(
    ids: dict[str, UUID], asked: Sequence[Question], directory: Directory, answers: Mapping[str, str]
) -> Matched:
    new: dict[str, Wanted] = {}
    still_open: set[str] = set()
    same: dict[str, str] = {}
    for question in asked:
        key = question.wanted.key
        answer = answers.get(key) or ("" if question.must_be_answered else "new")
        if answer == "new":
            new[key] = question.wanted
        elif answer.startswith("same:"):
            same[key] = answer.removeprefix("same:")
        elif answer and _id(answer) in directory.by_id:
            ids[key] = _id(answer)
        else:
            still_open.add(key)
    for key, first in same.items():
        other = first
        for _ in range(len(same)):
            other = same.get(other, other)
        if other in ids:
            ids[key] = ids[other]
        elif other in new:
            new[key] = new[other]
        else:
            still_open.add(key)
    return Matched(ids=ids, new=new, questions=tuple(asked), open=frozenset(still_open))


def split_code(name: str) -> tuple[str, str]:
    """An organisation's name and the code in brackets after it, if there is one: `Castle Hill Surgery (A81001)`."""
    found = _CODE.match(name)
    if found and found["name"]:
        return " ".join(found["name"].split()), found["code"].upper()
    return " ".join(name.split()), ""


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: each word beside the one that is most like it, in any order."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 0.97
    if _numbers(first) != _numbers(second):
        return 0.0  # Ward 4 is not Ward 14, however alike the letters are
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    words = sum(max(_alike(word, other) for other in shorter) for word in longer) / len(longer)
    telling = [word for word in shorter if word not in _COMMON] or shorter
    if min(max(_alike(word, other) for other in longer) for word in telling) < _EACH_WORD:
        words = 0.0
    return min(0.96, max(words, _by_initial(first, second)))


@lru_cache(maxsize=200_000)
def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _by_initial(first: Sequence[str], second: Sequence[str]) -> float:
    """`J Smith` and `Jo Smith`: the same last word, and first words of which one begins the other."""
    if first[-1] == second[-1] and len(first) > 1 and len(second) > 1:
        one, other = sorted((first[0], second[0]), key=len)
        return 0.85 if other.startswith(one) else 0.0
    return 0.0


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", folded(name).replace("'", "").replace("&", " and "))
    kept = tuple(word for word in words if word not in _TITLES and word not in _PADDING)
    return kept or tuple(words)


def _numbers(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


@lru_cache(maxsize=50_000)
def _pieces(name: str) -> frozenset[str]:
    text = f" {' '.join(_words(name))} "
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)

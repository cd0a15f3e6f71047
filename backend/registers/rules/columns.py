"""Which column of a sheet is which: its header rows are found, and each heading is matched by its words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.kit.documents.sheets import Sheet, Value
from backend.registers.rules.fields import FIELDS, LEFT_OUT

_LOOKED_AT = 40  # rows from the top in which headings are looked for
_CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a sheet's headings stand: `first` and `last` row, counted from 0, and the words of each column."""

    first: int
    last: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field that a heading seems to mean; `remembered`: the organisation said so before."""

    key: str
    score: float
    remembered: bool = False


def plain(title: str) -> str:
    """A heading as it is compared and remembered: small letters, words alone."""
    return _plain(title)


@lru_cache(maxsize=10_000)
def _plain(title: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", title.lower().replace("’", "").replace("'", "")))


_EXACT: dict[str, str] = {}
for _field in FIELDS:
    for _word in (_plain(_field.title), *_field.words):
        _EXACT.setdefault(_word, _field.key)
_EXACT["interest"] = "interest"


def suggestion_of(title: str, remembered: Mapping[str, str]) -> Suggestion | None:
    """What one heading means, with how sure that is from 0 to 1; `None` where nothing is near."""
    text = _plain(title)
    if not text:
        return None
    if text in remembered:
        return Suggestion(remembered[text], 1.0, remembered=True) if remembered[text] else None
    return _guess(text)


@lru_cache(maxsize=10_000)
def _guess(text: str) -> Suggestion | None:
    if text in _EXACT:
        return Suggestion(_EXACT[text], 1.0)
    words = set(text.split())
    if len(words) > 14:
        return None
    best: tuple[float, str] = (0.0, "")
    for known, key in _EXACT.items():
        own = set(known.split())
        shared = len(own & words)
        if not shared:
            continue
        score = shared / len(own | words)
        if own <= words and len(own) > 1:
            score = max(score, 0.6 + 0.05 * len(own))
        best = max(best, (score, key))
    return Suggestion(best[1], round(min(best[0], 0.95), 2)) if best[0] >= 0.6 else None


def headings_of(sheet: Sheet, remembered: Mapping[str, str]) -> Headings | None:
    """The one or two rows of headings of a sheet, under whatever titles stand above; `None` where there are none."""
    best: tuple[int, Headings] | None = None
    for number in range(min(len(sheet.rows), _LOOKED_AT)):
        row = sheet.rows[number]
        if sum(1 for cell in row if cell is not None) < 2:
            continue
        alone = _titles(row)
        candidates = [(number, number, alone)]
        if number + 1 < len(sheet.rows) and _all_headings(sheet.rows[number + 1], remembered):
            candidates.append((number, number + 1, _joined(sheet, number)))
        for first, last, titles in candidates:
            found = _count(titles, remembered)
            if found >= 2 and (best is None or found > best[0]):
                best = (found, Headings(first, last, titles))
    return best[1] if best else _first_full_row(sheet)


def _first_full_row(sheet: Sheet) -> Headings | None:
    """Where no heading is known: the first row of at least three texts, for the officer to say what it means."""
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        if sum(1 for cell in row if isinstance(cell, str)) >= 3:
            return Headings(number, number, _titles(row))
    return None


def _titles(row: Sequence[Value]) -> tuple[str, ...]:
    return tuple(" ".join(str(cell).split())[:200] if cell is not None else "" for cell in row)


def _joined(sheet: Sheet, number: int) -> tuple[str, ...]:
    """Two rows of headings as one: what stands over several columns belongs to each of them."""
    upper, lower = list(_titles(sheet.rows[number])), list(_titles(sheet.rows[number + 1]))
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    for first_row, first, _, last in sheet.merged:
        if first_row == number:
            upper[first : last + 1] = [upper[first]] * len(upper[first : last + 1])
    for column in range(1, width):
        if not upper[column] and lower[column]:
            upper[column] = upper[column - 1]
    return tuple(_one_title(above, below) for above, below in zip(upper, lower, strict=True))


def _one_title(above: str, below: str) -> str:
    """The lower heading where it says enough by itself, else both."""
    if not below or not above or above == below:
        return below or above
    if _plain(below) in _EXACT:
        return below
    return f"{above}: {below}"


def _all_headings(row: Sequence[Value], remembered: Mapping[str, str]) -> bool:
    """Whether every cell of a row is a heading that is known: a row of a register never is."""
    texts = [cell for cell in row if cell is not None]
    if len(texts) < 2 or not all(isinstance(text, str) for text in texts):
        return False
    return all(
        (found := suggestion_of(str(text), remembered)) is not None and found.score >= _CLEAR
        for text in texts
    )


def _count(titles: Iterable[str], remembered: Mapping[str, str]) -> int:
    found = (suggestion_of(title, remembered) for title in titles)
    return len({each.key for each in found if each is not None and each.score >= _CLEAR})


def suggested(titles: Sequence[str], remembered: Mapping[str, str]) -> dict[int, Suggestion]:
    """The best field for each column, each field once: the surest heading has it, the leftmost of equals."""
    found = [(column, suggestion_of(title, remembered)) for column, title in enumerate(titles)]
    ordered = sorted(
        ((column, each) for column, each in found if each is not None),
        key=lambda pair: (not pair[1].remembered, -pair[1].score, pair[0]),
    )
    taken: dict[str, int] = {}
    for column, each in ordered:
        if each.key not in taken or each.key == LEFT_OUT:
            taken[each.key] = column
    keys = set(taken)
    drop: set[str] = set()
    if "organisation" in keys and "interest" in keys:
        drop.add("interest" if "nature" in keys else "")
    if {"first_name", "last_name"} <= keys or "name" in keys:
        drop |= (
            {"first_name", "last_name"}
            if "name" in keys and not {"first_name", "last_name"} <= keys
            else set()
        )
    chosen = {
        column: each for column, each in ordered if taken.get(each.key) == column and each.key not in drop
    }
    if "nature" not in keys and "organisation" in keys and "interest" in keys:
        # An organisation has a column of its own, so that the interest beside it is its nature.
        for column, each in list(chosen.items()):
            if each.key == "interest":
                chosen[column] = Suggestion("nature", each.score)
    if "organisation" in keys and not {"nature", "interest"} & keys:
        # Nothing else says what the interest is, so the one cell must say both.
        column = taken["organisation"]
        chosen[column] = Suggestion("interest", chosen[column].score)
    return dict(sorted(chosen.items()))

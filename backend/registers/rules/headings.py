"""Which column of a sheet is which: its header rows are found, and each heading is matched by its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from backend.facts.bringing_in import Intake
from backend.facts.rows.cells import Headings
from backend.facts.rows.words import plain
from backend.kit.documents.sheets import Sheet, Value

_LOOKED_AT = 40  # rows from the top in which headings are looked for
_CLEAR = 0.8
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field that a heading seems to mean; `remembered`: the organisation said so before."""

    key: str
    score: float
    remembered: bool = False


class Vocabulary:
    """What headings mean for one register: in general, and as the organisation has said before."""

    def __init__(self, intake: Intake, remembered: Mapping[str, str]) -> None:
        """`remembered` maps a heading's plain words to a field's key, or to nothing for a column left out."""
        self.intake, self.remembered, self.fields = intake, remembered, intake.by_key
        self._exact: dict[str, str] = {}
        self._guesses: dict[str, Suggestion | None] = {}
        for field in intake.fields:
            for word in (plain(field.title), *field.words):
                self._exact.setdefault(word, field.key)

    def suggestion_of(self, title: str) -> Suggestion | None:
        """What one heading means, with how sure that is from 0 to 1; `None` where nothing is near."""
        text = plain(title)
        if not text:
            return None
        if text in self.remembered:
            key = self.remembered[text]
            return Suggestion(key, 1.0, remembered=True) if key in self.fields else None
        if text not in self._guesses:
            self._guesses[text] = self._guess(text)
        return self._guesses[text]

    def _guess(self, text: str) -> Suggestion | None:
        if text in self._exact:
            return Suggestion(self._exact[text], 1.0)
        words = set(text.split())
        if len(words) > 14:
            return None
        best: tuple[float, str] = (0.0, "")
        for known, key in self._exact.items():
            own = set(known.split())
            shared = len(own & words)
            if not shared:
                continue
            score = shared / len(own | words)
            if own <= words and len(own) > 1:
                score = max(score, 0.6 + 0.05 * len(own))
            best = max(best, (score, key))
        return Suggestion(best[1], round(min(best[0], 0.95), 2)) if best[0] >= _LEAST else None

    def headings_of(self, sheet: Sheet) -> Headings | None:
        """The one or two rows of headings of a sheet, under whatever titles stand above; `None` for none."""
        best: tuple[int, Headings] | None = None
        for number in range(min(len(sheet.rows), _LOOKED_AT)):
            row = sheet.rows[number]
            if sum(1 for cell in row if cell is not None) < 2:
                continue
            candidates = [(number, number, _titles(row))]
            if number + 1 < len(sheet.rows):
                joined = self._joined(sheet, number)
                if self._all_headings(sheet.rows[number + 1], joined):
                    candidates.append((number, number + 1, joined))
            for first, last, titles in candidates:
                found = self._clear(titles)
                if found >= 2 and (best is None or found > best[0]):
                    best = (found, Headings(first, last, titles))
        return best[1] if best else _first_full_row(sheet)

    def suggested(self, titles: Sequence[str]) -> dict[int, Suggestion]:
        """The best field for each column, each field once: the surest heading has it, the leftmost of equals."""
        found = [(column, self.suggestion_of(title)) for column, title in enumerate(titles)]
        ordered = sorted(
            ((column, each) for column, each in found if each is not None),
            key=lambda pair: (not pair[1].remembered, -pair[1].score, pair[0]),
        )
        taken: dict[str, int] = {}
        for column, each in ordered:
            taken.setdefault(each.key, column)
        chosen = {
            column: each
            for column, each in ordered
            if taken[each.key] == column or self.fields[each.key].left_out
        }
        keys: Mapping[int, str] = {column: each.key for column, each in chosen.items()}
        if self.intake.arrange is not None:
            keys = self.intake.arrange(keys)
        return {column: replace(chosen[column], key=keys[column]) for column in sorted(keys)}

    def telling(self, titles: Sequence[str]) -> int:
        """How much headings speak for the register: each column for it, each that it must have against it."""
        keys = {each.key for each in self.suggested(titles).values() if each.score >= _CLEAR}
        return 2 * len(keys) - 3 * len(self.intake.missing(keys))

    def _clear(self, titles: Iterable[str]) -> int:
        """How many fields the headings name clearly."""
        found = map(self.suggestion_of, titles)
        return len({each.key for each in found if each is not None and each.score >= _CLEAR})

    def _joined(self, sheet: Sheet, number: int) -> tuple[str, ...]:
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
        return tuple(self._one_title(above, below) for above, below in zip(upper, lower, strict=True))

    def _one_title(self, above: str, below: str) -> str:
        """Both headings where both together are known, else the lower one where it says enough by itself."""
        if not below or not above or above == below:
            return below or above
        together = f"{above}: {below}"
        if plain(together) in self._exact:
            return together
        return below if plain(below) in self._exact else together

    def _all_headings(self, row: Sequence[Value], joined: Sequence[str]) -> bool:
        """Whether every cell of a row is a heading that is known, by itself or under the one above it.

        A row of a register never is.
        """
        texts = [(cell, title) for cell, title in zip(row, joined, strict=False) if cell is not None]
        if len(texts) < 2 or not all(isinstance(cell, str) for cell, _ in texts):
            return False
        return all(
            plain(title) in self._exact
            or ((found := self.suggestion_of(str(cell))) is not None and found.score >= _CLEAR)
            for cell, title in texts
        )


def _first_full_row(sheet: Sheet) -> Headings | None:
    """Where no heading is known: the first row of at least three texts, for the officer to say what it means."""
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        if sum(1 for cell in row if isinstance(cell, str)) >= 3:
            return Headings(number, number, _titles(row))
    return None


def _titles(row: Sequence[Value]) -> tuple[str, ...]:
    return tuple(" ".join(str(cell).split())[:200] if cell is not None else "" for cell in row)

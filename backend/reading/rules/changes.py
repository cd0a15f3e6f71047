"""How a comparison is told: a summary first, what is the same folded, the cover sheet field by field. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from backend.kit.pdf.passages import Kind as Noun
from backend.reading.rules.comparing import Comparison, Kind, Piece
from backend.reading.rules.spans import Span, spans_between

CONTEXT = 1
"""Parts that are the same and shown all the same, before and after what differs."""
_FEWEST_FOLDED = 3

_NOUNS: Mapping[Noun, tuple[str, str]] = {
    "heading": ("heading", "headings"),
    "paragraph": ("paragraph", "paragraphs"),
    "list-item": ("point of a list", "points of a list"),
    "row": ("table row", "table rows"),
    "figure": ("description of a picture", "descriptions of pictures"),
}
_TOLD = (Kind.CHANGED, Kind.ADDED, Kind.REMOVED, Kind.MOVED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that stand together. `folded`: all are the same, and they need not be read."""

    pieces: tuple[Piece, ...]
    folded: bool

    @property
    def words(self) -> str:
        """What is folded: “12 paragraphs are the same”."""
        number = len(self.pieces)
        told = _listed(Counter(piece.block.kind for piece in self.pieces))
        return f"{told} {'is' if number == 1 else 'are'} the same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of the cover sheet in both versions."""

    label: str
    kind: Kind
    spans: tuple[Span, ...]


def summary_of(comparison: Comparison) -> str:
    """One sentence: “3 paragraphs changed, 1 heading added, 2 table rows removed.”"""
    phrases = []
    for kind in _TOLD:
        nouns = Counter(piece.block.kind for piece in comparison.pieces if _counts(piece, kind))
        if nouns:
            phrases.append(f"{_listed(nouns)} {kind.value}")
    if not phrases:
        return "The words are the same in both versions."
    return f"{', '.join(phrases)}."


def stretches_of(pieces: Sequence[Piece], *, folding: bool = True) -> tuple[Stretch, ...]:
    """The pieces in their order, with what is the same folded but for a little before and after what differs."""
    differing = [place for place, piece in enumerate(pieces) if piece.kind is not Kind.SAME]
    near = set(differing)
    for last, following in pairwise([-1 - CONTEXT, *differing, len(pieces) + CONTEXT]):
        between = range(last + 1, following)
        few = len(between) < 2 * CONTEXT + _FEWEST_FOLDED
        near.update(between if few else (*between[:CONTEXT], *between[-CONTEXT:]))
    runs = groupby(enumerate(pieces), key=lambda each: folding and each[0] not in near)
    return tuple(Stretch(tuple(piece for _, piece in run), folded) for folded, run in runs)


def first_of(stretches: Sequence[Stretch], *, most: int) -> tuple[Stretch, ...]:
    """The stretches until `most` pieces that are not folded have been shown."""
    made: list[Stretch] = []
    left = most
    for each in stretches:
        if left <= 0:
            break
        made.append(each if each.folded else Stretch(each.pieces[:left], folded=False))
        left -= 0 if each.folded else len(each.pieces)
    return tuple(made)


def fields_between(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
) -> tuple[FieldChange, ...]:
    """The lines of two cover sheets by their labels: in the order of the later one, then what it has no more."""
    was, now = dict(before), dict(after)
    return tuple(
        FieldChange(
            label,
            _fate(was.get(label), now.get(label)),
            spans_between(was.get(label, ""), now.get(label, "")),
        )
        for label in dict.fromkeys((*now, *was))
    )


def _fate(was: str | None, now: str | None) -> Kind:
    if was is None:
        return Kind.ADDED
    if now is None:
        return Kind.REMOVED
    return Kind.SAME if was == now else Kind.CHANGED


def _counts(piece: Piece, kind: Kind) -> bool:
    """A moved part stands in the comparison twice, and counts once."""
    return piece.kind is kind and (kind is not Kind.MOVED or piece.after is not None)


def _listed(nouns: Mapping[Noun, int]) -> str:
    words = [f"{number:,} {_NOUNS[noun][number > 1]}" for noun, number in nouns.items()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

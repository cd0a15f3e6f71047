"""What became of one risk between two days: scores, words, controls, assurances and gaps. Worked out from both."""

from collections.abc import Iterator, Sequence

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Cell, Table
from backend.risks.queries import ControlView, GapView, RiskView, ScoreView
from backend.risks.queries.views import AssuranceView

_WORDS = (
    ("Title", "title"),
    ("Cause", "cause"),
    ("Event", "event"),
    ("Effect", "effect"),
    ("Where it is kept", "level_in_words"),
    ("State", "state_in_words"),
    ("Category", "category_name"),
    ("Directorate", "directorate"),
    ("Owner", "owner"),
    ("Lead executive", "lead"),
    ("Lead committee", "committee"),
)
_Part = ControlView | AssuranceView | GapView


def changes_table(before: RiskView, now: RiskView) -> Table:
    """A row for everything that differs between the two; none where all is as it was."""
    rows = tuple(
        (Cell(words=what), Cell(words=then), Cell(words=later)) for what, then, later in _changes(before, now)
    )
    heads = ("What", in_words(before.on), in_words(now.on))
    caption = f"What changed in {now.reference} between {in_words(before.on)} and {in_words(now.on)}"
    return Table(caption=caption, heads=heads, rows=rows)


def _changes(before: RiskView, now: RiskView) -> Iterator[tuple[str, str, str]]:
    for what, then, later in (
        ("Inherent score", before.inherent, now.inherent),
        ("Current score", before.current, now.current),
        ("Target score", before.target, now.target),
    ):
        if _score(then) != _score(later):
            yield what, _score(then), _score(later)
    for what, name in _WORDS:
        then, later = getattr(before, name), getattr(now, name)
        if then != later:
            yield what, then or "Nobody", later or "Nobody"
    yield from _parts("Control", before.controls, now.controls)
    yield from _parts("Assurance", before.assurances, now.assurances)
    yield from _parts("Gap", before.gaps, now.gaps)


def _parts(what: str, before: Sequence[_Part], now: Sequence[_Part]) -> Iterator[tuple[str, str, str]]:
    then, later = {each.id: each for each in before}, {each.id: each for each in now}
    for part_id, part in then.items():
        if part_id not in later:
            yield what, part.words, "Not there any more"
        elif _told(part) != _told(later[part_id]):
            yield what, _told(part), _told(later[part_id])
    for part_id, part in later.items():
        if part_id not in then:
            yield what, "Not there yet", _told(part)


def _told(part: _Part) -> str:
    """A part with what people judge of it."""
    if isinstance(part, ControlView):
        return f"{part.words} ({part.strength_in_words.lower()})"
    if isinstance(part, GapView):
        return f"{part.words} ({f'by {in_words(part.due_on)}' if part.due_on else 'no date'})"
    given = f", {in_words(part.given_on)}" if part.given_on else ", not given yet"
    return f"Line {part.line}: {part.words} ({part.level_in_words.lower()}{given})"


def _score(score: ScoreView | None) -> str:
    return score.in_words if score else "Not scored"

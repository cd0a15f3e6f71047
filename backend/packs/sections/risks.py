"""The assurance framework at the end of the period: where risks stood, how they moved, what assures them and what does
not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Picture
from backend.ledger.records import Record
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json, listed
from backend.risks import queries as risks
from backend.risks.pictures import drawn
from backend.risks.queries import RiskView, ScoreView
from backend.risks.rules import Level, ScoreKind

_FILE = "risks.json"
_COLUMNS = (
    "Risk", "Title", "Level", "Owner", "Inherent", "Before", "Now", "Target", "Beyond appetite", "Reviewed",
)  # fmt: skip


async def section(reading: Reading) -> Section:
    """Risks as at the last day, beside how they stood on the day before the period began."""
    until = reading.period.until
    before_on = reading.period.since - timedelta(days=1)
    now = await risks.risks_as_at(reading.scope, on=until)
    before = await risks.risks_as_at(reading.scope, on=before_on)
    if not now and not before:
        return Section(
            key="risks",
            title="Risks and assurance",
            lead=("The organisation keeps no risks in Probity.",),
            files={_FILE: as_json({"as_at": until, "risks": []})},
        )
    settings = await risks.settings_on(reading.scope, until)
    then = {each.id: each for each in before}
    rows = [Row.of(each.id, _row(each, then.get(each.id))) for each in now]
    pictures = [drawn.heat_map_of(now, settings.matrix, kind=ScoreKind.CURRENT, on=until)]
    if before:
        pictures.append(drawn.movement_of(before, now, settings.matrix, since=before_on, on=until))
    beyond = [each for each in now if each.beyond_appetite]
    return Section(
        key="risks",
        title="Risks and assurance",
        lead=(
            f"Principal risks of the assurance framework and risks of the corporate register that were open on "
            f"{in_words(until)}, beside how they stood on {in_words(before_on)}. Scores are judgements of the people "
            "named with them.",
        ),
        numbers=(("Risks open", str(len(now))), ("Beyond appetite", str(len(beyond)))),
        missing=tuple(_missing(now)),
        pictures=tuple((_told(each), str(each.svg).encode()) for each in pictures),
        tables=(
            Table(caption="Risks and how they moved", columns=_COLUMNS, rows=rows, empty="No risk was open."),
            Table(
                caption="Assurances by line",
                columns=("Risk", "Line", "Assurance", "Level", "Given"),
                rows=[
                    Row.of(
                        each.id,
                        (
                            each.reference,
                            given.line_in_words,
                            given.words,
                            given.level_in_words,
                            in_words(given.given_on) if given.given_on else "Not given yet",
                        ),
                    )
                    for each in now
                    for given in sorted(each.assurances, key=lambda given: given.line)
                ],
                empty="No assurance is on record.",
            ),
            Table(
                caption="Gaps and who closes them",
                columns=("Risk", "Gap", "Kind", "Who", "By"),
                rows=[
                    Row.of(
                        each.id,
                        (
                            each.reference,
                            gap.words,
                            gap.kind_in_words,
                            gap.owner or "Nobody",
                            f"{in_words(gap.due_on)}{' (overdue)' if gap.overdue else ''}"
                            if gap.due_on
                            else "No day",
                        ),
                    )
                    for each in now
                    for gap in each.gaps
                ],
                empty="No gap was open.",
            ),
        ),
        files={
            _FILE: as_json({"as_at": until, "before": before_on, "risks": [_plain(each) for each in now]})
        },
        sheets={"registers/risks": Sheet(columns=_COLUMNS, rows=rows)},
        quoted=tuple(
            Quoted(
                record=Record(room="risks", kind="risk", id=each.id, title=f"{each.reference} {each.title}"),
                file=_FILE,
            )
            for each in now
        ),
    )


def _told(picture: Picture) -> str:
    return f"{picture.title}. {picture.says}"


def _missing(now: Sequence[RiskView]) -> list[str]:
    found = []
    extreme = [each.reference for each in now if each.beyond_appetite]
    if extreme:
        found.append(f"Beyond the appetite of the board: {listed(extreme)}.")
    bare = [each.reference for each in now if each.level is Level.BAF and not each.assurances]
    if bare:
        found.append(f"No assurance is on record for {listed(bare)}.")
    late = [each.reference for each in now if each.next_review_on and each.next_review_on < each.on]
    if late:
        found.append(f"Review overdue: {listed(late)}.")
    gaps = sum(gap.overdue for each in now for gap in each.gaps)
    if gaps:
        found.append(f"{gaps} {'gap' if gaps == 1 else 'gaps'} overdue to be closed.")
    return found


def _row(each: RiskView, then: RiskView | None) -> tuple[str, ...]:
    return (
        each.reference,
        each.title,
        each.level_in_words,
        each.owner or "Nobody",
        _score(each.inherent),
        _score(then.current) if then else "Not there",
        _score(each.current),
        _score(each.target),
        {True: "Yes", False: "No", None: "Not settled"}[each.beyond_appetite],
        in_words(each.reviewed_on) if each.reviewed_on else "Never",
    )


def _score(score: ScoreView | None) -> str:
    return f"{score.value} ({score.band.name})" if score else "—"


def _plain(each: RiskView) -> dict[str, Any]:
    return {
        "id": each.id,
        "reference": each.reference,
        "title": each.title,
        "cause": each.cause,
        "event": each.event,
        "effect": each.effect,
        "level": each.level,
        "owner": each.owner,
        "committee": each.committee,
        "opened_on": each.opened_on,
        "reviewed_on": each.reviewed_on,
        "inherent": _scored(each.inherent),
        "current": _scored(each.current),
        "target": _scored(each.target),
        "beyond_appetite": each.beyond_appetite,
        "controls": [{"id": c.id, "words": c.words, "strength": c.strength} for c in each.controls],
        "assurances": [
            {"id": a.id, "line": a.line, "words": a.words, "level": a.level, "given_on": a.given_on}
            for a in each.assurances
        ],
        "gaps": [
            {"id": g.id, "kind": g.kind, "words": g.words, "due_on": g.due_on, "owner": g.owner}
            for g in each.gaps
        ],
    }


def _scored(score: ScoreView | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "score": score.value,
        "likelihood": score.likelihood,
        "consequence": score.consequence,
        "band": score.band.name,
        "scored_on": score.scored_on,
        "scored_by": score.scored_by_name,
        "because": score.because,
    }

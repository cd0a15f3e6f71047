"""The tables of one risk, the same on the page of its deep dive and in a paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from backend.assurance.queries.evidence import EvidenceView
from backend.kit.calendar import in_words
from backend.kit.drawing.table import Cell, Row, Table
from backend.risks import rules
from backend.risks.queries import AssuranceView, RiskView, ScoreView


def scores_table(risk: RiskView) -> Table:
    """Inherent, current and target, with who scored it and why."""
    rows: list[Row] = []
    for kind, score in zip(
        (rules.ScoreKind.INHERENT, rules.ScoreKind.CURRENT, rules.ScoreKind.TARGET),
        (risk.inherent, risk.current, risk.target),
        strict=True,
    ):
        rows.append(
            (
                Cell(words=rules.KIND_IN_WORDS[kind]),
                Cell(words=str(score.value) if score else "Not scored"),
                Cell(words=f"{score.likelihood} {score.likelihood_in_words}" if score else "–"),
                Cell(words=f"{score.consequence} {score.consequence_in_words}" if score else "–"),
                Cell(words=score.band.name if score else "–"),
                Cell(words=in_words(score.scored_on) if score else "–"),
            )
        )
    heads = ("Kind", "Score", "Likelihood", "Consequence", "Band", "Scored on")
    return Table(
        caption=f"Scores of {risk.reference} as at {in_words(risk.on)}", heads=heads, rows=tuple(rows)
    )


def history_table(risk: RiskView, scores: Sequence[ScoreView]) -> Table:
    """Every score up to the day, the newest first."""
    rows = tuple(
        (
            Cell(words=in_words(each.scored_on)),
            Cell(words=rules.KIND_IN_WORDS[each.kind]),
            Cell(words=f"{each.value} ({each.likelihood} × {each.consequence}), {each.band.name}"),
            Cell(words=each.because or "–"),
            Cell(words=each.scored_by_name),
        )
        for each in reversed(scores)
    )
    heads = ("Date", "Kind", "Score", "Why", "Scored by")
    return Table(caption=f"Every score of {risk.reference} up to {in_words(risk.on)}", heads=heads, rows=rows)


def controls_table(risk: RiskView, evidence: Mapping[UUID, Sequence[EvidenceView]]) -> Table:
    """Each control with its assurances line by line; a line that gives none says so."""
    rows: list[Row] = []
    of_risk = risk.assurances_of(None)
    for words, strength, given in (
        *((each.words, each.strength_in_words, risk.assurances_of(each.id)) for each in risk.controls),
        *((("The risk as a whole", "–", of_risk),) if of_risk else ()),
    ):
        lines = [
            "; ".join(_given(each, evidence.get(each.id, ()), risk.on) for each in given if each.line == line)
            or "HOLE: none"
            for line in rules.LINES
        ]
        rows.append((Cell(words=words), Cell(words=strength), *(Cell(words=each) for each in lines)))
    heads = ("Control", "How well it works", "First line", "Second line", "Third line")
    return Table(caption=f"Controls of {risk.reference} and what assures them", heads=heads, rows=tuple(rows))


def gaps_table(risk: RiskView) -> Table:
    rows = tuple(
        (
            Cell(words=gap.words),
            Cell(words=gap.kind_in_words),
            Cell(
                words=(in_words(gap.due_on) if gap.due_on else "No date") + (", PAST" if gap.overdue else "")
            ),
            Cell(words=gap.owner or "Nobody"),
        )
        for gap in risk.gaps
    )
    return Table(
        caption=f"Gaps of {risk.reference}",
        heads=("What is missing", "Kind", "To be filled by", "Owner"),
        rows=rows,
    )


def actions_table(risk: RiskView, *, also_private: bool = False) -> Table:
    """Its actions as they stand today; those kept private only for whoever may read them."""
    rows = tuple(
        (
            Cell(words=f"{each.reference} {each.words}", path=f"/actions/{each.id}"),
            Cell(words=each.owner or "Nobody"),
            Cell(words=in_words(each.due_on) if each.due_on else "No date"),
            Cell(words=f"{each.state_in_words}, {each.rag_in_words.lower()}"),
        )
        for each in risk.actions
        if also_private or not each.private
    )
    heads = ("Action", "Owner", "Due", "State today")
    return Table(caption=f"Actions of {risk.reference}", heads=heads, rows=rows)


def _given(each: AssuranceView, evidence: Sequence[EvidenceView], on: date) -> str:
    said = [each.words]
    if each.given_on is None or each.given_on > on:
        said.append(f"planned for {in_words(each.next_on)}" if each.next_on else "planned, no date")
    else:
        level = each.level_in_words if each.level else "level not stated"
        said.append(f"{level}{f', {each.finding_in_words.lower()}' if each.finding else ''}")
        said.append(in_words(each.given_on))
        if each.next_on and each.next_on < on:
            said.append("renewal overdue")
    said += [f"{item.reference} {item.state_in_words.lower()}" for item in evidence]
    return f"{said[0]} ({', '.join(said[1:])})"

"""Papers about risks, as HTML with drawings beside it: the same facts give the same bytes. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Picture, Table
from backend.risks import rules
from backend.risks.pictures.drawn import assurance_map_of, heat_map_of, movement_of, trajectory_of
from backend.risks.queries import RiskView
from backend.risks.reports import tables
from backend.risks.reports.facts import Facts
from backend.risks.reports.numbers import Numbers, numbers_of, table_of

DEMONSTRATION = "DEMONSTRATION: every risk, score, control, assurance and gap in this paper is invented."
JUDGED = (
    "Scores, levels of assurance and the strength of controls are people’s judgements. Bands, movement, ages, holes "
    "and what is beyond appetite were worked out from them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A paper: its title, its HTML with headings from h1 down, and its drawings by the name in `src="asset:NAME"`."""

    title: str
    html: Markup
    drawings: dict[str, str]
    numbers: Numbers


class _Sheet:
    """The paper so far."""

    def __init__(self) -> None:
        self.parts: list[Markup] = []
        self.drawings: dict[str, str] = {}

    def heading(self, level: int, words: str) -> None:
        self.parts.append(Markup(f"<h{int(level)}>{{}}</h{int(level)}>").format(words))  # noqa: S704 - a number

    def say(self, words: str, *, strong: str = "") -> None:
        lead = Markup("<strong>{}</strong> ").format(strong) if strong else ""
        self.parts.append(Markup("<p>{}{}</p>").format(lead, words))

    def draw(self, picture: Picture) -> None:
        name = f"{picture.key}.svg"
        self.drawings[name] = str(picture.svg)
        alt = f"{picture.title}. {picture.says}"
        self.parts.append(Markup('<p><img src="asset:{}" alt="{}"></p>').format(name, alt))
        self.table(picture.table)

    def table(self, table: Table, *, empty: str = "") -> None:
        """The table, or a sentence where it has no rows."""
        if table.rows or not empty:
            self.parts.append(table.html)
        else:
            self.say(empty)


def framework_paper(facts: Facts) -> Written:
    """The board assurance framework for a committee."""
    sheet, numbers = _Sheet(), numbers_of(facts.risks, facts.settings.matrix, on=facts.on)
    day, matrix = in_words(facts.on), facts.settings.matrix
    which = f"the risks of the framework of {facts.tenant} that {facts.led_by} leads, as they stood"
    _open(
        sheet,
        facts,
        f"{which if facts.led_by else f'the framework of {facts.tenant} as it stood'} at the end of that day",
    )
    sheet.heading(1, "The framework in numbers")
    sheet.table(table_of(numbers, caption=f"The framework as at {day}"))
    sheet.heading(1, "Heat map")
    sheet.draw(heat_map_of(facts.risks, matrix, kind=rules.ScoreKind.CURRENT, on=facts.on))
    sheet.heading(1, "Movement")
    if facts.since is None:
        sheet.say("No earlier day was given to compare with.")
    else:
        sheet.draw(movement_of(facts.before, facts.risks, matrix, since=facts.since, on=facts.on))
    sheet.heading(1, "Assurance map")
    sheet.draw(assurance_map_of(facts.risks, on=facts.on))
    sheet.say("A place where a line gives no assurance, or has only planned some, is shown as a hole.")
    sheet.heading(1, "What needs attention")
    for words in _wanting(facts.risks):
        sheet.say(words)
    for objective, risks in facts.by_objective():
        sheet.heading(1, f"Objective {objective}" if objective[:1].isdigit() else objective)
        for risk in risks:
            sheet.heading(2, f"{risk.reference} {risk.title}")
            _tell(sheet, facts, risk, level=3)
    return Written(
        title=f"Board assurance framework{f': risks led by {facts.led_by}' if facts.led_by else ''}, as at {day}",
        html=Markup("\n").join(sheet.parts),
        drawings=sheet.drawings,
        numbers=numbers,
    )


def deep_dive_paper(facts: Facts) -> Written:
    """Everything about one risk for a committee."""
    (risk,) = facts.risks
    sheet = _Sheet()
    _open(sheet, facts, f"everything kept of this risk of {facts.tenant} as it stood at the end of that day")
    sheet.heading(1, f"{risk.reference} {risk.title}")
    _tell(sheet, facts, risk, level=2)
    sheet.heading(2, "Assurance by line")
    sheet.draw(assurance_map_of([risk], on=facts.on, key=f"assurances-{risk.number}"))
    sheet.heading(2, "Every score")
    sheet.table(tables.history_table(risk, facts.scores.get(risk.id, ())), empty="It was never scored.")
    return Written(
        title=f"Deep dive into {risk.reference} {risk.title}, as at {in_words(facts.on)}",
        html=Markup("\n").join(sheet.parts),
        drawings=sheet.drawings,
        numbers=numbers_of(facts.risks, facts.settings.matrix, on=facts.on),
    )


def heading(title: str) -> str:
    """The title above everything, for the paper as a file of its own."""
    return str(Markup("<h1>{}</h1>").format(title))


def _open(sheet: _Sheet, facts: Facts, what: str) -> None:
    sheet.say(f"This paper shows {what}. {JUDGED}", strong=f"As at {in_words(facts.on)}.")
    if facts.demonstration:
        sheet.say("", strong=DEMONSTRATION)


def _wanting(risks: Sequence[RiskView]) -> Iterator[str]:
    beyond = [each for each in risks if each.beyond_appetite]
    past = [(each, gap, gap.due_on) for each in risks for gap in each.overdue_gaps if gap.due_on]
    late = [(each, each.next_review_on) for each in risks if each.review_overdue and each.next_review_on]
    for risk in beyond:
        assert risk.current is not None and risk.category is not None, "or it could not be beyond"
        yield (
            f"{risk.reference} is beyond appetite: its score is {risk.current.value}, and the appetite for "
            f"{risk.category_name.lower()} ends at {risk.category.most}."
        )
    for risk, gap, day in past:
        yield f"{risk.reference}: a {gap.kind_in_words.lower()} is past its date, {in_words(day)}: {gap.words}"
    for risk, day in late:
        yield f"{risk.reference}: its review was due on {in_words(day)}."
    if not (beyond or past or late):
        yield "No risk is beyond appetite, no gap is past its date and no review is overdue."


def _tell(sheet: _Sheet, facts: Facts, risk: RiskView, *, level: int) -> None:
    """One risk: what it is, its scores and way, its controls with their assurances, its gaps and actions."""
    sheet.say(risk.cause, strong="Because of")
    sheet.say(risk.event, strong="there is a risk that")
    sheet.say(risk.effect, strong="which would lead to")
    said = [
        f"Category {risk.category_name}",
        f"owner {risk.owner or 'nobody yet'}",
        f"lead executive {risk.lead or 'nobody yet'}",
        f"lead committee {risk.committee or 'none yet'}",
        f"opened {in_words(risk.opened_on)}",
        f"last reviewed {in_words(risk.reviewed_on)}" if risk.reviewed_on else "never reviewed",
    ]
    sheet.say(f"{'; '.join(said)}.")
    if risk.category:
        verdict = {True: "beyond it", False: "within it", None: "not known to be within it"}[
            risk.beyond_appetite
        ]
        sheet.say(f"{risk.category.appetite_in_words}; this risk is {verdict}.", strong="Appetite:")
    sheet.table(tables.scores_table(risk))
    picture = trajectory_of(risk, facts.scores.get(risk.id, ()), facts.settings.matrix)
    if picture is not None:
        sheet.heading(level, f"Trajectory of {risk.reference}")
        sheet.draw(picture)
    sheet.heading(level, f"Controls, assurances and gaps of {risk.reference}")
    sheet.table(tables.controls_table(risk, facts.evidence), empty="No control is recorded.")
    sheet.table(tables.gaps_table(risk), empty="No gap is open.")
    sheet.table(tables.actions_table(risk), empty="No action is recorded.")

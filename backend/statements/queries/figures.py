"""The figures of a year: what Probity counts and judges by rule, each with what stands behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from backend.catalogue.rulesets import Fact
from backend.delegation import queries as delegation
from backend.facts.registers import Kind
from backend.interests import settings
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.registers.queries import return_facts
from backend.registers.rules.returns import ReturnPeriod
from backend.scope import Scope
from backend.statements.rules.parts import FIGURES, RISKS, Part, PartColumn, PartKind, PartRow
from backend.statements.rules.years import FinancialYear

_QUESTIONS = {
    Fact.PROCESSES: "Processes for conflicts of interest were in place",
    Fact.POLICY: "There was a clear policy",
    Fact.LAY_MEMBERS: "Lay and non-executive members",
    Fact.AUDIT_CHAIR_IS_GUARDIAN: "The audit chair is the Conflicts of Interest Guardian",
    Fact.REGISTERS_PUBLISHED: "Registers were published",
    Fact.BREACHES: "Breaches of the rules on conflicts of interest",
    Fact.TRAINED: "Required training was done",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`met`: a rule is kept, it is not, or there is none. `behind` names people or records: never printed."""

    key: str
    question: str
    answer: str
    met: bool | None = None
    behind: str | None = None
    path: str | None = None


async def part_of(scope: Scope, *, year: FinancialYear, as_at: date, parts: Sequence[Part]) -> Part:
    """The figures of a year, of which some are counted from its other parts."""
    found = [
        *_of_committees(parts),
        *await _of_decisions(scope, year),
        *await _of_conflicts(scope, year, as_at),
        *_of_registers(parts, year),
        *_of_risks(parts),
        *await _of_delegation(scope, year),
    ]
    return Part(
        key=FIGURES,
        kind=PartKind.FIGURES,
        title="Figures",
        about="What was counted, and what was judged by rule. Nobody’s judgement is among them.",
        none="Nothing was counted.",
        columns=(
            PartColumn(key="question", title="What"),
            PartColumn(key="answer", title="Answer"),
            PartColumn(key="met", title="Rule kept", kind=Kind.YES_NO),
            PartColumn(key="behind", title="Behind it"),
        ),
        rows=tuple(
            PartRow(
                record=each.key,
                path=each.path,
                cells={
                    "question": each.question,
                    "answer": each.answer,
                    "met": each.met,
                    "behind": each.behind,
                },
            )
            for each in found
        ),
    )


def _of_committees(parts: Sequence[Part]) -> Iterator[Figure]:
    held = sum(len(part.rows) for part in parts if part.kind is PartKind.BUSINESS)
    bodies = sum(1 for part in parts if part.kind is PartKind.BUSINESS and part.rows)
    yield Figure(key="meetings", question="Meetings held", answer=f"{held}, by {_many(bodies, 'committee')}")


async def _of_decisions(scope: Scope, year: FinancialYear) -> Iterable[Figure]:
    """Decisions of the year's meetings that stand; of those in private the count alone."""
    (row,) = await fetch(
        """
        SELECT count(*) FILTER (WHERE i.part = 'public') AS public,
          count(*) FILTER (WHERE i.part <> 'public') AS private,
          count(*) FILTER (WHERE EXISTS (SELECT 1 FROM sittings_irregularity s WHERE s.tenant_id = $1
            AND s.decision_id = d.id AND s.state = 'open')) AS irregular
        FROM meetings_decision d
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id AND c.held_by IS NULL
        WHERE d.tenant_id = $1 AND (m.starts_at AT TIME ZONE $4)::date BETWEEN $2 AND $3
          AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id)""",
        scope.tenant.id,
        year.since,
        year.until,
        scope.tenant.time_zone,
    )
    return (
        Figure(
            key="decisions",
            question="Decisions recorded",
            answer=f"{row['public']} in public, {row['private']} in private",
        ),
        Figure(
            key="irregular",
            question="Decisions taken without quorum or power, and not ratified yet",
            answer=str(row["irregular"]),
        ),
    )


async def _of_conflicts(scope: Scope, year: FinancialYear, as_at: date) -> Iterable[Figure]:
    """What the rules of the last day ask, answered from the registers as the returns answer it."""
    try:
        rule_set = await settings.rule_set_of(scope, on=as_at)
    except settings.NoRuleSet:
        return (
            Figure(
                key="conflicts:none",
                question="Rules on conflicts of interest",
                answer=f"No edition of the guidance is known to have been in force on {in_words(as_at)}",
            ),
        )
    answers = await return_facts.answers_to(
        scope,
        facts=tuple(_QUESTIONS),
        period=ReturnPeriod(since=year.since, until=year.until),
        rule_set=rule_set,
    )
    return tuple(
        Figure(
            key=f"conflicts:{each.fact}",
            question=_QUESTIONS[each.fact],
            answer=each.words,
            met=each.met,
            behind="; ".join(line.words for line in each.behind) or None,
            path=next((line.path for line in each.behind if line.path), None),
        )
        for each in answers
    )


def _of_registers(parts: Sequence[Part], year: FinancialYear) -> Iterator[Figure]:
    registers = {part.register: part for part in parts if part.register}
    interests = registers["interests"]
    fresh = [row for row in interests.rows if _within(row.cells.get("declared_on"), year)]
    late = sum(bool(row.cells.get("late")) for row in fresh)
    yield Figure(
        key="interests",
        question="Interests on the register that held in the year",
        answer=f"{len(interests.rows)}, of which declared in the year: {len(fresh)} ({late} late)",
        path="/interests",
    )
    gifts = registers["gifts"]
    declined = sum(str(row.cells.get("outcome", "")).lower().startswith("declined") for row in gifts.rows)
    yield Figure(
        key="gifts",
        question="Gifts, hospitality and sponsorship offered in the year",
        answer=f"{len(gifts.rows)}, {declined} of them declined" if gifts.rows else "None",
        path="/gifts",
    )
    procured = registers["procurement"]
    yield Figure(
        key="procurement",
        question="Procurement decisions in the year",
        answer=str(len(procured.rows) or "None"),
        path="/procurement",
    )


def _of_risks(parts: Sequence[Part]) -> Iterator[Figure]:
    rows = next(part for part in parts if part.key == RISKS).rows
    beyond = sum(row.cells["appetite"] is True for row in rows)
    yield Figure(
        key="risks",
        question="Risks open on the last day",
        answer=f"{len(rows)}, {beyond} of them beyond the appetite that was settled" if rows else "None",
        path="/risks",
    )


async def _of_delegation(scope: Scope, year: FinancialYear) -> Iterable[Figure]:
    """How far each programme of delegated commissioning was."""
    found = await delegation.programmes_for_pack(scope, since=year.since, until=year.until)
    return [figure for packed in found for figure in _of_programme(packed.programme)]


def _of_programme(programme: delegation.ProgrammeView) -> Iterator[Figure]:
    line = programme.line
    accepted = sum(each.accepted for each in programme.milestones)
    conditions = [each for gate in programme.gates for each in gate.conditions]
    path = f"/delegation?programme={line.slug}"
    yield Figure(
        key=f"delegation:{line.slug}:milestones",
        question=f"{line.name}: milestones accepted",
        answer=f"{accepted} of {len(programme.milestones)}",
        path=path,
    )
    yield Figure(
        key=f"delegation:{line.slug}:conditions",
        question=f"{line.name}: conditions of its gates",
        answer="; ".join(_counted(each.state_in_words for each in conditions)) or "None",
        path=path,
    )


def _counted(words: Iterable[str]) -> Iterator[str]:
    listed = list(words)
    for each in sorted(set(listed)):
        yield f"{each.lower()}: {listed.count(each)}"


def _within(day: object, year: FinancialYear) -> bool:
    return isinstance(day, str) and year.holds(date.fromisoformat(day))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""What lapses in the days to come, if nothing else happens: answers, rules' verdicts, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.assurance.queries import evidence
from backend.assurance.queries.answers import lines_of
from backend.assurance.queries.assessments import AssessmentView, assessments_of
from backend.assurance.queries.outcomes import lapsing
from backend.assurance.rules.standing import OUTCOME_IN_WORDS
from backend.scope import Scope


class Sort(StrEnum):
    """What it is that lapses."""

    ANSWER = "answer"
    RULE = "rule"
    EVIDENCE = "evidence"


SORT_IN_WORDS = {
    Sort.ANSWER: "A person’s answer",
    Sort.RULE: "A rule’s verdict",
    Sort.EVIDENCE: "Evidence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Something that holds on the day before `on`, and on `on` no longer. `path` lies in the tenant."""

    on: date
    sort: Sort
    what: str
    where: str
    now: str
    then: str
    owner: str | None
    path: str

    @property
    def sort_in_words(self) -> str:
        return SORT_IN_WORDS[self.sort]


async def lapses_of(scope: Scope, *, on: date, days: int) -> tuple[Lapse, ...]:
    """What lapses after a day and within so many days of it, the soonest first; answers of open ones."""
    until = on + timedelta(days=days)
    opened = tuple(
        each
        for each in await assessments_of(scope)
        if each.opened_at <= scope.end_of(on)
        and (each.closed_at is None or each.closed_at > scope.end_of(on))
    )
    found = [
        *await _answers(scope, opened, on, until),
        *await _verdicts(scope, opened, on, until),
        *await _evidence(scope, on, until),
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.sort, each.where, each.what)))


async def _answers(scope: Scope, assessments: Sequence[AssessmentView], on: date, until: date) -> list[Lapse]:
    by_id = {each.id: each for each in assessments}
    lines = await lines_of(scope, assessments=assessments, on=on)
    return [
        Lapse(
            on=line.valid_until + timedelta(days=1),
            sort=Sort.ANSWER,
            what=f"{line.ref} {line.heading or line.text}",
            where=by_id[assessment_id].name,
            now=line.stands_in_words,
            then="The answer no longer counts",
            owner=line.owner,
            path=f"{by_id[assessment_id].path}/requirements/{line.requirement_id}",
        )
        for assessment_id, each in lines.items()
        for line in each
        if line.valid_until is not None and not line.waits and on <= line.valid_until < until
    ]


async def _verdicts(
    scope: Scope, assessments: Sequence[AssessmentView], on: date, until: date
) -> list[Lapse]:
    by_edition = {each.edition_id: each for each in reversed(assessments)}
    found = []
    for each in await lapsing(scope, edition_ids=list(by_edition), on=on, until=until):
        assessment = by_edition.get(each.edition_id)
        if assessment is None:
            continue
        found.append(
            Lapse(
                on=each.lapses_on,
                sort=Sort.RULE,
                what=f"{each.ref} {each.heading or each.text}",
                where=assessment.name,
                now=f"The rule says {OUTCOME_IN_WORDS[each.outcome]}",
                then="The rule says something else, if nothing happens",
                owner=None,
                path=f"{assessment.path}/requirements/{each.requirement_id}",
            )
        )
    return found


async def _evidence(scope: Scope, on: date, until: date) -> list[Lapse]:
    return [
        Lapse(
            on=each.lapses_on,
            sort=Sort.EVIDENCE,
            what=f"{each.reference} {each.title}",
            where=f"Relied on in {each.used} {'place' if each.used == 1 else 'places'}",
            now=each.state_in_words,
            then="It has expired, or is due for review",
            owner=each.owner,
            path=each.path,
        )
        for each in await evidence.all_evidence(scope, on=on)
        if each.lapses_on is not None and on < each.lapses_on <= until
    ]

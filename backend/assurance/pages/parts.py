"""What the pages of assessments share."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request

from backend.assurance.queries.answers import AnswerLine
from backend.assurance.queries.assessments import AssessmentView, DomainTally
from backend.assurance.queries.requirements import DomainView
from backend.assurance.rules.assessing import Tally, added, one
from backend.assurance.rules.standing import Stands
from backend.scope import Scope
from backend.web import days, views

TAGS = {
    Stands.MET: "green",
    Stands.PARTLY: "yellow",
    Stands.NOT_MET: "red",
    Stands.NOT_APPLICABLE: "grey",
    Stands.UNKNOWN: "purple",
    Stands.LAPSED: "orange",
    Stands.UNANSWERED: "white",
}
"""The colour of each standing; its words stand in it, so that nobody needs the colour."""


def crumbs(scope: Scope, assessment: AssessmentView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Assurance", views.address(scope, "/assurance"))]
    if assessment is not None:
        found.append(views.Crumb(assessment.name, views.address(scope, assessment.path)))
    return found


def asked_day(request: Request[Any, Any, Any], scope: Scope) -> tuple[date, str, str | None]:
    """The day as at which a page is asked for, as it was typed, and what is wrong with it; no day that is to come."""
    on, typed, problem = days.day_of(request, "on", scope)
    if on > scope.today:
        return (
            scope.today,
            typed,
            f"“{typed}” is still to come, so today is shown. See what lapses for what is ahead.",
        )
    return on, typed, problem


def tallied(lines: Iterable[AnswerLine]) -> Tally:
    """The tally of lines that are all at hand."""
    return added(
        one(line.stands, to_review=line.to_review, differs=line.differs, waits=line.waits) for line in lines
    )


def by_domain(lines: Sequence[AnswerLine], domains: Sequence[DomainView]) -> tuple[DomainTally, ...]:
    """Tallies by domain of lines as at a past day."""
    return tuple(
        DomainTally(
            id=domain.id,
            ref=domain.ref,
            name=domain.name,
            tally=tallied(line for line in lines if line.domain_id == domain.id),
        )
        for domain in domains
    )


def level_words(assessment: AssessmentView) -> dict[tuple[str, str], str]:
    """The words of each level, by scale and key."""
    return {(scale.key, level.key): level.words for scale in assessment.scales for level in scale.levels}


def query(**given: object) -> str:
    """What stands in an address, without what is empty."""
    return urlencode({name: value for name, value in given.items() if value})


def uuid_of(text: str) -> UUID | None:
    """An id of an address; none where it can't be one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def page_number(request: Request[Any, Any, Any]) -> int:
    asked = request.query_params.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 and int(asked) else 1

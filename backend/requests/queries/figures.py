"""What a period came to: how many requests, how many in time, what was refused and by which exemption."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.kit.database import fetch
from backend.requests import catalogued
from backend.requests.queries import log
from backend.requests.queries.views import RequestLine
from backend.requests.rules import OUTCOME_IN_WORDS, Outcome, State
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An exemption, and in how many requests it was applied."""

    section: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of the requests received in a period. `owed` are not answered yet; `late` of those that were answered."""

    since: date
    until: date
    received: int
    by_kind: Mapping[str, int]
    answered: int
    in_time: int
    late: int
    owed: int
    owed_late: int
    withdrawn: int
    transferred: int
    outcomes: Mapping[Outcome, int]
    refused_by: tuple[Refused, ...]
    reviews: int
    reviews_changed: int

    @property
    def share_in_time(self) -> int | None:
        """In hundredths of those that were answered, rounded down."""
        return 100 * self.in_time // self.answered if self.answered else None

    @property
    def outcomes_in_words(self) -> tuple[tuple[str, int], ...]:
        return tuple((words, self.outcomes.get(each, 0)) for each, words in OUTCOME_IN_WORDS.items())


async def figures_of(scope: Scope, *, since: date, until: date) -> Figures:
    """What the requests received from one day to another came to. Four statements."""
    lines = await log.requests_of(scope, sought=log.Sought(since=since, until=until), most=None)
    by_ids = [line.id for line in lines]
    applied = await fetch(
        "SELECT DISTINCT e.request_id, e.exemption_id, r.rules FROM requests_exemption e "
        "JOIN requests_request r ON r.tenant_id = e.tenant_id AND r.id = e.request_id "
        "WHERE e.tenant_id = $1 AND e.request_id = ANY ($2) AND e.withdrawn_because IS NULL "
        "AND r.outcome IN ('part', 'refused')",
        scope.tenant.id,
        by_ids,
    )
    reviews = await fetch(
        "SELECT count(*) AS n, count(*) FILTER (WHERE outcome IN ('partly', 'overturned')) AS changed "
        "FROM requests_review WHERE tenant_id = $1 AND request_id = ANY ($2)",
        scope.tenant.id,
        by_ids,
    )
    times = Counter((row["rules"], row["exemption_id"]) for row in applied)
    told: Counter[tuple[str, str]] = Counter()
    for (rules, exemption_id), count in times.items():
        exemption = catalogued.exemption_of(rules, exemption_id)
        told[(exemption.section, exemption.name)] += count
    return _figures(
        lines,
        since=since,
        until=until,
        refused_by=tuple(
            Refused(section=section, name=name, count=count)
            for (section, name), count in sorted(told.items(), key=lambda each: (-each[1], each[0]))
        ),
        reviews=reviews[0]["n"],
        changed=reviews[0]["changed"],
    )


def _figures(
    lines: tuple[RequestLine, ...],
    *,
    since: date,
    until: date,
    refused_by: tuple[Refused, ...],
    reviews: int,
    changed: int,
) -> Figures:
    answered = [line for line in lines if line.outcome is not None and line.closed_on is not None]
    owed = [line for line in lines if line.owed]
    return Figures(
        since=since,
        until=until,
        received=len(lines),
        by_kind=Counter(line.kind.short for line in lines),
        answered=len(answered),
        in_time=_count(line.in_time for line in answered),
        late=_count(line.in_time is False for line in answered),
        owed=len(owed),
        owed_late=_count(line.clock.overdue for line in owed),
        withdrawn=_count(line.state is State.WITHDRAWN for line in lines),
        transferred=_count(line.state is State.TRANSFERRED for line in lines),
        outcomes=Counter(line.outcome for line in answered if line.outcome is not None),
        refused_by=refused_by,
        reviews=reviews,
        reviews_changed=changed,
    )


def _count(each: Iterable[bool | None]) -> int:
    return sum(bool(one) for one in each)

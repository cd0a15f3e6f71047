"""Notices, representations, the standstill that follows from them, and the counts of a year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.procurement.queries.procurements import ProcurementView, decided
from backend.procurement.rules import regimes
from backend.procurement.rules.regimes import NoticeKind, Regime, Route
from backend.procurement.rules.standstill import ANSWER_IN_WORDS, Answer, Heard, Standstill, standstill_of
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    kind: NoticeKind
    published_on: date
    place: str | None
    recorded_by: str
    recorded_at: datetime

    @property
    def kind_in_words(self) -> str:
        return regimes.NOTICE_IN_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationView:
    id: UUID
    provider_id: UUID
    provider_name: str
    received_on: date
    summary: str
    answer: Answer | None
    answered_on: date | None
    answer_note: str | None

    @property
    def answer_in_words(self) -> str:
        return ANSWER_IN_WORDS[self.answer] if self.answer else "Waiting for an answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What was published of a procurement, and what came back."""

    notices: tuple[NoticeView, ...]
    representations: tuple[RepresentationView, ...]
    still_to_publish: tuple[NoticeKind, ...]
    standstill: Standstill | None

    @property
    def to_answer(self) -> UUID | None:
        """The representation that has waited longest for its answer."""
        return next((each.id for each in self.representations if each.answer is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSummary:
    """The counts of the annual summary (regulation 25) for a year from April, of this tenant's own records."""

    begins_on: date
    ends_on: date
    by_route: dict[Route, int]
    frameworks: int
    new_providers: int
    ended_providers: int
    representations: int
    by_answer: dict[Answer | None, int]


async def publishing_of(scope: Scope, procurement: ProcurementView) -> Publishing:
    """Two statements."""
    notices = tuple(
        NoticeView(**{**row, "kind": NoticeKind(row["kind"])})
        for row in await fetch(
            "SELECT kind, published_on, place, recorded_by, recorded_at FROM procurement_notice"
            " WHERE tenant_id = $1 AND procurement_id = $2 ORDER BY published_on, recorded_at, id",
            scope.tenant.id,
            procurement.procurement_id,
        )
    )
    heard = tuple(
        RepresentationView(**{**row, "answer": Answer(row["answer"]) if row["answer"] else None})
        for row in await fetch(
            """
            SELECT r.id, r.provider_id, o.name AS provider_name, r.received_on, r.summary, r.answer, r.answered_on,
              r.answer_note
            FROM procurement_representation r JOIN organisations_named o ON o.tenant_id = $1 AND o.id = r.provider_id
            WHERE r.tenant_id = $1 AND r.procurement_id = $2 ORDER BY r.received_on, r.id""",
            scope.tenant.id,
            procurement.procurement_id,
        )
    )
    published = {each.kind for each in notices}
    # a step that is repeated ends in a new notice of intention, so the newest one counts
    intended = [each.published_on for each in notices if each.kind is NoticeKind.INTENTION_TO_AWARD]
    standstill = None
    if intended and regimes.has_standstill(procurement.route):
        standstill = standstill_of(
            max(intended),
            [
                Heard(received_on=each.received_on, answer=each.answer, answered_on=each.answered_on)
                for each in heard
            ],
        )
    return Publishing(
        notices=notices,
        representations=heard,
        still_to_publish=tuple(
            kind for kind in regimes.notices_of(procurement.route) if kind not in published
        ),
        standstill=standstill,
    )


async def summary_of(scope: Scope, *, year: int) -> YearSummary:
    """The year from 1 April of `year`. A provider is new whose first award is of this year, and ended whose last
    contract ended in it. Three statements."""
    begins, ends = date(year, 4, 1), date(year + 1, 3, 31)
    awards = [
        (procurement, decision)
        for procurement, decision in await decided(scope, on=ends, known_at=scope.now)
        if decision.awarded and procurement.regime is Regime.PSR
    ]
    of_year = [(procurement, each) for procurement, each in awards if each.decided_on >= begins]
    first: dict[UUID, date] = {}
    last: dict[UUID, date] = {}
    for _, each in awards:
        assert each.supplier_id is not None
        first[each.supplier_id] = min(first.get(each.supplier_id, date.max), each.decided_on)
        until = each.contract_until or date.max
        last[each.supplier_id] = max(last.get(each.supplier_id, date.min), until)
    answers = await fetch(
        "SELECT answer, count(*) AS times FROM procurement_representation"
        " WHERE tenant_id = $1 AND received_on BETWEEN $2 AND $3 GROUP BY answer",
        scope.tenant.id,
        begins,
        ends,
    )
    by_answer = {Answer(row["answer"]) if row["answer"] else None: row["times"] for row in answers}
    counted = Counter(procurement.route for procurement, each in of_year if not each.is_framework)
    return YearSummary(
        begins_on=begins,
        ends_on=ends,
        by_route={route: counted[route] for route in Route if route in regimes.PSR_ROUTES},
        frameworks=sum(each.is_framework for _, each in of_year),
        new_providers=sum(begins <= day <= ends for day in first.values()),
        ended_providers=sum(begins <= day <= ends for day in last.values()),
        representations=sum(by_answer.values()),
        by_answer=by_answer,
    )

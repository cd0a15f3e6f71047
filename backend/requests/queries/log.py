"""The log of requests: lines by what is sought, counts, and what the year came to. No name of a requester is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.requests import catalogued
from backend.requests.queries.views import PauseView, RequestLine, clock_of
from backend.requests.rules import Came, Outcome, State
from backend.scope import Scope

PAGE = 50
WITHHELD_WORDS = "Subject access request"

_COLUMNS = (
    "r.id, r.reference, r.kind, r.rules, r.came, r.received_on, r.logged_at, r.logged_by, r.subject, r.asked, "
    "r.handler_person_id, p.name AS handler, r.state, r.acknowledged_on, r.extended_by, r.extended_because, "
    "r.closed_on, r.closed_because, r.transferred_to, r.outcome, r.due_on, r.late_by, r.version"
)
_FROM = "FROM requests_request r LEFT JOIN people_person p ON p.tenant_id = r.tenant_id AND p.id = r.handler_person_id"
_SOUGHT = """
WHERE r.tenant_id = $1
  AND ($2::text IS NULL OR r.kind = $2)
  AND ($3::text IS NULL
    OR ($3 = 'owed' AND r.closed_on IS NULL)
    OR ($3 = 'overdue' AND r.closed_on IS NULL AND r.due_on < $4)
    OR ($3 = 'week' AND r.closed_on IS NULL AND r.due_on >= $4 AND r.due_on <= $5)
    OR ($3 = 'stopped' AND r.closed_on IS NULL AND r.due_on IS NULL)
    OR ($3 = 'check' AND r.state = 'to-check')
    OR ($3 = 'late' AND r.outcome IS NOT NULL AND r.late_by > 0)
    OR r.state = $3)
  AND ($6::text IS NULL OR r.reference ILIKE $6 OR (r.kind <> 'sar' AND r.subject ILIKE $6))
  AND ($7::date IS NULL OR r.received_on >= $7)
  AND ($8::date IS NULL OR r.received_on <= $8)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What of the log is wanted. `show` is a state, or `owed`, `overdue`, `week`, `stopped`, `check`, `late`."""

    kind: str | None = None
    show: str | None = None
    text: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    owed: int
    overdue: int
    week: int
    stopped: int
    check: int


def sees_words(scope: Scope, kind_id: str) -> bool:
    """Whether the reader sees what was asked: of somebody's request for their own data, those alone who work on it."""
    return kind_id != "sar" or any(
        scope.may(each) for each in ("requests.handle", "requests.check", "requests.decide")
    )


async def requests_of(
    scope: Scope, *, sought: Sought | None = None, number: int = 1, most: int | None = PAGE
) -> tuple[RequestLine, ...]:
    """Requests, those that are due first and then the newest. Two statements."""
    rows = await fetch(
        f"SELECT {_COLUMNS} {_FROM} {_SOUGHT} "
        "ORDER BY r.closed_on IS NOT NULL, r.due_on NULLS LAST, r.number DESC LIMIT $9 OFFSET $10",
        *_asked(scope, sought or Sought()),
        most,
        (number - 1) * (most or 0),
    )
    return await lines_of(scope, rows)


async def count_of(scope: Scope, *, sought: Sought) -> int:
    rows = await fetch(f"SELECT count(*) AS n {_FROM} {_SOUGHT}", *_asked(scope, sought))
    found: int = rows[0]["n"]
    return found


async def counts_of(scope: Scope) -> Counts:
    """How many are owed, late, due this week, standing still and with a checker. One statement."""
    rows = await fetch(
        "SELECT count(*) AS owed, count(*) FILTER (WHERE due_on < $2) AS overdue, "
        "count(*) FILTER (WHERE due_on >= $2 AND due_on <= $3) AS week, "
        "count(*) FILTER (WHERE due_on IS NULL) AS stopped, "
        "count(*) FILTER (WHERE state = 'to-check') AS \"check\" "
        "FROM requests_request WHERE tenant_id = $1 AND closed_on IS NULL",
        scope.tenant.id,
        scope.today,
        end_of_week(scope.today),
    )
    return Counts(**dict(rows[0]))


def end_of_week(day: date) -> date:
    """The Sunday of the week."""
    return day + timedelta(days=6 - day.weekday())


async def mine(scope: Scope) -> tuple[RequestLine, ...]:
    """The actor's own requests that are owed and late or due this week."""
    rows = await fetch(
        f"SELECT {_COLUMNS} {_FROM} WHERE r.tenant_id = $1 AND r.handler_person_id = $2 "
        "AND r.closed_on IS NULL AND r.due_on <= $3 ORDER BY r.due_on, r.number",
        scope.tenant.id,
        scope.actor.person_id,
        end_of_week(scope.today),
    )
    return await lines_of(scope, rows)


async def lines_of(scope: Scope, rows: Sequence[Any], *, on: date | None = None) -> tuple[RequestLine, ...]:
    pauses = await pauses_of(scope, {row["id"]: row["rules"] for row in rows})
    return tuple(_line(scope, row, pauses.get(row["id"], ()), on or scope.today) for row in rows)


async def pauses_of(scope: Scope, rules: dict[UUID, str]) -> dict[UUID, tuple[PauseView, ...]]:
    """What was asked of the requesters of some requests, oldest first; `rules` holds the edition of each."""
    rows = await fetch(
        "SELECT id, request_id, stop_id, words, from_on, until_on, came_words, recorded_by, withdrawn_because "
        "FROM requests_pause WHERE tenant_id = $1 AND request_id = ANY ($2) ORDER BY from_on, id",
        scope.tenant.id,
        list(rules),
    )
    found: dict[UUID, list[PauseView]] = {}
    for row in rows:
        told = dict(row)
        stop_id = told.pop("stop_id")
        stop = _stop(rules[row["request_id"]], stop_id)
        found.setdefault(row["request_id"], []).append(PauseView(stop=stop, **told))
    return {request_id: tuple(each) for request_id, each in found.items()}


def _stop(rules: str, stop_id: str) -> Any:
    for kind in catalogued.rules_of(rules).kinds:
        if (stop := kind.stop(stop_id)) is not None:
            return stop
    raise LookupError(f"{rules} has no {stop_id}")


def _line(scope: Scope, row: Any, pauses: tuple[PauseView, ...], on: date) -> RequestLine:
    told = dict(row)
    kind_id = told.pop("kind")
    if not sees_words(scope, kind_id):
        told |= {"subject": WITHHELD_WORDS, "asked": None}
    return RequestLine(
        **{
            **told,
            "kind_id": kind_id,
            "came": Came(told["came"]),
            "state": State(told["state"]),
            "outcome": Outcome(told["outcome"]) if told["outcome"] else None,
            "clock": clock_of(row, pauses, on),
        }
    )


def _asked(scope: Scope, sought: Sought) -> list[object]:
    text = sought.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") if sought.text else None
    return [
        scope.tenant.id,
        sought.kind,
        sought.show,
        scope.today,
        end_of_week(scope.today),
        f"%{text}%" if text else None,
        sought.since,
        sought.until,
    ]


def head() -> str:
    """The head of a statement whose rows `lines_of` takes; `r` is the request."""
    return f"SELECT {_COLUMNS} {_FROM}"


async def waiting_for_check(scope: Scope) -> int:
    """How many answers wait for a check that the actor may make."""
    rows = await fetch(
        "SELECT count(*) AS n FROM requests_request r JOIN requests_answer a ON a.tenant_id = r.tenant_id "
        "AND a.request_id = r.id AND a.returned_at IS NULL AND a.checked_at IS NULL "
        "WHERE r.tenant_id = $1 AND r.state = 'to-check' AND a.prepared_by IS DISTINCT FROM $2",
        scope.tenant.id,
        scope.actor.person_id,
    )
    found: int = rows[0]["n"]
    return found


async def waiting_for_opinion(scope: Scope) -> tuple[RequestLine, ...]:
    """Requests with an exemption that waits for the opinion of the qualified person."""
    rows = await fetch(
        "SELECT DISTINCT e.request_id, e.exemption_id, r.rules FROM requests_exemption e "
        "JOIN requests_request r ON r.tenant_id = e.tenant_id AND r.id = e.request_id AND r.state = 'open' "
        "LEFT JOIN requests_opinion o ON o.tenant_id = e.tenant_id AND o.applied_id = e.id "
        "WHERE e.tenant_id = $1 AND e.withdrawn_because IS NULL AND o.id IS NULL",
        scope.tenant.id,
    )
    ids = {
        row["request_id"]
        for row in rows
        if catalogued.exemption_of(row["rules"], row["exemption_id"]).opinion
    }
    if not ids:
        return ()
    found = await fetch(
        f"{head()} WHERE r.tenant_id = $1 AND r.id = ANY ($2) ORDER BY r.due_on, r.number",
        scope.tenant.id,
        list(ids),
    )
    return await lines_of(scope, found)

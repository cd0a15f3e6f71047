"""The first page: one row a commissioner, with each of its returns and where it stands, as at a day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing import rules
from backend.reviewing.queries.team import Team, team_of
from backend.scope import Scope

RECENT = timedelta(days=100)
"""How long a settled return stays on the first page, and how far ahead one that is due is shown: about a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One return of a commissioner. `return_id` is null where it is expected and nothing came."""

    commissioner_id: UUID
    return_id: UUID | None
    expected_id: UUID | None
    subject: str
    framework: str | None
    title: str
    period: str | None
    from_on: date | None
    until_on: date | None
    due_on: date | None
    standing: rules.Standing
    days_late: int = 0
    issue: int | None = None
    received_on: date | None = None
    changes: tuple[str, ...] = ()
    reds: tuple[rules.Red, ...] = ()
    open_questions: int = 0
    my_questions: int = 0
    my_overdue: int = 0
    answers: int = 0
    """Open questions to which an answer came that nobody has settled."""
    open_conditions: int = 0
    conditions_overdue: int = 0
    waits_for_second: bool = False
    held_by: UUID | None = None
    holder: str | None = None
    definition: rules.Definition | None = None
    differs: str | None = None
    """In words, where it was made under another definition or rule set than most of its period."""

    @property
    def standing_in_words(self) -> str:
        return rules.STANDING_IN_WORDS[self.standing]

    @property
    def colour(self) -> str:
        return rules.COLOURS[self.standing]

    @property
    def path(self) -> str:
        return f"/reviewing/returns/{self.return_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One commissioner. `closed` says why the reader sees nothing of it; then there are no entries."""

    id: UUID
    name: str
    lead: str | None
    acting: str | None
    """Who looks after it today, where that is not its lead."""
    closed: str | None
    has_agreement: bool
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        return f"/reviewing/commissioners/{self.id}"

    @property
    def my_questions(self) -> int:
        return sum(each.my_questions for each in self.entries)

    @property
    def my_overdue(self) -> int:
        return sum(each.my_overdue for each in self.entries)

    @property
    def reds(self) -> tuple[rules.Red, ...]:
        return tuple(red for each in self.entries for red in each.reds)

    def count(self, *standings: rules.Standing) -> int:
        return sum(each.standing in standings for each in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    on: date
    rows: tuple[Row, ...]
    team: Team

    def count(self, *standings: rules.Standing) -> int:
        return sum(row.count(*standings) for row in self.rows)

    @property
    def usual(self) -> tuple[tuple[str, str], ...]:
        """For each period in which definitions differ: its words, and the definition that most used."""
        found: dict[tuple[str | None, str | None], list[rules.Definition]] = defaultdict(list)
        for entry in entries_of(self.rows):
            if entry.definition is not None:
                found[(entry.framework, entry.period)].append(entry.definition)
        told = []
        for (_, period), definitions in found.items():
            usual = rules.usual_of(definitions)
            if usual is not None and len(set(definitions)) > 1:
                told.append((period or "", usual.words))
        return tuple(told)


RETURNS = """
SELECT r.id AS return_id, r.commissioner_id, r.subject, r.framework, r.title, r.period, r.from_on, r.until_on, r.due_on,
  r.held_by, holder.name AS holder, i.id AS issue_id, i.number AS issue, i.received_on, first.received_on AS first_on,
  i.framework AS by_framework, i.edition, i.definition, i.rule_set, i.definition_sha256, i.reds, i.changes,
  coalesce(asked.open, 0) AS open_questions, coalesce(asked.mine, 0) AS my_questions,
  coalesce(asked.overdue, 0) AS my_overdue, coalesce(asked.answered, 0) AS answers,
  coalesce(set.open, 0) AS open_conditions, coalesce(set.overdue, 0) AS conditions_overdue,
  given.said AS given, coalesce(given.waits, false) AS waits_for_second
FROM reviewing_return r
LEFT JOIN people_person holder ON holder.tenant_id = $1 AND holder.id = r.held_by
JOIN LATERAL (
  SELECT * FROM reviewing_issue e WHERE e.tenant_id = $1 AND e.return_id = r.id AND e.received_at <= $2
  ORDER BY e.number DESC LIMIT 1
) i ON true
JOIN LATERAL (
  SELECT e.received_on FROM reviewing_issue e WHERE e.tenant_id = $1 AND e.return_id = r.id ORDER BY e.number LIMIT 1
) first ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS open, count(*) FILTER (WHERE q.asked_by = ANY ($5)) AS mine,
    count(*) FILTER (WHERE q.asked_by = ANY ($5) AND q.due_on < $3) AS overdue,
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM reviewing_answer a WHERE a.tenant_id = $1 AND a.question_id = q.id
      AND a.received_at <= $2)) AS answered
  FROM reviewing_question q WHERE q.tenant_id = $1 AND q.return_id = r.id AND q.asked_at <= $2
    AND (q.settled_at IS NULL OR q.settled_at > $2)
) asked ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS open, count(*) FILTER (WHERE n.due_on < $3) AS overdue
  FROM reviewing_condition n WHERE n.tenant_id = $1 AND n.return_id = r.id AND n.set_at <= $2
    AND (n.settled_at IS NULL OR n.settled_at > $2)
) set ON true
LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('issue', e.number, 'verdict', o.verdict) ORDER BY o.given_at, o.id)
      FILTER (WHERE o.given_at <= $2) AS said,
    bool_or((o.given_at IS NULL OR o.given_at > $2) AND (o.declined_at IS NULL OR o.declined_at > $2)) AS waits
  FROM reviewing_outcome o JOIN reviewing_issue e ON e.tenant_id = $1 AND e.id = o.issue_id
  WHERE o.tenant_id = $1 AND o.return_id = r.id AND o.decided_at <= $2
) given ON true
WHERE r.tenant_id = $1 AND r.commissioner_id <> ALL ($4)
"""
"""Returns as at a moment ($2) and its day ($3), but those of $4; $5 is whose questions count as one's own."""

_EXPECTED = """
SELECT e.id AS expected_id, e.commissioner_id, e.framework, e.title, e.period, e.from_on, e.until_on, e.due_on
FROM reviewing_expected e
WHERE e.tenant_id = $1 AND e.made_at <= $2 AND (e.withdrawn_at IS NULL OR e.withdrawn_at > $2)
  AND e.commissioner_id <> ALL ($3)
  AND NOT EXISTS (SELECT 1 FROM reviewing_return r
    JOIN reviewing_issue i ON i.tenant_id = $1 AND i.return_id = r.id AND i.received_at <= $2
    WHERE r.tenant_id = $1 AND r.commissioner_id = e.commissioner_id AND r.framework = e.framework
      AND r.from_on = e.from_on AND r.until_on = e.until_on)
"""

_COMMISSIONERS = """
SELECT c.id, c.name, c.lead_person_id, c.agreement_id, p.name AS lead
FROM reviewing_commissioner c LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = c.lead_person_id
WHERE c.tenant_id = $1 AND c.from_on <= $2 AND (c.until_on IS NULL OR c.until_on >= $2)
ORDER BY lower(c.name), c.id
"""


async def front_of(scope: Scope, *, on: date | None = None, also_settled: bool = False) -> Front:
    """The first page as at a day. Nine statements, however many commissioners there are.

    A settled return leaves the page after about a quarter unless `also_settled`.
    """
    day = min(on or scope.today, scope.today)
    team = await team_of(scope)
    entries = await entries_on(scope, team, day)
    shown = [each for each in entries if also_settled or _is_recent(each, day)]
    rows = await fetch(_COMMISSIONERS, scope.tenant.id, day)
    return Front(
        on=day,
        rows=tuple(_row(team, row, shown) for row in rows),
        team=team,
    )


async def entries_on(
    scope: Scope, team: Team, day: date, *, commissioner_id: UUID | None = None
) -> tuple[Entry, ...]:
    """Every return, come or expected, that the reader may see, as at a day; those late first. Two statements."""
    closed, moment = list(team.closed), scope.end_of(day)
    rows = await fetch(RETURNS, scope.tenant.id, moment, day, closed, list(team.stands_for))
    expected = await fetch(_EXPECTED, scope.tenant.id, moment, closed)
    found = [*map(entry_of, rows), *(_expected(row, day) for row in expected)]
    told = _with_differences(found)
    wanted = [each for each in told if commissioner_id in (None, each.commissioner_id)]
    return tuple(sorted(wanted, key=_order))


def entries_of(rows: Iterable[Row]) -> Iterable[Entry]:
    return (entry for row in rows for entry in row.entries)


def entry_of(row: Any) -> Entry:
    """One row of `RETURNS`."""
    given = [
        rules.Given(issue=each["issue"], verdict=rules.Decided(each["verdict"]))
        for each in json.loads(row["given"] or "[]")
    ]
    names = (
        *("commissioner_id", "return_id", "subject", "framework", "title", "period", "from_on", "until_on"),
        *("due_on", "issue", "received_on", "open_questions", "my_questions", "my_overdue", "answers"),
        *("open_conditions", "conditions_overdue", "waits_for_second", "held_by", "holder"),
    )
    return Entry(
        **{name: row[name] for name in names},
        expected_id=None,
        standing=rules.standing_of(issue=row["issue"], given=given, open_questions=row["open_questions"]),
        days_late=rules.days_late(due_on=row["due_on"], first_received_on=row["first_on"]),
        changes=rules.latest_words(json.loads(row["changes"])),
        reds=tuple(rules.Red(**each) for each in json.loads(row["reds"])),
        definition=definition_of(row),
    )


def definition_of(row: Any) -> rules.Definition | None:
    """By what an issue was made, of its columns; a milestone has none."""
    if row["definition_sha256"] is None:
        return None
    return rules.Definition(
        framework=row["by_framework"],
        edition=row["edition"],
        title=row["definition"],
        rule_set=row["rule_set"],
        sha256=row["definition_sha256"],
    )


def _expected(row: Any, day: date) -> Entry:
    standing = rules.standing_of_expected(due_on=row["due_on"], on=day)
    late = (day - row["due_on"]).days if standing is rules.Standing.LATE else 0
    return Entry(**row, return_id=None, subject="return", standing=standing, days_late=late)


def _with_differences(entries: Sequence[Entry]) -> list[Entry]:
    """Each with the words that it was made under another definition than most of the same return and days."""
    together: Mapping[Any, list[rules.Definition]] = defaultdict(list)
    for each in entries:
        if each.definition is not None:
            together[_period(each)].append(each.definition)
    told = []
    for each in entries:
        usual = rules.usual_of(together[_period(each)]) if each.definition is not None else None
        words = rules.how_it_differs(each.definition, usual) if each.definition and usual else None
        told.append(replace(each, differs=words))
    return told


def _period(entry: Entry) -> tuple[str | None, date | None, date | None]:
    return entry.framework, entry.from_on, entry.until_on


def _row(team: Team, row: Any, entries: Sequence[Entry]) -> Row:
    acting = team.acting(row["lead_person_id"], commissioner_id=row["id"])
    stands_in = acting if acting != row["lead_person_id"] else None
    return Row(
        id=row["id"],
        name=row["name"],
        lead=row["lead"],
        acting=team.name(stands_in),
        closed=team.closed.get(row["id"]),
        has_agreement=row["agreement_id"] is not None,
        entries=tuple(each for each in entries if each.commissioner_id == row["id"]),
    )


def _is_recent(entry: Entry, day: date) -> bool:
    if entry.standing is rules.Standing.DUE:
        return entry.due_on is not None and entry.due_on <= day + RECENT
    if entry.standing not in rules.SETTLED or entry.open_conditions:
        return True
    return entry.received_on is not None and entry.received_on >= day - RECENT


def _order(entry: Entry) -> tuple[bool, date, str]:
    return entry.standing is not rules.Standing.LATE, entry.due_on or date.max, entry.title

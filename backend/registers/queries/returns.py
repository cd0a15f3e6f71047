"""Returns: what is due, what was prepared, and what was sent, word for word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.rulesets import Return as ReturnAsked
from backend.interests import settings
from backend.kit.database import fetch
from backend.ledger.records import canonical
from backend.registers.queries import return_facts
from backend.registers.rules import returns as rules
from backend.scope import NotFound, Scope

SHOWN = {3: 6, 12: 3}
"""How many periods of each length the overview lists, the running one included."""

MOST_PUBLIC = 40
"""How many returns the public page lists, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """A return as it stands. `content` is what it says: of one that is signed, what was sent."""

    id: UUID
    kind: str
    since: date
    until: date
    number: int
    state: rules.ReturnState
    content: Mapping[str, Any]
    sha256: str
    prepared_at: datetime
    prepared_by: UUID
    prepared_by_name: str
    question: str | None
    asked_by_name: str | None
    signed_at: datetime | None
    signed_by_name: str | None
    file_id: UUID | None
    """Its PDF, once the worker has made it."""

    @property
    def period(self) -> rules.ReturnPeriod:
        return rules.ReturnPeriod(since=self.since, until=self.until)

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    def file_name(self, scope: Scope) -> str:
        """The name of a file that holds it, without its ending."""
        mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
        return f"{mark}{scope.tenant.slug}-{self.kind}-{self.since.isoformat()}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A return that the rules ask for, for one period, with the newest that was made for it."""

    asked: ReturnAsked
    period: rules.ReturnPeriod
    line: ReturnLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReturn:
    """A signed return as the public reads it: questions and answers, never who or what stands behind them."""

    title: str
    to: str
    answers: tuple[tuple[str, str], ...]
    signed_at: datetime
    corrected: bool


_RETURNS = """
SELECT r.id, r.kind, r.since, r.until, r.number, r.state, coalesce(s.content, r.content) AS content,
  coalesce(s.sha256, r.sha256) AS sha256, r.prepared_at, r.prepared_by, r.prepared_by_name, r.question,
  r.asked_by_name, s.signed_at, s.signed_by_name, f.file_id
FROM registers_return r LEFT JOIN registers_sent_return s ON s.tenant_id = $1 AND s.return_id = r.id
LEFT JOIN registers_return_file f ON f.tenant_id = $1 AND f.return_id = r.id
WHERE r.tenant_id = $1
"""


async def returns_of(scope: Scope) -> tuple[ReturnLine, ...]:
    """Every return but those that were prepared anew, newest period first."""
    rows = await fetch(
        _RETURNS + " AND r.state <> 'DROPPED' ORDER BY r.until DESC, r.kind, r.number DESC", scope.tenant.id
    )
    return tuple(map(_line, rows))


async def return_(scope: Scope, *, return_id: UUID) -> ReturnLine:
    """One return. Raises `NotFound`."""
    rows = await fetch(_RETURNS + " AND r.id = $2", scope.tenant.id, return_id)
    if not rows:
        raise NotFound("return")
    return _line(rows[0])


async def public_returns(scope: Scope) -> tuple[PublicReturn, ...]:
    """What anybody may read of the returns that were signed, where the rules have them published; newest first.

    Of each period the newest, which is a correction where one was signed before. A statement.
    """
    rows = await fetch(
        """
        SELECT DISTINCT ON (r.until, r.kind) r.kind, r.number, s.content, s.signed_at
        FROM registers_return r JOIN registers_sent_return s ON s.tenant_id = $1 AND s.return_id = r.id
        WHERE r.tenant_id = $1 ORDER BY r.until DESC, r.kind, r.number DESC LIMIT $2""",
        scope.tenant.id,
        MOST_PUBLIC,
    )
    found = []
    for row in rows:
        content = json.loads(row["content"])
        if is_published(row["kind"], content):
            found.append(
                PublicReturn(
                    title=f"{content['return']}, {content['period']}",
                    to=content["to"],
                    answers=tuple((each["question"], each["answer"]) for each in content["answers"]),
                    signed_at=row["signed_at"],
                    corrected=row["number"] > 1,
                )
            )
    return tuple(found)


def is_published(kind: str, content: Mapping[str, Any]) -> bool:
    """Whether the rules under which a return was prepared have it published."""
    edition = next((each for each in settings.editions() if each.key == content["rule_set"]), None)
    asked = edition.return_of(kind) if edition else None
    return asked is not None and asked.is_published


async def due_lines(scope: Scope, *, lines: tuple[ReturnLine, ...]) -> tuple[DueLine, ...]:
    """What the rules of each period asked for, newest first, with the newest return of each. A fixed few statements.

    A period from before the first pin counts only if today's edition was in force in it: nothing is asked of a board
    for the time of the groups before it.
    """
    today = await settings.rule_set_of(scope)
    newest: dict[tuple[str, date], ReturnLine] = {}
    for line in lines:
        newest.setdefault((line.kind, line.since), line)
    found = []
    for months, count in SHOWN.items():
        for period in rules.periods_before(scope.today, months=months, count=count):
            try:
                binding = await settings.binding_of(scope, on=min(period.until, scope.today))
            except settings.NoRuleSet:
                continue
            if not binding.pinned and binding.edition.key != today.key:
                continue
            found += [
                DueLine(asked=asked, period=period, line=newest.get((asked.id, period.since)))
                for asked in binding.lived.returns
                if asked.every_months == months
            ]
    return tuple(found)


async def content_for(
    scope: Scope, *, kind: str, period: rules.ReturnPeriod, note: str | None
) -> dict[str, Any]:
    """What a return of a kind says for a period, computed now, as plain values.

    Raises `UnableToReturn` where the rules of the period ask for no such return.
    """
    day = min(period.until, scope.today)
    rule_set = await settings.rule_set_of(scope, on=day)
    asked = rule_set.return_of(kind)
    rules.check_can_prepare(
        asked=asked is not None,
        name=kind.replace("-", " ") + " return",
        since=period.since,
        today=scope.today,
    )
    assert asked is not None, "refused above"
    answers = await return_facts.answers_to(
        scope, facts=tuple(each.fact for each in asked.questions), period=period, rule_set=rule_set
    )
    whole = {
        "organisation": scope.tenant.name,
        "demonstration": scope.tenant.demonstration,
        "return": asked.name,
        "to": asked.to,
        "period": period.in_words,
        "since": period.since,
        "until": period.until,
        "as_at": day,
        "rule_set": rule_set.key,
        "note": note,
        "answers": [
            {
                "question": question.text,
                "fact": answer.fact,
                "met": answer.met,
                "answer": answer.words,
                "behind": [{"words": each.words, "path": each.path} for each in answer.behind],
            }
            for question, answer in zip(asked.questions, answers, strict=True)
        ],
    }
    plain: dict[str, Any] = json.loads(canonical(whole))
    return plain


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """What would be answered otherwise now than when a return was prepared, in words."""
    before = {each["fact"]: each for each in old["answers"]}
    return tuple(
        f"{each['question']}: {each['answer']} instead of {before[each['fact']]['answer']}"
        if each["answer"] != before[each["fact"]]["answer"]
        else f"{each['question']}: the same number, but other people or records stand behind it"
        for each in new["answers"]
        if each["fact"] in before and each != before[each["fact"]]
    )


def _line(row: Any) -> ReturnLine:
    values = {**row, "state": rules.ReturnState(row["state"]), "content": json.loads(row["content"])}
    return ReturnLine(**values)

"""What was sent and what came: the lines of an agreement's history, and one message in its exact words."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings.rules import OUTCOME_IN_WORDS, PART_IN_WORDS, PURPOSE_IN_WORDS, Outcome, Part, Purpose
from backend.scope import NotFound, Scope
from backend.together import rules

_STATES = {
    "waiting": "On its way",
    "delivered": "Arrived",
    "refused": "Not taken",
    "offered": "Offered: nobody has taken it up",
    "taken-up": "Taken up",
    "overtaken": "A later one has come",
    "kept": "Kept",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedLine:
    """One message, sent by us or received. `at` is when we sent it, or when it came here."""

    id: UUID
    agreement_id: UUID
    way: Literal["sent", "received"]
    kind: rules.MessageKind
    at: datetime
    by_name: str
    other_name: str
    state: str
    refused_because: str | None
    about_id: UUID | None
    file_id: UUID | None
    sha256: str

    @property
    def kind_in_words(self) -> str:
        return rules.WORDS[self.kind]

    @property
    def of_review(self) -> bool:
        return self.kind in rules.HANDED_UP

    @property
    def can_carry_again(self) -> bool:
        return self.way == "sent" and rules.can_carry_again(self.kind, self.state)

    @property
    def state_in_words(self) -> str:
        return _STATES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedView:
    """A message with its words, as they were sent: `said` field by field, `body` the text that was sealed.

    `said` is empty where the text can't be read, and with the body for what is about a review: that is read where it
    is worked on, by those who are not stood aside from it.
    """

    line: PassedLine
    body: str
    said: tuple[tuple[str, str], ...]


_PASSED = """
SELECT id, agreement_id, 'sent' AS way, kind, sent_at AS at, sent_by_name AS by_name, to_name AS other_name, state,
  refused_because, about_id, file_id, sha256, body
FROM together_message
WHERE tenant_id = $1 AND ($2::uuid IS NULL OR agreement_id = $2) AND ($3::uuid IS NULL OR id = $3)
UNION ALL
SELECT id, agreement_id, 'received', kind, received_at, sent_by_name, from_name, state, NULL, about_id, file_id,
  sha256, body
FROM together_received
WHERE tenant_id = $1 AND ($2::uuid IS NULL OR agreement_id = $2) AND ($3::uuid IS NULL OR id = $3)
ORDER BY at DESC, id DESC
"""

_FATES = """
SELECT id, agreement_id, 'sent' AS way, kind, sent_at AS at, sent_by_name AS by_name, to_name AS other_name, state,
  refused_because, about_id, file_id, sha256
FROM together_message WHERE tenant_id = $1 AND id = ANY ($2)
"""


async def passed_under(scope: Scope, *, agreement_id: UUID) -> tuple[PassedLine, ...]:
    """Everything that went and came under an agreement, newest first. One statement."""
    return tuple(_line(row) for row in await fetch(_PASSED, scope.tenant.id, agreement_id, None))


async def fates_of(scope: Scope, *, message_ids: Collection[UUID]) -> Mapping[UUID, PassedLine]:
    """What became of messages that we sent, by their ids. One statement."""
    rows = await fetch(_FATES, scope.tenant.id, list(message_ids))
    return {row["id"]: _line(row) for row in rows}


async def passed(scope: Scope, *, message_id: UUID) -> PassedView:
    """One message, sent or received. Raises NotFound."""
    rows = await fetch(_PASSED, scope.tenant.id, None, message_id)
    if not rows:
        raise NotFound("message")
    line = _line(rows[0])
    if line.of_review:
        return PassedView(line=line, body="", said=())
    try:
        said = rules.MODELS[line.kind].model_validate(json.loads(rows[0]["body"]))
    except ValueError:  # what was changed in its row is refused at the door, and shown as it stands
        return PassedView(line=line, body=rows[0]["body"], said=())
    return PassedView(line=line, body=rows[0]["body"], said=tuple(_said(said, scope.tenant.time_zone)))


def _line(row: Any) -> PassedLine:
    values = {name: row[name] for name in PassedLine.__dataclass_fields__}
    return PassedLine(**{**values, "kind": rules.MessageKind(row["kind"])})


def _said(value: Any, zone: str, lead: str = "") -> list[tuple[str, str]]:
    """The fields of a message, one a line, in the order in which they are declared: items, 1, title."""
    if isinstance(value, rules.Declared):
        pairs = [(name.replace("_", " "), getattr(value, name)) for name in type(value).model_fields]
        return [line for name, each in pairs for line in _said(each, zone, _under(lead, name))]
    if isinstance(value, tuple):
        return [
            line
            for number, each in enumerate(value, 1)
            for line in _said(each, zone, _under(lead, str(number)))
        ]
    return [] if value is None else [(lead, _in_words(value, zone))]


def _in_words(value: Any, zone: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return calendar.in_words(value.astimezone(ZoneInfo(zone)))
    if isinstance(value, date):
        return calendar.in_words(value)
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words[value]
    return str(value)


_WORDS: tuple[tuple[type, Mapping[Any, str]], ...] = (
    (Purpose, PURPOSE_IN_WORDS),
    (Part, PART_IN_WORDS),
    (Outcome, OUTCOME_IN_WORDS),
    (rules.Kind, rules.KIND_IN_WORDS),
    (rules.Shares, rules.SHARES_IN_WORDS),
    (rules.Verdict, rules.VERDICT_IN_WORDS),
    (rules.Subject, rules.SUBJECT_IN_WORDS),
)


def _under(lead: str, name: str) -> str:
    return f"{lead}, {name}" if lead else name[:1].upper() + name[1:]

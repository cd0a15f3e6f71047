"""What was sent and what came: the lines of an agreement's history, and one message in its exact words."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.kit.database import fetch
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
    def state_in_words(self) -> str:
        return _STATES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedView:
    """A message with its words, as they were sent: `said` field by field, `body` the text that was sealed."""

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


async def passed_under(scope: Scope, *, agreement_id: UUID) -> tuple[PassedLine, ...]:
    """Everything that went and came under an agreement, newest first. One statement."""
    return tuple(_line(row) for row in await fetch(_PASSED, scope.tenant.id, agreement_id, None))


async def passed(scope: Scope, *, message_id: UUID) -> PassedView:
    """One message, sent or received. Raises NotFound."""
    rows = await fetch(_PASSED, scope.tenant.id, None, message_id)
    if not rows:
        raise NotFound("message")
    return PassedView(
        line=_line(rows[0]), body=rows[0]["body"], said=tuple(_said(json.loads(rows[0]["body"])))
    )


def _line(row: Any) -> PassedLine:
    values = {name: row[name] for name in PassedLine.__dataclass_fields__}
    return PassedLine(**{**values, "kind": rules.MessageKind(row["kind"])})


def _said(value: Any, lead: str = "") -> list[tuple[str, str]]:
    """The fields of a message, one a line, in the order of their names: items, 1, title."""
    if isinstance(value, dict):
        return [
            line for name, each in value.items() for line in _said(each, _under(lead, name.replace("_", " ")))
        ]
    if isinstance(value, list):
        return [
            line for number, each in enumerate(value, 1) for line in _said(each, _under(lead, str(number)))
        ]
    if value is None:
        return []
    words = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return [(lead, words)]


def _under(lead: str, name: str) -> str:
    return f"{lead}, {name}" if lead else name[:1].upper() + name[1:]

"""Finding a record that is to serve as evidence, and reading it as it is: decisions, minutes, actions, registers."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from backend.actions import queries as actions
from backend.actions.rules import State as ActionState
from backend.assurance.linking import Found, Looked, Sort
from backend.assurance.queries.amending import REGISTERS
from backend.assurance.rules.evidence import UnableToKeepEvidence
from backend.facts.registers import Moment, Register
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.registers import shelf
from backend.scope import NotFound, Scope
from backend.sittings import queries as sittings
from backend.sittings import rules as sitting_rules

MOST = 30
"""Records that one search shows."""

_PAGES: Mapping[str, str] = {
    "interests": "/interests?on={on}",
    "gifts": "/gifts",
    "procurement": "/procurement",
    "breaches": "/concerns/breaches",
}

_DECISIONS = """
SELECT d.id, d.text, d.sha256, m.id AS meeting_id, m.title AS meeting, m.starts_at, m.committee_id,
  c.name AS committee, i.id AS item_id, i.title AS item, i.part
FROM meetings_decision d
JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
WHERE d.tenant_id = $1
  AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id)
"""
_MINUTES = """
SELECT m.id, m.title, m.starts_at, c.name AS committee
FROM meetings_meeting m JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
WHERE m.tenant_id = $1 AND m.title || ' ' || c.name ILIKE '%' || $2 || '%'
  AND EXISTS (SELECT 1 FROM sittings_step s WHERE s.tenant_id = $1 AND s.meeting_id = m.id AND s.step = 'agreed')
ORDER BY m.starts_at DESC LIMIT $3
"""


async def _find_decisions(scope: Scope, words: str) -> tuple[Found, ...]:
    rows = await fetch(
        f"{_DECISIONS} AND d.text || ' ' || i.title || ' ' || c.name ILIKE '%' || $2 || '%' "
        "ORDER BY d.decided_at DESC, d.id LIMIT $3",
        scope.tenant.id,
        _pattern(words),
        MOST * 3,
    )
    return tuple(
        Found(id=row["id"], title=row["text"][:300], about=f"{row['committee']}, {_day(scope, row)}")
        for row in await _seen(scope, rows)
    )[:MOST]


async def _look_at_decision(scope: Scope, record_id: UUID, _: date | None) -> Looked:
    rows = await _seen(scope, await fetch(f"{_DECISIONS} AND d.id = $2", scope.tenant.id, record_id))
    if not rows:
        raise NotFound("decision")
    (row,) = rows
    return Looked(
        room="meetings",
        kind="decision",
        id=record_id,
        title=f"Decision of the {row['committee']}, {_day(scope, row)}: {row['text']}"[:300],
        path=f"/decisions/{record_id}/extract",
        sha256=row["sha256"],
        private=row["part"] != meeting_rules.Part.PUBLIC.value,
    )


async def _seen(scope: Scope, rows: Iterable[Any]) -> list[Any]:
    """The decisions that the reader may know of."""
    every = list(rows)
    withheld = await meetings.withheld_from_reader(scope, {row["item_id"] for row in every})
    return [
        row
        for row in every
        if row["item_id"] not in withheld
        and meeting_rules.may_see(
            scope, part=meeting_rules.Part(row["part"]), committee_id=row["committee_id"]
        )
    ]


async def _find_minutes(scope: Scope, words: str) -> tuple[Found, ...]:
    if not scope.may("meetings.read"):
        return ()
    rows = await fetch(_MINUTES, scope.tenant.id, _pattern(words), MOST)
    return tuple(
        Found(id=row["id"], title=row["title"], about=f"{row['committee']}, {_day(scope, row)}")
        for row in rows
    )


async def _look_at_minutes(scope: Scope, record_id: UUID, _: date | None) -> Looked:
    view = await sittings.minutes_of(scope, meeting_id=record_id)
    if not view.shown or sitting_rules.can_edit(view.last):
        raise UnableToKeepEvidence(
            "These minutes are a draft. Link to them once the chair has agreed them.", field="record_id"
        )
    situation = view.situation
    return Looked(
        room="sittings",
        kind="minutes",
        id=record_id,
        title=f"Minutes of the {situation.committee}, {in_words(situation.day)}",
        path=f"/meetings/{record_id}/minutes",
        sha256=view.sha256,
    )


async def _find_actions(scope: Scope, words: str) -> tuple[Found, ...]:
    if not scope.may("actions.read"):
        return ()
    wanted = words.strip().casefold()
    log = await actions.log_of(scope, actions.Filters(show="closed"))
    return tuple(
        Found(
            id=line.id,
            title=f"{line.reference} {line.words}"[:300],
            about=f"{line.owner}, closed {in_words(line.ended_on)}" if line.ended_on else line.owner,
        )
        for line in log.lines
        if wanted in f"{line.reference} {line.words} {line.owner} {line.committee or ''}".casefold()
    )[:MOST]


async def _look_at_action(scope: Scope, record_id: UUID, _: date | None) -> Looked:
    view = await actions.action(scope, action_id=record_id)
    line = view.line
    if line.state is not ActionState.CLOSED or line.struck:
        raise UnableToKeepEvidence(
            f"Action {line.reference} is {line.state_in_words.lower()}. Only a closed action shows that something "
            "was done.",
            field="record_id",
        )
    return Looked(
        room="actions",
        kind="action",
        id=record_id,
        title=f"Action {line.reference}, closed: {line.words}"[:300],
        path=f"/actions/{record_id}",
        sha256=content_hash(
            {
                "words": line.words,
                "owner": line.owner,
                "state": line.state,
                "ended_on": line.ended_on,
                "shown": [[step.words, step.file_name, step.link] for step in view.evidence],
            }
        ),
        private=line.private,
    )


def register_id(scope: Scope, register: str) -> UUID:
    """The id by which a register of this tenant is linked: the register itself has none."""
    return uuid5(scope.tenant.id, f"register/{register}")


async def _find_registers(scope: Scope, words: str) -> tuple[Found, ...]:
    wanted = words.strip().casefold()
    return tuple(
        Found(id=register_id(scope, register.id), title=register.title, about=register.about)
        for register in shelf.REGISTERS
        if scope.may(register.permission) and wanted in register.title.casefold()
    )


async def _look_at_register(scope: Scope, record_id: UUID, as_at: date | None) -> Looked:
    register = next((each for each in shelf.REGISTERS if register_id(scope, each.id) == record_id), None)
    if register is None or not scope.may(register.permission):
        raise NotFound("register")
    if as_at is None:
        raise UnableToKeepEvidence("Give the day as at which you mean the register.", field="as_at")
    if as_at > scope.today:
        raise UnableToKeepEvidence("The day of the register can’t lie ahead.", field="as_at")
    return Looked(
        room=REGISTERS,
        kind=register.id,
        id=record_id,
        title=f"{register.title} as at {in_words(as_at)}",
        path=_PAGES.get(register.id, "/registers").format(on=as_at.isoformat()),
        sha256=await _hash_of_register(scope, register, as_at),
        as_at=as_at,
    )


async def _hash_of_register(scope: Scope, register: Register, as_at: date) -> str:
    """Of every line as it stood on the day, as it is known now."""
    rows = await register.rows(scope, Moment(on=as_at, known_at=scope.now))
    return content_hash(
        [
            [
                row.id,
                {key: str(cell) if isinstance(cell, Decimal) else cell for key, cell in row.values.items()},
            ]
            for row in rows
        ]
    )


SORTS: tuple[Sort, ...] = (
    Sort(code="decision", words="A decision", dated=False, search=_find_decisions, look=_look_at_decision),
    Sort(code="minutes", words="Minutes", dated=False, search=_find_minutes, look=_look_at_minutes),
    Sort(
        code="register",
        words="A register as at a day",
        dated=True,
        search=_find_registers,
        look=_look_at_register,
    ),
    Sort(code="action", words="A closed action", dated=False, search=_find_actions, look=_look_at_action),
)
"""The sorts of this room; `app` hands down those of the rooms above."""


def sort_named(code: str, more: Iterable[Sort] = ()) -> Sort:
    """The sort of record by its code. Raises UnableToKeepEvidence."""
    for sort in (*SORTS, *more):
        if sort.code == code:
            return sort
    raise UnableToKeepEvidence("Choose the sort of record from the list.", field="record_sort")


def code_of(room: str | None, kind: str | None) -> str:
    """The code of the sort under which a kept link was made."""
    if room == REGISTERS:
        return "register"
    return {"decision": "decision", "minutes": "minutes", "action": "action", "board-pack": "pack"}.get(
        kind or "", ""
    )


def _pattern(words: str) -> str:
    return words.strip()[:200].replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _day(scope: Scope, row: Any) -> str:
    return in_words(meeting_rules.day_of(scope, row["starts_at"]))

"""What passes of a joint committee: the powers that a body states, decisions, and minutes as signed."""

from datetime import date, datetime
from uuid import UUID

from backend.meetings.rules import Outcome
from backend.together.rules.declared import Declared, Hash, Line, Words


class PowerLine(Declared):
    """One function that a body delegates to the joint committee. Money is whole pence; no limit where it is null."""

    function: Line
    function_slug: Line | None
    authority: Line
    limit_pence: int | None
    conditions: Words | None
    consent_from: Line | None
    clause: Line
    effective_from: date
    effective_until: date | None


class Powers(Declared):
    """Everything that a body delegates to the joint committee; a later statement takes the place of this one."""

    edition: int
    stated_by: Line
    lines: tuple[PowerLine, ...]


class Decision(Declared):
    item: Line
    outcome: Outcome
    words: Words
    function: Line | None
    value_pence: int | None
    decided_at: datetime
    standing: Line
    sha256: Line


class Decisions(Declared):
    """What a joint committee decided at one meeting."""

    meeting_id: UUID
    committee: Line
    meeting: Line
    day: date
    decisions: tuple[Decision, ...]


class MinutesPart(Declared):
    heading: Line
    words: str


class Minutes(Declared):
    """The minutes of a joint committee's meeting as they were signed."""

    meeting_id: UUID
    committee: Line
    meeting: Line
    day: date
    signed_by: Line
    signed_at: datetime
    minutes_sha256: Hash
    parts: tuple[MinutesPart, ...]

"""How the register of breaches is brought in from a spreadsheet: what was found and told, never an allegation."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.concerns.operations import bringing_in as acts
from backend.concerns.queries import breaches
from backend.concerns.rules import rows
from backend.concerns.rules.life import CATEGORY_IN_WORDS
from backend.concerns.rules.rows import SaidBreach
from backend.facts.bringing_in import Ask, File, Intake, Line, Settled, Shown, Written
from backend.kit.calendar import in_words
from backend.scope import Scope


def _identity(settled: Settled) -> Hashable:
    said: SaidBreach = settled.line.said
    return _of(said.found_on, said.category, said.what_happened)


def _of(found_on: date, category: str, what_happened: str) -> Hashable:
    """Capitals and spaces make no difference."""
    return (found_on, str(category), " ".join(what_happened.split()).casefold())


async def _standing(scope: Scope) -> Mapping[Hashable, Any]:
    return {
        _of(each.found_on, each.category, each.what_happened): each
        for each in await breaches.breaches_of(scope)
    }


async def _agreed(scope: Scope) -> frozenset[str]:
    """The texts that the register says now."""
    return frozenset(
        text
        for each in await breaches.breaches_of(scope)
        for text in (each.what_happened, each.action, each.lessons)
    )


def _differs(line: Line, there: Any) -> str | None:
    said: SaidBreach = line.said
    other = [
        field.title.lower()
        for field in rows.FIELDS
        if field.key in ("action", "lessons", "notified", "notified_on")
        and getattr(said, field.key) != getattr(there, field.key)
    ]
    if not other:
        return None
    return f"It is on the register, which says otherwise of: {', '.join(other)}. It was left as it is."


async def _bring_in(scope: Scope, file: File, batch: Sequence[Settled]) -> Written:
    told = [each.line.said for each in batch]
    count = await acts.bring_in(scope, import_id=file.import_id, source=file.source, batch=told)
    return Written(counts={"breaches": count})


async def _changed_since(scope: Scope, import_id: UUID, accepted_at: Any, written_at: Any) -> tuple[str, ...]:
    """Nobody changes a breach that no concern stands behind."""
    return ()


async def _undo(scope: Scope, file: File) -> int:
    return await acts.undo_brought_in(scope, import_id=file.import_id, source=file.source)


def _what(line: Line) -> tuple[str, str]:
    said: SaidBreach = line.said
    return said.what_happened, CATEGORY_IN_WORDS[said.category]


def _told(line: Line) -> tuple[str, str]:
    said: SaidBreach = line.said
    if not said.notified:
        return "No", ""
    return "Yes", in_words(said.notified_on) if said.notified_on else ""


BREACHES_IN = Intake(
    id="breaches",
    title="Register of breaches",
    path="/concerns/breaches",
    permission="registers.import",
    fields=rows.FIELDS,
    counts=(("breaches", "breach", "breaches"),),
    shown=(
        Shown(title="Found on", words=lambda line: (in_words(line.said.found_on), "")),
        Shown(title="What happened", words=_what),
        Shown(title="Sanction or action", words=lambda line: (line.said.action or "–", "")),
        Shown(title="Lessons learnt", words=lambda line: (line.said.lessons or "–", "")),
        Shown(title="NHS England told", words=_told),
    ),
    asks=(
        Ask(
            key="category",
            question="If a row does not say what the breach was about, it was",
            options=tuple((code.value, words) for code, words in CATEGORY_IN_WORDS.items()),
        ),
        Ask(
            key="names_nobody",
            question="If a text holds a word that is part of somebody’s name here",
            options=(("yes", "I have read the texts, and they name nobody"),),
        ),
    ),
    missing=rows.missing,
    read=rows.read,
    identity=_identity,
    prepare=_agreed,
    standing=_standing,
    differs=_differs,
    counted=lambda line: "breaches",
    bring_in=_bring_in,
    changed_since=_changed_since,
    undo=_undo,
)

INTAKES: tuple[Intake, ...] = (BREACHES_IN,)

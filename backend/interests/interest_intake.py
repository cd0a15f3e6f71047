"""How the register of interests is brought in from a spreadsheet, stated for the room that reads the file."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import Ask, File, Intake, Line, Review, Settled, Shown, Written
from backend.interests.operations import bringing_in as acts
from backend.interests.operations.bringing_in import BroughtIn
from backend.interests.queries import bringing_in as queries
from backend.interests.rules.declaring import RELATIONSHIP_IN_WORDS, TYPE_IN_WORDS
from backend.interests.rules.rows import fields
from backend.interests.rules.rows.interests import SaidInterest, read
from backend.kit.calendar import in_words
from backend.scope import Scope

_NIL = "nil return"
_DECLARED = object()


def _identity(settled: Settled) -> Hashable:
    """Person, organisation, type, whose it is, nature and start; of a nil return the person alone."""
    said: SaidInterest = settled.line.said
    person = settled.people["person"]
    if said.nil:
        return (_NIL, person)
    assert said.since is not None
    return _of(
        person,
        settled.organisations["organisation"],
        said.interest_type.value,
        said.relationship.value if said.relationship else None,
        said.nature,
        said.since,
    )


def _of(
    person: object, organisation: object, kind: str, relationship: str | None, nature: str, since: date
) -> Hashable:
    """Capitals and spaces in the nature make no difference."""
    return (person, organisation, kind, relationship, " ".join(nature.split()).casefold(), since)


async def _standing(scope: Scope) -> Mapping[Hashable, Any]:
    """Each interest with its end; whoever has declared anything needs no nil return from an old register."""
    found: dict[Hashable, Any] = {
        (_NIL, person_id): _DECLARED for person_id in await queries.have_declared(scope)
    }
    for each in await queries.held_interests(scope):
        identity = _of(
            each.person_id,
            each.organisation_id,
            each.interest_type,
            each.relationship,
            each.nature,
            each.since,
        )
        found[identity] = each.until
    return found


def _differs(line: Line, until: Any) -> str | None:
    if until is _DECLARED or line.said.until == until:
        return None
    if until is None:
        return "It is on the register without an end, and the sheet has one. If that is right, end it there."
    return "It is on the register with another end, which was left as it is. Correct it there if the sheet is right."


def _overruled(settled: Sequence[Settled]) -> Mapping[int, str]:
    """A nil return of somebody who has interests in the same file."""
    interested = {each.people["person"] for each in settled if not each.line.said.nil}
    return {
        number: "The row says nil, but other rows name interests of this person."
        for number, each in enumerate(settled)
        if each.line.said.nil and each.people["person"] in interested
    }


async def _bring_in(scope: Scope, file: File, batch: Sequence[Settled]) -> Written:
    rows = [
        BroughtIn(
            person_id=each.people["person"],
            person_name=each.line.people["person"].name,
            place=each.line.place,
            organisation_id=each.organisations.get("organisation"),
            organisation_name=each.line.organisations["organisation"].name if each.organisations else "",
            interest_type=each.line.said.interest_type,
            relationship=each.line.said.relationship,
            nature=each.line.said.nature,
            since=each.line.said.since,
            until=each.line.said.until,
            mitigation=each.line.said.mitigation,
            declared_on=each.line.said.declared_on,
            late=each.line.said.late,
            reviewed=each.line.reviewed,
        )
        for each in batch
    ]
    written = await acts.bring_in(scope, import_id=file.import_id, source=file.source, batch=rows)
    counts = {
        "interests": written.interests,
        "nil_returns": sum(1 for each in batch if each.line.said.nil),
        "declarations": written.declarations,
    }
    return Written(counts=counts, unreviewed=written.unreviewed)


async def _accept(scope: Scope, file: File, leave: Collection[UUID]) -> tuple[int, int]:
    return await acts.accept_brought_in(scope, import_id=file.import_id, source=file.file_name, leave=leave)


async def _waiting(scope: Scope, import_id: UUID) -> int:
    return await queries.waiting_of(scope, import_id=import_id)


async def _changed_since(scope: Scope, import_id: UUID, accepted_at: Any, written_at: Any) -> tuple[str, ...]:
    return await acts.changed_since(
        scope, import_id=import_id, accepted_at=accepted_at, written_at=written_at
    )


async def _undo(scope: Scope, file: File) -> int:
    return await acts.undo_brought_in(scope, import_id=file.import_id, source=file.source)


def _who(line: Line) -> tuple[str, str]:
    return line.people["person"].name, line.people["person"].note


def _what(line: Line) -> tuple[str, str]:
    said: SaidInterest = line.said
    return ("Nil return", "") if said.nil else (line.organisations["organisation"].name, said.nature)


def _kind(line: Line) -> tuple[str, str]:
    said: SaidInterest = line.said
    if said.nil:
        return "–", ""
    whose = said.relationship
    words = f"Indirect: {RELATIONSHIP_IN_WORDS[whose].lower()}" if whose else ""
    return TYPE_IN_WORDS[said.interest_type], words


def _since(line: Line) -> tuple[str, str]:
    return (in_words(line.said.since) if line.said.since else "–"), ""


def _until(line: Line) -> tuple[str, str]:
    if line.said.nil:
        return "–", ""
    return (in_words(line.said.until) if line.said.until else "Continuing"), ""


INTERESTS_IN = Intake(
    id="interests",
    title="Register of interests",
    path="/interests",
    permission="interests.review",
    fields=fields.FIELDS,
    counts=(
        ("interests", "interest", "interests"),
        ("nil_returns", "nil return", "nil returns"),
        ("declarations", "declaration", "declarations"),
    ),
    shown=(
        Shown(title="Name", words=_who),
        Shown(title="Declared interest", words=_what),
        Shown(title="Type", words=_kind),
        Shown(title="From", words=_since),
        Shown(title="To", words=_until),
    ),
    asks=(
        Ask(
            key="type",
            question="If a row gives no type of interest, it is",
            options=tuple((code.value, words) for code, words in TYPE_IN_WORDS.items()),
        ),
        Ask(
            key="whose",
            question="If an interest is indirect and the row does not say whose it is, it is that of",
            options=tuple((code.value, words) for code, words in RELATIONSHIP_IN_WORDS.items()),
        ),
        Ask(
            key="start_as_declared",
            question="If a row gives no start",
            options=(("yes", "Take the day on which it was declared"),),
        ),
    ),
    missing=fields.missing,
    arrange=fields.arrange,
    read=read,
    identity=_identity,
    standing=_standing,
    differs=_differs,
    overruled=_overruled,
    counted=lambda line: "nil_returns" if line.said.nil else "interests",
    bring_in=_bring_in,
    changed_since=_changed_since,
    undo=_undo,
    review=Review(
        accept=_accept,
        waiting=_waiting,
        path="/interests/declarations",
        one="declaration",
        many="declarations",
    ),
)

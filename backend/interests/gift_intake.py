"""How the register of gifts, hospitality and sponsorship is brought in from a spreadsheet."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import Ask, File, Intake, Line, Review, Settled, Shown, Written
from backend.interests.operations import bringing_in_gifts as acts
from backend.interests.operations.bringing_in_gifts import OldGift
from backend.interests.queries import bringing_in_gifts as queries
from backend.interests.rules.gifts import KIND_IN_WORDS, OUTCOME_IN_WORDS, OfferKind
from backend.interests.rules.rows import gift_fields, persons
from backend.interests.rules.rows.gifts import SaidGift, read
from backend.kit.calendar import in_words
from backend.kit.money import in_pounds
from backend.scope import Scope


def _identity(settled: Settled) -> Hashable:
    said: SaidGift = settled.line.said
    return _of(
        settled.people["person"],
        settled.organisations["giver"],
        said.kind,
        said.description,
        said.pounds,
        said.offered_on,
    )


def _of(
    person: object, giver: object, kind: OfferKind, description: str, pounds: Decimal, offered_on: date
) -> Hashable:
    """Capitals and spaces in the description make no difference."""
    return (person, giver, kind, " ".join(description.split()).casefold(), pounds, offered_on)


async def _standing(scope: Scope) -> Mapping[Hashable, Any]:
    return {
        _of(each.person_id, each.giver_id, each.kind, each.description, each.pounds, each.offered_on): each
        for each in await queries.held_gifts(scope)
    }


def _differs(line: Line, there: Any) -> str | None:
    said: SaidGift = line.said
    if said.outcome is not there.outcome:
        return (
            f"It is on the register as {OUTCOME_IN_WORDS[there.outcome].lower()}, which was left as it is. "
            "Correct it there if the sheet is right."
        )
    if said.received_on != there.received_on:
        return (
            "It is on the register with another day of receipt, or none, which was left as it is. Correct it there "
            "if the sheet is right."
        )
    return None


def _clash(settled: Settled) -> str | None:
    if settled.people["person"] == settled.people.get("approved_by"):
        return "Nobody approves what they are offered themselves, and the two names mean the same person."
    return None


async def _bring_in(scope: Scope, file: File, batch: Sequence[Settled]) -> Written:
    rows = [
        OldGift(
            person_id=each.people["person"],
            person_name=each.line.people["person"].name,
            giver_id=each.organisations["giver"],
            giver_name=each.line.organisations["giver"].name,
            approved_by=each.people.get("approved_by"),
            said=each.line.said,
            place=each.line.place,
        )
        for each in batch
    ]
    ids = await acts.bring_in(scope, import_id=file.import_id, source=file.source, batch=rows)
    return Written(
        counts={"gifts": len(ids)},
        unreviewed=tuple(gift_id for gift_id, each in zip(ids, batch, strict=True) if not each.line.reviewed),
    )


async def _accept(scope: Scope, file: File, leave: Collection[UUID]) -> tuple[int, int]:
    return await acts.accept_brought_in(scope, import_id=file.import_id, source=file.file_name, leave=leave)


async def _waiting(scope: Scope, import_id: UUID) -> int:
    return await queries.waiting_of(scope, import_id=import_id)


async def _changed_since(scope: Scope, import_id: UUID, accepted_at: Any, written_at: Any) -> tuple[str, ...]:
    return await queries.changed_since(
        scope, import_id=import_id, accepted_at=accepted_at, written_at=written_at
    )


async def _undo(scope: Scope, file: File) -> int:
    return await acts.undo_brought_in(scope, import_id=file.import_id, source=file.source)


def _who(line: Line) -> tuple[str, str]:
    return line.people["person"].name, line.people["person"].note


def _what(line: Line) -> tuple[str, str]:
    said: SaidGift = line.said
    return said.description, KIND_IN_WORDS[said.kind]


def _giver(line: Line) -> tuple[str, str]:
    said: SaidGift = line.said
    return line.organisations["giver"].name, "A supplier" if said.from_supplier else ""


def _offered(line: Line) -> tuple[str, str]:
    said: SaidGift = line.said
    return in_words(said.offered_on), OUTCOME_IN_WORDS[said.outcome]


GIFTS_IN = Intake(
    id="gifts",
    title="Register of gifts, hospitality and sponsorship",
    path="/gifts",
    permission="interests.review",
    fields=gift_fields.FIELDS,
    counts=(("gifts", "offer", "offers"),),
    shown=(
        Shown(title="Name", words=_who),
        Shown(title="Offer", words=_what),
        Shown(title="Giver", words=_giver),
        Shown(title="Value", words=lambda line: (in_pounds(line.said.pounds), "")),
        Shown(title="Offered", words=_offered),
    ),
    asks=(
        Ask(
            key="kind",
            question="If a row does not say what kind of offer it was, it was",
            options=tuple((code.value, words) for code, words in KIND_IN_WORDS.items()),
        ),
        Ask(
            key="outcome",
            question="If a row does not say what was done with the offer, it was",
            options=tuple((code.value, words) for code, words in OUTCOME_IN_WORDS.items()),
        ),
        Ask(
            key="from_supplier",
            question="If a row does not say whether the giver is a supplier",
            options=(("yes", "Take the giver for a supplier"),),
        ),
    ),
    missing=gift_fields.missing,
    arrange=persons.arrange,
    read=read,
    identity=_identity,
    standing=_standing,
    differs=_differs,
    clash=_clash,
    counted=lambda line: "gifts",
    bring_in=_bring_in,
    changed_since=_changed_since,
    undo=_undo,
    review=Review(
        accept=_accept, waiting=_waiting, path="/gifts?status=SUBMITTED", one="offer", many="offers"
    ),
)

"""How the register of procurement decisions is brought in from a spreadsheet."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import Ask, File, Intake, Line, Settled, Shown, Written
from backend.kit.calendar import in_words
from backend.kit.money import in_pounds
from backend.procurement.operations import bringing_in as acts
from backend.procurement.operations.bringing_in import OldDecision
from backend.procurement.queries import bringing_in as queries
from backend.procurement.rules import fields, rows
from backend.procurement.rules.regimes import ROUTE_IN_WORDS
from backend.procurement.rules.rows import SaidDecision
from backend.scope import Scope


def _identity(settled: Settled) -> Hashable:
    """The reference; where the row has none, the title, the day and who the contract went to."""
    said: SaidDecision = settled.line.said
    if said.reference:
        return said.reference.lower()
    return _of(said.title, said.decided_on, settled.organisations.get("supplier"))


def _of(title: str, decided_on: object, supplier: object) -> Hashable:
    return (" ".join(title.split()).casefold(), decided_on, supplier)


async def _standing(scope: Scope) -> Mapping[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for each in await queries.held_decisions(scope):
        found[each.reference.lower()] = each
        found[_of(each.title, each.decided_on, each.supplier_id)] = each
    return found


def _differs(line: Line, there: Any) -> str | None:
    said: SaidDecision = line.said
    if there.decided_on is None:
        return "It is on the register, and not decided there yet. Record the decision there."
    for key, words in (
        ("title", "another title"),
        ("decided_on", "another day of decision"),
        ("total", "another total value"),
        ("own", "another value to us"),
    ):
        if getattr(said, key) != getattr(there, key):
            return (
                f"It is on the register with {words}, which was left as it is. Correct it there if the sheet is "
                "right."
            )
    return None


async def _bring_in(scope: Scope, file: File, batch: Sequence[Settled]) -> Written:
    decisions = [
        OldDecision(
            said=each.line.said, supplier_id=each.organisations.get("supplier"), place=each.line.place
        )
        for each in batch
    ]
    count = await acts.bring_in(scope, import_id=file.import_id, source=file.source, batch=decisions)
    return Written(counts={"decisions": count})


async def _changed_since(scope: Scope, import_id: UUID, accepted_at: Any, written_at: Any) -> tuple[str, ...]:
    return await queries.changed_since(scope, import_id=import_id, written_at=written_at)


async def _undo(scope: Scope, file: File) -> int:
    return await acts.undo_brought_in(scope, import_id=file.import_id, source=file.source)


def _what(line: Line) -> tuple[str, str]:
    said: SaidDecision = line.said
    return said.title, said.reference or "A reference is made"


def _decided(line: Line) -> tuple[str, str]:
    said: SaidDecision = line.said
    return in_words(said.decided_on), said.committee or said.decided_by


def _awarded(line: Line) -> tuple[str, str]:
    supplier = line.organisations.get("supplier")
    return supplier.name if supplier else rows.NOT_AWARDED, ROUTE_IN_WORDS[line.said.route]


def _contract(line: Line) -> tuple[str, str]:
    said: SaidDecision = line.said
    ends = [in_words(day) if day else "not stated" for day in (said.contract_from, said.contract_until)]
    return " to ".join(ends) if said.contract_from or said.contract_until else "–", ""


PROCUREMENT_IN = Intake(
    id="procurement",
    title="Register of procurement decisions and contracts awarded",
    path="/procurement",
    permission="procurement.change",
    fields=fields.FIELDS,
    counts=(("decisions", "decision", "decisions"),),
    shown=(
        Shown(title="Contract", words=_what),
        Shown(title="Decided", words=_decided),
        Shown(title="Awarded to", words=_awarded),
        Shown(title="Value", words=lambda line: (in_pounds(line.said.total) or "–", "")),
        Shown(title="From and to", words=_contract),
    ),
    asks=(
        Ask(
            key="route",
            question="If a row does not say by what route, it was",
            options=tuple((code.value, words) for code, words in ROUTE_IN_WORDS.items()),
        ),
        Ask(
            key="reference",
            question="If a row gives no reference",
            options=(("made", "Make one of the year and a number, such as 2014/003"),),
        ),
    ),
    missing=fields.missing,
    read=rows.read,
    identity=_identity,
    standing=_standing,
    differs=_differs,
    counted=lambda line: "decisions",
    bring_in=_bring_in,
    changed_since=_changed_since,
    undo=_undo,
)

INTAKES: tuple[Intake, ...] = (PROCUREMENT_IN,)

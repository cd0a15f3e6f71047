"""From a row of an old register of contracts to the decision in it, with a sentence for what can't be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.facts.bringing_in import Known, Line, Wanted
from backend.facts.rows.cells import Cells
from backend.facts.rows.words import is_nil, plain
from backend.kit.documents.sheets import Value
from backend.procurement.rules import deciding
from backend.procurement.rules.deciding import Status
from backend.procurement.rules.panel import ROLE_IN_WORDS, PanelRole
from backend.procurement.rules.regimes import ROUTE_IN_WORDS, Route
from backend.scope import Refusal

AN_OFFICER = "An officer of the organisation"
NOT_AWARDED = "Not awarded"
_LONG = 5_000
_ROUTES = {
    "process a": Route.DIRECT_A,
    "process b": Route.DIRECT_B,
    "process c": Route.DIRECT_C,
    "most suitable": Route.MOST_SUITABLE,
    "urgent": Route.URGENT,
    "any qualified": Route.ANY_QUALIFIED,
    "aqp": Route.ANY_QUALIFIED,
    "framework": Route.FRAMEWORK,
    "call off": Route.FRAMEWORK,
    "single tender": Route.SINGLE_TENDER,
    "waiver": Route.SINGLE_TENDER,
    "tender": Route.TENDER,
    "open": Route.TENDER,
    "restricted": Route.TENDER,
    "competitive process": Route.COMPETITIVE,
}
_SAYS_NEW = {"new": True, "new procurement": True, "existing": False, "existing contract": False}
_NO_AWARD = frozenset(
    {"not awarded", "nothing awarded", "no award", "none", "nil", "no contract awarded", "abandoned"}
)
_PLACES = {"decided_on": "decided_on", "total": "total", "own": "own", "contract_until": "contract_until"}
_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<role>[^()]*)\)$")
_ROLES = {plain(words): role for role, words in ROLE_IN_WORDS.items()}


@dataclass(frozen=True, slots=True)
class SaidParticipant:
    """Somebody who took part, by name."""

    name: str
    role: PanelRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDecision:
    """What a row says of a procurement and its decision, beside whom the contract went to.

    An empty `reference` is to be made. `committee` is as the row names it; nothing where an officer decided.
    """

    reference: str
    title: str
    description: str
    is_new: bool
    collaborative: bool
    clinical_lead: str | None
    contract_manager: str | None
    route: Route
    process: str
    committee: str | None
    decided_by: str
    deciders: str | None
    decided_on: date
    took_part: tuple[SaidParticipant, ...]
    conflicts: str
    actions: str | None
    justification: str | None
    address: str | None
    total: Decimal | None
    own: Decimal | None
    contract_from: date | None
    contract_until: date | None
    comments: str | None


def read(cells: Cells, values: dict[str, Value], known: Known) -> Sequence[Line]:
    """The decision of one row."""
    before = len(cells.problems)
    supplier = _supplier(cells, values)
    said = _said(cells, values)
    if said is None or len(cells.problems) > before:
        return []
    try:
        deciding.check_particulars(
            route=said.route, begun_on=said.decided_on, expected=None, reference_taken=False
        )
        deciding.check_decision(
            status=Status.OPEN,
            decided_on=said.decided_on,
            begun_on=said.decided_on,
            today=cells.today,
            awarded=supplier is not None,
            has_supplier=supplier is not None,
            total=said.total,
            own=said.own,
            contract_from=said.contract_from,
            contract_until=said.contract_until,
        )
    except Refusal as refusal:
        cells.problem(_PLACES.get(refusal.field or "", refusal.field or ""), refusal.sentence)
        return []
    bodies = {"supplier": supplier} if supplier else {}
    return [Line(sheet=cells.sheet.name, row=cells.row, organisations=bodies, said=said)]


def _supplier(cells: Cells, values: Mapping[str, Value]) -> Wanted | None:
    """Who the contract went to; nothing where the row says that nothing was awarded."""
    name = cells.named(values, "awarded_to")
    if not name:
        cells.problem(
            "awarded_to",
            f"The row does not say who the contract went to. Write “{NOT_AWARDED}” if to nobody.",
        )
    return None if not name or plain(name) in _NO_AWARD else Wanted(name)


def _said(cells: Cells, values: Mapping[str, Value]) -> SaidDecision | None:
    before = len(cells.problems)
    reference = " ".join((cells.words(values, "reference", most=60) or "").split())
    if not reference and cells.choices.get("reference") != "made":
        cells.problem("reference", "There is no reference in this row. Give each contract one of its own.")
    title = cells.words(values, "title", most=300, needed="title") or ""
    decided_on = cells.day(values, "decided_on", past="the decision")
    if decided_on is None and len(cells.problems) == before:
        cells.problem("decided_on", "There is no day of the decision in this row.")
    route = cells.code(values, "route", ROUTE_IN_WORDS, _ROUTES, what="a route")
    contract_from, contract_until = cells.day(values, "contract_from"), cells.day(values, "contract_until")
    if contract_from is None and "contract_period" in values:
        contract_from, until = cells.days(values, "contract_period")
        contract_until = contract_until or until
    total = cells.pounds(values, "total", most=deciding.MOST)
    own = cells.pounds(values, "own", most=deciding.MOST)
    committee = _committee(cells, values)
    decided_by = cells.words(values, "decided_by", most=200) or committee or AN_OFFICER
    collaborative = _is_collaborative(cells, values)
    said = {
        key: cells.words(values, key, most=_LONG)
        for key in (
            "description", "clinical_lead", "contract_manager", "process", "deciders", "conflicts", "actions",
            "justification", "address", "comments",
        )
    }  # fmt: skip
    took_part = _participants(cells, values)
    if len(cells.problems) > before or decided_on is None or route is None:
        return None
    return SaidDecision(
        reference=reference,
        title=title,
        description=said["description"] or "",
        is_new=_is_new(cells, values),
        collaborative=collaborative,
        clinical_lead=said["clinical_lead"],
        contract_manager=said["contract_manager"],
        route=route,
        process=said["process"] or "",
        committee=committee,
        decided_by=decided_by,
        deciders=said["deciders"],
        decided_on=decided_on,
        took_part=took_part,
        conflicts=said["conflicts"] or "",
        actions=said["actions"],
        justification=said["justification"],
        address=said["address"],
        total=total,
        own=own,
        contract_from=contract_from,
        contract_until=contract_until,
        comments=said["comments"],
    )


def _committee(cells: Cells, values: Mapping[str, Value]) -> str | None:
    name = " ".join((cells.words(values, "committee", most=200) or "").split())
    return None if not name or is_nil(name) or plain(name) == plain(AN_OFFICER) else name


def _is_new(cells: Cells, values: Mapping[str, Value]) -> bool:
    """A new procurement unless the row says that the contract was there."""
    text = plain(cells.text(values, "existing"))
    if not text:
        return True
    found = _SAYS_NEW.get(text)
    if found is None:
        found = not text.startswith(("existing", "extension", "renewal", "yes"))
        cells.note("existing", f"It was read as: {'a new procurement' if found else 'an existing contract'}.")
    return found


def _is_collaborative(cells: Cells, values: Mapping[str, Value]) -> bool:
    text = plain(cells.text(values, "type"))
    return "collaborative" in text.split() or "joint" in text.split() or text in ("yes", "y", "true", "x")


def _participants(cells: Cells, values: Mapping[str, Value]) -> tuple[SaidParticipant, ...]:
    """Names divided by commas, semicolons or lines, each with a role in brackets or none."""
    found: dict[SaidParticipant, None] = {}
    for part in re.split(r"[,;\n](?![^()]*\))", cells.text(values, "took_part")):
        name = " ".join(part.split())
        if not name or is_nil(name):
            continue
        match = _IN_BRACKETS.match(name)
        role = _ROLES.get(plain(match["role"])) if match else None
        if match and role:
            name = match["name"]
        if len(name) > 120:
            cells.problem("took_part", "A name of somebody who took part must be 120 characters or fewer.")
        found.setdefault(SaidParticipant(name, role or PanelRole.MEMBER))
    return tuple(found)

"""The register of procurement decisions and contracts awarded, stated for export, the public copy and the API."""

from uuid import UUID

from backend.facts.registers import Cell, Column, Kind, Moment, Register, Row, Version
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.rules.rows import AN_OFFICER, NOT_AWARDED
from backend.scope import Scope


async def _rows(scope: Scope, moment: Moment) -> tuple[Row, ...]:
    found = await queries.decided(scope, on=moment.on, known_at=moment.known_at)
    took_part = await queries.took_part(scope, decision_ids=[decision.id for _, decision in found])
    on_panels = await panels.panels_of(
        scope,
        procurement_ids=[procurement.procurement_id for procurement, _ in found],
        known_at=moment.known_at,
    )
    return tuple(
        Row(
            id=procurement.procurement_id,
            path=f"/procurement/{procurement.procurement_id}",
            values=_values(
                procurement,
                decision,
                _names(on_panels[procurement.procurement_id], took_part.get(decision.id, ())),
            ),
        )
        for procurement, decision in found
    )


async def _versions(scope: Scope, procurement_id: UUID) -> tuple[Version, ...]:
    """One version for each moment at which the procurement or its decision was said anew."""
    said = await queries.versions_of(scope, procurement_id=procurement_id)
    decisions = await queries.decisions_of(scope, procurement_id=procurement_id)
    if not decisions:
        return ()
    begun = decisions[0].known_from
    known = {*(each.known_from for each in said), *(each.known_from for each in decisions)}
    moments = sorted(moment for moment in known if moment >= begun)
    took_part = await queries.took_part(scope, decision_ids=[decision.id for decision in decisions])
    panel = await panels.panel_of(scope, procurement_id=procurement_id)
    versions = []
    for moment, following in zip(moments, [*moments[1:], None], strict=True):
        procurement = max((each for each in said if each.known_from <= moment), key=lambda it: it.known_from)
        decision = max(
            (each for each in decisions if each.known_from <= moment), key=lambda it: it.known_from
        )
        names = _names(panel, took_part.get(decision.id, ()))
        versions.append(
            Version(known_from=moment, known_to=following, values=_values(procurement, decision, names))
        )
    return tuple(versions)


def _names(panel: panels.Panel, participant_ids: tuple[UUID, ...]) -> str:
    return ", ".join(
        f"{each.name} ({each.role_in_words.lower()})"
        for each in panel.participants
        if each.id in participant_ids
    )


def _values(
    procurement: queries.ProcurementView, decision: queries.DecisionView, took_part: str
) -> dict[str, Cell]:
    return {
        "reference": procurement.reference,
        "title": procurement.title,
        "description": procurement.description,
        "existing": procurement.new_in_words,
        "type": procurement.type_in_words,
        "clinical_lead": procurement.clinical_lead,
        "contract_manager": procurement.contract_manager,
        "route": procurement.route_in_words,
        "process": decision.process,
        "committee": decision.committee_name or decision.committee_named or AN_OFFICER,
        "decided_by": decision.decided_by,
        "deciders": decision.deciders,
        "decided_on": decision.decided_on,
        "took_part": took_part or None,
        "conflicts": decision.conflicts,
        "actions": decision.actions,
        "justification": decision.justification,
        "awarded_to": decision.supplier_name or NOT_AWARDED,
        "address": decision.supplier_address,
        "total": decision.total,
        "own": decision.own,
        "contract_from": decision.contract_from,
        "contract_until": decision.contract_until,
        "comments": decision.comments,
    }


PROCUREMENT = Register(
    id="procurement",
    title="Register of procurement decisions and contracts awarded",
    about="What was decided in each procurement, how conflicts were managed, and who the contract went to.",
    # The columns of the published template, from memory (domain facts, 1.7). Individuals are not named in public:
    # guidance lets a committee's name or a job title stand for the identity of those deciding (domain facts, 9).
    columns=(
        Column(key="reference", title="Reference"),
        Column(key="title", title="Contract or service title"),
        Column(key="description", title="Procurement description"),
        Column(key="existing", title="Existing contract or new procurement"),
        Column(key="type", title="Procurement type"),
        Column(key="clinical_lead", title="Clinical lead", public=False),
        Column(key="contract_manager", title="Contract manager", public=False),
        Column(key="route", title="Route"),
        Column(key="process", title="Decision-making process"),
        Column(key="committee", title="Decision-making committee"),
        Column(key="decided_by", title="Decided by", public=False),
        Column(key="deciders", title="Individuals who decided", public=False),
        Column(key="decided_on", title="Date of decision", kind=Kind.DATE),
        Column(key="took_part", title="Who took part", public=False),
        Column(key="conflicts", title="Summary of conflicts noted"),
        Column(key="actions", title="Actions to mitigate conflicts"),
        Column(key="justification", title="Justification for actions"),
        Column(key="awarded_to", title="Contract awarded to"),
        Column(key="address", title="Supplier's registered address"),
        Column(key="total", title="Contract value, total", kind=Kind.MONEY),
        Column(key="own", title="Contract value to us", kind=Kind.MONEY),
        Column(key="contract_from", title="Contract from", kind=Kind.DATE),
        Column(key="contract_until", title="Contract to", kind=Kind.DATE),
        Column(key="comments", title="Comments"),
    ),
    permission="procurement.read",
    none="No procurement decisions have been recorded.",
    rows=_rows,
    versions=_versions,
)

REGISTERS: tuple[Register, ...] = (PROCUREMENT,)

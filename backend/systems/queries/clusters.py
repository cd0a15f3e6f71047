"""Clusters that we are of, the offices that they share, and what sharing them brings with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.contracts.queries.contracts import contracts_of
from backend.interests.queries.declarations import standings_of
from backend.kit.database import fetch
from backend.kit.names import folded
from backend.scope import Scope
from backend.systems.rules.clusters import Bound, Finding, Ours, Theirs, findings_of
from backend.together.queries.agreements import AgreementLine, agreements_of
from backend.together.rules import Kind, Offices


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """An office of ours that is shared; `declared` says where its holder stands in our own register."""

    held: Ours
    declared: str
    stated_in: str | None
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterView:
    """One agreement of a cluster, our side of its offices, theirs, and what to look at."""

    agreement: AgreementLine
    offices: tuple[OfficeLine, ...]
    theirs: tuple[Theirs, ...]
    their_source: str | None
    findings: tuple[Finding, ...]


_OFFICES = """
SELECT o.id, o.agreement_id, a.other_name AS other, o.office, o.person_id, p.name AS person, o.since, o.until, o.source
FROM systems_office o
JOIN together_agreement a ON a.tenant_id = $1 AND a.id = o.agreement_id
JOIN people_person p ON p.tenant_id = $1 AND p.id = o.person_id
WHERE o.tenant_id = $1 ORDER BY o.since, lower(o.office), o.id
"""
_STATED = """
SELECT DISTINCT ON (agreement_id) agreement_id, said FROM systems_stated WHERE tenant_id = $1
ORDER BY agreement_id, edition DESC
"""
_SIGNED = """
SELECT s.agreement_id, s.whose, s.signed_by FROM together_signature s
JOIN together_agreement a ON a.tenant_id = $1 AND a.id = s.agreement_id
WHERE s.tenant_id = $1 AND a.state IN ('proposed', 'accepted')
"""


async def offices_of(scope: Scope) -> tuple[tuple[Ours, str | None], ...]:
    """Every shared office of ours with its source, those that are over too. One statement."""
    rows = await fetch(_OFFICES, scope.tenant.id)
    fields = Ours.__dataclass_fields__
    return tuple((Ours(**{name: row[name] for name in fields}), row["source"]) for row in rows)


async def stated_of(scope: Scope) -> dict[UUID, Offices]:
    """What each other body stated last, by agreement. One statement."""
    rows = await fetch(_STATED, scope.tenant.id)
    return {row["agreement_id"]: Offices.model_validate(json.loads(row["said"])) for row in rows}


async def clusters_of(scope: Scope) -> tuple[ClusterView, ...]:
    """Every cluster that we are or were of, newest first, with what its shared offices bring with them."""
    agreements = await agreements_of(scope)
    clusters = [each for each in agreements if each.kind is Kind.CLUSTER]
    if not clusters:
        return ()
    offices, stated = await offices_of(scope), await stated_of(scope)
    people = {each.person_id for each, _ in offices}
    declared = {each.person_id: each.in_words for each in await standings_of(scope, person_ids=people)}
    between = await _bound(scope, agreements)
    found = []
    for agreement in clusters:
        own = [each for each in offices if each[0].agreement_id == agreement.id]
        said = stated.get(agreement.id)
        theirs = tuple(
            Theirs(agreement_id=agreement.id, office=each.office, holder=each.holder, since=each.since)
            for each in (said.offices if said else ())
        )
        standing = [each for each, _ in own if each.held_on(scope.today)] if agreement.in_force else []
        bound = between.get(folded(agreement.other_name), [])
        found.append(
            ClusterView(
                agreement=agreement,
                offices=tuple(
                    OfficeLine(
                        held=each,
                        declared=declared.get(each.person_id, "Owes no declaration here"),
                        stated_in=source,
                        standing=each in standing,
                    )
                    for each, source in own
                ),
                theirs=theirs,
                their_source=said.source if said else None,
                findings=findings_of(
                    standing, theirs if agreement.in_force else (), bound, other=agreement.other_name
                ),
            )
        )
    return tuple(found)


async def also_held(
    scope: Scope, *, person_ids: Sequence[UUID] | None = None
) -> tuple[tuple[Ours, AgreementLine], ...]:
    """The shared offices that are held today under clusters in force, of some people or of all."""
    offices = [each for each, _ in await offices_of(scope) if each.held_on(scope.today)]
    if not offices:
        return ()
    clusters = {each.id: each for each in await agreements_of(scope, kind=Kind.CLUSTER, in_force=True)}
    return tuple(
        (each, clusters[each.agreement_id])
        for each in offices
        if each.agreement_id in clusters and (person_ids is None or each.person_id in person_ids)
    )


async def _bound(scope: Scope, agreements: Sequence[AgreementLine]) -> dict[str, list[Bound]]:
    """What is between us and each other body, by its folded name: agreements in force, and contracts."""
    signed: dict[tuple[UUID, str], str] = {
        (row["agreement_id"], row["whose"]): row["signed_by"] for row in await fetch(_SIGNED, scope.tenant.id)
    }
    found: dict[str, list[Bound]] = {}
    for each in agreements:
        if each.in_force and each.kind is not Kind.CLUSTER:
            bound = Bound(
                what=each.name,
                path=f"/together/{each.id}",
                signed_for_us=signed.get((each.id, "ours"), ""),
                signed_for_them=signed.get((each.id, "theirs"), ""),
            )
            found.setdefault(folded(each.other_name), []).append(bound)
    if not scope.may("contracts.read"):
        return found
    for contract in await contracts_of(scope):
        for partner in contract.partners_on:
            found.setdefault(folded(partner.organisation), []).append(
                Bound(what=contract.title, path=f"/contracts/{contract.id}")
            )
    return found

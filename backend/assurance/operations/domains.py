"""The domains of an own framework that is a draft."""

from collections.abc import Sequence
from uuid import UUID

from backend.assurance.operations import copying
from backend.assurance.operations.drafting import held_draft
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.requirements import DomainView
from backend.assurance.rules.editions import UnableToKeepFramework, check_ref
from backend.assurance.tables.editions import Domain
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, OvertakenByAnother, Scope


async def add_domain(
    scope: Scope, *, edition_id: UUID, ref: str, name: str, about: str | None = None
) -> UUID:
    """Write a domain behind the others. Returns its id. Raises UnableToKeepFramework."""
    view = await held_draft(scope, edition_id)
    domains = await asked.domains_of(scope, edition_id=edition_id)
    _check_domain(ref, domains)
    ids = await copying.write_domains(
        scope,
        edition_id=edition_id,
        domains=[copying.NewDomain(ref=ref, name=name, about=about)],
        after=max((each.position for each in domains), default=0),
    )
    await ledger.record(
        scope, "assurance.domain.added", _domain_record(view, ids[ref], ref, name), after={"about": about}
    )
    return ids[ref]


async def change_domain(
    scope: Scope, *, domain_id: UUID, version: int, ref: str, name: str, about: str | None = None
) -> None:
    """Name a domain better. Raises OvertakenByAnother where somebody was first, UnableToKeepFramework, NotFound."""
    view, domain = await _held_domain(scope, domain_id, version)
    others = await asked.domains_of(scope, edition_id=view.id)
    _check_domain(ref, [each for each in others if each.id != domain_id])
    await Domain.change(scope, reference=ref, name=name, about=about, version=version + 1).where(
        Domain.id == domain_id
    )
    await ledger.record(
        scope,
        "assurance.domain.changed",
        _domain_record(view, domain_id, ref, name),
        before={"ref": domain.ref, "name": domain.name, "about": domain.about},
        after={"ref": ref, "name": name, "about": about},
    )


async def leave_out_domain(scope: Scope, *, domain_id: UUID, version: int) -> None:
    """Leave an empty domain out of the draft. Raises UnableToKeepFramework where it still asks something."""
    view, domain = await _held_domain(scope, domain_id, version)
    within = [
        each for each in await asked.requirements_of(scope, edition_id=view.id) if each.domain_id == domain_id
    ]
    if within:
        named = ", ".join(each.ref for each in within[:8]) + ("…" if len(within) > 8 else "")
        raise UnableToKeepFramework(
            f"The domain “{domain.name}” still asks {named}. Move these to another domain, or leave them out first."
        )
    await Domain.change(scope, left_out_at=scope.now, version=version + 1).where(Domain.id == domain_id)
    await ledger.record(
        scope, "assurance.domain.left-out", _domain_record(view, domain_id, domain.ref, domain.name)
    )


async def _held_domain(scope: Scope, domain_id: UUID, version: int) -> tuple[EditionView, DomainView]:
    rows = await Domain.within(scope, Domain.edition_id).where(Domain.id == domain_id)
    if not rows:
        raise NotFound("domain")
    view = await held_draft(scope, rows[0]["edition_id"])
    domain = next(
        (each for each in await asked.domains_of(scope, edition_id=view.id) if each.id == domain_id), None
    )
    if domain is None or domain.version != version:
        raise OvertakenByAnother(
            "Somebody else has changed or left out this domain since you opened the page. Look at it again first."
        )
    return view, domain


def _check_domain(ref: str, others: Sequence[DomainView]) -> None:
    check_ref(ref, what="domain")
    if any(each.ref.casefold() == ref.casefold() for each in others):
        raise UnableToKeepFramework(f"There is a domain {ref} already. Give another ref.", field="ref")


def _domain_record(view: EditionView, domain_id: UUID, ref: str, name: str) -> Record:
    return Record(room="assurance", kind="domain", id=domain_id, title=f"{ref} {name} of {view.name}")

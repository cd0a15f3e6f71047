"""Proposing an agreement, answering it, and ending it: each on this side, with a message for the other."""

from datetime import date
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.powers import operations as powers
from backend.scope import Scope
from backend.tenancy import queries as tenancy
from backend.together import rules
from backend.together.operations import posting
from backend.together.queries.agreements import AgreementLine
from backend.together.queries.agreements import agreement as agreement_view
from backend.together.tables import Agreement, Signature

AT_WORK = frozenset({"trial", "live"})


async def propose(
    scope: Scope,
    *,
    to_slug: str,
    kind: rules.Kind,
    name: str,
    terms: str,
    shares: rules.Shares,
    committee_id: UUID | None,
    from_on: date,
    until_on: date | None = None,
    signed_by_id: UUID,
    authority: str,
    acting_as: str | None = None,
) -> UUID:
    """Propose an agreement to the body whose address holds `to_slug`; returns its id, which both sides use.

    `signed_by_id` is a person of ours on whose `authority` it is made. A joint committee is kept by whoever proposes,
    and under oversight it reviews the other; there a committee may be missing, and `acting_as` says who acts.
    Raises rules.UnableToAgree, NotFound.
    """
    rules.check_dates(from_on=from_on, until_on=until_on)
    rules.check_kind(kind, shares, committee=committee_id is not None)
    found = await tenancy.tenant_by_slug(to_slug.strip().casefold())
    if (
        found is None
        or found.state not in AT_WORK
        or found.tenant.demonstration != scope.tenant.demonstration
    ):
        raise rules.UnableToAgree(
            f"There is no organisation with the short name “{to_slug.strip()}” to propose it to.",
            field="to_slug",
        )
    if found.tenant.id == scope.tenant.id:
        raise rules.UnableToAgree("Choose another organisation than your own.", field="to_slug")
    committee = await _acting(scope, committee_id, acting_as)
    other = rules.Body(slug=found.tenant.slug, name=found.tenant.name)
    said = rules.Terms(
        kind=kind,
        name=name,
        terms=terms,
        shares=shares,
        proposer=rules.Body(slug=scope.tenant.slug, name=scope.tenant.name),
        invited=other,
        committee=committee,
        from_on=from_on,
        until_on=until_on,
    )
    sha256 = rules.sha256_of_terms(said)
    signature = await _signature(scope, committee, signed_by_id, authority, sha256)
    agreement_id: UUID = await Agreement.add(
        scope,
        id=new_id(),
        side=rules.Side.PROPOSER.value,
        other_tenant_id=found.tenant.id,
        other_slug=other.slug,
        other_name=other.name,
        kind=kind.value,
        name=name,
        terms=said.model_dump_json(),
        sha256=sha256,
        shares=shares.value,
        from_on=from_on,
        until_on=until_on,
        state=rules.State.PROPOSED.value,
        committee_id=committee_id,
        proposed_at=scope.now,
    )
    agreement = await posting.hold_agreement(scope, agreement_id)
    await keep_signature(scope, agreement_id, signature, body=scope.tenant.name, ours=True)
    await ledger.record(
        scope,
        "together.agreement.proposed",
        posting.agreement_record(agreement),
        after={"to": other.slug, "kind": kind, "shares": shares, "signed_by": signature.signed_by},
    )
    await posting.send(
        scope, agreement, rules.MessageKind.PROPOSAL, rules.Proposal(terms=said, signature=signature)
    )
    return agreement_id


async def accept(
    scope: Scope,
    *,
    agreement_id: UUID,
    committee_id: UUID | None,
    signed_by_id: UUID,
    authority: str,
    acting_as: str | None = None,
    recorded_by_id: UUID | None = None,
) -> UUID:
    """Accept a proposal for a committee of ours, on somebody's authority; returns the id of the answer.

    Under oversight a committee may be missing, and `acting_as` says who answers. `recorded_by_id` is who prepared the
    consent to a merger, which whoever authorises it sends. Raises rules.UnableToAgree, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_answer(agreement.standing)
    if agreement.kind is rules.Kind.SUCCESSION and recorded_by_id is None:
        raise rules.UnableToAgree(
            "Consent to a merger or a split is prepared by one person and approved by another, under "
            "Mergers and splits."
        )
    rules.check_kind(agreement.kind, agreement.shares, committee=committee_id is not None)
    committee = await _acting(scope, committee_id, acting_as)
    view = await agreement_view(scope, agreement_id=agreement_id)
    signature = await _signature(
        scope, committee, signed_by_id, authority, agreement.sha256, recorded_by_id=recorded_by_id
    )
    await keep_signature(scope, agreement_id, signature, body=scope.tenant.name, ours=True)
    await Agreement.change(
        scope,
        state=rules.State.ACCEPTED.value,
        committee_id=committee_id,
        their_committee=view.terms.committee,
        settled_at=scope.now,
    ).where(Agreement.id == agreement_id)
    await ledger.record(
        scope,
        "together.agreement.accepted",
        posting.agreement_record(agreement),
        after={"committee": committee, "signed_by": signature.signed_by, "sha256": agreement.sha256},
    )
    return await posting.send(
        scope, agreement, rules.MessageKind.ACCEPTANCE, rules.Acceptance(signature=signature)
    )


async def refuse(scope: Scope, *, agreement_id: UUID, because: str) -> UUID:
    """Refuse a proposal; the other body is told why. Raises rules.UnableToAgree, NotFound."""
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_answer(agreement.standing)
    if not because.strip():
        raise rules.UnableToAgree("Say why it is refused. The other body is told.", field="because")
    await settle_refused(scope, agreement, because=because.strip())
    said = rules.Refused(reason=because.strip(), refused_by=scope.actor.name, terms_sha256=agreement.sha256)
    return await posting.send(scope, agreement, rules.MessageKind.REFUSAL, said)


async def end(scope: Scope, *, agreement_id: UUID, because: str) -> UUID:
    """End an agreement from today, or take a proposal back. What passed stays where it is.

    Raises rules.UnableToAgree, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_end(agreement.standing, because=because)
    await settle_ended(
        scope, agreement, because=because.strip(), by=f"{scope.actor.name}, {scope.tenant.name}"
    )
    said = rules.Ending(reason=because.strip(), ended_by=scope.actor.name, ended_on=scope.today)
    return await posting.send(scope, agreement, rules.MessageKind.ENDING, said)


async def settle_refused(scope: Scope, agreement: AgreementLine, *, because: str) -> None:
    """Write on this side that the agreement was refused, by whichever side."""
    await Agreement.change(
        scope, state=rules.State.REFUSED.value, settled_at=scope.now, refused_because=because
    ).where(Agreement.id == agreement.id)
    await ledger.record(
        scope, "together.agreement.refused", posting.agreement_record(agreement), after={"because": because}
    )


async def settle_ended(scope: Scope, agreement: AgreementLine, *, because: str, by: str) -> None:
    """Write on this side that the agreement ended today, by whichever side; a joint committee loses its powers."""
    await Agreement.change(
        scope, state=rules.State.ENDED.value, ended_on=scope.today, ended_because=because, ended_by=by
    ).where(Agreement.id == agreement.id)
    await powers.leave_body(scope, agreement_id=agreement.id, on=scope.today)
    await ledger.record(
        scope,
        "together.agreement.ended",
        posting.agreement_record(agreement),
        before={"state": agreement.standing.state},
        after={"because": because, "by": by},
    )


async def keep_signature(
    scope: Scope, agreement_id: UUID, signature: rules.Signature, *, body: str, ours: bool
) -> None:
    """Keep on whose authority a body made the agreement; on both sides in the same words."""
    await Signature.add(
        scope,
        agreement_id=agreement_id,
        whose="ours" if ours else "theirs",
        body=body,
        committee=signature.committee,
        signed_by=signature.signed_by,
        authority=signature.authority,
        signed_on=signature.signed_on,
        sha256=signature.terms_sha256,
        kept_at=scope.now,
        recorded_by_name=scope.actor.name,
    )


async def _acting(scope: Scope, committee_id: UUID | None, acting_as: str | None) -> str:
    """Who acts for the body: its committee, or in words where none is named."""
    if committee_id is None:
        return (acting_as or "").strip() or scope.tenant.name
    return (await committees.committee(scope, committee_id=committee_id)).name


async def _signature(
    scope: Scope,
    committee: str,
    signed_by_id: UUID,
    authority: str,
    sha256: str,
    *,
    recorded_by_id: UUID | None = None,
) -> rules.Signature:
    rules.check_signature(
        signed_by_id=signed_by_id, actor_id=recorded_by_id or scope.actor.person_id, authority=authority
    )
    signer = (await people.persons_by_id(scope, [signed_by_id])).get(signed_by_id)
    if signer is None:
        raise rules.UnableToAgree("Choose who authorises it from the list.", field="signed_by_id")
    return rules.Signature(
        committee=committee,
        signed_by=f"{signer.name}, {signer.job_title}" if signer.job_title else signer.name,
        authority=authority.strip(),
        signed_on=scope.today,
        terms_sha256=sha256,
    )

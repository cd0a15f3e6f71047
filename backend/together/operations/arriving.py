"""What a message does where it arrives: in the receiver's own transaction, by the receiver's own agreement.

Nothing here reads a row of the sender: it knows the message and the sender's id alone.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.powers import operations as powers
from backend.powers.rules import StatedPower
from backend.scope import NotFound, Scope
from backend.together import receiving, rules
from backend.together.operations import agreements, posting
from backend.together.queries.agreements import AgreementLine
from backend.together.tables import Agreement, Received, SharedMeeting


async def take(
    scope: Scope,
    envelope: rules.Envelope,
    said: rules.Declared,
    *,
    sha256: str,
    from_tenant_id: UUID,
    files: Sequence[bytes],
) -> None:
    """Take a message in, once: keep it, do what it says to the agreement, tell the officers.

    What is about a review goes to the room above whose it is, which does with it what it says and tells its own people.

    Raises rules.UnableToDeliver where this side does not take it; then nothing of it is kept.
    """
    if envelope.to != scope.tenant.slug:
        raise rules.UnableToDeliver(f"The message is not for {scope.tenant.name}.")
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"together/{envelope.id}")
    if await Received.within(scope, Received.id).where(Received.id == envelope.id):
        return
    if isinstance(said, rules.Proposal):
        await _propose(scope, envelope, said, from_tenant_id)
    agreement = await _held(scope, envelope, from_tenant_id)
    if envelope.kind not in rules.ANSWERS and not agreement.in_force:
        raise rules.UnableToDeliver(
            f"“{agreement.name}” is not in force at {scope.tenant.name} ({agreement.state_in_words.lower()}), "
            "so nothing passes under it."
        )
    rules.check_within(agreement.kind, agreement.shares, said)
    sender = rules.Side.INVITED if agreement.standing.side is rules.Side.PROPOSER else rules.Side.PROPOSER
    rules.check_way(envelope.kind, sender=sender)
    kept = await _keep_files(scope, said, files)
    about_id = rules.about(said)
    state = "kept"
    if envelope.kind is rules.MessageKind.AGENDA:
        state = await _offered(scope, envelope, about_id)
    await Received.add(
        scope,
        id=envelope.id,
        agreement_id=agreement.id,
        kind=envelope.kind.value,
        from_tenant_id=from_tenant_id,
        from_name=agreement.other_name,
        body=envelope.body,
        sha256=sha256,
        about_id=about_id,
        file_id=kept[0] if isinstance(said, rules.Pack) else None,
        sent_at=envelope.sent_at,
        sent_by_name=envelope.sent_by,
        received_at=scope.now,
        state=state,
    )
    await ledger.record(
        scope,
        "together.message.received",
        posting.message_record(envelope.id, envelope.kind, agreement, sha256=sha256),
        after={"from": envelope.sender, "agreement_id": agreement.id, "sha256": sha256},
    )
    if envelope.kind in rules.HANDED_UP:
        await posting.enclose(scope, message_id=envelope.id, way="received", file_ids=kept)
        arrived = receiving.Arrived(
            id=envelope.id,
            agreement=agreement,
            kind=envelope.kind,
            said=said,
            file_ids=kept,
            sent_at=envelope.sent_at,
            sent_by=envelope.sent_by,
            sha256=sha256,
        )
        await receiving.hand_up(scope, arrived)
        return
    await _act(scope, agreement, said)
    await _tell(scope, agreement, envelope)


async def _propose(
    scope: Scope, envelope: rules.Envelope, said: rules.Proposal, from_tenant_id: UUID
) -> None:
    """The agreement as proposed, in the proposer's words and under its id."""
    terms = said.terms
    if (terms.proposer.slug, terms.invited.slug) != (envelope.sender, scope.tenant.slug):
        raise rules.UnableToDeliver(
            "The agreement is not between the sender and the receiver of this message."
        )
    if rules.sha256_of_terms(terms) != said.signature.terms_sha256:
        raise rules.UnableToDeliver("What was signed is another text than the one proposed.")
    if await Agreement.within(scope, Agreement.id).where(Agreement.id == envelope.agreement_id):
        raise rules.UnableToDeliver(f"{scope.tenant.name} holds an agreement under that number already.")
    await Agreement.add(
        scope,
        id=envelope.agreement_id,
        side=rules.Side.INVITED.value,
        other_tenant_id=from_tenant_id,
        other_slug=terms.proposer.slug,
        other_name=terms.proposer.name,
        kind=terms.kind.value,
        name=terms.name,
        terms=terms.model_dump_json(),
        sha256=rules.sha256_of_terms(terms),
        shares=terms.shares.value,
        from_on=terms.from_on,
        until_on=terms.until_on,
        state=rules.State.PROPOSED.value,
        their_committee=terms.committee,
        proposed_at=scope.now,
    )
    await agreements.keep_signature(
        scope, envelope.agreement_id, said.signature, body=terms.proposer.name, ours=False
    )


async def _held(scope: Scope, envelope: rules.Envelope, from_tenant_id: UUID) -> AgreementLine:
    """Our side of the agreement, if it is with the sender: one sentence for another's and for one that never was."""
    try:
        agreement = await posting.hold_agreement(scope, envelope.agreement_id)
    except NotFound:
        agreement = None
    if agreement is None or (agreement.other_tenant_id, agreement.other_slug) != (
        from_tenant_id,
        envelope.sender,
    ):
        raise rules.UnableToDeliver(f"{scope.tenant.name} holds no such agreement with the sender.")
    return agreement


async def _act(scope: Scope, agreement: AgreementLine, said: rules.Declared) -> None:
    """What the other body's act does to our side of the agreement; an act that came too late does nothing."""
    proposed = agreement.standing.state is rules.State.PROPOSED and agreement.hosts
    match said:
        case rules.Acceptance(signature=signature):
            if signature.terms_sha256 != agreement.sha256:
                raise rules.UnableToDeliver("What was signed is another text than the one proposed.")
            if proposed:
                await agreements.keep_signature(
                    scope, agreement.id, signature, body=agreement.other_name, ours=False
                )
                await Agreement.change(
                    scope,
                    state=rules.State.ACCEPTED.value,
                    their_committee=signature.committee,
                    settled_at=scope.now,
                ).where(Agreement.id == agreement.id)
                if agreement.kind is rules.Kind.JOINT and agreement.committee_id is not None:
                    await powers.join_body(
                        scope,
                        committee_id=agreement.committee_id,
                        agreement_id=agreement.id,
                        name=agreement.other_name,
                        on=agreement.standing.from_on,
                    )
                after = {"by": signature.signed_by, "committee": signature.committee}
                await ledger.record(
                    scope, "together.agreement.accepted", posting.agreement_record(agreement), after=after
                )
        case rules.Refused(reason=reason) if proposed:
            await agreements.settle_refused(scope, agreement, because=reason)
        case rules.Ending(reason=reason, ended_by=by):
            if agreement.standing.state in (rules.State.PROPOSED, rules.State.ACCEPTED):
                await agreements.settle_ended(
                    scope, agreement, because=reason, by=f"{by}, {agreement.other_name}"
                )
        case rules.TakenUp(meeting_id=meeting_id):
            await _check_hosted(scope, agreement, meeting_id)
        case rules.Powers() if agreement.hosts:
            await powers.keep_statement(
                scope,
                agreement_id=agreement.id,
                edition=said.edition,
                lines=[StatedPower(**dict(line)) for line in said.lines],
            )


async def _check_hosted(scope: Scope, agreement: AgreementLine, meeting_id: UUID) -> None:
    """An answer is about a meeting that we host under this agreement. Raises rules.UnableToDeliver."""
    hosted = await SharedMeeting.within(scope, SharedMeeting.id).where(
        SharedMeeting.agreement_id == agreement.id,
        SharedMeeting.meeting_id == meeting_id,
        SharedMeeting.role == "host",
    )
    if not hosted:
        raise rules.UnableToDeliver(f"{scope.tenant.name} hosts no such meeting under “{agreement.name}”.")


async def _keep_files(scope: Scope, said: rules.Declared, files: Sequence[bytes]) -> tuple[UUID, ...]:
    """The bytes that go along in our own storage, if they are those that were announced, in the same order."""
    announced = rules.files_of(said)
    if len(files) != len(announced):
        raise rules.UnableToDeliver(
            f"{len(announced)} files were announced and {len(files)} came. Nothing was taken over."
        )
    for each, data in zip(announced, files, strict=True):
        if len(data) != each.size or hashlib.sha256(data).hexdigest() != each.sha256:
            raise rules.UnableToDeliver(
                f"“{each.name}” is not the file that was announced: its SHA-256 differs. Nothing was taken over."
            )
    return tuple(
        [
            await evidence.keep_file(scope, name=each.name, media_type=each.media_type, data=data)
            for each, data in zip(announced, files, strict=True)
        ]
    )


async def _offered(scope: Scope, envelope: rules.Envelope, about_id: UUID | None) -> str:
    """An agenda overtakes those that were offered before it, unless it was sent before one that is here already."""
    later = (
        await Received.within(scope, Received.id)
        .where(Received.agreement_id == envelope.agreement_id, Received.about_id == about_id)
        .where(Received.kind == envelope.kind.value, Received.sent_at > envelope.sent_at)
    )
    if later:
        return "overtaken"
    await Received.change(scope, state="overtaken").where(
        Received.agreement_id == envelope.agreement_id,
        Received.about_id == about_id,
        Received.state == "offered",
    )
    return "offered"


async def _tell(scope: Scope, agreement: AgreementLine, envelope: rules.Envelope) -> None:
    officers = await people.people_of(scope, role=permissions.OFFICER)
    await notices.tell_all(
        scope,
        kind="together.message-received",
        tellings=[
            Telling(
                key=f"together.received/{envelope.id}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "what": rules.WORDS[envelope.kind],
                    "other": agreement.other_name,
                    "agreement": agreement.name,
                    "agreement_id": agreement.id,
                },
            )
            for line in officers
        ],
    )

"""Giving an opinion on a period, signing a finished pack, refusing it, and taking either back before it leaves."""

from datetime import date
from uuid import UUID

from backend.catalogue.packs import PackDefinition, PackSigner
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs import rules as packs
from backend.packs.assurance import definitions, rules, standing
from backend.packs.tables import Opinion, Signature
from backend.scope import NotFound, Scope

_MAY = "Your role in this organisation does not include signing assurance packs."


async def give_opinion(
    scope: Scope, *, definition_id: str, since: date, until: date, words: str, proved_by: str
) -> UUID:
    """Give one's opinion on a period; packs that are built from now on carry it. An earlier one is kept, and ended.

    Raises rules.UnableToGiveOpinion, UnableToAskForPack for a definition or a period that can't be.
    """
    scope.check_may("packs.assurance.sign", _MAY)
    definition = definitions.definition_for(scope, id=definition_id, on=until)
    packs.check_period(since=since, until=until, today=scope.today)
    rules.check_period_of(definition, since=since, until=until)
    giver = next((each for each in definition.signers if each.gives_opinion), None)
    if giver is None:
        raise rules.UnableToGiveOpinion(f"“{definition.title}” carries no opinion.")
    if giver.role not in scope.roles or scope.actor.person_id is None:
        raise rules.UnableToGiveOpinion(f"The opinion is given by the {giver.name}.")
    told = rules.check_words(words, field="words", refusal=rules.UnableToGiveOpinion, what="your opinion")
    await _one_at_a_time(scope, f"opinion/{definition_id}/{since}/{until}")
    earlier = await standing.opinion_of(scope, definition_id=definition_id, since=since, until=until)
    if earlier is not None:
        await Opinion.change(scope, withdrawn_at=scope.now).where(Opinion.id == earlier.id)
    opinion_id = new_id()
    await Opinion.add(
        scope,
        id=opinion_id,
        definition=definition_id,
        since_on=since,
        until_on=until,
        words=told,
        given_at=scope.now,
        given_by_person_id=scope.actor.person_id,
        given_by_name=scope.actor.name,
        office=giver.name,
        proved_by=proved_by,
    )
    period = packs.Period(since=since, until=until)
    subject = Record(
        room="packs",
        kind="opinion",
        id=opinion_id,
        title=f"Opinion for “{definition.title}”, {period.in_words}",
    )
    await ledger.record(
        scope,
        "packs.opinion.given",
        subject,
        after={"words": told, "proved_by": proved_by, "office": giver.name},
    )
    return opinion_id


async def sign(scope: Scope, *, pack_id: UUID, role: str, seen: str, words: str = "", proved_by: str) -> None:
    """Sign the very file of a pack (`seen` is its SHA-256) in a role. Raises rules.UnableToSign, NotFound."""
    await _decide(
        scope,
        pack_id=pack_id,
        role=role,
        seen=seen,
        words=words.strip(),
        proved_by=proved_by,
        decision=rules.Decision.SIGNED,
    )


async def refuse(scope: Scope, *, pack_id: UUID, role: str, seen: str, words: str, proved_by: str) -> None:
    """Say why one will not sign a pack. Raises rules.UnableToSign, NotFound."""
    told = rules.check_words(words, field="words", refusal=rules.UnableToSign, what="why you do not sign it")
    await _decide(
        scope,
        pack_id=pack_id,
        role=role,
        seen=seen,
        words=told,
        proved_by=proved_by,
        decision=rules.Decision.REFUSED,
    )


async def withdraw(scope: Scope, *, pack_id: UUID, because: str) -> None:
    """Take one's own signature or refusal back, before the pack has left. Raises rules.UnableToSign, NotFound."""
    scope.check_may("packs.assurance.sign", _MAY)
    found = await _held(scope, pack_id)
    told = rules.check_words(
        because, field="because", refusal=rules.UnableToSign, what="why you take it back"
    )
    mine = next((each for each in found.signatures if each.person_id == scope.actor.person_id), None)
    if mine is None:
        raise rules.UnableToSign("You have decided nothing about this pack that could be taken back.")
    if found.left_at is not None:
        raise rules.UnableToSign("The pack has left already, so a signature can’t be taken back any more.")
    await Signature.change(scope, withdrawn_at=scope.now, withdrawn_because=told).where(
        Signature.pack_id == pack_id, Signature.role == mine.role, Signature.withdrawn_at.is_null()
    )
    await ledger.record(
        scope,
        "packs.signature.withdrawn",
        _record(pack_id, found.definition, mine.sha256),
        before={"role": mine.role, "decision": mine.decision},
        after={"because": told},
    )


async def mark_as_left(scope: Scope, *, pack_id: UUID) -> None:
    """Say that a pack is released: from now on no signature of it is taken back. A second time changes nothing.

    Raises rules.UnableToSign for one that not everybody has signed, NotFound.
    """
    found = await _held(scope, pack_id)
    if not found.signed:
        raise rules.UnableToSign("Not everybody who must has signed the pack, so it can’t leave.")
    if found.left_at is None:
        await execute(
            "UPDATE packs_pack SET left_at = $3 WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            pack_id,
            scope.now,
        )


async def _decide(
    scope: Scope,
    *,
    pack_id: UUID,
    role: str,
    seen: str,
    words: str,
    proved_by: str,
    decision: rules.Decision,
) -> None:
    scope.check_may("packs.assurance.sign", _MAY)
    found = await _held(scope, pack_id)
    signer = _signer(found, role)
    form = await _form(scope, pack_id)
    rules.check_can_sign(
        roles=scope.roles,
        person_id=scope.actor.person_id,
        signer=signer,
        built_by=found.built_by,
        ready=form is not None,
        left_at=found.left_at,
        sha256=form,
        seen=seen,
        others=found.signatures,
    )
    if len(words) > rules.LONGEST_WORDS:
        raise rules.UnableToSign(f"Write it in at most {rules.LONGEST_WORDS:,} characters.", field="words")
    await Signature.add(
        scope,
        pack_id=pack_id,
        role=role,
        decision=decision.value,
        words=words,
        sha256=seen,
        decided_at=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        proved_by=proved_by,
    )
    act = "packs.pack.signed" if decision is rules.Decision.SIGNED else "packs.pack.refused"
    after = {"role": role, "words": words, "sha256": seen, "proved_by": proved_by}
    await ledger.record(scope, act, _record(pack_id, found.definition, seen), after=after)


async def _held(scope: Scope, pack_id: UUID) -> standing.Standing:
    """Where the pack stands, held until the end, so that two signers at once come one after the other."""
    rows = await fetch(
        "SELECT id FROM packs_pack WHERE tenant_id = $1 AND id = $2 AND kind = 'assurance' FOR UPDATE",
        scope.tenant.id,
        pack_id,
    )
    if not rows:
        raise NotFound("assurance pack")
    return await standing.standing_of(scope, pack_id=pack_id)


async def _form(scope: Scope, pack_id: UUID) -> str | None:
    try:
        return (await standing.released_form(scope, pack_id=pack_id)).sha256
    except NotFound:
        return None


def _signer(found: standing.Standing, role: str) -> PackSigner:
    for each in found.signers:
        if each.role == role:
            return each
    raise rules.UnableToSign("Nobody signs this pack in that role.")


def _record(pack_id: UUID, definition: PackDefinition, sha256: str) -> Record:
    return Record(room="packs", kind="assurance-pack", id=pack_id, title=definition.title, hash=sha256)


async def _one_at_a_time(scope: Scope, what: str) -> None:
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs/{scope.tenant.id}/{what}")

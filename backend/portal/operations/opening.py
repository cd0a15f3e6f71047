"""What recipients do with a received pack: check it, take it after proving who they are, and give a receipt."""

import json
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.portal import opened, rules
from backend.portal.operations import keeping
from backend.portal.queries import checks_of, closed_to, pack_line_of, taken_by
from backend.portal.tables import Check, Receipt, Recipient, Taking
from backend.scope import NotFound, Scope
from backend.together import operations as together
from backend.together.rules import MessageKind, PackReceipt

OPENS = "Your role doesn’t open released packs."


async def check(scope: Scope, *, pack_id: UUID) -> opened.Found:
    """Verify the received bytes with the keys that this body holds for the commissioner now, and keep what was found.

    A recipient asks for it, or the chore when the pack comes. It shows nothing of what is in the pack, so it may be
    made whatever became of the release. Raises NotFound.
    """
    if scope.actor.chore is None:
        scope.check_may("portal.ask", OPENS)
        await pack_line_of(scope, pack_id=pack_id)
    rows = await fetch(
        "SELECT k.title, k.issue, k.sha256, k.file_id, k.commissioner_id, c.name AS commissioner FROM portal_pack k "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = k.commissioner_id "
        "WHERE k.tenant_id = $1 AND k.id = $2",
        scope.tenant.id,
        pack_id,
    )
    if not rows:
        raise NotFound("pack")
    row = rows[0]
    trusted = await fetch(
        "SELECT name, fingerprint FROM portal_key WHERE tenant_id = $1 AND commissioner_id = $2 "
        "AND withdrawn_at IS NULL ORDER BY entered_at, id",
        scope.tenant.id,
        row["commissioner_id"],
    )
    data = await evidence.bytes_of(scope, file_id=row["file_id"])
    found = await opened.check(data, trusted=[(each["name"], each["fingerprint"]) for each in trusted])
    await Check.add(
        scope,
        pack_id=pack_id,
        checked_at=scope.now,
        checked_by_name=scope.actor.name,
        holds=found.holds,
        pinned=found.pinned,
        lines=json.dumps(found.lines),
        fingerprint=found.fingerprint,
        key_name=found.key_name,
        words=found.words,
    )
    await ledger.record(
        scope,
        "portal.pack.checked",
        keeping.record_of(
            pack_id,
            title=row["title"],
            issue=row["issue"],
            commissioner=row["commissioner"],
            sha256=row["sha256"],
        ),
        after={"holds": found.holds, "pinned": found.pinned, "fingerprint": found.fingerprint},
    )
    return found


async def take(scope: Scope, *, pack_id: UUID, proved_by: str) -> None:
    """Open the pack's file to a recipient for half an hour, after fresh proof of who they are; it counts once.

    Raises rules.UnableToOpen, rules.NotARecipient, NotFound.
    """
    scope.check_may("portal.ask", OPENS)
    person_id = keeping.person_of(scope)
    line = await keeping.held(scope, pack_id)
    rules.check_can_take(line.standing, taken=await taken_by(scope, pack_id=pack_id), limit=line.downloads)
    await Taking.add(
        scope,
        pack_id=pack_id,
        person_id=person_id,
        person_name=scope.actor.name,
        taken_at=scope.now,
        until=scope.now + rules.GRANTED,
        proved_by=proved_by,
    )
    await ledger.record(
        scope,
        "portal.pack.taken",
        keeping.record_of_line(line),
        after={"proved_by": proved_by, "sha256": line.sha256},
    )


async def give_receipt(scope: Scope, *, pack_id: UUID) -> UUID:
    """Say as a named person that the pack was received, with its hash; the commissioner is sent it. Returns its id.

    It goes out whatever became of the release since: it says what was received. Raises rules.UnableToOpen,
    rules.NotARecipient, together's refusals, NotFound.
    """
    scope.check_may("portal.ask", OPENS)
    person_id = keeping.person_of(scope)
    line = await keeping.held(scope, pack_id)
    if line.standing is rules.Standing.HANDED_ON:
        raise rules.UnableToOpen(
            "The pack was handed on to the body that took over. Nothing is done with it here."
        )
    given = await fetch(
        "SELECT 1 FROM portal_receipt WHERE tenant_id = $1 AND pack_id = $2 AND person_id = $3",
        scope.tenant.id,
        pack_id,
        person_id,
    )
    if given:
        raise rules.UnableToOpen("You have given your receipt for this pack already.")
    checks = await checks_of(scope, pack_id=pack_id)
    if not checks:
        raise rules.UnableToOpen("Check the pack first: the receipt says what the check found.")
    verified = _in_a_sentence(checks[0].holds, checks[0].pinned)
    address = (await people.person_line_of(scope, person_id=person_id)).email
    receipt_id = new_id()
    message_id = None
    if line.agreement_id is not None:
        message_id = await together.post(
            scope,
            agreement_id=line.agreement_id,
            kind=MessageKind.PACK_RECEIPT,
            said=PackReceipt(
                receipt_id=receipt_id,
                release_id=line.release_id,
                sha256=line.sha256,
                received_by=scope.actor.name,
                address=address,
                verified=verified,
                given_at=scope.now,
            ),
        )
    await Receipt.add(
        scope,
        id=receipt_id,
        pack_id=pack_id,
        person_id=person_id,
        received_by=scope.actor.name,
        address=address,
        sha256=line.sha256,
        verified=verified,
        given_at=scope.now,
        message_id=message_id,
    )
    await ledger.record(
        scope,
        "portal.receipt.given",
        keeping.record_of_line(line),
        after={"receipt_id": receipt_id, "sha256": line.sha256, "verified": verified},
    )
    return receipt_id


async def name_recipient(scope: Scope, *, pack_id: UUID, recipient_id: UUID, person_id: UUID) -> None:
    """Say which person of ours a recipient is, where the mail address names nobody, or their successor.

    An officer says so, and the ledger keeps it. Raises rules.UnableToOpen, NotFound.
    """
    scope.check_may("reviewing.keep", "Your role doesn’t say who opens packs.")
    line = await pack_line_of(scope, pack_id=pack_id)
    rows = await fetch(
        "SELECT * FROM portal_recipient WHERE tenant_id = $1 AND pack_id = $2 AND id = $3 FOR UPDATE",
        scope.tenant.id,
        pack_id,
        recipient_id,
    )
    if not rows:
        raise NotFound("recipient")
    if rows[0]["person_id"] is not None:
        raise rules.UnableToOpen(
            "That recipient is known here already. Ask the commissioner to name another."
        )
    known = {each.id: each for each in await people.people_of(scope)}
    if person_id not in known:
        raise rules.UnableToOpen("Choose somebody from the list.", field="person_id")
    taken = await fetch(
        "SELECT 1 FROM portal_recipient WHERE tenant_id = $1 AND pack_id = $2 AND person_id = $3",
        scope.tenant.id,
        pack_id,
        person_id,
    )
    if taken:
        raise rules.UnableToOpen(f"{known[person_id].name} is a recipient already.", field="person_id")
    await Recipient.change(
        scope, person_id=person_id, named_by_name=scope.actor.name, named_at=scope.now
    ).where(Recipient.id == recipient_id)
    await ledger.record(
        scope,
        "portal.recipient.named",
        keeping.record_of_line(line),
        after={"recipient": rows[0]["name"], "person_id": person_id},
    )


async def not_closed(scope: Scope, commissioner_id: UUID) -> None:
    """Whoever stands aside from a commissioner does nothing about it. Raises rules.NotARecipient."""
    why = (await closed_to(scope)).get(commissioner_id)
    if why is not None:
        raise rules.NotARecipient(f"You stand aside from this commissioner. {why}")


def _in_a_sentence(holds: bool, pinned: bool) -> str:
    if not holds:
        return "The check found something wrong with the pack."
    if pinned:
        return "The check found nothing wrong, and the key is one that we hold for you."
    return "The check found nothing wrong; we hold no key of yours to compare with."

"""A recipient's link and code: given, counted, locked after five wrong ones; the visit that a right code opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.people import passwords, seals
from backend.releases import queries, rules
from backend.releases.operations import records, telling
from backend.releases.queries import Opened
from backend.releases.rules import UnableToOpen
from backend.releases.tables import Recipient, Visit
from backend.scope import Scope

_WRONG = "That is not the code for this link."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A visit that has begun. The token is told to the browser, and kept nowhere."""

    recipient_id: UUID
    token: str


async def give_code(
    scope: Scope, *, token: str, code: str, real: datetime, asked_with: str
) -> Entered | UnableToOpen:
    """Exchange a link and its code for a short visit; or the refusal, whose count must be committed as well.

    Raises NotFound for a link that is none, UnableToOpen where it is locked or has ended, with nothing to commit.
    """
    recipient_id = (await queries.link_of(scope, token=token)).recipient.id
    await records.hold_recipient(scope, recipient_id)
    opened = await queries.link_of(scope, token=token)
    if opened.ended:
        raise UnableToOpen("This link has ended, so no code opens it.")
    recipient = opened.recipient
    rules.check_can_give_code(failures=recipient.failures, locked=recipient.locked_at is not None)
    acting = records.as_link(scope, opened)
    if not await passwords.matches(rules.plain_code(code), await _code_hash(scope, recipient_id)):
        return await _count_failure(acting, opened, asked_with=asked_with)
    await Recipient.change(scope, failures=0).where(Recipient.id == recipient_id)
    visit = seals.new_token()
    await Visit.add(
        scope,
        recipient_id=recipient_id,
        token_hash=seals.token_hash(visit),
        begun_at=real,
        ends_at=real + rules.VISIT_FOR,
    )
    await records.note_access(acting, opened, kind="code", asked_with=asked_with)
    await ledger.record(
        acting,
        "releases.link.opened",
        records.recipient_record(opened.release, recipient),
        after={"with": asked_with},
    )
    return Entered(recipient_id=recipient_id, token=visit)


async def leave(scope: Scope, *, recipient_id: UUID, token: str, real: datetime) -> None:
    """End a visit. Raises NoVisit."""
    await queries.visit_of(scope, recipient_id=recipient_id, token=token, real=real)
    await execute(
        "UPDATE releases_visit SET ended_at = $4 WHERE tenant_id = $1 AND recipient_id = $2 AND token_hash = $3",
        scope.tenant.id,
        recipient_id,
        seals.token_hash(token),
        real,
    )


async def _count_failure(scope: Scope, opened: Opened, *, asked_with: str) -> UnableToOpen:
    recipient = opened.recipient
    failures = recipient.failures + 1
    locks = failures >= rules.FAILURES
    await Recipient.change(scope, failures=failures, locked_at=scope.now if locks else None).where(
        Recipient.id == recipient.id
    )
    await records.note_access(scope, opened, kind="code", asked_with=asked_with, because="it was wrong")
    subject = records.recipient_record(opened.release, recipient)
    await ledger.record(scope, "releases.link.refused", subject, after={"failures": failures})
    if not locks:
        left = rules.FAILURES - failures
        return UnableToOpen(
            f"{_WRONG} You can try {left} more {'time' if left == 1 else 'times'} before the link is locked.",
            field="code",
        )
    await ledger.record(scope, "releases.link.locked", subject, after={"failures": failures})
    await telling.tell_locked(scope, opened.release, recipient)
    return UnableToOpen(
        f"{_WRONG} It was the fifth that was wrong, so the link is locked. Telephone whoever told you the code: they "
        "can tell you a new one.",
        field="code",
    )


async def _code_hash(scope: Scope, recipient_id: UUID) -> str:
    rows = await fetch(
        "SELECT code_hash FROM releases_recipient WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        recipient_id,
    )
    return str(rows[0]["code_hash"])

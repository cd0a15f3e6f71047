"""The register of keys that this body trusts, each entered by a person who has it from elsewhere than a pack."""

from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.portal import rules
from backend.portal.operations import keeping
from backend.portal.operations.opening import OPENS, not_closed
from backend.portal.tables import Key
from backend.reviewing.queries import commissioners_of
from backend.scope import NotFound, Scope


async def enter(scope: Scope, *, commissioner_id: UUID, name: str, fingerprint: str, source: str) -> UUID:
    """Enter a key that this body trusts for a commissioner, and from where one has it; returns its id.

    Raises rules.UnableToOpen, rules.NotARecipient, NotFound.
    """
    scope.check_may("portal.ask", OPENS)
    keeping.person_of(scope)
    known = {each.id: each for each in await commissioners_of(scope)}
    if commissioner_id not in known:
        raise NotFound("commissioner")
    await not_closed(scope, commissioner_id)
    digits = rules.plain_fingerprint(fingerprint)
    held = await fetch(
        "SELECT 1 FROM portal_key WHERE tenant_id = $1 AND commissioner_id = $2 AND fingerprint = $3 "
        "AND withdrawn_at IS NULL",
        scope.tenant.id,
        commissioner_id,
        digits,
    )
    if held:
        raise rules.UnableToOpen("That key is held for this commissioner already.", field="fingerprint")
    key_id: UUID = await Key.add(
        scope,
        commissioner_id=commissioner_id,
        name=name,
        fingerprint=digits,
        source=source,
        entered_at=scope.now,
        entered_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "portal.key.entered",
        _record(key_id, name, known[commissioner_id].name),
        after={"fingerprint": digits, "source": source},
    )
    return key_id


async def withdraw(scope: Scope, *, key_id: UUID, because: str) -> None:
    """Trust a key no more, and say why; earlier checks stay as they were made. Raises rules.UnableToOpen, NotFound."""
    scope.check_may("portal.ask", OPENS)
    keeping.person_of(scope)
    rows = await fetch(
        "SELECT y.*, c.name AS commissioner FROM portal_key y "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = y.commissioner_id "
        "WHERE y.tenant_id = $1 AND y.id = $2 FOR UPDATE OF y",
        scope.tenant.id,
        key_id,
    )
    if not rows:
        raise NotFound("key")
    await not_closed(scope, rows[0]["commissioner_id"])
    if rows[0]["withdrawn_at"] is not None:
        raise rules.UnableToOpen("That key is not trusted any more already.")
    await Key.change(
        scope, withdrawn_at=scope.now, withdrawn_because=because, withdrawn_by_name=scope.actor.name
    ).where(Key.id == key_id)
    await ledger.record(
        scope,
        "portal.key.withdrawn",
        _record(key_id, rows[0]["name"], rows[0]["commissioner"]),
        after={"because": because},
    )


def _record(key_id: UUID, name: str, commissioner: str) -> Record:
    return Record(room="portal", kind="key", id=key_id, title=f"{name}, {commissioner}")

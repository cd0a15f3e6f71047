"""Settling an organisation's own sign-in, trying it out, and deciding whether passwords stay."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from backend.kit.outward import NotAsked, Outward
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import arranged, arrangements
from backend.people.arrangements import Arrangement, UnableToArrange
from backend.people.seals import Seal
from backend.people.tables import OwnProvider, ProviderTrial
from backend.people.trying import Outcome
from backend.scope import Scope

_NOT_YOURS = "Only a governance officer settles how people sign in."
_MAY = "setup.change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an officer typed. Without a `secret` the one that is kept stays."""

    name: str
    issuer: str
    client_id: str
    secret: str | None
    domains: str
    trusts_addresses: bool


def checked(wish: Wish, *, outward: Outward) -> dict[str, Any]:
    """The fields of an arrangement, as they would be kept. Raises `UnableToArrange`."""
    issuer = wish.issuer.strip()
    try:
        outward.check(issuer)
    except NotAsked as refusal:
        raise UnableToArrange(refusal.sentence, field="issuer") from refusal
    if urlsplit(issuer).query:
        raise UnableToArrange("An issuer has no question mark in it.", field="issuer")
    return {
        "name": arrangements.checked_line(
            wish.name, field="name", words="the name on the button", longest=80
        ),
        "issuer": issuer,
        "client_id": arrangements.checked_line(wish.client_id, field="client_id", words="the client id"),
        "domains": arrangements.checked_domains(wish.domains),
        "trusts_addresses": wish.trusts_addresses,
    }


async def settle(scope: Scope, *, wish: Wish, outward: Outward, seal: Seal) -> None:
    """Keep the settings of the organisation's own provider. Raises `UnableToArrange`."""
    scope.check_may(_MAY, _NOT_YOURS)
    before = await arranged.arrangement_of(scope)
    arrangements.check_may_change(before)
    fields = checked(wish, outward=outward)
    if before is None and not wish.secret:
        raise UnableToArrange("Enter the secret that the provider gave you.", field="secret")
    if not arrangements.changes(before, fields, secret=bool(wish.secret)):
        raise UnableToArrange("Nothing is different from what is settled already.")
    sealed = {}
    if wish.secret:
        purpose = arranged.purpose_of(scope.tenant.id)
        sealed = {"sealed_secret": seal.close(wish.secret.encode(), purpose=purpose)}
    row = {
        **fields,
        "domains": list(fields["domains"]),
        "settled_at": scope.now,
        "settled_by": scope.actor.name,
    }
    if before is None:
        provider_id = await OwnProvider.add(scope, **row, **sealed, passwords_allowed=True, edition=1)
    else:
        provider_id = before.id
        await OwnProvider.change(scope, **row, **sealed, edition=before.edition + 1).where(
            OwnProvider.id == before.id
        )
    await ledger.record(
        scope,
        "people.sign-in.settled",
        _record(provider_id, fields["name"]),
        before=_said(before) if before else None,
        after={**fields, "domains": list(fields["domains"]), "secret_replaced": bool(wish.secret)},
    )


async def keep_trial(scope: Scope, *, arrangement: Arrangement, kind: str, outcome: Outcome) -> None:
    """Keep what a try-out came to. Nothing else changes by it."""
    scope.check_may(_MAY, _NOT_YOURS)
    await ProviderTrial.add(
        scope,
        provider_id=arrangement.id,
        edition=arrangement.edition,
        kind=kind,
        passed=outcome.passed,
        steps=json.dumps([step.plain() for step in outcome.steps]),
        at=scope.now,
        by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "people.sign-in.tried",
        _record(arrangement.id, arrangement.name),
        after={"kind": kind, "passed": outcome.passed},
    )


async def end_passwords(scope: Scope) -> None:
    """From now on the provider is the only way in. Raises `UnableToArrange` where that locked anybody's last door."""
    scope.check_may(_MAY, _NOT_YOURS)
    arrangement = await _in_force(scope)
    linked = await arranged.linked_to(scope, arrangement)
    arrangements.check_may_end_passwords(
        arrangement,
        tried=await arranged.was_tried(scope, arrangement),
        linked_officers=linked.officers,
        actor_linked=linked.me,
    )
    await _allow(scope, arrangement, allowed=False, because=None)


async def allow_passwords(scope: Scope, *, because: str | None = None) -> None:
    """Let people in with a password or a passkey again; `because`, from the command line, stands in the ledger."""
    if because is None:
        scope.check_may(_MAY, _NOT_YOURS)
    await _allow(scope, await _in_force(scope), allowed=True, because=because)


async def end_provider(scope: Scope) -> None:
    """The organisation has no sign-in of its own any more; passwords and passkeys are the way in. Links stay."""
    scope.check_may(_MAY, _NOT_YOURS)
    arrangement = await _in_force(scope)
    await OwnProvider.change(scope, ended_at=scope.now, passwords_allowed=True).where(
        OwnProvider.id == arrangement.id
    )
    await ledger.record(
        scope, "people.sign-in.ended", _record(arrangement.id, arrangement.name), before=_said(arrangement)
    )


async def _in_force(scope: Scope) -> Arrangement:
    found = await arranged.arrangement_of(scope)
    if found is None:
        raise UnableToArrange("The organisation has no sign-in of its own.")
    return found


async def _allow(scope: Scope, arrangement: Arrangement, *, allowed: bool, because: str | None) -> None:
    if arrangement.passwords_allowed == allowed:
        raise UnableToArrange(
            "Passwords are allowed already." if allowed else "Passwords are not allowed as it is.",
            field="passwords",
        )
    await OwnProvider.change(scope, passwords_allowed=allowed).where(OwnProvider.id == arrangement.id)
    act = "people.sign-in.passwords-allowed" if allowed else "people.sign-in.passwords-ended"
    await ledger.record(
        scope, act, _record(arrangement.id, arrangement.name), after={"because": because} if because else None
    )


def _record(provider_id: UUID, name: str) -> Record:
    return Record(room="people", kind="sign-in", id=provider_id, title=name)


def _said(arrangement: Arrangement) -> dict[str, Any]:
    return {
        "name": arrangement.name,
        "issuer": arrangement.issuer,
        "client_id": arrangement.client_id,
        "domains": list(arrangement.domains),
        "trusts_addresses": arrangement.trusts_addresses,
    }

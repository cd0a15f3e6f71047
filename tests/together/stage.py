"""Two bodies of one installation, each with an officer, a committee and somebody who authorises."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.demonstrations import Part, Purpose
from backend.evidence import operations as evidence
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.people import permissions
from backend.people.operations import persons
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from backend.together import door, operations
from backend.together.rules import Kind, Shares
from tests.committees.made import formed
from tests.kit.pdf.plain import plain_pdf
from tests.scopes import FIRST_OF_SEPTEMBER, a_scope

Found = Callable[..., Awaitable[Tenant]]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One body: its officer's scope, its committee, and who authorises for it."""

    scope: Scope
    committee_id: UUID
    signer_id: UUID

    async def act(self, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
        async with transactions.scope_tx(self.scope):
            return await operation(self.scope, **given)

    async def post(self) -> int:
        """Carry over everything that waits here."""
        return await door.deliver_waiting(self.scope)

    async def rows(self, sql: str, *arguments: Any) -> Any:
        async with transactions.scope_tx(self.scope, readonly=True):
            return await fetch(sql, self.scope.tenant.id, *arguments)


async def a_body(found: Found, called: str, *, now: datetime = FIRST_OF_SEPTEMBER, **committee: Any) -> Side:
    tenant = await found(demonstration=True, name=called)
    scope = a_scope(tenant, now=now)
    async with transactions.scope_tx(scope):
        signer_id = await persons.add_person(
            scope, name=f"Signer of {called}", job_title="Accountable Officer", email="s@example.invalid"
        )
        officer_id = await persons.add_person(scope, name=f"Officer of {called}", email="o@example.invalid")
        await persons.grant_role(scope, person_id=officer_id, role=permissions.OFFICER)
        committee_id = await formed(scope, **committee)
    return Side(scope=scope, committee_id=committee_id, signer_id=signer_id)


async def proposed(
    one: Side, other: Side, *, kind: Kind = Kind.IN_COMMON, shares: Shares = Shares.PUBLIC, **given: Any
) -> UUID:
    """Proposed by one and carried to the other."""
    values = {
        "to_slug": other.scope.tenant.slug,
        "kind": kind,
        "name": "Two boroughs together",
        "terms": "They meet on one agenda.",
        "shares": shares,
        "committee_id": one.committee_id,
        "from_on": one.scope.today,
        "signed_by_id": one.signer_id,
        "authority": "Governing Body, 28 August 2014, minute 7",
        **given,
    }
    agreement_id: UUID = await one.act(operations.propose, **values)
    await one.post()
    return agreement_id


async def agreed(one: Side, other: Side, **given: Any) -> UUID:
    """Proposed by one, accepted by the other, and known to both."""
    agreement_id = await proposed(one, other, **given)
    await accepted(other, agreement_id)
    return agreement_id


async def accepted(other: Side, agreement_id: UUID) -> None:
    await other.act(
        operations.accept,
        agreement_id=agreement_id,
        committee_id=other.committee_id,
        signed_by_id=other.signer_id,
        authority="Governing Body, 29 August 2014, minute 3",
    )
    await other.post()


async def a_meeting(
    side: Side, *, items: tuple[tuple[str, Part], ...], in_days: int = 10
) -> tuple[UUID, list[UUID]]:
    """A meeting in some days with these items at the top."""
    starts_at = side.scope.now + timedelta(days=in_days)
    async with transactions.scope_tx(side.scope):
        meeting_id = await meetings.arrange_meeting(
            side.scope,
            committee_id=side.committee_id,
            title="Commissioning in common",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue="Town Hall",
            in_public=True,
        )
        ids = [
            await meetings.add_item(
                side.scope,
                meeting_id=meeting_id,
                title=title,
                purpose=Purpose.DECISION,
                part=part,
                private_reason="Commercial in confidence" if part is Part.PRIVATE else None,
            )
            for title, part in items
        ]
    return meeting_id, ids


async def a_pack(side: Side, meeting_id: UUID, variant: str, *, word: str = "") -> UUID:
    """A finished pack, as the builder leaves it; of one plain page."""
    data = plain_pdf(f"{word} {variant} {new_id()}")
    pack_id = new_id()
    async with transactions.scope_tx(side.scope):
        file_id = await evidence.keep_file(
            side.scope, name=f"{variant}.pdf", media_type="application/pdf", data=data
        )
        await execute(
            "INSERT INTO packs_pack (tenant_id, id, kind, meeting_id, variant, issue, state, done, total, words, "
            "attempts, asked_at, asked_by_name, as_at, sealed_at, file_id, sha256, size, pages, key_name, fingerprint, "
            "verification, layout, for_person_id, withheld, content_key) VALUES ($1, $2, 'board', $3, $4, 1, 'ready', "
            "1, 1, '', 1, $5, 'Test', $5, $5, $6, $7, $8, 1, 'k', 'f', '[]', 'standard', $9, '{}', $10)",
            side.scope.tenant.id,
            pack_id,
            meeting_id,
            variant,
            side.scope.now,
            file_id,
            hashlib.sha256(data).hexdigest(),
            len(data),
            side.signer_id if variant == "member" else None,
            hashlib.sha256(data).hexdigest(),
        )
    return pack_id

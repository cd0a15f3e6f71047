"""Agreements as lists and their pages show them, and whom one may be proposed to."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.tenancy import queries as tenancy
from backend.together import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement. `committee` is our own, `their_committee` the other body's; `waiting` offers nobody took up."""

    id: UUID
    standing: rules.Standing
    other_tenant_id: UUID
    other_slug: str
    other_name: str
    kind: rules.Kind
    shares: rules.Shares
    sha256: str
    committee_id: UUID | None
    committee: str | None
    their_committee: str | None
    waiting: int
    today: date

    @property
    def name(self) -> str:
        return self.standing.name

    @property
    def state_in_words(self) -> str:
        return self.standing.in_words(self.today)

    @property
    def in_force(self) -> bool:
        return self.standing.in_force(self.today)

    @property
    def hosts(self) -> bool:
        """Whether a joint committee under it is kept here."""
        return self.standing.side is rules.Side.PROPOSER

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def shares_in_words(self) -> str:
        return rules.SHARES_IN_WORDS[self.shares]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    whose: str
    body: str
    committee: str
    signed_by: str
    authority: str
    signed_on: date
    sha256: str
    recorded_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """One agreement with its text and its signatures, ours first."""

    line: AgreementLine
    terms: rules.Terms
    signatures: tuple[SignatureLine, ...]
    proposed_at: datetime
    settled_at: datetime | None
    refused_because: str | None
    ended_on: date | None
    ended_because: str | None
    ended_by: str | None

    @property
    def can_answer(self) -> bool:
        return self.line.standing.state is rules.State.PROPOSED and not self.line.hosts

    @property
    def can_end(self) -> bool:
        state = self.line.standing.state
        return state is rules.State.ACCEPTED or (state is rules.State.PROPOSED and self.line.hosts)

    @property
    def hash_in_groups(self) -> str:
        return " ".join(self.line.sha256[start : start + 8] for start in range(0, 64, 8))


_AGREEMENTS = """
SELECT a.*, c.name AS committee,
  (SELECT count(*) FROM together_received r WHERE r.tenant_id = $1 AND r.agreement_id = a.id
   AND r.state = 'offered') AS waiting
FROM together_agreement a
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
WHERE a.tenant_id = $1
"""


async def agreements_of(
    scope: Scope, *, committee_id: UUID | None = None, in_force: bool = False, kind: rules.Kind | None = None
) -> tuple[AgreementLine, ...]:
    """Every agreement, newest first; of one committee of ours, of one kind, or those in force today. One statement."""
    rows = await fetch(
        f"{_AGREEMENTS} AND ($2::uuid IS NULL OR a.committee_id = $2) ORDER BY a.proposed_at DESC, a.id DESC",
        scope.tenant.id,
        committee_id,
    )
    lines = [line_of(scope, row) for row in rows]
    return tuple(
        line for line in lines if (line.in_force or not in_force) and (kind is None or line.kind is kind)
    )


async def agreement(scope: Scope, *, agreement_id: UUID) -> AgreementView:
    """One agreement. Raises NotFound."""
    rows = await fetch(f"{_AGREEMENTS} AND a.id = $2", scope.tenant.id, agreement_id)
    if not rows:
        raise NotFound("agreement")
    signed = await fetch(
        "SELECT whose, body, committee, signed_by, authority, signed_on, sha256, recorded_by_name "
        "FROM together_signature WHERE tenant_id = $1 AND agreement_id = $2 ORDER BY whose",
        scope.tenant.id,
        agreement_id,
    )
    row = rows[0]
    return AgreementView(
        line=line_of(scope, row),
        terms=rules.Terms.model_validate(json.loads(row["terms"])),
        signatures=tuple(SignatureLine(**each) for each in signed),
        **{
            name: row[name]
            for name in (
                "proposed_at",
                "settled_at",
                "refused_because",
                "ended_on",
                "ended_because",
                "ended_by",
            )
        },
    )


def line_of(scope: Scope, row: Any) -> AgreementLine:
    return AgreementLine(
        id=row["id"],
        standing=rules.Standing(
            name=row["name"],
            other=row["other_name"],
            side=rules.Side(row["side"]),
            state=rules.State(row["state"]),
            from_on=row["from_on"],
            until_on=row["until_on"],
        ),
        other_tenant_id=row["other_tenant_id"],
        other_slug=row["other_slug"],
        other_name=row["other_name"],
        kind=rules.Kind(row["kind"]),
        shares=rules.Shares(row["shares"]),
        sha256=row["sha256"],
        committee_id=row["committee_id"],
        committee=row["committee"],
        their_committee=row["their_committee"],
        waiting=row["waiting"],
        today=scope.today,
    )


async def found_bodies(scope: Scope) -> tuple[rules.Body, ...]:
    """The organisations that say that others may find them, by name; demonstrations among themselves.

    The database gives their short names and names alone, so that no organisation can look into the table of the others.
    """
    listed = await tenancy.found_tenants(demonstrations=scope.tenant.demonstration)
    return tuple(rules.Body(slug=slug, name=name) for slug, name in listed if slug != scope.tenant.slug)

"""Proposals to end an organisation, exports of everything, and what is noted of a deleted record."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Proposal(TenantOwned, tablename="archives_proposal"):
    """That an organisation be closed, or its record deleted: who proposed it, and what became of it."""

    kind = Text()
    ends_on = Date(null=True, default=None)
    reason = Text()
    state = Text()
    proposed_at = Timestamptz(default=None)
    proposed_by_person_id = UUID(default=None)
    proposed_by_name = Text()
    settled_at = Timestamptz(null=True, default=None)
    settled_by_person_id = UUID(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    settled_because = Text(null=True, default=None)
    proved_by = Text(null=True, default=None)
    not_before = Timestamptz(null=True, default=None)


class Export(TenantOwned, tablename="archives_export"):
    """One export of everything. `key` opens the stored file, and is destroyed when its time is over."""

    state = Text()
    asked_at = Timestamptz(default=None)
    asked_by_person_id = UUID(default=None)
    asked_by_name = Text()
    stage = Text()
    parts_done = Integer()
    parts = Integer()
    ready_at = Timestamptz(null=True, default=None)
    kept_until = Timestamptz(null=True, default=None)
    sha256 = Text(null=True, default=None)
    stored_sha256 = Text(null=True, default=None)
    size = BigInt(null=True, default=None)
    rows = BigInt(null=True, default=None)
    files = Integer(null=True, default=None)
    key = Bytea(null=True, default=None)
    failure = Text(null=True, default=None)


class Deletion(TenantOwned, tablename="archives_deletion"):
    """The last note of a deleted record: who proposed and approved it, and the lines of the ledger that prove it."""

    at = Timestamptz(default=None)
    proposal_id = UUID(default=None)
    reason = Text()
    proposed_by_name = Text()
    proposed_at = Timestamptz(default=None)
    approved_by_name = Text()
    approved_at = Timestamptz(default=None)
    taken_along = Text()
    rows = BigInt()
    files = Integer()
    lines = JSONB()
    files_gone_at = Timestamptz(null=True, default=None)

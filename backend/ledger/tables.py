"""Events as they were recorded, the leaves of the tree over them, and its signed checkpoints.

All three only grow. An event alone may lose what is private of it, in the one form that the database lets through.
"""

from typing import Any, Self

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.query.methods.select import Select

from backend.scope import Scope
from backend.tenancy.tables import TenantOwned


class Event(TenantOwned, tablename="ledger_event"):
    """One operation. `at` is the domain's moment, `recorded_at` the real one; `xid` orders events for sealing."""

    recorded_at = Timestamptz(default=None)
    at = Timestamptz(default=None)
    actor_name = Text()
    actor_person_id = UUID(null=True, default=None)
    actor_chore = Text(null=True, default=None)
    act = Text()
    subject_room = Text()
    subject_kind = Text()
    subject_id = UUID(default=None)
    subject_title = Text()
    subject_hash = Text(null=True, default=None)
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)
    request_id = Text()
    confidential = Boolean()
    erased_by = UUID(null=True, default=None)

    @classmethod
    def within(cls, scope: Scope, *columns: Any) -> Select[Self]:
        """The tenant's events, but for the confidential ones: so no query can forget to leave those out."""
        return super().within(scope, *columns).where(cls.confidential.eq(False))

    @classmethod
    def confidential_within(cls, scope: Scope, *columns: Any) -> Select[Self]:
        """The confidential events alone, for `queries.confidential_history_of`."""
        return super().within(scope, *columns).where(cls.confidential.eq(True))


class Leaf(TenantOwned, tablename="ledger_leaf"):
    """Where an event stands in the tree. `id` is the event's; `hashes` are its own and those that it completes."""

    line = BigInt()
    hashes = Bytea()


class Checkpoint(TenantOwned, tablename="ledger_checkpoint"):
    """The tree at a moment, signed: `note` in the form of C2SP; the other columns say what it says."""

    size = BigInt()
    root = Bytea()
    sealed_at = Timestamptz(default=None)
    note = Text()


class Key(TenantOwned, tablename="ledger_key"):
    """One generation of a key: its public half, and when it was in force, in real time."""

    use = Text()
    generation = Integer()
    name = Text()
    public = Bytea()
    fingerprint = Text()
    since = Timestamptz(null=True, default=None)
    until = Timestamptz(null=True, default=None)
    retired_because = Text()
    compromised_at = Timestamptz(null=True, default=None)


class Anchor(TenantOwned, tablename="ledger_anchor"):
    """One root of the tree at one place outside our control, or a vain attempt to take it there. Only grows."""

    place = Text()
    at = Timestamptz(default=None)
    size = BigInt()
    root = Bytea()
    note = Text()
    where = Text()
    held = Boolean()
    said = Text()
    proof = Bytea(null=True, default=None)
    until = Timestamptz(null=True, default=None)


class Auditor(TenantOwned, tablename="ledger_auditor"):
    """Who is written to about roots: one row a tenant."""

    name = Text()
    address = Text()
    often = Text()

"""Evidence: what an assurance rests on, in versions; who relies on it; holds on it, and proposals to dispose of it."""

from piccolo.columns import UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Evidence(TenantOwned, tablename="assurance_evidence"):
    """One item. `confidential`: only officers, internal audit, its owner and its `readers` (persons) see what it is.

    `version` is that of this row and grows with each change, also with a new version of what it holds.
    """

    number = Integer(default=None)
    title = Text()
    owner_person_id = UUID(default=None)
    confidential = Boolean()
    readers = Array(base_column=UUID(default=None))
    version = Integer(default=None)
    added_at = Timestamptz(default=None)
    added_by_person_id = UUID(null=True, default=None)
    added_by_name = Text()


class EvidenceVersion(TenantOwned, tablename="assurance_evidence_version"):
    """What the item holds, whole and never changed: a file, a link to a record, or a statement, by `sort`.

    `sha256` is that of the file, of the record as it was when it was linked, or of the statement. `record_as_at` is the
    day as at which a register is meant. `expires_on` is the last day on which it counts.
    """

    evidence_id = UUID(default=None)
    number = Integer(default=None)
    sort = Text()
    file_id = UUID(null=True, default=None)
    record_room = Text(null=True, default=None)
    record_kind = Text(null=True, default=None)
    record_id = UUID(null=True, default=None)
    record_title = Text(null=True, default=None)
    record_path = Text(null=True, default=None)
    record_as_at = Date(null=True, default=None)
    statement = Text(null=True, default=None)
    stated_by_person_id = UUID(null=True, default=None)
    stated_by_name = Text(null=True, default=None)
    stated_on = Date(null=True, default=None)
    sha256 = Text()
    shows = Text()
    limits = Text()
    line = Integer(default=None)
    independence = Text()
    level = Text()
    effective_from = Date(default=None)
    effective_to = Date(null=True, default=None)
    expires_on = Date(null=True, default=None)
    why = Text()
    added_at = Timestamptz(default=None)
    added_by_person_id = UUID(null=True, default=None)
    added_by_name = Text()


class EvidenceStep(TenantOwned, tablename="assurance_evidence_step"):
    """Something that was done with an item: added, renewed, confirmed, withdrawn, restored, changed. Never changed.

    `review_on` is the day of the next review as it stands from this step on.
    """

    evidence_id = UUID(default=None)
    kind = Text()
    words = Text()
    review_on = Date(null=True, default=None)
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()


class Reliance(TenantOwned, tablename="assurance_reliance"):
    """That something rests on an item: an answer, a control, a statement, by the record that it is. Ends with why."""

    evidence_id = UUID(default=None)
    by_room = Text()
    by_kind = Text()
    by_id = UUID(default=None)
    by_title = Text()
    path = Text()
    because = Text()
    begun_at = Timestamptz(default=None)
    begun_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    ended_because = Text(null=True, default=None)


class EvidenceHold(TenantOwned, tablename="assurance_evidence_hold"):
    """That an item must not be disposed of, whatever the schedule says, until the hold is lifted."""

    evidence_id = UUID(default=None)
    kind = Text()
    reason = Text()
    placed_at = Timestamptz(default=None)
    placed_by_name = Text()
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by_name = Text(null=True, default=None)
    lifted_because = Text(null=True, default=None)


class EvidenceDisposal(TenantOwned, tablename="assurance_evidence_disposal"):
    """One item that has been kept as long as the schedule says, and what was decided. Nothing is removed by itself."""

    evidence_id = UUID(default=None)
    title = Text()
    schedule = Text()
    ended_on = Date(default=None)
    due_on = Date(default=None)
    state = Text()
    proposed_at = Timestamptz(default=None)
    proposed_by_name = Text()
    decided_at = Timestamptz(null=True, default=None)
    decided_by_name = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    carried_out_at = Timestamptz(null=True, default=None)
    carried_out_by_name = Text(null=True, default=None)
    carried_out_how = Text(null=True, default=None)

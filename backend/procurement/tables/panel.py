"""Who takes part in a procurement, the bidders, what each declared, and how it is handled."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Participant(TenantOwned, tablename="procurement_participant"):
    """A person of the tenant, or somebody from outside by name and body."""

    procurement_id = UUID(default=None)
    person_id = UUID(null=True, default=None)
    outsider_name = Text(null=True, default=None)
    outsider_body = Text(null=True, default=None)
    role = Text()
    is_staff = Boolean()
    joined_on = Date(default=None)
    left_on = Date(null=True, default=None)


class Bidder(TenantOwned, tablename="procurement_bidder"):
    """An organisation that bids, or to which the contract may go."""

    procurement_id = UUID(default=None)
    organisation_id = UUID(default=None)
    named_at = Timestamptz(default=None)
    withdrawn_on = Date(null=True, default=None)


class PanelDeclaration(TenantOwned, tablename="procurement_declaration"):
    """What a participant declared at a stage. Nothing is written over: a later one stands beside it."""

    procurement_id = UUID(default=None)
    participant_id = UUID(default=None)
    stage = Text()
    nothing = Boolean()
    conflict = Text(null=True, default=None)
    organisation_id = UUID(null=True, default=None)
    declared_at = Timestamptz(default=None)
    declared_by = Text()


class ConflictHandling(TenantOwned, tablename="procurement_handling"):
    """What was decided about a declared conflict; the newest counts."""

    declaration_id = UUID(default=None)
    handling = Text()
    reason = Text(null=True, default=None)
    decided_by = Text()
    decided_at = Timestamptz(default=None)

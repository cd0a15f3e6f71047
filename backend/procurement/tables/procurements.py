"""Procurements, and every version of what is said of each."""

from piccolo.columns import UUID, Boolean, Date, Numeric, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Procurement(TenantOwned, tablename="procurement_procurement"):
    """A procurement by its reference; what it is about stands in its particulars."""

    reference = Text()
    opened_at = Timestamptz(default=None)


class Particulars(TenantOwned, tablename="procurement_particulars"):
    """One version of what a procurement is: the newest has no `known_to`. `clinical_lead` and the others are names.

    `brought_in_by` is the import of a spreadsheet that wrote it.
    """

    procurement_id = UUID(default=None)
    title = Text()
    description = Text()
    is_new = Boolean()
    collaborative = Boolean()
    clinical_lead = Text(null=True, default=None)
    contract_manager = Text(null=True, default=None)
    expected = Numeric(null=True, default=None)
    route = Text()
    begun_on = Date(default=None)
    status = Text()
    changed_by = Text()
    change_note = Text(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_to = Timestamptz(null=True, default=None)
    brought_in_by = UUID(null=True, default=None)
    brought_in_from = Text(null=True, default=None)


class Decision(TenantOwned, tablename="procurement_decision"):
    """One version of the decision on a procurement, in the columns of the register and of regulation 24.

    `committee_named` is a committee that is none of ours, as an old register names it.
    """

    procurement_id = UUID(default=None)
    committee_id = UUID(null=True, default=None)
    decided_by = Text()
    deciders = Text(null=True, default=None)
    decided_on = Date(default=None)
    process = Text()
    conflicts = Text()
    actions = Text(null=True, default=None)
    justification = Text(null=True, default=None)
    key_criteria = Text(null=True, default=None)
    award_criteria = Text(null=True, default=None)
    awarded = Boolean()
    is_framework = Boolean()
    supplier_id = UUID(null=True, default=None)
    supplier_address = Text(null=True, default=None)
    total = Numeric(null=True, default=None)
    own = Numeric(null=True, default=None)
    contract_from = Date(null=True, default=None)
    contract_until = Date(null=True, default=None)
    comments = Text(null=True, default=None)
    changed_by = Text()
    change_note = Text(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_to = Timestamptz(null=True, default=None)
    committee_named = Text(null=True, default=None)


class TookPart(TenantOwned, tablename="procurement_took_part"):
    """A participant who took part in the decision, as one of its versions says."""

    decision_id = UUID(default=None)
    participant_id = UUID(default=None)

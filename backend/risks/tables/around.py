"""What stands around the risks: settings from a day on, monthly rounds, and what was proposed for agendas."""

from piccolo.columns import JSONB, UUID, Array, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Settled(TenantOwned, tablename="risks_settled"):
    """Matrix, bands, categories with their appetite and days of review from a day on; `source` says who decided it."""

    effective_from = Date(default=None)
    settled = JSONB()
    source = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Round(TenantOwned, tablename="risks_round"):
    """The round of a month over the risks that were open then; `closed_at`: what is missing was listed and kept."""

    month = Date(default=None)
    cut_off_on = Date(default=None)
    committee_id = UUID(null=True, default=None)
    risk_ids = Array(base_column=UUID(default=None))
    opened_at = Timestamptz(default=None)
    opened_by_name = Text()
    closed_at = Timestamptz(null=True, default=None)
    closed_by_name = Text(null=True, default=None)
    missing_ids = Array(base_column=UUID(default=None))


class Proposal(TenantOwned, tablename="risks_proposal"):
    """That a risk beyond appetite, or a gap past its date, was proposed for its lead committee's plan, and as what.

    `told` is what held when it was proposed: it comes again only when that changes. `withdrawn_at`: it held no longer.
    """

    risk_id = UUID(default=None)
    kind = Text()
    subject_id = UUID(default=None)
    told = Text()
    committee_id = UUID(default=None)
    business_id = UUID(default=None)
    proposed_at = Timestamptz(default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)

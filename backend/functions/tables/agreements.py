"""Agreements on delegation, and what hangs on them: variations, notices, reports asked for, money kept apart."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Agreement(TenantOwned, tablename="functions_agreement"):
    """The terms with another body from a day to another (the last with it); `signed_on` once a person recorded it.

    `notice` holds the rules by which it is left, each with its days and its source.
    """

    slug = Text()
    name = Text()
    body = Text()
    model = Text()
    authority = Text(null=True, default=None)
    about = Text(null=True, default=None)
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    function_ids = Array(base_column=UUID(default=None))
    notice = JSONB()
    source = JSONB()
    version = Integer(default=1)
    signed_on = Date(null=True, default=None)
    signed_by_us = Text(null=True, default=None)
    signed_by_body = Text(null=True, default=None)
    signed_file_id = UUID(null=True, default=None)
    signed_recorded_by_name = Text(null=True, default=None)
    retired_on = Date(null=True, default=None)


class Report(TenantOwned, tablename="functions_report"):
    """A report that an agreement asks for; see `catalogue.functions.ReportAsked`."""

    agreement_id = UUID(default=None)
    slug = Text()
    position = Integer(default=None)
    title = Text()
    about = Text(null=True, default=None)
    rhythm = Text()
    definition = Text(null=True, default=None)
    year_starts = Integer(default=4)
    due_within_days = Integer(null=True, default=None)
    due_on = Date(null=True, default=None)
    source = JSONB()
    retired_on = Date(null=True, default=None)


class Variation(TenantOwned, tablename="functions_variation"):
    """A change of the terms that both sides consented to."""

    agreement_id = UUID(default=None)
    number = Integer(default=None)
    words = Text()
    agreed_on = Date(default=None)
    effective_on = Date(default=None)
    agreed_by_us = Text()
    agreed_by_body = Text()
    file_id = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Notice(TenantOwned, tablename="functions_notice"):
    """That a side gave notice; `takes_effect_on` is the first day without the agreement.

    `rule` is the rule that the day was computed by; `irregular_because` says why it is another than the rule's.
    """

    agreement_id = UUID(default=None)
    by_us = Boolean(default=None)
    given_on = Date(default=None)
    takes_effect_on = Date(default=None)
    reason = Text()
    rule = JSONB(null=True, default=None)
    irregular_because = Text(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Segregation(TenantOwned, tablename="functions_segregation"):
    """What shows that money is kept apart: cost centres of their own over days, and where that can be seen."""

    agreement_id = UUID(default=None)
    cost_centres = Text()
    words = Text()
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    seen_in = Text(null=True, default=None)
    file_id = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)

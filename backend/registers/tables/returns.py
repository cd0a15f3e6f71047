"""Returns as they were prepared and as they were sent; amounts of related parties; dates of fit and proper checks."""

from piccolo.columns import UUID, Date, Integer, Numeric, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Return(TenantOwned, tablename="registers_return"):
    """A return for a period, on its way to its signature. `content` is what was computed, as canonical JSON."""

    kind = Text()
    since = Date(default=None)
    until = Date(default=None)
    number = Integer(default=None)
    state = Text()
    content = Text()
    sha256 = Text()
    prepared_at = Timestamptz(default=None)
    prepared_by = UUID(default=None)
    prepared_by_name = Text()
    question = Text(null=True, default=None)
    asked_by_name = Text(null=True, default=None)


class SentReturn(TenantOwned, tablename="registers_sent_return"):
    """A return as it was signed and sent. Never changed, whatever is corrected later."""

    return_id = UUID(default=None)
    content = Text()
    sha256 = Text()
    signed_at = Timestamptz(default=None)
    signed_by = UUID(default=None)
    signed_by_name = Text()


class ReturnFile(TenantOwned, tablename="registers_return_file"):
    """The PDF of a return as it was signed."""

    return_id = UUID(default=None)
    file_id = UUID(default=None)
    made_at = Timestamptz(default=None)


class RelatedParty(TenantOwned, tablename="registers_related_party"):
    """What finance adds for a person and an organisation in a financial year, which is named by its first."""

    year = Integer(default=None)
    person_id = UUID(default=None)
    organisation_id = UUID(default=None)
    paid = Numeric(null=True, default=None)
    received = Numeric(null=True, default=None)
    owed_by_us = Numeric(null=True, default=None)
    owed_to_us = Numeric(null=True, default=None)
    note = Text(null=True, default=None)
    filled_at = Timestamptz(default=None)
    filled_by_name = Text()


class FitAndProper(TenantOwned, tablename="registers_fit_and_proper"):
    """That somebody was checked on a day, and when next: never what was found."""

    person_id = UUID(default=None)
    checked_on = Date(default=None)
    next_due_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_name = Text()
    withdrawn_because = Text(null=True, default=None)

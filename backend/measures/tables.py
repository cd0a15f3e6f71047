"""Measures, the values that are stated of them, and what outliers mean."""

from piccolo.columns import JSONB, UUID, Date, Integer, Numeric, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Measure(TenantOwned, tablename="measures_measure"):
    """One thing that is counted. `better` is the direction in which it should move."""

    slug = Text()
    title = Text()
    definition = Text()
    unit = Text()
    better = Text()
    owner_person_id = UUID(null=True, default=None)
    version = Integer(default=None)
    retired_at = Timestamptz(null=True, default=None)
    retired_because = Text(null=True, default=None)


class Value(TenantOwned, tablename="measures_value"):
    """What one source states for one period. Nothing is changed: what is wrong is struck out and stated anew."""

    measure_id = UUID(default=None)
    organisation_id = UUID(null=True, default=None)
    said = Text()
    period = Text()
    ends_on = Date(default=None)
    value = Numeric(digits=(18, 4), null=True, default=None)
    unit = Text()
    low = Numeric(digits=(18, 4), null=True, default=None)
    high = Numeric(digits=(18, 4), null=True, default=None)
    source = Text()
    provenance = JSONB()
    note = Text(null=True, default=None)
    entered_at = Timestamptz(default=None)
    entered_by = Text()
    struck_at = Timestamptz(null=True, default=None)
    struck_by = Text(null=True, default=None)
    struck_because = Text(null=True, default=None)


class Meaning(TenantOwned, tablename="measures_meaning"):
    """What a person says that a value means; the newest of a value holds."""

    value_id = UUID(default=None)
    finding = Text()
    words = Text()
    written_at = Timestamptz(default=None)
    written_by = Text()
    written_by_person_id = UUID(null=True, default=None)

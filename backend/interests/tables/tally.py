"""How many of the interests that stand begin on a day, and how many ended on the day before."""

from piccolo.columns import Date, Integer

from backend.tenancy.tables import TenantOwned


class Tally(TenantOwned, tablename="interests_tally"):
    """What the database keeps of `interests_entry` by triggers; a day may have several rows: sum them."""

    day = Date(default=None)
    begun = Integer(default=None)
    ended = Integer(default=None)

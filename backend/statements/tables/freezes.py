"""Years as they were frozen: kept whole, never changed."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Freeze(TenantOwned, tablename="statements_freeze"):
    """A financial year, named by the calendar year in which it begins, as it stood `as_at` and was `known_at`."""

    year = Integer(default=None)
    number = Integer(default=None)
    as_at = Date(default=None)
    known_at = Timestamptz(default=None)
    frozen_at = Timestamptz(default=None)
    frozen_by_name = Text()
    reason = Text(null=True, default=None)
    lines = Integer(default=None)
    sha256 = Text()


class FrozenPart(TenantOwned, tablename="statements_frozen_part"):
    """One table of a freeze: who came to a committee, who sat on it, a register. `columns` say how its cells read."""

    freeze_id = UUID(default=None)
    key = Text()
    kind = Text()
    position = Integer(default=None)
    committee_id = UUID(null=True, default=None)
    register = Text(null=True, default=None)
    title = Text()
    about = Text()
    none_words = Text()
    columns = JSONB()
    lines = Integer(default=None)
    sha256 = Text()


class FrozenRow(TenantOwned, tablename="statements_frozen_row"):
    """One line of a part, as plain values. `record` names what it is about, the same in each freeze."""

    part_id = UUID(default=None)
    position = Integer(default=None)
    record = Text()
    person_id = UUID(null=True, default=None)
    path = Text(null=True, default=None)
    cells = JSONB()
    sha256 = Text()


class Highlight(TenantOwned, tablename="statements_highlight"):
    """A decision that somebody marked as one to tell the year's readers of."""

    decision_id = UUID(default=None)
    words = Text(null=True, default=None)
    marked = Boolean()
    version = Integer(default=None)
    marked_at = Timestamptz(default=None)
    marked_by_name = Text()

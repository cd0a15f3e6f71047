"""The words of papers as blocks, and members' notes on them."""

from piccolo.columns import UUID, Array, Boolean, DoublePrecision, Integer, SmallInt, Timestamptz
from piccolo.columns import Text as TextColumn

from backend.tenancy.tables import TenantOwned


class ReadVersion(TenantOwned, tablename="reading_version"):
    """That a version's words were taken out of it; `problem` is a sentence where they could not be."""

    paper_version_id = UUID(default=None)
    blocks = Integer(default=None)
    problem = TextColumn(null=True, default=None)
    read_at = Timestamptz(default=None)


class Text(TenantOwned, tablename="reading_text"):
    """One block of a version: `part` counts from 0 in reading order, `page` from 1.

    The column `found` is what search looks in; the database makes it from `words`.
    """

    paper_version_id = UUID(default=None)
    part = Integer(default=None)
    page = Integer(default=None)
    kind = TextColumn()
    level = SmallInt(default=None)
    words = TextColumn()


class Note(TenantOwned, tablename="reading_note"):
    """One note of a person on a paper, made on a version. Without `exact` it is on the paper as a whole.

    The row is its author's. `queries/notes.py` alone reads it.
    """

    paper_id = UUID(default=None)
    author_person_id = UUID(default=None)
    version = Integer(default=None)
    words = TextColumn()
    shared = Boolean()
    exact = TextColumn()
    prefix = TextColumn()
    suffix = TextColumn()
    position = DoublePrecision(default=None)
    kind = TextColumn()
    headings = Array(base_column=TextColumn())
    others = Integer(default=None)
    made_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)
    keep_until = Timestamptz(null=True, default=None)


class Keeping(TenantOwned, tablename="reading_keeping"):
    """How many months after the meeting a tenant's notes are proposed for removal, and where that is written."""

    months = Integer(default=None)
    source = TextColumn()
    decided_at = Timestamptz(default=None)
    decided_by_name = TextColumn()


class ReadingPreference(TenantOwned, tablename="reading_preference"):
    """How a person reads: `size` of the letters in percent, `spacing` of the lines, `colours`."""

    person_id = UUID(default=None)
    size = Integer(default=None)
    spacing = TextColumn()
    colours = TextColumn()
    changed_at = Timestamptz(default=None)


class Opening(TenantOwned, tablename="reading_opening"):
    """That a person opened an issue of a pack, and until when a device of theirs may show it without a connection."""

    pack_id = UUID(default=None)
    person_id = UUID(default=None)
    first_at = Timestamptz(default=None)
    last_at = Timestamptz(default=None)
    offline_until = Timestamptz(null=True, default=None)


class Receipts(TenantOwned, tablename="reading_receipts"):
    """Whether those who build packs see who has opened them: the newest line stands."""

    shown = Boolean()
    decided_at = Timestamptz(default=None)
    decided_by_name = TextColumn()

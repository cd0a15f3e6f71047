"""Publications: a frozen set of public rows, from its preparation to its release and its end."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Publication(TenantOwned, tablename="registers_publication"):
    """One refresh of the public registers. `sha256` is of all that is approved; `months`: how long an end is shown."""

    number = Integer()
    state = Text()
    as_at = Date(default=None)
    asked_at = Timestamptz(default=None)
    asked_by = UUID(null=True, default=None)
    asked_by_name = Text()
    prepared_at = Timestamptz(null=True, default=None)
    rule_set = Text(null=True, default=None)
    months = Integer(null=True, default=None)
    sha256 = Text(null=True, default=None)
    failure = Text(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    approved_by_name = Text(null=True, default=None)
    release_at = Timestamptz(null=True, default=None)
    released_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    ended_because = Text(null=True, default=None)


class PublishedPart(TenantOwned, tablename="registers_published_part"):
    """One register of a publication: its headings and statements as they were frozen, and its PDF as it is now.

    `year_key` is the column by which lines are counted year by year.

    `pdf_key` names the rows that the PDF holds; a PDF with other rows than may be seen is never served.
    """

    publication_id = UUID(default=None)
    register = Text()
    position = Integer()
    title = Text()
    about = Text()
    none_words = Text()
    headings = JSONB()
    year_key = Text(null=True, default=None)
    sha256 = Text()
    pdf_file_id = UUID(null=True, default=None)
    pdf_key = Text(null=True, default=None)
    pdf_failure = Text(null=True, default=None)


class PublishedRow(TenantOwned, tablename="registers_published_row"):
    """One frozen line. `shown_until` is the last day on which it may be seen, where its time is counted."""

    publication_id = UUID(default=None)
    register = Text()
    record_id = UUID(default=None)
    person_id = UUID(null=True, default=None)
    position = Integer()
    shown_until = Date(null=True, default=None)
    ended = Boolean()
    cells = JSONB()
    words = Text()
    sha256 = Text()


class Reach(TenantOwned, tablename="registers_reach"):
    """How often one address of a publication was asked for, and when first and last."""

    publication_id = UUID(default=None)
    form = Text()
    register = Text()
    served = Integer()
    first_at = Timestamptz(default=None)
    last_at = Timestamptz(default=None)

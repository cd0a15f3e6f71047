"""Statements as they are written, signed and added to."""

from piccolo.columns import UUID, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Statement(TenantOwned, tablename="statements_statement"):
    """A statement or report of a year, of a committee where there is one. `template` is an edition of the catalogue."""

    kind = Text()
    year = Integer(default=None)
    committee_id = UUID(null=True, default=None)
    template = Text()
    freeze_id = UUID(null=True, default=None)
    state = Text()
    version = Integer(default=None)
    started_at = Timestamptz(default=None)
    started_by_name = Text()
    sent_at = Timestamptz(null=True, default=None)
    sent_by_name = Text(null=True, default=None)
    question = Text(null=True, default=None)
    asked_by_name = Text(null=True, default=None)


class Words(TenantOwned, tablename="statements_words"):
    """What somebody wrote in a place of a statement; the highest number stands, the others are its history."""

    statement_id = UUID(default=None)
    section = Text()
    number = Integer(default=None)
    words = Text()
    rating = Text(null=True, default=None)
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None)
    written_by_name = Text()


class Signature(TenantOwned, tablename="statements_signature"):
    """A statement word for word as it was signed. Never changed, whatever is corrected later."""

    statement_id = UUID(default=None)
    content = Text()
    sha256 = Text()
    signed_at = Timestamptz(default=None)
    signed_by = UUID(default=None)
    signed_by_name = Text()
    signed_as = Text()


class Addendum(TenantOwned, tablename="statements_addendum"):
    """What is added to a signed statement: it counts once somebody else has signed it."""

    statement_id = UUID(default=None)
    number = Integer(default=None)
    words = Text()
    reason = Text()
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None)
    written_by_name = Text()
    signed_at = Timestamptz(null=True, default=None)
    signed_by = UUID(null=True, default=None)
    signed_by_name = Text(null=True, default=None)


class StatementFile(TenantOwned, tablename="statements_file"):
    """A PDF of a statement. `sha256` names what was printed; the same is not printed twice."""

    statement_id = UUID(default=None)
    sha256 = Text()
    standing = Text()
    file_id = UUID(default=None)
    made_at = Timestamptz(default=None)

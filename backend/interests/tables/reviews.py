"""What reviewer and declarant wrote to each other about a declaration."""

from piccolo.columns import UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class ReviewMessage(TenantOwned, tablename="interests_review_message"):
    """A question of the reviewer or an answer of the person. It only grows."""

    declaration_id = UUID(default=None)
    person_id = UUID(default=None)
    kind = Text()
    words = Text()
    written_at = Timestamptz(default=None)

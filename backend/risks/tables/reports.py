"""Papers that were made of the risks, and how far those are that were asked for."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Report(TenantOwned, tablename="risks_report"):
    """One making of a paper: of the whole framework, or of one risk. Made anew it is another row and another version.

    `led_alone`: of the framework only the risks that the meeting's committee leads. `cover` is what was put on the
    cover sheet, by the field's id.
    """

    kind = Text()
    risk_id = UUID(null=True, default=None)
    meeting_id = UUID(default=None)
    led_alone = Boolean()
    as_at = Date(default=None)
    since = Date(null=True, default=None)
    author_person_id = UUID(default=None)
    state = Text()
    words = Text()
    done = Integer(default=None)
    total = Integer(default=None)
    failure = Text(null=True, default=None)
    asked_at = Timestamptz(default=None)
    asked_by_name = Text()
    made_at = Timestamptz(null=True, default=None)
    item_id = UUID(null=True, default=None)
    paper_id = UUID(null=True, default=None)
    paper_version = Integer(null=True, default=None)
    cover = JSONB()

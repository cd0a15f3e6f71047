"""Topics, what was asked about each, and every step from asking to an answer."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Topic(TenantOwned, tablename="challenge_topic"):
    """A topic in the tenant's own words."""

    title = Text()
    made_at = Timestamptz(default=None)
    made_by_name = Text()


class Question(TenantOwned, tablename="challenge_question"):
    """Something that was asked. Meeting, item and thread are ids of a higher room, kept and never followed from here.

    `of_name` is whom it was put to, where that was said. `version` grows with each change.
    """

    number = Integer(default=None)
    topic_id = UUID(default=None)
    kind = Text()
    words = Text()
    asked_by_person_id = UUID(null=True, default=None)
    asked_by_name = Text()
    of_name = Text(null=True, default=None)
    asked_on = Date(default=None)
    committee_id = UUID(null=True, default=None)
    meeting_id = UUID(null=True, default=None)
    meeting_title = Text(null=True, default=None)
    item_id = UUID(null=True, default=None)
    item_title = Text(null=True, default=None)
    thread_id = UUID(null=True, default=None)
    private = Boolean()
    state = Text()
    version = Integer(default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_person_id = UUID(null=True, default=None)
    recorded_by_name = Text()


class Step(TenantOwned, tablename="challenge_step"):
    """What became of a question: who said what, when, and where that is minuted. Never changed.

    `leads_to` is the state after it; empty for a change of words or of topic, which leaves the state as it was.
    """

    question_id = UUID(default=None)
    kind = Text()
    leads_to = Text(null=True, default=None)
    words = Text()
    said_by_name = Text()
    said_on = Date(default=None)
    minuted = Text()
    meeting_id = UUID(null=True, default=None)
    path = Text(null=True, default=None)
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()

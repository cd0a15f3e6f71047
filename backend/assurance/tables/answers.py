"""Assessments of editions, how each requirement stands in them, what was ever answered, and the tallies."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Assessment(TenantOwned, tablename="assurance_assessment"):
    """An edition of a framework gone through for a period. `signed_tally` is how it stood when it was signed.

    `scales` are those of the edition when it was opened: an answer is on one of them.
    """

    edition_id = UUID(default=None)
    title = Text()
    period_from = Date(default=None)
    period_until = Date(default=None)
    state = Text()
    opened_at = Timestamptz(default=None)
    opened_by_name = Text()
    closed_at = Timestamptz(null=True, default=None)
    closed_by_name = Text(null=True, default=None)
    signed_at = Timestamptz(null=True, default=None)
    signed_by_person_id = UUID(null=True, default=None)
    signed_by_name = Text(null=True, default=None)
    signed_words = Text(null=True, default=None)
    signed_tally = JSONB(null=True, default=None)
    carried_from_id = UUID(null=True, default=None)
    version = Integer()
    scales = JSONB()


class Answer(TenantOwned, tablename="assurance_answer"):
    """A requirement in an assessment, from the day on which it was opened: what a person judged, and how it stands.

    `position` is its place in the whole edition, `said_number` that of its newest version. `outcome` is the rule's
    verdict as it was last followed. `stands` holds until `stands_until`, and from the day after it is `stands_after`;
    the three are kept so that lists and tallies need not judge anew. `waits` marks what was carried over and nobody
    has confirmed.
    """

    assessment_id = UUID(default=None)
    requirement_id = UUID(default=None)
    domain_id = UUID(default=None)
    position = Integer()
    level = Text(null=True, default=None)
    counts_as = Text(null=True, default=None)
    words = Text(null=True, default=None)
    valid_until = Date(null=True, default=None)
    overruled_because = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by_person_id = UUID(null=True, default=None)
    answered_by_name = Text(null=True, default=None)
    review = Text(null=True, default=None)
    review_words = Text(null=True, default=None)
    reviewed_at = Timestamptz(null=True, default=None)
    reviewed_by_person_id = UUID(null=True, default=None)
    reviewed_by_name = Text(null=True, default=None)
    waits = Boolean()
    carried_from_id = UUID(null=True, default=None)
    carried_words = Text(null=True, default=None)
    outcome = Text(null=True, default=None)
    stands = Text()
    stands_until = Date(null=True, default=None)
    stands_after = Text()
    differs = Boolean()
    owner_person_id = UUID(null=True, default=None)
    due_on = Date(null=True, default=None)
    version = Integer()
    reference = Text()
    scale = Text()
    said_number = Integer()


class AnswerVersion(TenantOwned, tablename="assurance_answer_version"):
    """What stood as an answer from a moment on, whole and never changed.

    `did` is what was done. `said` holds the columns of `Answer` from `level` to `carried_words`. `back_to` is the
    number of the version that taking this one back brings again.
    """

    answer_id = UUID(default=None)
    assessment_id = UUID(default=None)
    number = Integer()
    did = Text()
    said = JSONB()
    back_to = Integer(null=True, default=None)
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()


class TallyRow(TenantOwned, tablename="assurance_tally"):
    """How many requirements of a domain stand how in an assessment, kept by the difference that each change makes.

    Until `holds_until` time alone changes nothing of it; a day that is too early is no fault.
    """

    assessment_id = UUID(default=None)
    domain_id = UUID(default=None)
    met = Integer()
    partly = Integer()
    not_met = Integer()
    not_applicable = Integer()
    unknown = Integer()
    lapsed = Integer()
    unanswered = Integer()
    to_review = Integer()
    differing = Integer()
    waiting = Integer()
    holds_until = Date(null=True, default=None)

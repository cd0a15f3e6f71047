"""What regulators ask about released packs, what was answered, and who took a regulator's place."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class EvidenceRequest(TenantOwned, tablename="releases_request"):
    """A request for evidence, as it came. `how` is `door`, or `link` from a recipient's page.

    An action of its owner follows it, by its day. `reissued_release_id` is the release of the pack that was issued
    anew in answer.
    """

    release_id = UUID(default=None)
    number = Integer()
    place = Text(null=True, default=None)
    words = Text()
    asked_by = Text()
    asked_on = Date(default=None)
    due_on = Date(default=None)
    follows_id = UUID(null=True, default=None)
    how = Text()
    arrived_at = Timestamptz(default=None)
    owner_person_id = UUID(null=True, default=None)
    action_id = UUID(null=True, default=None)
    reissued_release_id = UUID(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    satisfied = Boolean(null=True, default=None)
    closed_words = Text(null=True, default=None)
    closed_by = Text(null=True, default=None)


class Answer(TenantOwned, tablename="releases_answer"):
    """An answer to a request: written by one person and approved by another, and then sent and never changed."""

    request_id = UUID(default=None)
    words = Text()
    state = Text()
    reissued_as = Integer(null=True, default=None)
    written_at = Timestamptz(default=None)
    written_by = UUID(null=True, default=None)
    written_by_name = Text()
    back_words = Text(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by_name = Text(null=True, default=None)
    message_id = UUID(null=True, default=None)


class AnswerFile(TenantOwned, tablename="releases_answer_file"):
    """A file of an answer."""

    answer_id = UUID(default=None)
    position = Integer()
    file_id = UUID(default=None)


class Successor(TenantOwned, tablename="releases_successor"):
    """Who holds now what was released to a regulator that was replaced, as that regulator said."""

    release_id = UUID(default=None)
    slug = Text()
    name = Text()
    from_on = Date(default=None)
    said_by = Text()
    arrived_at = Timestamptz(default=None)

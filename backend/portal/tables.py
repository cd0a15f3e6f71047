"""What a regulator keeps of the packs that were released to it: each as it came, and what its people did with it."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Pack(TenantOwned, tablename="portal_pack"):
    """One issue of a pack as it was released here. What it says and its file never change; what became of it does.

    `came` is `release`, or `handed-over` from the body before this one; `handed_to_name` is set once it was handed on,
    and nothing of it is changed from then.
    """

    commissioner_id = UUID(default=None)
    release_id = UUID(default=None)
    message_id = UUID(default=None)
    message_sha256 = Text()
    came = Text()
    came_from = Text(null=True, default=None)
    pack_id = UUID(default=None)
    definition = Text()
    definition_title = Text()
    period = Text()
    period_from = Date(null=True, default=None)
    period_until = Date(null=True, default=None)
    issue = Integer()
    title = Text()
    as_at = Timestamptz(default=None)
    sealed_at = Timestamptz(default=None)
    key_name = Text()
    fingerprint = Text()
    file_id = UUID(default=None)
    name = Text()
    size = BigInt()
    sha256 = Text()
    released_by = Text()
    released_at = Timestamptz(default=None)
    words = Text(null=True, default=None)
    downloads = Integer(null=True, default=None)
    supersedes_id = UUID(null=True, default=None)
    answers_request_id = UUID(null=True, default=None)
    received_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_because = Text(null=True, default=None)
    superseded_at = Timestamptz(null=True, default=None)
    superseded_by_issue = Integer(null=True, default=None)
    handed_on_at = Timestamptz(null=True, default=None)
    handed_to_name = Text(null=True, default=None)
    handed_message_id = UUID(null=True, default=None)


class Recipient(TenantOwned, tablename="portal_recipient"):
    """Somebody to whom a pack was released, by mail address, and the person of ours whom that is."""

    pack_id = UUID(default=None)
    name = Text()
    address = Text()
    person_id = UUID(null=True, default=None)
    named_by_name = Text(null=True, default=None)
    named_at = Timestamptz(null=True, default=None)


class Change(TenantOwned, tablename="portal_change"):
    """A change of a release, as it came. It only grows."""

    pack_id = UUID(default=None)
    what = Text()
    because = Text(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    superseded_by_id = UUID(null=True, default=None)
    superseded_by_issue = Integer(null=True, default=None)
    changed_by = Text()
    changed_at = Timestamptz(default=None)
    message_sha256 = Text()
    received_at = Timestamptz(default=None)


class Key(TenantOwned, tablename="portal_key"):
    """A key that this body trusts for a commissioner: its fingerprint, and from where a person has it."""

    commissioner_id = UUID(default=None)
    name = Text()
    fingerprint = Text()
    source = Text()
    entered_at = Timestamptz(default=None)
    entered_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Check(TenantOwned, tablename="portal_check"):
    """One verification of the received bytes: what was found, with which keys. It only grows."""

    pack_id = UUID(default=None)
    checked_at = Timestamptz(default=None)
    checked_by_name = Text()
    holds = Boolean()
    pinned = Boolean()
    lines = JSONB()
    fingerprint = Text(null=True, default=None)
    key_name = Text(null=True, default=None)
    words = Text()


class Taking(TenantOwned, tablename="portal_taking"):
    """That a recipient proved who they are, and may take the pack until a moment. It only grows."""

    pack_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    taken_at = Timestamptz(default=None)
    until = Timestamptz(default=None)
    proved_by = Text()


class Receipt(TenantOwned, tablename="portal_receipt"):
    """That a person says that the pack was received, with its hash. It only grows."""

    pack_id = UUID(default=None)
    person_id = UUID(null=True, default=None)
    received_by = Text()
    address = Text(null=True, default=None)
    sha256 = Text()
    verified = Text()
    given_at = Timestamptz(default=None)
    message_id = UUID(null=True, default=None)


class Request(TenantOwned, tablename="portal_request"):
    """A request for evidence; it is open until whoever asks says that it is closed."""

    pack_id = UUID(default=None)
    number = Integer()
    place = Text(null=True, default=None)
    words = Text()
    due_on = Date(default=None)
    asked_on = Date(default=None)
    asked_at = Timestamptz(default=None)
    asked_by = UUID(null=True, default=None)
    asked_by_name = Text()
    follows_id = UUID(null=True, default=None)
    message_id = UUID(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_on = Date(null=True, default=None)
    satisfied = Boolean(null=True, default=None)
    closed_words = Text(null=True, default=None)
    closed_by_name = Text(null=True, default=None)


class Answer(TenantOwned, tablename="portal_answer"):
    """What the commissioner answered, as it came, never changed. `files` has the `file_id` of each here."""

    request_id = UUID(default=None)
    answer_id = UUID(default=None)
    message_id = UUID(null=True, default=None)
    words = Text()
    prepared_by = Text()
    approved_by = Text()
    approved_at = Timestamptz(default=None)
    reissued_as = Integer(null=True, default=None)
    files = JSONB()
    sha256 = Text()
    received_at = Timestamptz(default=None)

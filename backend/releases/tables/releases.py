"""A sealed pack given to named people at a named regulator, and all that became of it."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Release(TenantOwned, tablename="releases_release"):
    """One issue of one pack, released to one regulator.

    What the pack is (`title` to `sealed_at`) is kept as it was at that moment, `sha256` being that of the sealed file
    itself: no newer issue ever stands behind the same links. `expires_at` is a moment of the tenant's own time, and
    `most_downloads` how many each recipient may begin. `agreement_id`: the oversight agreement under which it also goes
    through the door. `state` is `live` or `revoked`; that it has expired, time says, and that it is superseded, packs.
    """

    number = Integer(default=None)
    pack_id = UUID(default=None)
    definition_id = Text(null=True, default=None)
    title = Text()
    since_on = Date(null=True, default=None)
    until_on = Date(null=True, default=None)
    issue = Integer(default=None)
    file_name = Text()
    sha256 = Text()
    size = BigInt()
    key_name = Text()
    fingerprint = Text()
    as_at = Timestamptz(default=None)
    sealed_at = Timestamptz(default=None)
    regulator = Text()
    regulator_kind = Text()
    regulator_ods = Text(null=True, default=None)
    agreement_id = UUID(null=True, default=None)
    message_id = UUID(null=True, default=None)
    words = Text(null=True, default=None)
    state = Text()
    most_downloads = Integer(default=None)
    by_mail = Boolean()
    released_at = Timestamptz(default=None)
    released_by_name = Text()
    released_by_person_id = UUID(null=True, default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_because = Text(null=True, default=None)
    revoked_by_name = Text(null=True, default=None)
    warned_for = Timestamptz(null=True, default=None)
    told_issue = Integer(null=True, default=None)
    version = Integer(default=None)


class Recipient(TenantOwned, tablename="releases_recipient"):
    """A named person, with a link and a code of their own.

    Of the link's token and of the code only hashes are kept. `failures` are wrong codes since the code was made, at
    the fifth of which `locked_at` is set; a new code, told by telephone, begins anew. `begun` counts downloads.
    """

    release_id = UUID(default=None)
    name = Text()
    post = Text()
    email = Text(null=True, default=None)
    added_at = Timestamptz(default=None)
    added_by_name = Text()
    token_hash = Bytea(default=None)
    token_made_at = Timestamptz(default=None)
    code_hash = Text()
    code_made_at = Timestamptz(default=None)
    failures = Integer(default=None)
    locked_at = Timestamptz(null=True, default=None)
    begun = Integer(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Visit(TenantOwned, tablename="releases_visit"):
    """A recipient who gave the right code: what a short cookie of their own stands for. All moments are real ones."""

    recipient_id = UUID(default=None)
    token_hash = Bytea(default=None)
    begun_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Download(TenantOwned, tablename="releases_download"):
    """One download that a recipient began, of the sealed pack or of the reading copy, and how much of it they took.

    `until` is when it can no longer be taken up again, `taken` how many bytes were given in all.
    """

    recipient_id = UUID(default=None)
    form = Text()
    begun_at = Timestamptz(default=None)
    until = Timestamptz(default=None)
    requests = Integer(default=None)
    taken = BigInt()
    last_at = Timestamptz(null=True, default=None)


class Access(TenantOwned, tablename="releases_access"):
    """What a recipient, or whoever held their link, asked of it, and whether it was given. Nothing is ever taken out.

    `kind` is what was asked, `given` whether it was; `asked_with` the kind of program, as far as it says so.
    """

    release_id = UUID(default=None)
    recipient_id = UUID(default=None)
    download_id = UUID(null=True, default=None)
    at = Timestamptz(default=None)
    kind = Text()
    given = Boolean()
    because = Text(null=True, default=None)
    first_byte = BigInt(null=True, default=None)
    last_byte = BigInt(null=True, default=None)
    asked_with = Text()


class Receipt(TenantOwned, tablename="releases_receipt"):
    """What a recipient said that they hold, on what day and by whose name: their act, kept for ever.

    `how`: `computed` from the file in their browser, `confirmed` by them, or come through the `door`.
    """

    release_id = UUID(default=None)
    recipient_id = UUID(null=True, default=None)
    name = Text()
    post = Text(null=True, default=None)
    body = Text()
    sha256 = Text()
    matches = Boolean()
    how = Text()
    words = Text(null=True, default=None)
    given_at = Timestamptz(default=None)
    arrived_at = Timestamptz(default=None)


class Copy(TenantOwned, tablename="releases_copy"):
    """The reading copy of one recipient: the report with their name on each page. It is not what was sealed."""

    recipient_id = UUID(default=None)
    file_id = UUID(default=None)
    sha256 = Text()
    size = BigInt()
    made_at = Timestamptz(default=None)

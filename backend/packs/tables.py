"""Packs that were asked for, the parts of those that are ready, and every page that was ever laid out for one."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Render(TenantOwned, tablename="packs_render"):
    """A PDF under the HMAC of everything that shaped it. `kept_at` is its storage key, `size` in bytes.

    `tags_hold`: its own structure can be used. `as_handed_in`: it is somebody's own PDF, not laid out by us. It is a
    cache: whatever is missing is made again.
    """

    key = Text()
    kept_at = Text()
    sha256 = Text()
    size = BigInt()
    pages = Integer(default=None)
    tags_hold = Boolean()
    made_at = Timestamptz(default=None)
    as_handed_in = Boolean()


class Pack(TenantOwned, tablename="packs_pack"):
    """One pack that was asked for. A board pack has a meeting and a variant, an assurance pack a period.

    `as_at` is the domain's moment at which its content was read, `sealed_at` the real one at which it was finished.
    `build_id` names the builder that holds it. `same_as` is the issue than which nothing had changed. A copy for one
    person (`for_person_id`) lacks the papers of the items in `withheld`. `agenda_key` is the whole agenda's, by which a
    copy knows that it is of the same issue; `manifest` what the copy holds, to say what the next has changed.
    `definition` is the `id/edition` by which an assurance pack is put together; `left_at`
    the moment at which it was first released. `ledger_size` is how many lines the ledger had at its checkpoint.
    """

    kind = Text()
    meeting_id = UUID(null=True, default=None)
    variant = Text(null=True, default=None)
    since_on = Date(null=True, default=None)
    until_on = Date(null=True, default=None)
    issue = Integer(default=None)
    state = Text()
    done = Integer(default=None)
    total = Integer(default=None)
    words = Text()
    failure = Text(null=True, default=None)
    attempts = Integer(default=None)
    build_id = UUID(null=True, default=None)
    asked_at = Timestamptz(default=None)
    asked_by_person_id = UUID(null=True, default=None)
    asked_by_name = Text()
    as_at = Timestamptz(null=True, default=None)
    sealed_at = Timestamptz(null=True, default=None)
    content_key = Text(null=True, default=None)
    same_as = UUID(null=True, default=None)
    file_id = UUID(null=True, default=None)
    sha256 = Text(null=True, default=None)
    size = BigInt(null=True, default=None)
    pages = Integer(null=True, default=None)
    key_name = Text(null=True, default=None)
    fingerprint = Text(null=True, default=None)
    verification = JSONB(null=True, default=None)
    layout = Text()
    points = Integer(null=True, default=None)
    for_person_id = UUID(null=True, default=None)
    withheld = Array(base_column=UUID(default=None))
    agenda_key = Text(null=True, default=None)
    manifest = JSONB(null=True, default=None)
    definition = Text(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    ledger_size = BigInt(null=True, default=None)
    with_verifier = Boolean(default=True)


class Part(TenantOwned, tablename="packs_part"):
    """One part of a finished board pack: its place, and the key of the render that it was put together from.

    Its pages are labelled from `start`; those after the first `numbered` carry the last number and a letter.
    """

    pack_id = UUID(default=None)
    position = Integer(default=None)
    label = Text()
    title = Text()
    level = Integer(default=None)
    first_page = Integer(default=None)
    pages = Integer(default=None)
    tagged = Boolean()
    render_key = Text()
    key = Text()
    start = Integer(default=None)
    numbered = Integer(null=True, default=None)


class Preference(TenantOwned, tablename="packs_preference"):
    """How a person wants their packs; `points` is the size of large print."""

    person_id = UUID(default=None)
    layout = Text()
    points = Integer(null=True, default=None)
    changed_at = Timestamptz(default=None)


class Number(TenantOwned, tablename="packs_number"):
    """The numbers that the pages of one part were given among those of its item, once and for all issues."""

    meeting_id = UUID(default=None)
    format = Text()
    part = Text()
    start = Integer(default=None)
    taken = Integer(default=None)


class Inaccessible(TenantOwned, tablename="packs_inaccessible"):
    """Why a version of a paper goes public without a version that everybody can read, and how to ask for one."""

    paper_id = UUID(default=None)
    version = Integer(default=None)
    reason = Text()
    ask = Text()
    decided_at = Timestamptz(default=None)
    decided_by_person_id = UUID(null=True, default=None)
    decided_by_name = Text()


class Redaction(TenantOwned, tablename="packs_redaction"):
    """A record that an officer struck by hand from the packs of a definition (its id) and period; kept when lifted."""

    definition = Text()
    since_on = Date(default=None)
    until_on = Date(default=None)
    room = Text()
    record_kind = Text()
    record_id = UUID(default=None)
    reason = Text()
    basis = Text()
    struck_at = Timestamptz(default=None)
    struck_by_person_id = UUID(null=True, default=None)
    struck_by_name = Text()
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by_name = Text(null=True, default=None)
    lifted_because = Text(null=True, default=None)


class Opinion(TenantOwned, tablename="packs_opinion"):
    """A named person's opinion on a period, which stands on the first page of the packs that are built after it."""

    definition = Text()
    since_on = Date(default=None)
    until_on = Date(default=None)
    words = Text()
    given_at = Timestamptz(default=None)
    given_by_person_id = UUID(default=None)
    given_by_name = Text()
    office = Text()
    proved_by = Text()
    withdrawn_at = Timestamptz(null=True, default=None)


class Signature(TenantOwned, tablename="packs_signature"):
    """What a signer of an assurance pack decided about its file, as it was (`sha256`). Kept when withdrawn."""

    pack_id = UUID(default=None)
    role = Text()
    decision = Text()
    words = Text()
    sha256 = Text()
    decided_at = Timestamptz(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    proved_by = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)

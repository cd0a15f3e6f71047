"""Packs that were asked for, the parts of those that are ready, and every page that was ever laid out for one."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Render(TenantOwned, tablename="packs_render"):
    """A PDF under the HMAC of everything that shaped it. `kept_at` is its storage key, `size` in bytes.

    `tags_hold`: its own structure can be used. It is a cache: whatever is missing is made again.
    """

    key = Text()
    kept_at = Text()
    sha256 = Text()
    size = BigInt()
    pages = Integer(default=None)
    tags_hold = Boolean()
    made_at = Timestamptz(default=None)


class Pack(TenantOwned, tablename="packs_pack"):
    """One pack that was asked for. A board pack has a meeting and a variant, an assurance pack a period.

    `as_at` is the domain's moment at which its content was read, `sealed_at` the real one at which it was finished.
    `build_id` names the builder that holds it. `same_as` is the issue than which nothing had changed.
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


class Part(TenantOwned, tablename="packs_part"):
    """One part of a finished board pack: its place, and the key of the render that it was put together from."""

    pack_id = UUID(default=None)
    position = Integer(default=None)
    label = Text()
    title = Text()
    level = Integer(default=None)
    first_page = Integer(default=None)
    pages = Integer(default=None)
    tagged = Boolean()
    render_key = Text()

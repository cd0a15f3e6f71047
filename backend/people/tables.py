"""Columns of the room's tables: what belongs to a tenant, and what belongs to a human alone."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from backend.kit.database import DB
from backend.tenancy.tables import TenantOwned

GLOBAL_TABLES: dict[str, str] = {
    "people_account": "An account is one human's way in; they may serve several tenants.",
    "people_identity": "Who an identity provider says that an account is, by issuer and subject.",
    "people_passkey": "A passkey belongs to an account.",
    "people_session": "A session is found by its token before any tenant is known.",
    "people_token": "A personal token is found by its hash before any tenant is known, and may serve several.",
    "people_challenge": "A sign-in that is half done, before any tenant is known.",
    "people_attempt": "Attempts to sign in are counted by account and address, before any tenant is known.",
    "people_invitation": "An invitation is found by its token before any tenant is known.",
    "people_founding": "A founding link is found by its token before the organisation is there.",
    "people_membership": "Which tenants an account serves; written only from within that tenant.",
}
"""The tables that carry no tenant wall of the usual kind, each with the reason."""


class Person(TenantOwned, tablename="people_person"):
    """A human within one tenant. `left_on` is the first day on which they no longer belong to it."""

    name = Text()
    job_title = Text(null=True, default=None)
    email = Text(null=True, default=None)
    account_id = UUID(null=True, default=None)
    joined_on = Date(default=None)
    left_on = Date(null=True, default=None)
    line_manager_id = UUID(null=True, default=None)


class Role(TenantOwned, tablename="people_role"):
    """A tenant-wide role. `to_on` is the first day on which it is no longer held."""

    person_id = UUID(default=None)
    role = Text()
    from_on = Date(default=None)
    to_on = Date(null=True, default=None)


class Pause(TenantOwned, tablename="people_pause"):
    """Days on which a person is not asked for anything. Why is sealed: `sealed_reason` is read by no query."""

    person_id = UUID(default=None)
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    sealed_reason = Bytea()
    authorised_by = UUID(default=None)
    authorised_at = Timestamptz(default=None)


class Account(Table, tablename="people_account", db=DB):
    """One human's way in. `totp_secret` is sealed; `demonstration` never changes."""

    id = UUID(primary_key=True, default=None)
    email = Text()
    name = Text()
    demonstration = Boolean()
    second_factor = Text()
    password_hash = Text(null=True, default=None)
    totp_secret = Bytea(null=True, default=None)
    totp_last_step = BigInt(null=True, default=None)
    created_at = Timestamptz(default=None)
    disabled_at = Timestamptz(null=True, default=None)


class Identity(Table, tablename="people_identity", db=DB):
    """An account at an identity provider; keyed by issuer and subject, never by an address of e-mail."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    issuer = Text()
    subject = Text()
    linked_at = Timestamptz(default=None)


class Passkey(Table, tablename="people_passkey", db=DB):
    """A public key that a device of the account's holder keeps the other half of."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    credential_id = Bytea()
    public_key = Bytea()
    sign_count = BigInt()
    name = Text()
    added_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="people_session", db=DB):
    """A complete sign-in, found by the SHA-256 of its token. All times are real."""

    id = UUID(primary_key=True, default=None)
    token_hash = Bytea()
    account_id = UUID(default=None)
    created_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    authenticated_at = Timestamptz(default=None)
    methods = Array(base_column=Text())
    device = Text()
    ended_at = Timestamptz(null=True, default=None)
    confirmed_with = Array(base_column=Text())


class Token(Table, tablename="people_token", db=DB):
    """What a program reads with, found by its SHA-256. `calls` are counted since `calls_since`. All times are real."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    token_hash = Bytea()
    name = Text()
    tenant_ids = Array(base_column=UUID())
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    calls = Integer()
    calls_since = Timestamptz(default=None)


class Challenge(Table, tablename="people_challenge", db=DB):
    """Something asked that may be answered once: a second factor, a passkey, a return from a provider."""

    id = UUID(primary_key=True, default=None)
    kind = Text()
    token_hash = Bytea()
    account_id = UUID(null=True, default=None)
    sealed = Bytea()
    expires_at = Timestamptz(default=None)


class Attempt(Table, tablename="people_attempt", db=DB):
    """One attempt to sign in. `subject` is a keyed digest, so that a mistyped password is not kept as an address."""

    id = UUID(primary_key=True, default=None)
    at = Timestamptz(default=None)
    kind = Text()
    subject = Bytea()
    account_id = UUID(null=True, default=None)
    address = Text()
    succeeded = Boolean()


class Invitation(Table, tablename="people_invitation", db=DB):
    """An invitation to one person of one tenant, found by the SHA-256 of its token; used once."""

    id = UUID(primary_key=True, default=None)
    token_hash = Bytea()
    tenant_id = UUID(default=None)
    person_id = UUID(default=None)
    email = Text()
    name = Text()
    tenant_name = Text()
    tenant_slug = Text()
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Founding(Table, tablename="people_founding", db=DB):
    """A link with which the holder of one address may found one organisation, found by the SHA-256 of its token."""

    id = UUID(primary_key=True, default=None)
    token_hash = Bytea()
    email = Text()
    told_code_hash = Text(null=True, default=None)
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    codes_sent = Integer()
    code_sent_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    founded_at = Timestamptz(null=True, default=None)
    founded_slug = Text(null=True, default=None)


class Membership(Table, tablename="people_membership", db=DB):
    """That an account serves a tenant, with the tenant's word and name copied for the list of tenants."""

    account_id = UUID(primary_key=True, default=None)
    tenant_id = UUID(default=None)
    person_id = UUID(default=None)
    tenant_slug = Text()
    tenant_name = Text()
    ended_at = Timestamptz(null=True, default=None)


class OwnProvider(TenantOwned, tablename="people_provider"):
    """The identity provider that the organisation names for itself. The secret is sealed under the key ring."""

    name = Text()
    issuer = Text()
    client_id = Text()
    sealed_secret = Bytea()
    domains = Array(base_column=Text())
    trusts_addresses = Boolean()
    passwords_allowed = Boolean(default=True)
    edition = Integer(default=1)
    settled_at = Timestamptz(default=None)
    settled_by = Text()
    ended_at = Timestamptz(null=True, default=None)


class ProviderTrial(TenantOwned, tablename="people_provider_trial"):
    """A try-out of the provider, of the settings in their `edition`, with what each step saw."""

    provider_id = UUID(default=None)
    edition = Integer()
    kind = Text()
    passed = Boolean()
    steps = JSONB()
    at = Timestamptz(default=None)
    by_name = Text()

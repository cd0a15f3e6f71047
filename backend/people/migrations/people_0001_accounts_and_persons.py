"""Accounts, which belong to nobody but their holder, and persons, who belong to a tenant."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:02:01"
VERSION = "1.38.0"
DESCRIPTION = "Accounts, sessions, persons and roles"

_ACCOUNTS = """
CREATE TABLE people_account (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name text NOT NULL CHECK (name <> ''),
  demonstration boolean NOT NULL,
  second_factor text NOT NULL CHECK (second_factor IN ('own', 'demonstration')),
  password_hash text CHECK (password_hash LIKE '$argon2id$%'),
  totp_secret bytea,
  totp_last_step bigint,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  CHECK (second_factor = 'own' OR demonstration)
);
-- `demonstration` is not among the columns that may be updated
GRANT SELECT, INSERT, UPDATE (email, name, second_factor, password_hash, totp_secret, totp_last_step, disabled_at)
  ON people_account TO probity_app;

CREATE TABLE people_identity (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES people_account (id),
  issuer text NOT NULL,
  subject text NOT NULL CHECK (subject <> ''),
  linked_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX people_identity_by_account ON people_identity (account_id);
GRANT SELECT, INSERT, DELETE ON people_identity TO probity_app;

CREATE TABLE people_passkey (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES people_account (id),
  credential_id bytea NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  sign_count bigint NOT NULL CHECK (sign_count >= 0),
  name text NOT NULL CHECK (name <> ''),
  added_at timestamptz NOT NULL,
  last_used_at timestamptz,
  removed_at timestamptz
);
CREATE INDEX people_passkey_by_account ON people_passkey (account_id);
GRANT SELECT, INSERT, UPDATE (sign_count, last_used_at, removed_at) ON people_passkey TO probity_app;

CREATE TABLE people_session (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  account_id uuid NOT NULL REFERENCES people_account (id),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  authenticated_at timestamptz NOT NULL,
  methods text[] NOT NULL CHECK (cardinality(methods) > 0),
  device text NOT NULL,
  ended_at timestamptz,
  CHECK (expires_at > created_at AND expires_at <= created_at + interval '12 hours')
);
CREATE INDEX people_session_by_account ON people_session (account_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT, UPDATE (last_seen_at, ended_at) ON people_session TO probity_app;

CREATE TABLE people_challenge (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  account_id uuid REFERENCES people_account (id),
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  UNIQUE (kind, token_hash)
);
CREATE INDEX people_challenge_by_expiry ON people_challenge (expires_at);
GRANT SELECT, INSERT, DELETE ON people_challenge TO probity_app;

CREATE TABLE people_attempt (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('password', 'code', 'passkey', 'provider', 'invitation')),
  subject bytea NOT NULL,
  account_id uuid REFERENCES people_account (id),
  address text NOT NULL,
  succeeded boolean NOT NULL
);
CREATE INDEX people_attempt_by_subject ON people_attempt (subject, kind, at);
CREATE INDEX people_attempt_by_address ON people_attempt (address, at);
GRANT SELECT, INSERT ON people_attempt TO probity_app;
"""

_MEMBERSHIPS = """
ALTER TABLE people_person ADD UNIQUE (tenant_id, account_id);
CREATE INDEX people_person_by_name ON people_person (tenant_id, name);
CREATE UNIQUE INDEX people_role_held_once ON people_role (tenant_id, person_id, role) WHERE to_on IS NULL;
CREATE INDEX people_role_by_person ON people_role (tenant_id, person_id);

CREATE TABLE people_invitation (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  tenant_id uuid NOT NULL REFERENCES tenancy_tenant (id),
  person_id uuid NOT NULL,
  email text NOT NULL CHECK (email = lower(email)),
  name text NOT NULL,
  tenant_name text NOT NULL,
  tenant_slug text NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
);
CREATE INDEX people_invitation_by_person ON people_invitation (tenant_id, person_id);
GRANT SELECT, INSERT, UPDATE (ended_at) ON people_invitation TO probity_app;

CREATE TABLE people_membership (
  account_id uuid NOT NULL REFERENCES people_account (id),
  tenant_id uuid NOT NULL REFERENCES tenancy_tenant (id),
  person_id uuid NOT NULL,
  tenant_slug text NOT NULL,
  tenant_name text NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (account_id, tenant_id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
);
GRANT SELECT, INSERT, UPDATE ON people_membership TO probity_app;

-- Both are read before a tenant is known, and written from within the tenant that they speak of.
ALTER TABLE people_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_membership FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON people_membership FOR SELECT TO probity_app USING (true);
CREATE POLICY adding ON people_membership FOR INSERT TO probity_app
  WITH CHECK (tenant_id = (SELECT app.current_tenant()));
CREATE POLICY changing ON people_membership FOR UPDATE TO probity_app
  USING (tenant_id = (SELECT app.current_tenant())) WITH CHECK (tenant_id = (SELECT app.current_tenant()));
ALTER TABLE people_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON people_invitation FOR SELECT TO probity_app USING (true);
CREATE POLICY adding ON people_invitation FOR INSERT TO probity_app
  WITH CHECK (tenant_id = (SELECT app.current_tenant()));
CREATE POLICY changing ON people_invitation FOR UPDATE TO probity_app
  USING (tenant_id = (SELECT app.current_tenant())) WITH CHECK (tenant_id = (SELECT app.current_tenant()));

-- A demonstration account shows its code to whoever asks, so it may serve demonstrations alone.
CREATE FUNCTION app.refuse_demonstration_account() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT demonstration FROM public.people_account WHERE id = NEW.account_id)
     AND NOT coalesce((SELECT demonstration FROM public.tenancy_tenant WHERE id = NEW.tenant_id), false) THEN
    RAISE EXCEPTION 'a demonstration account may not serve a real organisation'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION app.refuse_demonstration_account() TO probity_app;
CREATE TRIGGER no_demonstration_account BEFORE INSERT OR UPDATE ON people_membership
  FOR EACH ROW EXECUTE FUNCTION app.refuse_demonstration_account();
"""

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        _ACCOUNTS,
        append_only("people_attempt"),
        tenant_table(
            "people_person",
            """
            name text NOT NULL CHECK (name <> ''),
            job_title text,
            email text CHECK (email = lower(email)),
            account_id uuid REFERENCES people_account (id),
            joined_on date NOT NULL,
            left_on date,
            CHECK (left_on >= joined_on)
            """,
        ),
        tenant_table(
            "people_role",
            """
            person_id uuid NOT NULL,
            role text NOT NULL
              CHECK (role IN ('governance-officer', 'executive-owner', 'internal-audit', 'regulator')),
            from_on date NOT NULL,
            to_on date,
            CHECK (to_on >= from_on),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        _MEMBERSHIPS,
    ],
)

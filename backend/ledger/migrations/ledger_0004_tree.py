"""The tree over the events of a tenant, its checkpoints, and the one way in which an event may change: to be erased.

A leaf's row holds the hash of the leaf and then those of the whole subtrees that it completes, the smallest first: so
every hash of the tree stands in exactly one row, which is never written again, and a proof reads one row a step.
"""

from backend.tenancy.sql import append_only, migration, tenant_table, walls

ID = "2026-11-23T02:00:01"
VERSION = "1.38.0"
DESCRIPTION = "The tree of the ledger, its checkpoints, and erasing"

_LEAVES = f"""
-- `id` is the event's. No reference to it: that an event is there is for the verifier to say, not for the database.
CREATE TABLE ledger_leaf (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  line bigint NOT NULL CHECK (line >= 0),
  hashes bytea NOT NULL CHECK (octet_length(hashes) >= 32 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (tenant_id, line),
  UNIQUE (tenant_id, id)
);
{walls("ledger_leaf", writes="INSERT")}
{append_only("ledger_leaf")}
"""

_ERASING = """
ALTER TABLE ledger_event
  ALTER COLUMN salt DROP NOT NULL,
  ADD COLUMN private_hash bytea,
  ADD COLUMN erased_by uuid,
  ADD CONSTRAINT ledger_event_whole_or_erased CHECK (
    (salt IS NULL) = (erased_by IS NOT NULL) AND (salt IS NULL) = (private_hash IS NOT NULL));

-- An event changes in one way only: what is private of it goes, its hash stays, and the event of the same transaction
-- that says who erased it, and why, is named.
CREATE FUNCTION app.only_erasing() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  private text[] := ARRAY['salt', 'actor_name', 'subject_title', 'before', 'after', 'private_hash', 'erased_by'];
BEGIN
  IF OLD.salt IS NULL OR NEW.salt IS NOT NULL OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL
    OR NEW.actor_name <> '' OR NEW.subject_title <> '' OR octet_length(NEW.private_hash) IS DISTINCT FROM 32
    OR to_jsonb(NEW) - private IS DISTINCT FROM to_jsonb(OLD) - private
    OR NOT EXISTS (SELECT 1 FROM public.ledger_event e WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.erased_by
      AND e.act = 'ledger.person.erased' AND e.xid = pg_current_xact_id())
  THEN
    RAISE EXCEPTION 'ledger_event only grows: nothing in it is changed but to erase a person''s details'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION app.only_erasing() FROM PUBLIC;

DROP TRIGGER append_only ON ledger_event;
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER only_erasing BEFORE UPDATE ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION app.only_erasing();
GRANT UPDATE (salt, actor_name, subject_title, before, after, private_hash, erased_by)
  ON ledger_event TO probity_app, probity_worker;
"""

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    [
        _LEAVES,
        tenant_table(
            "ledger_checkpoint",
            """
            size bigint NOT NULL CHECK (size > 0),
            root bytea NOT NULL CHECK (octet_length(root) = 32),
            sealed_at timestamptz NOT NULL,
            note text NOT NULL,
            UNIQUE (tenant_id, size)
            """,
            writes="INSERT",
        ),
        append_only("ledger_checkpoint"),
        _ERASING,
    ],
)

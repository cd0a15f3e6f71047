"""How many interests begin and end on each day, of those that stand: the number on the register without counting it."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:41:01"
VERSION = "1.38.0"
DESCRIPTION = "The number of interests on the register on any day"

# What a version that stands adds to the days of its beginning and of its end.
_DAYS = """
SELECT tenant_id, since AS day, SIGN AS begun, 0 AS ended FROM ROWS WHERE known_to IS NULL
UNION ALL SELECT tenant_id, until + 1, 0, SIGN FROM ROWS WHERE known_to IS NULL AND until IS NOT NULL
"""


def _days(rows: str, sign: int) -> str:
    return _DAYS.replace("ROWS", rows).replace("SIGN", str(sign))


def _added(days: str) -> str:
    return f"""
    INSERT INTO public.interests_tally (tenant_id, id, day, begun, ended)
    SELECT tenant_id, gen_random_uuid(), day, sum(begun), sum(ended) FROM ({days}) AS days
    GROUP BY tenant_id, day HAVING sum(begun) <> 0 OR sum(ended) <> 0"""  # noqa: S608 - our own words


def _trigger(act: str, days: str, transition: str) -> str:
    """One act on entries adds its difference. Nobody waits for anybody: a row is added, none is locked.

    The rows of a day become one again whenever nobody else is at that: the lock is tried, never waited for, so two
    who write to one register at once can neither wait for each other nor deadlock.
    """
    name = f"app.tally_on_{act.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tenants text[];
  touched date[];
BEGIN
  WITH added AS ({_added(days)} RETURNING tenant_id, day)
  SELECT array_agg(DISTINCT tenant_id::text), array_agg(DISTINCT day) INTO tenants, touched FROM added;
  IF cardinality(tenants) = 1
    AND pg_try_advisory_xact_lock(hashtextextended('interests_tally/' || tenants[1], 41)) THEN
    WITH gone AS (
      DELETE FROM public.interests_tally WHERE tenant_id = tenants[1]::uuid AND day = ANY (touched)
      RETURNING tenant_id, day, begun, ended)
    INSERT INTO public.interests_tally (tenant_id, id, day, begun, ended)
    SELECT tenant_id, gen_random_uuid(), day, sum(begun), sum(ended) FROM gone
    GROUP BY tenant_id, day HAVING sum(begun) <> 0 OR sum(ended) <> 0;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;
CREATE TRIGGER tally_{act.lower()} AFTER {act} ON interests_entry REFERENCING {transition}
  FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""  # noqa: S608 - our own words


forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_tally",
            """
            day date NOT NULL,
            begun integer NOT NULL,
            ended integer NOT NULL
            """,
            writes="INSERT, DELETE",
        ),
        "CREATE INDEX interests_tally_of ON interests_tally (tenant_id, day) INCLUDE (begun, ended);",
        _added(_days("interests_entry", 1)) + ";",
        _trigger("INSERT", _days("new_rows", 1), "NEW TABLE AS new_rows"),
        _trigger(
            "UPDATE",
            f"{_days('new_rows', 1)} UNION ALL {_days('old_rows', -1)}",
            "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        ),
        _trigger("DELETE", _days("old_rows", -1), "OLD TABLE AS old_rows"),
    ],
)

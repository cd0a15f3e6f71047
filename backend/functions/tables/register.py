"""The register: functions, who holds each over which days, and plans by which they move."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Function(TenantOwned, tablename="functions_function"):
    """A function that some body holds. `scheme_ids`: functions of the scheme of powers that decide within it.

    `says`: what sources say of its holder. `retired_on`: the first day without it in the register.
    """

    slug = Text()
    name = Text()
    area = Text()
    about = Text(null=True, default=None)
    authority = Text(null=True, default=None)
    scheme_ids = Array(base_column=UUID(default=None))
    says = JSONB()
    source = JSONB()
    version = Integer(default=1)
    retired_on = Date(null=True, default=None)


class Holding(TenantOwned, tablename="functions_holding"):
    """That a body holds a function from a day to another (the last with it), as a person recorded it.

    `irregular_because`: what stood against it when it happened. A withdrawn row never counted.
    """

    function_id = UUID(default=None)
    holder = Text()
    ours = Boolean(default=None)
    standing = Text()
    model = Text(null=True, default=None)
    agreement_id = UUID(null=True, default=None)
    phase_id = UUID(null=True, default=None)
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    basis = Text()
    file_id = UUID(null=True, default=None)
    irregular_because = Text(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Plan(TenantOwned, tablename="functions_plan"):
    """How functions are to move in phases. `to_body` is us where empty; `programme` is that of the gates."""

    slug = Text()
    name = Text()
    about = Text()
    held_before_by = Text()
    to_body = Text(null=True, default=None)
    standing = Text()
    model = Text(null=True, default=None)
    programme = Text(null=True, default=None)
    agreement_id = UUID(null=True, default=None)
    source = JSONB()
    version = Integer(default=1)
    retired_on = Date(null=True, default=None)


class Phase(TenantOwned, tablename="functions_phase"):
    """Functions that are to move together, by a month or on a day; neither is “not yet known”."""

    plan_id = UUID(default=None)
    slug = Text()
    position = Integer(default=None)
    name = Text()
    words = Text(null=True, default=None)
    planned_month = Text(null=True, default=None)
    planned_on = Date(null=True, default=None)
    function_ids = Array(base_column=UUID(default=None))
    source = JSONB()
    retired_on = Date(null=True, default=None)


class Print(TenantOwned, tablename="functions_print"):
    """The map of a day as a PDF, asked for by somebody; `failed` says why there is none."""

    shown_on = Date(default=None)
    asked_at = Timestamptz(default=None)
    asked_by_name = Text()
    file_id = UUID(null=True, default=None)
    failed = Text(null=True, default=None)

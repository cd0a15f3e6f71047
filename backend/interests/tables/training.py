"""Modules done, and who must do one, or need not, by name."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Completion(TenantOwned, tablename="interests_training"):
    """A person did a module on a day; `rule_set` is the edition that the module is one of.

    `withdrawn_because` marks one that was entered by mistake: it no longer counts, and the reason stays.
    """

    person_id = UUID(default=None)
    module = Text()
    rule_set = Text()
    done_on = Date(default=None)
    score = Integer(null=True, default=None)
    certificate_id = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Duty(TenantOwned, tablename="interests_training_duty"):
    """What was settled by name: `ADDED` to those who must do a module, `EXCUSED`, or again as the rule says."""

    person_id = UUID(default=None)
    module = Text()
    duty = Text()
    reason = Text()
    settled_at = Timestamptz(default=None)

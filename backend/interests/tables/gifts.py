"""Gifts, hospitality and sponsorship: every version of every entry."""

from piccolo.columns import UUID, Boolean, Date, Numeric, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Gift(TenantOwned, tablename="interests_gift"):
    """One version of one entry; versions of the same entry share `gift_id`.

    `happened`, `changed_by` (a name) and `change_note` say why this version was written, and by whom. `rule_set`,
    `advice`, `summed_pounds` and `followed` are what the rules said when it was declared or corrected; later editions
    leave them alone. `brought_in_by` is the import of a spreadsheet that wrote the entry, `brought_in_review` who
    reviewed it, in the words of the old register.
    """

    gift_id = UUID(default=None)
    person_id = UUID(default=None)
    giver_id = UUID(default=None)
    from_supplier = Boolean()
    kind = Text()
    description = Text()
    pounds = Numeric()
    offered_on = Date(default=None)
    received_on = Date(null=True, default=None)
    outcome = Text()
    reason = Text(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    declared_at = Timestamptz(default=None)
    declared_on = Date(default=None)
    late = Boolean()
    rule_set = Text(null=True, default=None)
    advice = Text(null=True, default=None)
    advice_words = Text()
    summed_pounds = Numeric()
    followed = Boolean(null=True, default=None)
    status = Text()
    reviewed_by = UUID(null=True, default=None)
    reviewed_at = Timestamptz(null=True, default=None)
    review_note = Text(null=True, default=None)
    happened = Text()
    changed_by = Text()
    change_note = Text(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_to = Timestamptz(null=True, default=None)
    brought_in_by = UUID(null=True, default=None)
    brought_in_from = Text(null=True, default=None)
    brought_in_review = Text(null=True, default=None)

"""Declarations, and the versions of each interest that they made.

An entry is bitemporal from its first migration: `since`..`until` is when the interest held, `known_from`..`known_to`
is when the register said so. A change closes one version and opens the next; nothing is written over.
"""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Declaration(TenantOwned, tablename="interests_declaration"):
    """One act of declaring, and its review. `rule_set` is the edition that it was made under.

    `interest_id` and `reason` are those of an end, a correction or a withdrawal. `entered_by` entered for the person
    what they had declared on paper on `paper_on`. `came_from` names the body that a copy was sent from.
    `brought_in_by` is the import of a spreadsheet that wrote it, `undone_at` when that was undone.
    """

    person_id = UUID(default=None)
    kind = Text()
    declared_at = Timestamptz(default=None)
    declared_on = Date(default=None)
    known_on = Date(default=None)
    late = Boolean()
    rule_set = Text()
    status = Text()
    reviewed_by = UUID(null=True, default=None)
    reviewed_at = Timestamptz(null=True, default=None)
    review_note = Text(null=True, default=None)
    interest_id = UUID(null=True, default=None)
    reason = Text(null=True, default=None)
    entered_by = UUID(null=True, default=None)
    paper_on = Date(null=True, default=None)
    came_from = Text(null=True, default=None)
    brought_in_by = UUID(null=True, default=None)
    brought_in_from = Text(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


class Entry(TenantOwned, tablename="interests_entry"):
    """One version of one interest; versions of the same interest share `interest_id`.

    The database keeps `words` beside these, the text of the row as it is searched.
    """

    interest_id = UUID(default=None)
    declaration_id = UUID(default=None)
    person_id = UUID(default=None)
    organisation_id = UUID(default=None)
    interest_type = Text()
    is_indirect = Boolean()
    relationship = Text(null=True, default=None)
    nature = Text()
    mitigation = Text(null=True, default=None)
    since = Date(default=None)
    until = Date(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_to = Timestamptz(null=True, default=None)
    rule_set = Text()

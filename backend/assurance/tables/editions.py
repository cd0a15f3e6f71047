"""Editions of frameworks as the organisation uses them: domains, and what each asks."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Edition(TenantOwned, tablename="assurance_edition"):
    """One edition of one framework, shipped (`origin`) or the organisation's own.

    `framework` and `label` are the catalogue's id and edition, or the organisation's own words as a slug. `scales`
    lists the scales on which its requirements are judged, `documents` what its facts were read in. `content` is the
    digest of the shipped text as it was when it was taken, `taken_source` where it is said that the organisation
    answers to it. At most one edition of a framework is in use.
    """

    framework = Text()
    label = Text()
    kind = Text()
    origin = Text()
    title = Text()
    publisher = Text()
    about = Text()
    licence = Text(null=True, default=None)
    provenance = Text(null=True, default=None)
    effective_from = Date(null=True, default=None)
    effective_to = Date(null=True, default=None)
    documents = JSONB()
    scales = JSONB()
    content = Text(null=True, default=None)
    state = Text()
    succeeds_id = UUID(null=True, default=None)
    drafted_at = Timestamptz(default=None)
    drafted_by_name = Text()
    in_use_from = Date(null=True, default=None)
    taken_at = Timestamptz(null=True, default=None)
    taken_by_name = Text(null=True, default=None)
    taken_source = JSONB(null=True, default=None)
    left_on = Date(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    left_by_name = Text(null=True, default=None)
    left_because = Text(null=True, default=None)
    version = Integer()


class Domain(TenantOwned, tablename="assurance_domain"):
    """A part of an edition, in its order."""

    edition_id = UUID(default=None)
    reference = Text()
    name = Text()
    about = Text(null=True, default=None)
    position = Integer()
    version = Integer()
    left_out_at = Timestamptz(null=True, default=None)


class Requirement(TenantOwned, tablename="assurance_requirement"):
    """What an edition asks. It changes in a draft alone; `version` counts the changes.

    `scale` names one of the edition's scales, `expects` lists the evidence expected, `rule` is a rule over facts as its
    own shape has it, `source` the document and its pages. `quoted` where the text is the source's own words; `answered`
    is `judged` or `measured`.
    """

    edition_id = UUID(default=None)
    domain_id = UUID(default=None)
    reference = Text()
    position = Integer()
    heading = Text(null=True, default=None)
    text = Text()
    quoted = Boolean()
    answered = Text()
    guidance = Text(null=True, default=None)
    scale = Text()
    expects = JSONB()
    rule = JSONB(null=True, default=None)
    source = JSONB(null=True, default=None)
    mark = Text()
    note = Text(null=True, default=None)
    version = Integer()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()
    left_out_at = Timestamptz(null=True, default=None)

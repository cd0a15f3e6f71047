"""What is kept of contracts. Each row is as it stands now; `contracts_version` holds every row as it stood.

`version` counts the changes of a row; a row that was entered by a step since undone is `struck_at` and shown nowhere.
"""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Numeric, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Contract(TenantOwned, tablename="contracts_contract"):
    """One contract, or one that is planned. `form` is a form of the edition `forms` in the catalogue.

    `programme` and `gate` are names of a delegation programme and one of its gates; `source` says where it was read,
    and `provenance` the same as a file says it. `slug` is its short name in files; `terms` are what is agreed.
    `signed_on` is a fact: what should have been done before is told elsewhere.
    """

    number = Integer(default=None)
    slug = Text()
    title = Text()
    other_names = Array(base_column=Text())
    about = Text(null=True, default=None)
    forms = Text()
    form = Text()
    value_pounds = Numeric(null=True, default=None)
    value_words = Text(null=True, default=None)
    begins_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)
    signed_on = Date(null=True, default=None)
    programme = Text(null=True, default=None)
    gate = Text(null=True, default=None)
    source = Text(null=True, default=None)
    terms = JSONB()
    provenance = JSONB(null=True, default=None)
    retired_on = Date(null=True, default=None)
    retired_because = Text(null=True, default=None)
    demonstration = Boolean(default=False)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Partner(TenantOwned, tablename="contracts_partner"):
    """An organisation in a contract, in one role, for a time. `stake` is its part of the body or contract."""

    contract_id = UUID(default=None)
    organisation_id = UUID(default=None)
    role = Text()
    stake_percent = Numeric(null=True, default=None)
    stake_words = Text(null=True, default=None)
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    until_because = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Share(TenantOwned, tablename="contracts_share"):
    """What a partner gets of a gain: how much, of what, and from when to when."""

    contract_id = UUID(default=None)
    partner_id = UUID(default=None)
    percent = Numeric(null=True, default=None)
    basis = Text()
    since = Date(default=None)
    until = Date(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Version(TenantOwned, tablename="contracts_version"):
    """A row as one step left it. Rows of one step share `step_id`; what was undone stays, and says so."""

    step_id = UUID(default=None)
    contract_id = UUID(default=None)
    subject = Text()
    subject_id = UUID(default=None)
    number = Integer(default=None)
    act = Text()
    words = Text()
    because = Text(null=True, default=None)
    said = JSONB()
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)
    undone_because = Text(null=True, default=None)


class Answer(TenantOwned, tablename="contracts_answer"):
    """What a person said to the suggestion that they declare a gain-share, as it was then. It only grows."""

    person_id = UUID(default=None)
    share_id = UUID(default=None)
    share_version = Integer(default=None)
    answer = Text()
    interest_id = UUID(null=True, default=None)
    words = Text(null=True, default=None)
    answered_at = Timestamptz(default=None)

"""The directory's tables. `source` says where a fact was read: `{"source": {"document", "page"}, "mark", "note"}`."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text

from backend.tenancy.tables import TenantOwned


class Document(TenantOwned, tablename="organisations_document"):
    """A document that facts of this tenant were read in."""

    slug = Text()
    title = Text()
    publisher = Text(null=True, default=None)
    published = Text(null=True, default=None)
    address = Text(null=True, default=None)
    note = Text(null=True, default=None)
    retired_on = Date(null=True, default=None)


class Level(TenantOwned, tablename="organisations_level"):
    """A level of the place; `within_id` is the next wider one, and `people` what its source says of its size."""

    slug = Text()
    name = Text()
    within_id = UUID(null=True, default=None)
    people = Text(null=True, default=None)
    source = JSONB()
    retired_on = Date(null=True, default=None)


class Locality(TenantOwned, tablename="organisations_locality"):
    """A part of the tenant's area that practices belong to: of a level, and of a wider part, where there are levels."""

    slug = Text()
    name = Text()
    level_id = UUID(null=True, default=None)
    part_of = UUID(null=True, default=None)
    source = JSONB()
    retired_on = Date(null=True, default=None)


class Organisation(TenantOwned, tablename="organisations_organisation"):
    """`folded_names` holds the name and every other and former name as `rules.folded` leaves them, for exact matching.

    `demonstration` marks what belongs to a demonstration's invented cast rather than to the tenant's own directory.
    """

    slug = Text()
    name = Text()
    type = Text()
    number = Text(null=True, default=None)
    other_names = Array(base_column=Text())
    folded_names = Array(base_column=Text())
    ods_code = Text(null=True, default=None)
    locality_id = UUID(null=True, default=None)
    list_size = Integer(null=True, default=None)
    list_size_source = JSONB(null=True, default=None)
    part_of = UUID(null=True, default=None)
    source = JSONB()
    demonstration = Boolean(default=False)
    retired_on = Date(null=True, default=None)
    company_number = Text(null=True, default=None)
    charity_number = Text(null=True, default=None)
    former_names = Array(base_column=Text())
    started_on = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    merged_into = UUID(null=True, default=None)


class Tie(TenantOwned, tablename="organisations_tie"):
    """That one organisation owns, runs or is a member of another, for a time."""

    organisation_id = UUID(default=None)
    kind = Text()
    other_id = UUID(default=None)
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    note = Text(null=True, default=None)


class Merge(TenantOwned, tablename="organisations_merge"):
    """That `merged_id` turned out to be `kept_id`. `brought` is what the kept one got by it, for the undoing."""

    kept_id = UUID(default=None)
    merged_id = UUID(default=None)
    brought = JSONB()
    merged_on = Date(default=None)
    merged_by = Text()
    undone_on = Date(null=True, default=None)


class List(TenantOwned, tablename="organisations_list"):
    """A list of organisations that was read from a file, until and after it is brought in."""

    file_name = Text()
    layout = Text()
    rows = JSONB()
    problems = JSONB()
    read_on = Date(default=None)
    brought_in_on = Date(null=True, default=None)

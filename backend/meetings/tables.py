"""Meetings, agenda items, papers with their versions, attendance and decisions."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Meeting(TenantOwned, tablename="meetings_meeting"):
    """One meeting of a committee; `number` counts the committee's meetings as they were arranged.

    `revision` counts how often its time, its place or whether it is held in public was changed, or it was called off.
    """

    committee_id = UUID(default=None)
    number = Integer(default=None)
    title = Text()
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    venue = Text()
    in_public = Boolean()
    state = Text()
    agenda_published_at = Timestamptz(null=True, default=None)
    cancelled_because = Text(null=True, default=None)
    revision = Integer()
    revised_at = Timestamptz(null=True, default=None)
    numbers_from = Integer(default=1)


class Item(TenantOwned, tablename="meetings_item"):
    """One agenda item. `under_id` is the item that it stands under; `position` counts among its neighbours.

    `label` is null only where an item was withdrawn before anybody outside had seen it. `procures`: a contract may
    follow from it; `value_pence` is what it is worth, in pence.
    """

    meeting_id = UUID(default=None)
    under_id = UUID(null=True, default=None)
    position = Integer(default=None)
    label = Text(null=True, default=None)
    late = Boolean()
    title = Text()
    purpose = Text()
    part = Text()
    private_reason = Text(null=True, default=None)
    lead_person_id = UUID(null=True, default=None)
    minutes = Integer(null=True, default=None)
    notes = Text(null=True, default=None)
    paper_state = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    procures = Boolean()
    value_pence = BigInt(null=True, default=None)


class ItemOrganisation(TenantOwned, tablename="meetings_item_organisation"):
    """An organisation that an item touches."""

    item_id = UUID(default=None)
    organisation_id = UUID(default=None)
    added_at = Timestamptz(default=None)
    removed_at = Timestamptz(null=True, default=None)


class Passage(TenantOwned, tablename="meetings_passage"):
    """That an item came from elsewhere: its thread, the item before it where there is one, and how, in words."""

    item_id = UUID(default=None)
    thread_id = UUID(default=None)
    from_item_id = UUID(null=True, default=None)
    words = Text()
    made_at = Timestamptz(default=None)
    made_by_name = Text()


class Paper(TenantOwned, tablename="meetings_paper"):
    """A paper of an item; what it says lies in its versions, of which `version` is the newest.

    `tabled_at` is when a paper that members first had in the room was added.
    """

    item_id = UUID(default=None)
    position = Integer(default=None)
    title = Text()
    kind = Text()
    author_person_id = UUID(default=None)
    version = Integer(default=None)
    tabled_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class PaperVersion(TenantOwned, tablename="meetings_paper_version"):
    """One version as it came (`original_file_id`) and as it is read and printed (`content_file_id` and its assets).

    `sha256` is of the content with its assets, and with its cover sheet where it has one: what a sign-off binds to.
    """

    paper_id = UUID(default=None)
    version = Integer(default=None)
    original_file_id = UUID(default=None)
    content_kind = Text()
    content_file_id = UUID(default=None)
    sha256 = Text()
    losses = Array(base_column=Text())
    words = Integer(null=True, default=None)
    pages = Integer(null=True, default=None)
    uploaded_at = Timestamptz(default=None)
    uploaded_by_person_id = UUID(null=True, default=None)
    uploaded_by_name = Text()


class PaperCover(TenantOwned, tablename="meetings_paper_cover"):
    """The cover sheet of a version: `answers` by field, `lines` as they are printed (label and words).

    `paper_sha256` is of the version's content with its assets alone.
    """

    paper_version_id = UUID(default=None)
    answers = JSONB()
    lines = JSONB()
    paper_sha256 = Text()


class CoverEdition(TenantOwned, tablename="meetings_cover_edition"):
    """A cover sheet of the tenant's own: its `fields`, where they come from, and from which day they are asked."""

    number = Integer(default=None)
    fields = JSONB()
    source = Text()
    in_force_from = Date(default=None)
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()
    undone_at = Timestamptz(null=True, default=None)
    undone_because = Text(null=True, default=None)
    undone_by_name = Text(null=True, default=None)


class CoverExcuse(TenantOwned, tablename="meetings_cover_excuse"):
    """Why an officer lets a paper through whose cover sheet says nothing in fields that are needed."""

    paper_id = UUID(default=None)
    version = Integer(default=None)
    field_ids = Array(base_column=Text())
    labels = Array(base_column=Text())
    reason = Text()
    said_at = Timestamptz(default=None)
    said_by_person_id = UUID(null=True, default=None)
    said_by_name = Text()


class PaperAsset(TenantOwned, tablename="meetings_paper_asset"):
    """A file that a version's content shows, under the name by which the content calls it."""

    paper_version_id = UUID(default=None)
    name = Text()
    file_id = UUID(default=None)


class LatePaper(TenantOwned, tablename="meetings_late_paper"):
    """That a late paper's author asked the chair to take it, why, and what was answered (`agreed`, null till then)."""

    paper_id = UUID(default=None)
    reason = Text()
    asked_at = Timestamptz(default=None)
    asked_by_person_id = UUID(null=True, default=None)
    asked_by_name = Text()
    agreed = Boolean(null=True, default=None)
    answer = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by_person_id = UUID(null=True, default=None)
    answered_by_name = Text(null=True, default=None)
    office = Text(null=True, default=None)


class Attendance(TenantOwned, tablename="meetings_attendance"):
    """Whether a person is expected at a meeting; nobody who is silent is thought to be away.

    `deputy_person_id` is who comes in the place of somebody who does not.
    """

    meeting_id = UUID(default=None)
    person_id = UUID(default=None)
    expected = Boolean()
    reason = Text(null=True, default=None)
    said_at = Timestamptz(default=None)
    deputy_person_id = UUID(null=True, default=None)


class Decision(TenantOwned, tablename="meetings_decision"):
    """What was decided on an item, as it was recorded. `value_pence` is in pence; `sha256` of what is recorded."""

    item_id = UUID(default=None)
    outcome = Text()
    text = Text()
    function = Text(null=True, default=None)
    value_pence = BigInt(null=True, default=None)
    decided_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_person_id = UUID(null=True, default=None)
    recorded_by_name = Text()
    sha256 = Text()


class StruckDecision(TenantOwned, tablename="meetings_struck_decision"):
    """That a decision was recorded wrongly, why, and which one takes its place; the decision stays as it was."""

    decision_id = UUID(default=None)
    because = Text()
    replaced_by_id = UUID(null=True, default=None)
    struck_at = Timestamptz(default=None)
    struck_by_name = Text()


class Finding(TenantOwned, tablename="meetings_finding"):
    """Something hidden in a version, where it is, and what came of it: `open`, `cleared` or `no-matter`.

    `words` say what it is, never what it says.
    """

    paper_version_id = UUID(default=None)
    position = Integer(default=None)
    kind = Text()
    place = Text()
    words = Text()
    removable = Boolean()
    state = Text()
    settled_by_person_id = UUID(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)


class Prose(TenantOwned, tablename="meetings_prose"):
    """What a version reads like, counted when it was handed in: what the coach goes by."""

    paper_version_id = UUID(default=None)
    words = Integer(default=None)
    sentences = Integer(default=None)
    syllables = Integer(default=None)
    headings = Integer(default=None)
    pictures = Integer(default=None)
    undescribed = Integer(default=None)
    recommends = Boolean()
    asks = Array(base_column=Text())


class Withholding(TenantOwned, tablename="meetings_withholding"):
    """That a person does not get the papers of an item; it stands until `ended_at`."""

    item_id = UUID(default=None)
    person_id = UUID(default=None)
    reason = Text()
    decided_at = Timestamptz(default=None)
    decided_by_person_id = UUID(null=True, default=None)
    decided_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    review_asked_at = Timestamptz(null=True, default=None)
    review_words = Text(null=True, default=None)
    review_answered_at = Timestamptz(null=True, default=None)
    review_answer = Text(null=True, default=None)
    review_answered_by_name = Text(null=True, default=None)


class SettledEffect(TenantOwned, tablename="meetings_effect"):
    """What a treatment brings in this organisation from a day on; `source` says who decided it, and where."""

    treatment = Text()
    counts = Boolean()
    votes = Boolean()
    gets_paper = Boolean()
    effective_from = Date(default=None)
    source = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Disclosure(TenantOwned, tablename="meetings_disclosure"):
    """Why a version of a paper goes public though its cover sheet says that it is confidential or exempt."""

    paper_id = UUID(default=None)
    version = Integer(default=None)
    reason = Text()
    decided_at = Timestamptz(default=None)
    decided_by_person_id = UUID(default=None)
    decided_by_name = Text()


class Hit(TenantOwned, tablename="meetings_hit"):
    """That a member may have an interest in an item: why, how sure in per cent, and what a person said to it.

    `key` is the same for the same interest; `mark` stands for the interest as it was found. `gone_at`: the search no
    longer finds it. `judged_on` is what a dismissal holds for; `lapsed_because` why the last one no longer did.
    """

    item_id = UUID(default=None)
    person_id = UUID(default=None)
    key = Text()
    source = Text()
    interest_id = UUID(null=True, default=None)
    organisation_id = UUID(null=True, default=None)
    reason = Text()
    found = JSONB()
    sureness = Integer(default=None)
    kind = Text(null=True, default=None)
    indirect = Boolean()
    mark = Text(null=True, default=None)
    found_at = Timestamptz(default=None)
    found_by_name = Text()
    gone_at = Timestamptz(null=True, default=None)
    state = Text()
    settled_at = Timestamptz(null=True, default=None)
    settled_by_person_id = UUID(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    settled_because = Text(null=True, default=None)
    judged_on = JSONB(null=True, default=None)
    lapsed_because = Text(null=True, default=None)


class Search(TenantOwned, tablename="meetings_search"):
    """When conflicts were last looked for on an item; `radar`: by the radar too, and not on the register alone.

    `made_from` stands for the members, their interests and the directory as they were then.
    """

    item_id = UUID(default=None)
    searched_at = Timestamptz(default=None)
    radar = Boolean()
    made_from = Text(null=True, default=None)


class Treated(TenantOwned, tablename="meetings_treatment"):
    """How a member's interest in an item is handled, who decided it in which office, and its review; until `ended_at`.

    `recorded_by_name` wrote it down; `withholding_id` is what keeps the papers from them, where it does.
    """

    item_id = UUID(default=None)
    person_id = UUID(default=None)
    treatment = Text()
    reason = Text()
    decided_at = Timestamptz(default=None)
    decided_by_person_id = UUID(default=None)
    decided_by_name = Text()
    office = Text()
    recorded_by_name = Text()
    withholding_id = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    review_asked_at = Timestamptz(null=True, default=None)
    review_words = Text(null=True, default=None)
    review_answered_at = Timestamptz(null=True, default=None)
    review_answer = Text(null=True, default=None)
    review_answered_by_name = Text(null=True, default=None)

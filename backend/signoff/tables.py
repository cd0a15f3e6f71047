"""Runs, the steps that they took, and approvals. Steps and approvals are never rewritten; an approval may be voided."""

from piccolo.columns import UUID, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Run(TenantOwned, tablename="signoff_run"):
    """One workflow over one subject. `body_id` is the body whose officers decide; `version` counts the content.

    `handed_in_by` is who put the present version in; like the author, they never approve it. Where a sponsor or a
    deputy is named, they act as one on this run.
    """

    subject_room = Text()
    subject_kind = Text()
    subject_id = UUID(default=None)
    subject_title = Text()
    body_id = UUID(default=None)
    workflow = Text()
    state = Text()
    author_person_id = UUID(default=None)
    handed_in_by = UUID(null=True, default=None)
    version = Integer(default=None)
    content_hash = Text()
    opened_at = Timestamptz(default=None)
    sponsor_person_id = UUID(null=True, default=None)
    deputy_person_id = UUID(null=True, default=None)


class StepTaken(TenantOwned, tablename="signoff_step"):
    """One move of a run, with the version that lay before whoever made it."""

    run_id = UUID(default=None)
    step = Text()
    from_state = Text()
    to_state = Text()
    version = Integer(default=None)
    content_hash = Text()
    person_id = UUID(null=True, default=None)
    person_name = Text()
    at = Timestamptz(default=None)
    reason = Text(null=True, default=None)


class Approval(TenantOwned, tablename="signoff_approval"):
    """What somebody in office decided about one version, in the words that they were shown."""

    run_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    office = Text()
    decision = Text()
    version = Integer(default=None)
    content_hash = Text()
    words = Text()
    at = Timestamptz(default=None)
    proved_by = Text()
    reason = Text(null=True, default=None)
    voided_at = Timestamptz(null=True, default=None)
    voided_because = Text(null=True, default=None)
    step = Text()
    place = Text()
    rendition = Text(null=True, default=None)
    rendition_hash = Text(null=True, default=None)
    words_hash = Text(null=True, default=None)

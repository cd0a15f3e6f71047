"""What is kept of risks. Each row is as it stands now; `risks_version` holds every row as it stood.

`version` counts the changes of a row; a row that was entered by a step since undone is `struck_at` and shown nowhere.
"""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Objective(TenantOwned, tablename="risks_objective"):
    """A strategic objective that principal risks threaten."""

    position = Integer(default=None)
    title = Text()
    words = Text(null=True, default=None)
    lead_person_id = UUID(null=True, default=None)
    held_from = Date(default=None)
    ended_on = Date(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Risk(TenantOwned, tablename="risks_risk"):
    """One risk. `called` is the reference that the organisation itself gives it; `source` where it came from."""

    number = Integer(default=None)
    called = Text(null=True, default=None)
    title = Text()
    cause = Text()
    event = Text()
    effect = Text()
    category = Text()
    directorate = Text()
    level = Text()
    state = Text()
    objective_ids = Array(base_column=UUID(default=None))
    linked_ids = Array(base_column=UUID(default=None))
    owner_person_id = UUID(null=True, default=None)
    lead_person_id = UUID(null=True, default=None)
    committee_id = UUID(null=True, default=None)
    opened_on = Date(default=None)
    reviewed_on = Date(null=True, default=None)
    next_review_on = Date(null=True, default=None)
    target_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closed_because = Text(null=True, default=None)
    source = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Score(TenantOwned, tablename="risks_score"):
    """One scoring of a risk: `kind` is inherent, current or target. The latest of a kind stands."""

    risk_id = UUID(default=None)
    kind = Text()
    scored_on = Date(default=None)
    likelihood = Integer(default=None)
    consequence = Integer(default=None)
    because = Text(null=True, default=None)
    scored_by_name = Text()
    recorded_at = Timestamptz(default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Point(TenantOwned, tablename="risks_point"):
    """A step on the way to the target: the score that is planned for a day."""

    risk_id = UUID(default=None)
    falls_on = Date(default=None)
    score = Integer(default=None)
    words = Text(null=True, default=None)
    ended_on = Date(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Control(TenantOwned, tablename="risks_control"):
    """What is done to make a risk less likely or less bad; `strength` is a person's judgement of it."""

    risk_id = UUID(default=None)
    words = Text()
    strength = Text(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    held_from = Date(default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Assurance(TenantOwned, tablename="risks_assurance"):
    """What shows whether a control works: of the first, second or third line; of the risk whole where no control is."""

    risk_id = UUID(default=None)
    control_id = UUID(null=True, default=None)
    words = Text()
    line = Integer(default=None)
    level = Text(null=True, default=None)
    finding = Text(null=True, default=None)
    given_on = Date(null=True, default=None)
    next_on = Date(null=True, default=None)
    held_from = Date(default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Gap(TenantOwned, tablename="risks_gap"):
    """What is missing in control or in assurance, and the day by which it is to be filled."""

    risk_id = UUID(default=None)
    control_id = UUID(null=True, default=None)
    kind = Text()
    words = Text()
    due_on = Date(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    held_from = Date(default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Move(TenantOwned, tablename="risks_move"):
    """That a risk is to go up to the board assurance framework or down from it: who proposed, who settled it, why."""

    risk_id = UUID(default=None)
    to_level = Text()
    state = Text()
    because = Text()
    proposed_on = Date(default=None)
    proposed_by_person_id = UUID(null=True, default=None)
    proposed_by_name = Text()
    settled_on = Date(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    agreed_by = Text(null=True, default=None)
    settled_because = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Confirmation(TenantOwned, tablename="risks_confirmation"):
    """What an owner said of a risk in a round, and the lead executive's check of that."""

    round_id = UUID(default=None)
    risk_id = UUID(default=None)
    outcome = Text()
    words = Text(null=True, default=None)
    said_on = Date(default=None)
    said_by_person_id = UUID(null=True, default=None)
    said_by_name = Text()
    late = Boolean()
    check_state = Text(null=True, default=None)
    check_words = Text(null=True, default=None)
    checked_on = Date(null=True, default=None)
    checked_by_name = Text(null=True, default=None)
    version = Integer(default=None)
    struck_at = Timestamptz(null=True, default=None)


class Version(TenantOwned, tablename="risks_version"):
    """A row whole as it stood after a step (`said`), and the day from which that held.

    `subject` names the table without its prefix; a step may change several rows and is undone whole.
    """

    step_id = UUID(default=None)
    risk_id = UUID(null=True, default=None)
    subject = Text()
    subject_id = UUID(default=None)
    number = Integer(default=None)
    holds_from = Date(default=None)
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

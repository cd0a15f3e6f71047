"""What can be asked of the room: programmes, milestones, gates and commitments, as at a day."""

from backend.delegation.queries.gate_views import (
    ConditionView,
    GateView,
    HappeningView,
    ImposedView,
    WaiverView,
)
from backend.delegation.queries.gates import Act, Guard, gate, gates_before, gates_of, guard
from backend.delegation.queries.judgements import (
    CommitmentView,
    JudgementLine,
    commitment,
    commitments_of,
    condition,
    judgements_of,
    open_conditions_before,
)
from backend.delegation.queries.milestone_views import EvidenceLine, MilestoneVersion, MilestoneView
from backend.delegation.queries.milestones import (
    evidence_of,
    milestone,
    milestones_of,
    versions_between,
    versions_of,
)
from backend.delegation.queries.programmes import (
    PackedProgramme,
    ProgrammeLine,
    ProgrammeView,
    ScopeRowView,
    SectionView,
    documents_of,
    milestones_for_pack,
    programme,
    programmes_of,
    scope_rows_of,
)

__all__ = [
    "Act",
    "CommitmentView",
    "ConditionView",
    "EvidenceLine",
    "GateView",
    "Guard",
    "HappeningView",
    "ImposedView",
    "JudgementLine",
    "MilestoneVersion",
    "MilestoneView",
    "PackedProgramme",
    "ProgrammeLine",
    "ProgrammeView",
    "ScopeRowView",
    "SectionView",
    "WaiverView",
    "commitment",
    "commitments_of",
    "condition",
    "documents_of",
    "evidence_of",
    "gate",
    "gates_before",
    "gates_of",
    "guard",
    "judgements_of",
    "milestone",
    "milestones_for_pack",
    "milestones_of",
    "open_conditions_before",
    "programme",
    "programmes_of",
    "scope_rows_of",
    "versions_between",
    "versions_of",
]

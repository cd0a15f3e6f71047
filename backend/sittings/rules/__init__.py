"""What a decision needs to be regular, how a vote stands, what becomes of what is irregular, the way of minutes.

Values in, answers out. Nothing here refuses what happened. What is refused are the system's own words: ratified,
reversed, agreed, approved, signed, published.
"""

from backend.sittings.rules.faults import (
    FAULT_IN_WORDS,
    POWER_IN_WORDS,
    Fault,
    Irregular,
    Power,
    Test,
    faults_of,
)
from backend.sittings.rules.minuting import (
    NEXT_STEPS,
    STEP_IN_WORDS,
    Step,
    UnableToMinute,
    can_edit,
    can_take_step,
    check_can_take_step,
    check_reason,
    check_same_words,
    needs_reason,
    standing,
)
from backend.sittings.rules.recording import (
    KIND_IN_WORDS,
    TURN_IN_WORDS,
    HeldByAnother,
    Kind,
    Turn,
    UnableToRecord,
)
from backend.sittings.rules.settling import (
    NEXT_SETTLEMENTS,
    SETTLEMENT_IN_WORDS,
    Settlement,
    Settling,
    UnableToSettle,
    check_can_settle,
)
from backend.sittings.rules.voting import (
    BINDING,
    CHOICE_IN_WORDS,
    Choice,
    ClassTally,
    Tally,
    check_tally,
    doubt_of,
)

__all__ = [
    "BINDING",
    "CHOICE_IN_WORDS",
    "FAULT_IN_WORDS",
    "KIND_IN_WORDS",
    "NEXT_SETTLEMENTS",
    "NEXT_STEPS",
    "POWER_IN_WORDS",
    "SETTLEMENT_IN_WORDS",
    "STEP_IN_WORDS",
    "TURN_IN_WORDS",
    "Choice",
    "ClassTally",
    "Fault",
    "HeldByAnother",
    "Irregular",
    "Kind",
    "Power",
    "Settlement",
    "Settling",
    "Step",
    "Tally",
    "Test",
    "Turn",
    "UnableToMinute",
    "UnableToRecord",
    "UnableToSettle",
    "can_edit",
    "can_take_step",
    "check_can_settle",
    "check_can_take_step",
    "check_reason",
    "check_same_words",
    "check_tally",
    "doubt_of",
    "faults_of",
    "needs_reason",
    "standing",
]

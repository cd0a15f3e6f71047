"""Reading agreements, what passed under them, and what of a meeting is held with others."""

from backend.together.queries.agreements import (
    AgreementLine,
    AgreementView,
    SignatureLine,
    agreement,
    agreements_of,
    found_bodies,
)
from backend.together.queries.hosting import unsent_changes
from backend.together.queries.meetings import (
    AgendaOffer,
    InCommon,
    SharedPack,
    in_common,
    represented_seats,
    shared_pack,
    stated_powers,
)
from backend.together.queries.passed import PassedLine, PassedView, fates_of, passed, passed_under
from backend.together.queries.records import JointRecord, joint_record, joint_records

__all__ = [
    "AgendaOffer",
    "AgreementLine",
    "AgreementView",
    "InCommon",
    "JointRecord",
    "PassedLine",
    "PassedView",
    "SharedPack",
    "SignatureLine",
    "agreement",
    "agreements_of",
    "fates_of",
    "found_bodies",
    "in_common",
    "joint_record",
    "joint_records",
    "passed",
    "passed_under",
    "represented_seats",
    "shared_pack",
    "stated_powers",
    "unsent_changes",
]

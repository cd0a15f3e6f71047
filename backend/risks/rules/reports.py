"""What a paper about risks is, and how far its making is."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from backend.scope import Refusal


class UnableToReport(Refusal):
    """A paper about risks that can't be asked for as it was."""


class ReportKind(StrEnum):
    FRAMEWORK = "framework"
    DEEP_DIVE = "deep-dive"


class ReportState(StrEnum):
    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


KIND_IN_WORDS: Mapping[ReportKind, str] = MappingProxyType(
    {ReportKind.FRAMEWORK: "Board assurance framework", ReportKind.DEEP_DIVE: "Deep dive"}
)
REPORT_STATE_IN_WORDS: Mapping[ReportState, str] = MappingProxyType(
    {
        ReportState.ASKED: "Waiting",
        ReportState.MAKING: "Being made",
        ReportState.READY: "Made",
        ReportState.FAILED: "Not made",
    }
)
FINAL = frozenset({ReportState.READY, ReportState.FAILED})

"""What is done to audits, recommendations, opinions, engagements and requests."""

from backend.audits.operations.audits import (
    Said,
    cancel_audit,
    change_audit,
    give_opinion,
    move_on,
    plan_audit,
    report,
    standards_on,
    strike_opinion,
)
from backend.audits.operations.engaging import answer, ask, end_engagement, engage, withdraw_request
from backend.audits.operations.recommending import (
    carry_out,
    recommend,
    reopen,
    respond,
    supersede,
    verify,
)

__all__ = [
    "Said",
    "answer",
    "ask",
    "cancel_audit",
    "carry_out",
    "change_audit",
    "end_engagement",
    "engage",
    "give_opinion",
    "move_on",
    "plan_audit",
    "recommend",
    "reopen",
    "report",
    "respond",
    "standards_on",
    "strike_opinion",
    "supersede",
    "verify",
    "withdraw_request",
]

"""Reading the register: who holds what on a day, agreements, reports due, and plans of transfer."""

from backend.functions.queries.agreements import agreement, agreements_of, notices_ahead, reports_due
from backend.functions.queries.plans import plan, planned_moves, plans_of
from backend.functions.queries.register import (
    function_view,
    holdings_of,
    holdings_under,
    names_of,
    register_of,
)
from backend.functions.queries.views import (
    AgreementLine,
    AgreementView,
    FunctionLine,
    FunctionView,
    HoldingView,
    PlanView,
    ReportDue,
)

__all__ = [
    "AgreementLine",
    "AgreementView",
    "FunctionLine",
    "FunctionView",
    "HoldingView",
    "PlanView",
    "ReportDue",
    "agreement",
    "agreements_of",
    "function_view",
    "holdings_of",
    "holdings_under",
    "names_of",
    "notices_ahead",
    "plan",
    "planned_moves",
    "plans_of",
    "register_of",
    "reports_due",
]

"""The report of a gate on paper: a tagged PDF with the words and tables of its page."""

from collections.abc import Mapping
from typing import Any

from backend.delegation.queries.gate_views import GateView
from backend.kit.calendar import in_words
from backend.kit.pdf import render
from backend.scope import Scope
from backend.web import templating

DEMONSTRATION = "DEMONSTRATION: people and what is told of them are invented."

_CSS = (
    "@page { @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "thead, tbody tr:first-child { break-after: avoid } table { margin-top: .9em } tbody th { font-weight: normal }"
)


def gate_report(scope: Scope, gate: GateView, told: Mapping[str, Any]) -> bytes:
    """The report as a PDF; a second or so."""
    page = templating.environment().get_template("delegation/print/gate-report.html")
    demonstration = DEMONSTRATION if scope.tenant.demonstration else ""
    title = f"Gate {gate.slug}: {gate.name}"
    mark = f"{scope.tenant.name}, as at {in_words(gate.on)}"
    if demonstration:
        mark = f"DEMONSTRATION – {mark}"
    html = page.render(**told, organisation=scope.tenant.name, demonstration=demonstration, made_at=scope.now)
    return render.render(
        html,
        title=f"{title}, as at {in_words(gate.on)}",
        subject=f"{gate.programme}: by which criteria the gate is stopped, and on what each rests",
        extra_css=_CSS.replace("MARK", mark.replace("'", "’")),
    )


def file_name(scope: Scope, gate: GateView) -> str:
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    return f"{mark}{scope.tenant.slug}-{gate.programme_slug}-{gate.slug}-{gate.on.isoformat()}.pdf".lower()

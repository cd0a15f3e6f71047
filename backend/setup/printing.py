"""The impact assessment on paper."""

import asyncio

from backend.catalogue.own import AssessmentKept
from backend.kit.pdf import render
from backend.scope import Scope
from backend.setup.queries.own import Assessed
from backend.setup.rules import assessment
from backend.web import templating

_CSS = (
    "@page { size: A4; margin: 20mm 18mm 18mm 18mm; @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "html { font-size: 10pt } h2 { margin-top: 7mm } h3 { break-after: avoid; margin-top: 5mm } "
    "tr { break-inside: avoid } caption { break-after: avoid } .sign { margin-top: 10mm }"
)


async def printed(scope: Scope, *, shown: Assessed, kept: AssessmentKept) -> bytes:
    """A tagged PDF; it takes a second or two."""
    mark = "DEMONSTRATION" if scope.tenant.demonstration else ""
    page = templating.environment().get_template("setup/print/assessment.html")
    html = page.render(
        tenant=scope.tenant.name,
        demonstration=bool(mark),
        shown=shown,
        kept=kept,
        data=assessment.DATA,
        risks=assessment.RISKS,
        today=scope.today,
    )
    title = f"Data-protection impact assessment: {scope.tenant.name}"
    return await asyncio.to_thread(
        render.render,
        html,
        title=f"{mark}: {title}" if mark else title,
        extra_css=_CSS.replace("MARK", mark),
    )

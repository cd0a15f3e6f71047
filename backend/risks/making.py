"""Making a paper about the risks that was asked for: read, write, lay out, put on the agenda."""

import asyncio
import re
from uuid import UUID

from backend.kit.confine import PATIENT, ConfinedFailure, ConfinedRefusal
from backend.kit.pdf import render
from backend.meetings import intake
from backend.meetings.queries import covering
from backend.risks.operations import reports as asking
from backend.risks.queries import reports
from backend.risks.queries.reports import ReportView
from backend.risks.reports import facts as reading
from backend.risks.reports import written
from backend.risks.reports.covers import cover_of
from backend.risks.rules.reports import ReportKind
from backend.schedules import operations as schedules
from backend.scope import Refusal, Scope
from backend.tenancy import transactions

_HEADING = re.compile(r"<(/?)h([1-5])>")
_OUR_FAULT = (
    "Something went wrong on our side while the report was made, and nothing was put on the agenda. Ask for it again; "
    "if it happens again, tell the people who run Probity for you."
)


async def make(scope: Scope, *, report_id: UUID) -> None:
    """Make it, or say why not. Does nothing for one that has come to its end. Opens transactions of its own."""
    async with transactions.scope_tx(scope, readonly=True):
        report = await reports.report_of(scope, report_id=report_id)
    if report.final:
        return
    try:
        await _make(scope, report)
    except (Refusal, ConfinedFailure, ConfinedRefusal) as refusal:
        sentence = (
            refusal.sentence if isinstance(refusal, Refusal) else f"The pages {str(refusal).rstrip('.')}."
        )
        await _fail(scope, report, sentence)
    except Exception:
        await _fail(scope, report, _OUR_FAULT)
        raise


async def _make(scope: Scope, report: ReportView) -> None:
    await _say(scope, report, done=0)
    async with transactions.scope_tx(scope, readonly=True):
        if report.kind is ReportKind.FRAMEWORK:
            led_by = (report.committee_id, report.committee) if report.led_alone else None
            facts = await reading.facts_of_framework(
                scope, on=report.as_at, since=report.since, led_by=led_by
            )
        else:
            assert report.risk_id is not None, "a deep dive is into one risk"
            facts = await reading.facts_of_risk(scope, risk_id=report.risk_id, on=report.as_at)
        template = await covering.template_of(scope)
    await _say(scope, report, done=1)
    tell = written.framework_paper if report.kind is ReportKind.FRAMEWORK else written.deep_dive_paper
    paper = tell(facts)
    await _say(scope, report, done=2)
    pdf = await asyncio.to_thread(_laid_out, paper)
    made = await asyncio.to_thread(
        intake.made_here, _file_name(paper.title), html=str(paper.html), drawings=paper.drawings, original=pdf
    )
    await _say(scope, report, done=3)
    async with transactions.scope_tx(scope):
        await asking.put_on_agenda(
            scope, report, title=paper.title, made=made, original=pdf, cover=cover_of(template, facts, paper)
        )
        await schedules.look_soon(scope, ref=report.id)


def _laid_out(paper: written.Written) -> bytes:
    """The same paper as a tagged PDF to keep, its title above everything."""
    below = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}>", str(paper.html))
    title = written.heading(paper.title)
    return render.render(
        f"{title}{below}",
        title=paper.title,
        assets={name: drawing.encode() for name, drawing in paper.drawings.items()},
        extra_css="table { break-inside: avoid }",
        limits=PATIENT,
    )


def _file_name(title: str) -> str:
    return intake.file_name_for(title).removesuffix(".md") + ".pdf"


async def _say(scope: Scope, report: ReportView, *, done: int) -> None:
    async with transactions.scope_tx(scope):
        await asking.say_of_report(scope, report_id=report.id, done=done)


async def _fail(scope: Scope, report: ReportView, because: str) -> None:
    async with transactions.scope_tx(scope):
        await asking.fail_report(scope, report, because=because)
        await schedules.look_soon(scope, ref=report.id)

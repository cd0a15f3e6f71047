"""Asking for a paper about the risks, and putting it on the agenda once it is made."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import intake
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.people import queries as people
from backend.risks import queries, rules
from backend.risks.queries import reports
from backend.risks.queries.reports import BACK, ReportView
from backend.risks.rules.reports import KIND_IN_WORDS, ReportKind, ReportState, UnableToReport
from backend.risks.tables.reports import Report
from backend.scope import Scope

MAKE = "risks.make_report"
STEPS = ("Reading the risks", "Writing the paper", "Drawing its pages", "Putting it on the agenda")
_WAITING = "Waiting for a worker to begin."
_MINUTES = 20


async def ask_for_report(
    scope: Scope,
    *,
    meeting_id: UUID,
    kind: ReportKind = ReportKind.FRAMEWORK,
    risk_id: UUID | None = None,
    led_alone: bool = False,
    on: date | None = None,
    since: date | None = None,
    author_person_id: UUID | None = None,
) -> UUID:
    """Have a paper made as at a day (today by default) for a meeting to come; returns the id of this making.

    `led_alone`: of the framework only the risks that the meeting's committee leads. `since`: the day that movement is
    shown from; by default that of the committee's last report, or BACK before. `author_person_id` answers for it: by
    default whoever asks, or the first governance officer where a schedule does. Raises UnableToReport, NotFound.
    """
    rules.check_may_keep(scope)
    meeting = await meeting_queries.meeting(scope, meeting_id=meeting_id)
    if not meeting.can_change:
        raise UnableToReport(
            f"“{meeting.title}” takes no papers any more. Choose a meeting to come.", field="meeting_id"
        )
    day = on or scope.today
    if day > scope.today:
        raise UnableToReport("A report shows a day that has come: today or earlier.", field="on")
    if since is not None and since >= day:
        raise UnableToReport("Movement is shown from a day before the report’s own.", field="since")
    if kind is ReportKind.DEEP_DIVE:
        assert risk_id is not None, "a deep dive is into one risk"
        risk = await queries.risk_of(scope, risk_id=risk_id, on=day)
        if risk.opened_on > day:
            raise UnableToReport(f"{risk.reference} was opened later than that.", field="on")
    else:
        await _check_any(scope, meeting.committee_id if led_alone else None, meeting.committee, day)
    await _check_none_in_hand(scope, meeting_id, kind, risk_id)
    if since is None and kind is ReportKind.FRAMEWORK:
        since = await reports.day_before(scope, meeting_id=meeting_id, before=day) or day - BACK
    report_id = new_id()
    values = {
        "kind": kind.value,
        "risk_id": risk_id,
        "led_alone": led_alone,
        "meeting_id": meeting_id,
        "as_at": day,
        "since": since,
        "author_person_id": author_person_id or await _author(scope),
    }
    await Report.add(
        scope,
        id=report_id,
        state=ReportState.ASKED.value,
        words=_WAITING,
        done=0,
        total=len(STEPS),
        asked_at=scope.now,
        asked_by_name=scope.actor.name,
        cover="{}",
        **values,
    )
    subject = Record(
        room="risks", kind="report", id=report_id, title=f"{KIND_IN_WORDS[kind]} for {meeting.title}"
    )
    await ledger.record(scope, "risks.report.asked", subject, after=values)
    await queue.defer(MAKE, tenant_id=scope.tenant.id, lock=f"risks-report:{report_id}", report_id=report_id)
    return report_id


async def put_on_agenda(
    scope: Scope,
    report: ReportView,
    *,
    title: str,
    made: intake.TakenIn,
    original: bytes,
    cover: Mapping[str, Any],
) -> None:
    """The paper on its item: the same paper's next version where it was made before, else a new one.

    Where the agenda has an item of that name without a paper the paper lies on it, else on a new item.
    """
    before = await reports.last_paper(
        scope,
        meeting_id=report.meeting_id,
        kind=report.kind,
        risk_id=report.risk_id,
        led_alone=report.led_alone,
    )
    if before is not None and before.paper_id is not None and before.item_id is not None:
        paper_id, item_id = before.paper_id, before.item_id
        version = await meetings.put_in_anew(
            scope, paper_id=paper_id, made=made, original=original, cover=cover, wrote=before.cover
        )
    else:
        item_id, version = await _item_for(scope, report), 1
        paper_id = await meetings.put_in_made(
            scope,
            item_id=item_id,
            title=title,
            author_person_id=report.author_person_id,
            made=made,
            original=original,
            cover=cover,
        )
    await Report.change(
        scope,
        state=ReportState.READY.value,
        words=f"Version {version} lies on the agenda.",
        done=len(STEPS),
        made_at=scope.now,
        item_id=item_id,
        paper_id=paper_id,
        paper_version=version,
        cover=json.dumps(dict(cover)),
    ).where(Report.id == report.id)
    subject = Record(room="risks", kind="report", id=report.id, title=title)
    after = {"paper_id": paper_id, "version": version, "item_id": item_id, "as_at": report.as_at}
    await ledger.record(scope, "risks.report.made", subject, after=after)


async def say_of_report(scope: Scope, *, report_id: UUID, done: int) -> None:
    """Show how far the making is: `done` of STEPS."""
    await Report.change(scope, state=ReportState.MAKING.value, words=f"{STEPS[done]}.", done=done).where(
        Report.id == report_id
    )


async def fail_report(scope: Scope, report: ReportView, *, because: str) -> None:
    """Say why there is no paper; nothing was put on the agenda."""
    await Report.change(scope, state=ReportState.FAILED.value, words="Not made.", failure=because).where(
        Report.id == report.id
    )
    subject = Record(room="risks", kind="report", id=report.id, title=report.title)
    await ledger.record(scope, "risks.report.failed", subject, after={"because": because})


async def _check_any(scope: Scope, committee_id: UUID | None, committee: str, day: date) -> None:
    """Whether there is anything to report: at all, or of what one committee leads."""
    found = await queries.risks_as_at(scope, on=day, level=rules.Level.BAF)
    if not found:
        raise UnableToReport(
            "No principal risk stood in the framework on that day, so there is nothing to report.", field="on"
        )
    if committee_id is not None and all(each.committee_id != committee_id for each in found):
        raise UnableToReport(
            f"{committee} led no principal risk on that day. Choose the whole framework, or another day.",
            field="which",
        )


async def _check_none_in_hand(scope: Scope, meeting_id: UUID, kind: ReportKind, risk_id: UUID | None) -> None:
    for each in await reports.reports_of(scope, meeting_id=meeting_id):
        if not each.final and (each.kind, each.risk_id) == (kind, risk_id):
            raise UnableToReport(
                f"This report for “{each.meeting}” is being made already. Wait until it is there."
            )


async def _author(scope: Scope) -> UUID:
    if scope.actor.person_id is not None:
        return scope.actor.person_id
    officers = await people.people_of(scope, role="governance-officer")
    if not officers:
        raise UnableToReport("Nobody is a governance officer today, so the report would have no author.")
    return officers[0].id


async def _item_for(scope: Scope, report: ReportView) -> UUID:
    """The item of the agenda that waits for this paper, or a new one, last."""
    title = KIND_IN_WORDS[report.kind]
    if report.kind is ReportKind.DEEP_DIVE:
        title = f"Deep dive: {report.risk_reference} {report.risk_title}"
    meeting = await meeting_queries.meeting(scope, meeting_id=report.meeting_id)
    for item in meeting.standing_items:
        if title.casefold() in item.title.casefold() and not item.standing_papers:
            return item.id
    return await meetings.add_item(
        scope,
        meeting_id=report.meeting_id,
        title=title,
        purpose=meeting_rules.Purpose.ASSURANCE,
        lead_person_id=report.author_person_id,
        minutes=_MINUTES,
    )

"""What meetings left to do, as pages of rooms below show it: what `app` hands down to them."""

from datetime import date, datetime
from uuid import UUID

from backend.actions.queries import ActionLine
from backend.actions.rules import State
from backend.between.queries import waiting_acts
from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.sittings.queries.waiting import Waiting, waiting_of

_MOST = 20
"""Rows of one kind; the rest is told as a number."""


async def left_by_meetings(scope: Scope, committee_id: UUID) -> Beside | None:
    """On a committee's page: all that its meetings left. Nothing for whoever may not read meetings."""
    if not scope.may("meetings.read"):
        return None
    waiting = await waiting_of(scope, committee_id=committee_id)
    rows = (*_ratify(waiting), *_minutes(waiting), *_actions(scope, waiting))
    return Beside(
        heading="Left by its meetings",
        lead="Decisions to be ratified or reversed, minutes to be approved, and actions that are not closed.",
        rows=rows[:_MOST],
        empty="Nothing is left: no action is open, every held meeting has approved minutes, and nothing is irregular.",
        links=(
            ("Register of decisions", f"/committees/{committee_id}/decisions"),
            ("Attendance", f"/committees/{committee_id}/attendance"),
            ("Action log", f"/actions?committee={committee_id}"),
        ),
    )


async def before_agenda(scope: Scope, committee_id: UUID, starts_at: datetime) -> tuple[Beside, ...]:
    """On the page where an agenda is set: what earlier meetings left for this one."""
    if not scope.may("meetings.read"):
        return ()
    waiting = await waiting_of(scope, committee_id=committee_id, before=starts_at)
    acts = await waiting_acts(scope, committee_id=committee_id) if scope.may("between.read") else ()
    register = (("Register of decisions", f"/committees/{committee_id}/decisions"),)
    return (
        Beside(
            heading="Decisions to be ratified or reversed",
            lead="They were taken inquorate, beyond power or past a check. Each goes to a meeting that may.",
            rows=_ratify(waiting)[:_MOST],
            empty="No decision of an earlier meeting waits to be ratified.",
            links=register,
        ),
        Beside(
            heading="Acts between meetings",
            lead="To be reported to a meeting, or ratified by one.",
            rows=tuple(
                BesideRow(
                    words=f"{act.number} {act.title}",
                    note=f"{act.kind_in_words}, {in_words(act.taken_on)}. {act.state_in_words}"
                    + (f", on the agenda of {act.meeting}" if act.meeting else ", on no agenda yet"),
                    path=f"/acts/{act.id}",
                )
                for act in acts
            )[:_MOST],
            empty="Nothing that was decided between meetings waits for one.",
        ),
        Beside(
            heading="Minutes to approve",
            lead="Of meetings that were held; the chair of this meeting signs what it approves.",
            rows=_minutes(waiting)[:_MOST],
            empty="The minutes of every earlier meeting are approved.",
        ),
        Beside(
            heading="Actions due",
            lead="Undertaken for this committee and not closed, wherever they came from.",
            rows=_actions(scope, waiting)[:_MOST],
            empty="Every earlier action of this committee is closed.",
            links=(("Action log of this committee", f"/actions?committee={committee_id}"),),
        ),
    )


def _ratify(waiting: Waiting) -> tuple[BesideRow, ...]:
    return tuple(
        BesideRow(
            words=each.text,
            note=f"{in_words(each.day)}. {each.words} {each.way}",
            path=f"/decisions/{each.decision_id}",
        )
        for each in waiting.irregular
    )


def _minutes(waiting: Waiting) -> tuple[BesideRow, ...]:
    return tuple(
        BesideRow(
            words=f"Minutes of {each.meeting}, {in_words(each.day)}",
            note="agreed by the chair, to be approved"
            if each.agreed
            else "still a draft: the chair has to agree it",
            path=f"/meetings/{each.meeting_id}/minutes",
        )
        for each in waiting.minutes
    )


def _actions(scope: Scope, waiting: Waiting) -> tuple[BesideRow, ...]:
    return tuple(
        BesideRow(
            words=f"{each.reference} {each.words}",
            note=f"{each.owner}, {_due(each, scope.today)}. {each.source_in_words}",
            path=f"/actions/{each.id}",
        )
        for each in waiting.actions
    )


def _due(action: ActionLine, today: date) -> str:
    if action.state is State.DONE_CLAIMED:
        return "said to be done, to be closed"
    if action.due_on is None:
        return "no day was said"
    return f"{'was due' if action.due_on < today else 'due'} by {in_words(action.due_on)}"

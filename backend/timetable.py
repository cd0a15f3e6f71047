"""Every scheduled chore, its hour and its room, on one page.

The clock looks at this page and puts one job for each chore on the queue; the job reads `tenancy_due` and runs the
chore in each tenant where it is due in the tenant's own time. So the hour here says when we look, and what an
operation wrote down as due says when something happens. The clock's hours are those of London.
"""

import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

ZONE = "Europe/London"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One chore: its name (`room.verb_phrase`), its hour as cron writes it and in words, and what it does.

    `each_tenant`: run in each tenant where it is due; else once for the house, by the worker itself. `due_as`: the
    names under which operations write down that it is due, where several rooms do; otherwise its own. `after_end`:
    also where the organisation is closed or merged, since it keeps the record sound.
    """

    chore: str
    cron: str
    hour: str
    does: str
    each_tenant: bool = True
    due_as: tuple[str, ...] = ()
    after_end: bool = False

    @property
    def room(self) -> str:
        return self.chore.partition(".")[0]


LINES: tuple[Line, ...] = (
    Line(
        chore="desk.chase_what_is_owed",
        cron="5 * * * *",
        hour="five minutes past every hour",
        does="Writes to everyone about what they owe that is due or overdue, in one letter a day.",
        due_as=(
            "interests.chase_declarations",
            "actions.chase_actions",
            "actions.chase_claims",
            "meetings.chase_papers",
            "delegation.chase_milestones",
            "committees.chase_terms",
            "assurance.chase_evidence",
            "daily-letters",
        ),
    ),
    Line(
        chore="desk.run_schedules",
        cron="*/5 * * * *",
        hour="every five minutes",
        does="Runs the schedules of an organisation that are due: register refresh, packs, reviews. Each has its own "
        "days and hour there.",
    ),
    Line(
        chore="registers.release_publications",
        cron="* * * * *",
        hour="every minute",
        does="Makes public what was approved, at the hour chosen.",
    ),
    Line(
        chore="registers.keep_public_files",
        cron="*/2 * * * *",
        hour="every two minutes",
        does="Makes the PDFs of the public registers, and anew where an entry has run out or is withheld.",
    ),
    Line(
        chore="releases.look_after",
        cron="35 * * * *",
        hour="twenty-five minutes to every hour",
        does="Tells recipients of released packs that their link ends soon, or that a newer issue exists.",
    ),
    Line(
        chore="systems.deliver_due",
        cron="45 * * * *",
        hour="a quarter to every hour",
        does="Sends other organisations the figures that are granted to them: once, and as each month begins.",
    ),
    Line(
        chore="packs.prepare_publications",
        cron="20 * * * *",
        hour="twenty minutes past every hour",
        does="Prepares what is to be public of a meeting some days before notice of it is due; a person approves it.",
    ),
    Line(
        chore="packs.release_publications",
        cron="* * * * *",
        hour="every minute",
        does="Makes public what was approved of a meeting, at the hour chosen.",
    ),
    Line(
        chore="meetings.tell_of_undeclared",
        cron="10 * * * *",
        hour="ten minutes past every hour",
        does="Tells chairs, on the two mornings before a meeting, who would sit without a declaration.",
    ),
    Line(
        chore="sittings.remind_of_declarations",
        cron="15 * * * *",
        hour="a quarter past every hour",
        does="Reminds people of what they declared at a meeting until it is on the register of interests.",
    ),
    Line(
        chore="meetings.search_ahead",
        cron="* * * * *",
        hour="every minute",
        does="Has items of meetings to come searched for conflicts again, once the register or the directory changed.",
    ),
    Line(
        chore="planning.forget_askers",
        cron="40 3 * * *",
        hour="twenty to four in the morning",
        does="Forgets who asked questions from the public, once names and addresses are kept no longer.",
    ),
    Line(
        chore="risks.propose_business",
        cron="35 * * * *",
        hour="twenty-five to every hour",
        does="Proposes risks beyond appetite, and gaps past their date, for the plan of their lead committee.",
    ),
    Line(
        chore="risks.close_rounds",
        cron="50 4 * * *",
        hour="ten to five in the morning",
        does="Reminds owners before the cut-off of a round over risks; closes it after, and keeps what was missing.",
    ),
    Line(
        chore="between.place_acts",
        cron="25 * * * *",
        hour="twenty-five minutes past every hour",
        does="Puts what was decided between meetings on the next agenda, once a meeting is arranged.",
    ),
    Line(
        chore="between.remind_asked",
        cron="15 * * * *",
        hour="a quarter past every hour",
        does="Reminds members who were asked by correspondence and have not replied, before the last day for it.",
    ),
    Line(
        chore="meetings.check_renditions",
        cron="30 5 * * *",
        hour="half past five in the morning",
        does="Undoes the sign-off of a paper that is shown in other words than were signed, and tells those concerned.",
    ),
    Line(
        chore="concerns.keep_handled",
        cron="15 * * * *",
        hour="a quarter past every hour",
        does="Sees that what was raised in confidence stays with somebody when those who handled it have left.",
    ),
    Line(
        chore="requests.remind_of_days",
        cron="25 * * * *",
        hour="twenty-five past every hour",
        does="Writes in the morning to whoever handles a request for information that falls due, or is late.",
    ),
    Line(
        chore="setup.remind_of_assessment",
        cron="35 * * * *",
        hour="twenty-five to every hour",
        does="Writes in the morning to officers whose data-protection impact assessment is to be looked at again.",
    ),
    Line(
        chore="registers.propose_disposals",
        cron="50 4 * * *",
        hour="ten to five in the morning",
        does="Proposes for disposal or appraisal what has been kept as long as the schedule says; removes nothing.",
    ),
    Line(
        chore="assurance.follow_changes",
        cron="* * * * *",
        hour="every minute",
        does="Lets rooms state anew what was changed, and judges anew the rules of frameworks that read it.",
        due_as=("assurance.follow_changes", "assurance.look_again"),
    ),
    Line(
        chore="ledger.seal",
        cron="* * * * *",
        hour="every minute",
        does="Seals what was recorded into the ledger's tree, and signs a checkpoint of it.",
        after_end=True,
    ),
    Line(
        chore="desk.anchor_ledger",
        cron="*/10 * * * *",
        hour="every ten minutes",
        does="Takes the newest root of the ledger outside our control once a day, and again where that failed.",
        after_end=True,
    ),
    Line(
        chore="archives.end_exports",
        cron="15 * * * *",
        hour="a quarter past every hour",
        does="Makes exports of everything unreadable once their time is over.",
        after_end=True,
    ),
    Line(
        chore="notices.retry_stalled",
        cron="* * * * *",
        hour="every minute",
        does="Takes up letters whose worker died, or whose mail server asked for patience.",
    ),
    Line(
        chore="worker.retry_stalled_jobs",
        cron="* * * * *",
        hour="every minute",
        does="Gives jobs of workers that died to others.",
        each_tenant=False,
    ),
    Line(
        chore="worker.clear_old_jobs",
        cron="40 3 * * *",
        hour="twenty to four at night",
        does="Removes finished jobs from the queue: after a week, failed ones after ninety days.",
        each_tenant=False,
    ),
)


def function_of(line: Line) -> Callable[..., Awaitable[None]]:
    """The function that a line for each tenant runs, found by its name in its room's `chores.CHORES`.

    Raises LookupError, so that a line without a chore is found by the tests and not by the night.
    """
    module = f"backend.{line.room}.chores"
    try:
        chores: dict[str, Callable[..., Awaitable[None]]] = importlib.import_module(module).CHORES
    except ModuleNotFoundError as error:
        raise LookupError(f"The timetable names {line.chore}, but there is no {module}.") from error
    if line.chore not in chores:
        raise LookupError(f"The timetable names {line.chore}, but {module} doesn't list it.")
    return chores[line.chore]


def names_of_due(chore: str) -> tuple[str, ...]:
    """The names under which a chore is written down as due."""
    return next((line.due_as for line in LINES if line.chore == chore), ()) or (chore,)


def after_end(chore: str) -> bool:
    """Whether a chore runs also where the organisation is closed or merged."""
    return any(line.chore == chore and line.after_end for line in LINES)


def in_markdown() -> str:
    """The page `docs/reference/timetable.md`."""
    lines = [
        "# The timetable",
        "",
        "The hour is when the clock looks, in London time; a chore then runs in each organisation where something is",
        "due, at the organisation's own time. Run twice, the second run does nothing. By hand:",
        "`probity chore NAME --tenant SLUG --at MOMENT`.",
        "",
        "| Chore | When | Cron | Runs in | Does |",
        "| --- | --- | --- | --- | --- |",
    ]
    for line in LINES:
        where = "each organisation where it is due" if line.each_tenant else "the house, once"
        where += ", also when it is closed or merged" if line.after_end else ""
        lines.append(f"| `{line.chore}` | {line.hour} | `{line.cron}` | {where} | {line.does} |")
    return "\n".join(lines) + "\n"

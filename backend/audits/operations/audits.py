"""Planning audits, recording their reports, and the yearly opinion."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from backend.audits import queries
from backend.audits.queries import AuditView
from backend.audits.rules import AuditKind, AuditState, Level, UnableToAudit
from backend.audits.tables import Audit, Opinion
from backend.catalogue import shelf
from backend.catalogue.problems import UnableToFindRuleSet
from backend.committees import queries as committees
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotFound, OvertakenByAnother, Scope

STANDARDS = "internal-audit-standards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an audit is."""

    title: str
    kind: AuditKind
    subject: str
    firm: str | None = None
    lead_person_id: UUID | None = None
    committee_id: UUID | None = None
    planned_for: date | None = None


async def plan_audit(scope: Scope, *, said: Said) -> UUID:
    """Put an audit on the plan. Raises NotFound for its lead or committee."""
    await _check(scope, said)
    audit_id: UUID = await Audit.add(
        scope, **{**asdict(said), "kind": said.kind.value}, state=AuditState.PLANNED.value, version=1
    )
    await ledger.record(scope, "audits.audit.planned", record_of(audit_id, said.title), after=_plain(said))
    return audit_id


async def change_audit(scope: Scope, *, audit_id: UUID, said: Said, version: int) -> None:
    """Change what an audit is. Raises OvertakenByAnother where `version` is not its newest, NotFound."""
    known = await held(scope, audit_id)
    if version != known.version:
        raise OvertakenByAnother(
            f"Somebody else changed “{known.title}” while you did. Look at what it says now, then send yours again."
        )
    await _check(scope, said)
    before = Said(**{name: getattr(known, name) for name in Said.__dataclass_fields__})
    if before == said:
        return
    await Audit.change(scope, **{**asdict(said), "kind": said.kind.value}, version=known.version + 1).where(
        Audit.id == audit_id
    )
    await ledger.record(
        scope,
        "audits.audit.changed",
        record_of(audit_id, said.title),
        before=_plain(before),
        after=_plain(said),
    )


async def move_on(scope: Scope, *, audit_id: UUID, state: AuditState) -> None:
    """Say that fieldwork began, or that a draft is there. Raises UnableToAudit, NotFound."""
    known = await held(scope, audit_id)
    if state in {AuditState.FINAL, AuditState.CANCELLED}:
        raise UnableToAudit("Record the report, or cancel the audit with a reason.", field="state")
    _check_open(known)
    if state is known.state:
        raise UnableToAudit("That is where it stands already.", field="state")
    await Audit.change(scope, state=state.value).where(Audit.id == audit_id)
    await ledger.record(
        scope,
        "audits.audit.moved-on",
        record_of(audit_id, known.title),
        before={"state": known.state.value},
        after={"state": state.value},
    )


async def report(
    scope: Scope,
    *,
    audit_id: UUID,
    reported_on: date,
    level: Level | None,
    rating: str | None = None,
    national_rating: str | None = None,
    summary: str | None = None,
) -> None:
    """Record the final report: the firm's own rating and, where there is one, the national one beside it.

    A report that was recorded before is corrected by this. Raises UnableToAudit, NotFound.
    """
    known = await held(scope, audit_id)
    if known.state is AuditState.CANCELLED:
        raise UnableToAudit(f"“{known.title}” was cancelled.")
    if reported_on > scope.today:
        raise UnableToAudit("A report is recorded once it is there.", field="reported_on")
    if level is None and not rating:
        raise UnableToAudit(
            "Give the level of assurance, or the rating in the auditor’s words.", field="level"
        )
    after = {
        "reported_on": reported_on,
        "level": None if level is None else level.value,
        "rating": rating,
        "national_rating": national_rating,
        "summary": summary,
    }
    before = {name: getattr(known, name) for name in after}
    await Audit.change(scope, state=AuditState.FINAL.value, version=known.version + 1, **after).where(
        Audit.id == audit_id
    )
    await ledger.record(
        scope, "audits.audit.reported", record_of(audit_id, known.title), before=before, after=after
    )


async def cancel_audit(scope: Scope, *, audit_id: UUID, because: str) -> None:
    """Take an audit off the plan, with the reason. Raises UnableToAudit once its report is there, NotFound."""
    known = await held(scope, audit_id)
    _check_open(known)
    await Audit.change(scope, state=AuditState.CANCELLED.value, cancelled_because=because).where(
        Audit.id == audit_id
    )
    await ledger.record(
        scope, "audits.audit.cancelled", record_of(audit_id, known.title), after={"because": because}
    )


async def give_opinion(
    scope: Scope, *, year: int, level: Level, words: str, given_by: str, given_on: date
) -> UUID:
    """Record the head of internal audit's opinion of the year that begins in April of `year`.

    The standards that it was given under are those in force on its day. Raises UnableToAudit.
    """
    if given_on > scope.today:
        raise UnableToAudit("An opinion is recorded once it is given.", field="given_on")
    if given_on < date(year, 4, 1):
        raise UnableToAudit("It would have been given before the year began.", field="given_on")
    if await queries.opinion_of(scope, year=year) is not None:
        raise UnableToAudit(
            f"There is an opinion for {year}/{(year + 1) % 100:02} already. Strike that one out first.",
            field="year",
        )
    standards = standards_on(given_on)
    opinion_id: UUID = await Opinion.add(
        scope,
        year=year,
        level=level.value,
        words=words,
        given_by=given_by,
        given_on=given_on,
        standards=standards,
        recorded_at=scope.now,
        recorded_by=scope.actor.name,
    )
    after = {"year": year, "level": level.value, "given_on": given_on, "standards": standards}
    await ledger.record(scope, "audits.opinion.given", _opinion_record(opinion_id, year), after=after)
    return opinion_id


async def strike_opinion(scope: Scope, *, opinion_id: UUID, because: str) -> None:
    """Strike an opinion out that was recorded wrongly; it stays to be read. Raises NotFound."""
    found = [
        each
        for each in await queries.opinions_of(scope)
        if each.id == opinion_id and each.struck_because is None
    ]
    if not found:
        raise NotFound("opinion")
    await Opinion.change(scope, struck_at=scope.now, struck_because=because).where(Opinion.id == opinion_id)
    await ledger.record(
        scope,
        "audits.opinion.struck",
        _opinion_record(opinion_id, found[0].year),
        after={"because": because},
    )


def standards_on(day: date) -> str:
    """The standards of internal audit in force on a day, by name."""
    try:
        return shelf.catalogue().rule_set_in_force(STANDARDS, day).title
    except UnableToFindRuleSet:
        return "Standards of the time; none is in the catalogue for that day"


async def held(scope: Scope, audit_id: UUID) -> AuditView:
    """The audit, held until the transaction ends, so that two hands come one after the other."""
    await execute(
        "SELECT 1 FROM audits_audit WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, audit_id
    )
    return await queries.audit(scope, audit_id=audit_id)


def record_of(audit_id: UUID, title: str) -> Record:
    return Record(room="audits", kind="audit", id=audit_id, title=title)


def _opinion_record(opinion_id: UUID, year: int) -> Record:
    title = f"Head of internal audit opinion {year}/{(year + 1) % 100:02}"
    return Record(room="audits", kind="opinion", id=opinion_id, title=title)


def _check_open(known: AuditView) -> None:
    if known.state in {AuditState.FINAL, AuditState.CANCELLED}:
        raise UnableToAudit(f"“{known.title}” is finished, so this can't be done any more.")


async def _check(scope: Scope, said: Said) -> None:
    if said.lead_person_id is not None:
        await people.person_line_of(scope, person_id=said.lead_person_id)
    if said.committee_id is not None:
        await committees.committee(scope, committee_id=said.committee_id)


def _plain(said: Said) -> dict[str, object]:
    return {**asdict(said), "kind": said.kind.value}

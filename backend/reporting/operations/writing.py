"""Writing an issue: begun, its figures drawn and typed, files attached, dropped."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.catalogue.returns import ReturnFigure
from backend.evidence import operations as evidence
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.reporting import queries, rules
from backend.reporting.operations import records
from backend.reporting.queries import IssueView
from backend.reporting.rules import Said, Step, UnableToReport, What
from backend.reporting.tables import Issue, IssueFile
from backend.scope import NotFound, Scope

MOST_FILES = 10
MOST_BYTES = 20 * 1024 * 1024
"""What may be attached to one issue, together."""

_COLUMNS = {What.RETURN: "return_id", What.ANSWER: "question_id", What.REPLY: "letter_id"}

_KEEP_FIGURE = """
INSERT INTO reporting_figure
  (tenant_id, id, issue_id, key, value, words, drawn_value, source, drawn_at, red, red_because)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, issue_id, key) DO UPDATE SET value = excluded.value, words = excluded.words,
  drawn_value = excluded.drawn_value, source = excluded.source, drawn_at = excluded.drawn_at, red = excluded.red,
  red_because = excluded.red_because
"""
_COPY_FIGURES = """
INSERT INTO reporting_figure
  (tenant_id, id, issue_id, key, value, words, drawn_value, source, drawn_at, red, red_because)
SELECT tenant_id, gen_random_uuid(), $2, key, value, words, drawn_value, source, drawn_at, red, red_because
FROM reporting_figure WHERE tenant_id = $1 AND issue_id = $3
"""


async def begin(scope: Scope, *, what: What, of_id: UUID) -> UUID:
    """Begin an issue of a return, of the answer to a question or of the reply to a letter; returns its id.

    A first issue of a return has the figures that facts give; a later one has those of the issue before, to be put
    right. Raises UnableToReport, NotFound.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    before, ended = await _standing(scope, what, of_id)
    rules.check_can_begin(withdrawn=ended, working=any(each.working for each in before))
    last = next((each for each in reversed(before) if each.state is Step.SENT), None)
    issue_id: UUID = await Issue.add(
        scope,
        **{_COLUMNS[what]: of_id},
        number=max((each.number for each in before), default=0) + 1,
        state=Step.DRAFT.value,
        words=last.words if last and what is not What.RETURN else None,
        version=1,
        begun_at=scope.now,
        begun_by_name=scope.actor.name,
        writers=[scope.actor.person_id] if scope.actor.person_id else [],
    )
    if last is not None:
        await execute(_COPY_FIGURES, scope.tenant.id, issue_id, last.id)
    else:
        await _draw(scope, await queries.issue_of(scope, issue_id=issue_id))
    view = await queries.issue_of(scope, issue_id=issue_id)
    await ledger.record(
        scope, "reporting.issue.begun", records.issue_record(view), after={"number": view.line.number}
    )
    return issue_id


async def write(
    scope: Scope, *, issue_id: UUID, version: int, words: str | None, what_changed: str | None = None
) -> None:
    """Write the words that go with it, and what changed. Raises OvertakenByAnother, UnableToReport, NotFound."""
    view = await _writable(scope, issue_id, version)
    await _changed(
        scope, view, "reporting.issue.written", words=(words or "").strip() or None, what_changed=what_changed
    )


async def set_figures(scope: Scope, *, issue_id: UUID, version: int, said: Mapping[str, Said]) -> None:
    """Keep figures as they were typed, by their keys; what the definition calls red is red.

    Raises OvertakenByAnother, UnableToReport, NotFound.
    """
    view = await _writable(scope, issue_id, version)
    definition = view.parent.definition
    lines = {each.key: each for each in view.figures}
    for key, each in said.items():
        figure = definition.figure(key) if definition else None
        if figure is None:
            raise NotFound("figure")
        value = rules.read_value(figure.kind, each.value, label=figure.label, field=f"{field_of(key)}_value")
        line = lines[key]
        red, because = _red(figure, value, each)
        await execute(
            _KEEP_FIGURE,
            scope.tenant.id,
            new_id(),
            issue_id,
            key,
            value,
            (each.words or "").strip() or None,
            line.drawn_value,
            line.source,
            line.drawn_at,
            red,
            because,
        )
    await _changed(scope, view, "reporting.issue.figures-entered")


async def draw(scope: Scope, *, issue_id: UUID, version: int) -> None:
    """Fill in anew what facts give; what was typed otherwise stands, beside what facts say.

    Raises OvertakenByAnother, UnableToReport, NotFound.
    """
    view = await _writable(scope, issue_id, version)
    await _draw(scope, view)
    await _changed(scope, view, "reporting.issue.figures-drawn")


async def attach(scope: Scope, *, issue_id: UUID, name: str, media_type: str, data: bytes) -> UUID:
    """Attach a file; returns the id of the attachment. Raises UnableToReport, NotFound, storage's refusals."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await records.held_issue(scope, issue_id)
    rules.check_can_write(view.line.state)
    if not data:
        raise UnableToReport("The file is empty. Choose another.", field="file")
    if len(view.attachments) >= MOST_FILES:
        raise UnableToReport(f"{MOST_FILES} files are the most that go along.", field="file")
    if sum(each.size for each in view.attachments) + len(data) > MOST_BYTES:
        raise UnableToReport(
            f"The files that go along may have {MOST_BYTES // 1024**2} MB together.", field="file"
        )
    file_id = await evidence.keep_file(scope, name=name, media_type=media_type, data=data)
    attached_id: UUID = await IssueFile.add(
        scope,
        issue_id=issue_id,
        part="attachment",
        file_id=file_id,
        added_at=scope.now,
        added_by_name=scope.actor.name,
    )
    await _changed(scope, view, "reporting.issue.attached", after={"name": name})
    return attached_id


async def take_off(scope: Scope, *, issue_id: UUID, attached_id: UUID) -> None:
    """Take an attachment off a draft. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await records.held_issue(scope, issue_id)
    rules.check_can_write(view.line.state)
    named = next((each.name for each in view.attachments if each.id == attached_id), None)
    if named is None:
        raise NotFound("attachment")
    await IssueFile.change(scope, taken_off_at=scope.now).where(IssueFile.id == attached_id)
    await _changed(scope, view, "reporting.issue.taken-off", after={"name": named})


async def drop(scope: Scope, *, issue_id: UUID, because: str) -> None:
    """Drop an issue that has not gone out, and say why. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await records.held_issue(scope, issue_id)
    if not view.line.working:
        raise UnableToReport("It has gone out, or was dropped before.")
    await Issue.change(
        scope,
        state=Step.DROPPED.value,
        dropped_at=scope.now,
        dropped_because=because,
        version=view.line.version + 1,
    ).where(Issue.id == issue_id)
    await ledger.record(
        scope, "reporting.issue.dropped", records.issue_record(view), after={"because": because}
    )


def field_of(key: str) -> str:
    """How a figure's fields are called in a form: its key with underscores."""
    return key.replace("-", "_")


async def _writable(scope: Scope, issue_id: UUID, version: int) -> IssueView:
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await records.held_issue(scope, issue_id)
    rules.check_can_write(view.line.state)
    records.check_version(version, view.line.version)
    return view


async def _changed(
    scope: Scope, view: IssueView, act: str, *, after: dict[str, Any] | None = None, **values: Any
) -> None:
    """Write on the issue, with whoever wrote among its writers."""
    writers = list(view.line.writers)
    if scope.actor.person_id is not None and scope.actor.person_id not in writers:
        writers.append(scope.actor.person_id)
    await Issue.change(scope, **values, writers=writers, version=view.line.version + 1).where(
        Issue.id == view.line.id
    )
    await ledger.record(scope, act, records.issue_record(view), after=after or values)


async def _draw(scope: Scope, view: IssueView) -> None:
    definition = view.parent.definition
    if definition is None:
        return
    lines = {each.key: each for each in view.figures}
    found = await queries.drawn(scope, definition, from_on=view.parent.from_on, until_on=view.parent.until_on)
    for each in found:
        figure, line = definition.figure(each.key), lines[each.key]
        assert figure is not None, "only figures of the definition are drawn"
        typed = line.said.value is not None and not line.drawn
        said = line.said if typed else Said(value=each.value, words=line.said.words, red=line.said.red)
        red, because = _red(figure, said.value, said)
        await execute(
            _KEEP_FIGURE,
            scope.tenant.id,
            new_id(),
            view.line.id,
            each.key,
            said.value,
            said.words,
            each.value,
            each.source,
            scope.now,
            red,
            because,
        )


def _red(figure: ReturnFigure, value: str | None, said: Said) -> tuple[bool, str | None]:
    by_definition = rules.is_red(figure.red, figure.kind, value)
    if by_definition:
        return True, said.red_because or f"By the definition of “{figure.label}”"
    return (True, said.red_because) if said.red else (False, None)


async def _standing(scope: Scope, what: What, of_id: UUID) -> tuple[tuple[queries.IssueLine, ...], bool]:
    """The issues that there are, and whether nothing is asked for any more. Raises NotFound."""
    if what is What.RETURN:
        await _hold(scope, "reporting_return", of_id)
        found = await queries.return_of(scope, return_id=of_id)
        return found.issues, found.parent.ended
    if what is What.REPLY:
        await _hold(scope, "reporting_letter", of_id)
        letter = await queries.letter_of(scope, letter_id=of_id)
        return letter.replies, letter.closed
    rows = await _hold(scope, "reporting_question", of_id)
    if not rows:
        raise NotFound("question")
    view = await queries.return_of(scope, return_id=rows[0]["return_id"])
    question = next(each for each in view.questions if each.id == of_id)
    return question.answers, question.withdrawn_at is not None or view.parent.ended


async def _hold(scope: Scope, table: str, of_id: UUID) -> Sequence[Any]:
    return await fetch(
        f"SELECT * FROM {table} WHERE tenant_id = $1 AND id = $2 FOR UPDATE",  # noqa: S608 - one of three names of ours
        scope.tenant.id,
        of_id,
    )

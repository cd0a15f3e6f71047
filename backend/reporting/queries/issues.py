"""One issue with its figures, files and what changed; and what it says as a whole."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.delegation.queries import milestones
from backend.delegation.rules.dates import when_in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.people import queries as people
from backend.reporting import rules
from backend.reporting.queries.letters import parent_of_letter
from backend.reporting.queries.returns import parent_of_return
from backend.reporting.queries.views import FigureLine, FileLine, IssueLine, IssueView, Parent, issue_line
from backend.reporting.rules import Said, What
from backend.scope import NotFound, Scope
from backend.together import queries as together
from backend.together.rules import Subject

Content = dict[str, Any]

_FILES = """
SELECT f.id, f.part, f.file_id, f.added_by_name, e.name, e.media_type, e.size, e.sha256
FROM reporting_file f JOIN evidence_file e ON e.tenant_id = $1 AND e.id = f.file_id
WHERE f.tenant_id = $1 AND f.issue_id = $2 AND f.taken_off_at IS NULL
ORDER BY f.part = 'attachment', f.part = 'data', f.added_at, f.id
"""
_BEFORE = """
SELECT number, content FROM reporting_issue
WHERE tenant_id = $1 AND coalesce(return_id, question_id, letter_id) = $2 AND number < $3 AND state = 'sent'
ORDER BY number DESC LIMIT 1
"""


async def issue_of(scope: Scope, *, issue_id: UUID) -> IssueView:
    """One issue. Raises NotFound."""
    rows = await fetch(
        "SELECT * FROM reporting_issue WHERE tenant_id = $1 AND id = $2", scope.tenant.id, issue_id
    )
    if not rows:
        raise NotFound("issue")
    fates = {}
    if rows[0]["message_id"]:
        fates = dict(await together.fates_of(scope, message_ids=[rows[0]["message_id"]]))
    line = issue_line(rows[0], fates)
    parent = await parent_of(scope, line)
    figures = await _figures(scope, parent, issue_id)
    before = await fetch(_BEFORE, scope.tenant.id, parent.id, line.number)
    told = json.loads(before[0]["content"]) if before else None
    return IssueView(
        line=line,
        parent=parent,
        figures=figures,
        files=tuple(FileLine(**row) for row in await fetch(_FILES, scope.tenant.id, issue_id)),
        changes=rules.differences(told, [figure_content(each) for each in figures], line.words),
        before=before[0]["number"] if before else None,
    )


async def parent_of(scope: Scope, line: IssueLine) -> Parent:
    """What an issue is one of."""
    if line.return_id is not None:
        rows = await fetch(
            "SELECT * FROM reporting_return WHERE tenant_id = $1 AND id = $2", scope.tenant.id, line.return_id
        )
        return parent_of_return(rows[0])
    if line.letter_id is not None:
        rows = await fetch(
            "SELECT * FROM reporting_letter WHERE tenant_id = $1 AND id = $2", scope.tenant.id, line.letter_id
        )
        return parent_of_letter(rows[0])
    rows = await fetch(
        "SELECT q.*, r.title, r.period, r.body, r.agreement_id, r.withdrawn_at AS ended_at FROM reporting_question q "
        "JOIN reporting_return r ON r.tenant_id = $1 AND r.id = q.return_id WHERE q.tenant_id = $1 AND q.id = $2",
        scope.tenant.id,
        line.question_id,
    )
    row = rows[0]
    about = f"{row['title']}, {row['period']}" if row["period"] else row["title"]
    return Parent(
        what=What.ANSWER,
        id=row["id"],
        return_id=row["return_id"],
        title=f"Answer to question {row['number']} on {about}",
        body=row["body"],
        # what somebody wrote down from a letter is answered by letter
        agreement_id=row["agreement_id"] if row["how"] == "received" else None,
        path=f"/reporting/{row['return_id']}#question-{row['number']}",
        owner_person_id=row["owner_person_id"],
        action_id=row["action_id"],
        due_on=row["due_on"],
        ended=row["ended_at"] is not None or row["withdrawn_at"] is not None,
        asks=row["words"],
        submission_id=row["issue_id"],
    )


async def content_of(scope: Scope, view: IssueView) -> Content:
    """What an issue says as a whole, as it stands now: what is approved is this and who approved it."""
    parent, line = view.parent, view.line
    definition = parent.definition
    writers = await people.persons_by_id(scope, line.writers)
    named = [writers[each] for each in line.writers if each in writers]
    return {
        "what": parent.what.value,
        "organisation": scope.tenant.name,
        "body": parent.body,
        "title": parent.title,
        "issue": line.number,
        "subject": parent.subject.value if parent.subject else None,
        "period": parent.period,
        "from_on": _iso(parent.from_on),
        "until_on": _iso(parent.until_on),
        "due_on": _iso(parent.due_on),
        "asks": parent.asks,
        "defined_by": {
            "framework": definition.id,
            "edition": definition.edition,
            "title": definition.title,
            "rule_set": definition.rule_set,
            "sha256": content_hash(definition.content()),
        }
        if definition
        else None,
        "figures": [figure_content(each) for each in view.figures],
        "milestone": await _milestone(scope, parent),
        "statement": line.words,
        "what_changed": line.what_changed,
        "changes": [
            {"key": each.key, "label": each.label, "before": each.before, "after": each.after}
            for each in view.changes
        ],
        "prepared_by": "; ".join(_named(each) for each in named) or line.begun_by_name,
        "attachments": [
            {"name": each.name, "media_type": each.media_type, "size": each.size, "sha256": each.sha256}
            for each in view.attachments
        ],
    }


def hash_of(content: Content) -> str:
    return content_hash(content)


def figure_content(figure: FigureLine) -> Content:
    return {
        "key": figure.key,
        "section": figure.section,
        "label": figure.label,
        "kind": figure.kind,
        "unit": figure.unit,
        "definition": figure.definition,
        "value": figure.said.value,
        "words": figure.said.words,
        "drawn": figure.drawn,
        "source": figure.source if figure.drawn else None,
        "red": figure.said.red,
        "red_because": figure.said.red_because,
    }


async def _figures(scope: Scope, parent: Parent, issue_id: UUID) -> tuple[FigureLine, ...]:
    definition = parent.definition
    if definition is None:
        return ()
    rows = await fetch(
        "SELECT * FROM reporting_figure WHERE tenant_id = $1 AND issue_id = $2", scope.tenant.id, issue_id
    )
    kept: dict[str, Mapping[str, Any]] = {row["key"]: row for row in rows}
    found = []
    for section, figure in definition.placed():
        row = kept.get(figure.key, {})
        found.append(
            FigureLine(
                key=figure.key,
                section=section.title,
                label=figure.label,
                kind=figure.kind.value,
                unit=figure.unit,
                definition=figure.definition,
                needed=figure.needed,
                said=Said(
                    value=row.get("value"),
                    words=row.get("words"),
                    red=bool(row.get("red")),
                    red_because=row.get("red_because"),
                ),
                drawn_value=row.get("drawn_value"),
                source=row.get("source"),
                drawn_at=row.get("drawn_at"),
            )
        )
    return tuple(found)


async def _milestone(scope: Scope, parent: Parent) -> Content | None:
    """A milestone as it stands now, in the words in which it passes."""
    if parent.subject is not Subject.MILESTONE or parent.milestone_id is None:
        return None
    found = await milestones.milestone(scope, milestone_id=parent.milestone_id)
    return {
        "programme": found.programme,
        "number": found.slug,
        "title": found.activity,
        "planned": found.due_in_words,
        "expected": when_in_words(found.expected) if found.expected else None,
        "accepted_by": found.accepted_by_name,
    }


def _named(person: people.PersonLine) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

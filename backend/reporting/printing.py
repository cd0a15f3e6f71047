"""What goes out, as files: a tagged PDF of what was approved, and of a return its figures for a spreadsheet."""

import asyncio
from uuid import UUID

from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit.pdf import render
from backend.registers import spreadsheets
from backend.reporting import operations, queries
from backend.reporting.queries import Content, IssueView
from backend.reporting.rules import in_words
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web import templating

DEMONSTRATION = "DEMONSTRATION: people and figures are invented."
_CSS = (
    "@page { @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "caption { break-after: avoid } thead, tbody tr:first-child { break-after: avoid } table { margin-top: .9em }"
)
_HEADS = (
    *("Section", "Key", "Figure", "Value", "Shown as", "Unit", "Words"),
    *("Red", "Why red", "Filled in from", "Definition"),
)


async def keep_files(scope: Scope, *, issue_id: UUID) -> None:
    """Make the files of an approved issue, unless they are made."""
    async with transactions.scope_tx(scope, readonly=True):
        view = await queries.issue_of(scope, issue_id=issue_id)
    content = view.line.content
    if content is None or view.printed:
        return
    told = dict(content)
    name = file_name(scope, view)
    made = [
        (
            "document",
            f"{name}.pdf",
            "application/pdf",
            await asyncio.to_thread(rendered, scope, told, view.line.sha256 or ""),
        )
    ]
    if told["figures"]:
        rows = [_row(each) for each in told["figures"]]
        made.append(("data", f"{name}.csv", "text/csv", spreadsheets.plain_csv(_HEADS, rows)))
        made.append(("data", f"{name}.xlsx", spreadsheets.XLSX, spreadsheets.plain_xlsx(_HEADS, rows)))
    stored = [(part, title, kind, await store.put(scope, data)) for part, title, kind, data in made]
    async with transactions.scope_tx(scope):
        kept = [
            (part, await evidence.record_stored(scope, name=title, media_type=kind, stored=each))
            for part, title, kind, each in stored
        ]
        await operations.keep_made(scope, issue_id=issue_id, made=kept)


def file_name(scope: Scope, view: IssueView) -> str:
    """Without its ending: whose it is, what it is and which issue."""
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    words = "".join(each if each.isalnum() else "-" for each in view.parent.title.casefold())
    plain = "-".join(part for part in words.split("-") if part)[:80].rstrip("-")
    return f"{mark}{scope.tenant.slug}-{plain}-issue-{view.line.number}"


def rendered(scope: Scope, content: Content, sha256: str) -> bytes:
    """The PDF of what was approved; `sha256` is that of the approved words, which the page prints."""
    page = templating.environment().get_template("reporting/print/issue.html")
    demonstration = DEMONSTRATION if scope.tenant.demonstration else ""
    sections: dict[str, list[Content]] = {}
    for each in content["figures"]:
        shown = in_words(each["kind"], each["value"], each["words"])
        sections.setdefault(each["section"], []).append({**each, "shown": shown})
    html = page.render(content=content, sections=sections, sha256=sha256, demonstration=demonstration)
    mark = "DEMONSTRATION" if demonstration else ""
    title = f"{content['title']}, issue {content['issue']}: {content['organisation']}"
    return render.render(
        html,
        title=f"{mark} – {title}" if mark else title,
        subject=f"{content['organisation']} to {content['body']}",
        extra_css=_CSS.replace("MARK", mark),
    )


def _row(figure: Content) -> tuple[str, ...]:
    return (
        figure["section"],
        figure["key"],
        figure["label"],
        figure["value"] or "",
        in_words(figure["kind"], figure["value"], figure["words"]),
        figure["unit"] or "",
        figure["words"] or "",
        "yes" if figure["red"] else "no",
        figure["red_because"] or "",
        figure["source"] or "",
        figure["definition"],
    )

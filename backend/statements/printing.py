"""The PDF of a statement: tagged, with the words and tables of its page, made by the worker and kept."""

import asyncio
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit.pdf import render
from backend.ledger.records import content_hash
from backend.scope import Scope
from backend.statements.operations import signing
from backend.statements.queries import assembling
from backend.statements.queries import statements as queries
from backend.statements.queries.statements import StatementView
from backend.statements.rules.writing import State
from backend.tenancy import transactions
from backend.web import templating

DEMONSTRATION = "DEMONSTRATION: people and what is told of them are invented."
_LOOK = 1
"""To be raised when the same words are to be laid out differently."""

_CSS = (
    "@page { @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "caption { break-after: avoid } thead, tbody tr:first-child { break-after: avoid } table { margin-top: .9em }"
)


async def keep_file(scope: Scope, *, statement_id: UUID) -> None:
    """Make the PDF of a statement as it stands, unless there is one of the same words."""
    async with transactions.scope_tx(scope, readonly=True):
        view = await queries.statement(scope, statement_id=statement_id)
        content = await assembling.content_of(scope, view)
    sha256 = print_key(view, content)
    if any(each.sha256 == sha256 for each in view.files):
        return
    stored = await store.put(scope, await asyncio.to_thread(rendered, scope, view, content))
    async with transactions.scope_tx(scope):
        file_id = await evidence.record_stored(
            scope, name=file_name(scope, view), media_type="application/pdf", stored=stored
        )
        await signing.keep_file(
            scope,
            statement_id=statement_id,
            sha256=sha256,
            standing=standing_of(view),
            file_id=file_id,
        )


def print_key(view: StatementView, content: assembling.Content) -> str:
    """The name of what is printed: the same for the same words, standing and additions."""
    added = [[each.number, each.words, each.signed_by_name] for each in signed_addenda(view)]
    return content_hash([_LOOK, standing_of(view), assembling.hash_of(content), added])


def standing_of(view: StatementView) -> str:
    """How the PDF says that it stands."""
    if view.line.state is not State.SIGNED:
        return f"Draft {view.version}" if view.line.state is State.DRAFT else "Draft for signature"
    count = len(signed_addenda(view))
    return "Signed" if not count else f"Signed, with {count} {'addendum' if count == 1 else 'addenda'}"


def signed_addenda(view: StatementView) -> tuple[queries.AddendumView, ...]:
    return tuple(each for each in view.addenda if each.signed_at is not None)


def file_name(scope: Scope, view: StatementView) -> str:
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    draft = "" if view.line.state is State.SIGNED else "-draft"
    kind = view.line.kind.value
    return f"{mark}{scope.tenant.slug}-{kind}-{view.line.year.in_words.replace('/', '-')}{draft}.pdf"


def rendered(scope: Scope, view: StatementView, content: assembling.Content) -> bytes:
    page = templating.environment().get_template("statements/print/statement.html")
    demonstration = "DEMONSTRATION" if scope.tenant.demonstration else ""
    standing = standing_of(view)
    mark = " – ".join(filter(None, (demonstration, "" if standing.startswith("Signed") else standing)))
    told: dict[str, Any] = {
        "content": content,
        "view": view,
        "standing": standing,
        "addenda": signed_addenda(view),
        "demonstration": DEMONSTRATION if demonstration else "",
    }
    title = f"{content['title']}: {content['organisation']}"
    return render.render(
        page.render(**told),
        title=f"{mark}: {title}" if mark else title,
        subject=content["about"],
        extra_css=_CSS.replace("MARK", mark),
    )

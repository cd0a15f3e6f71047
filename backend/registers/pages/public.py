"""What anybody may read without signing in: the public registers, their files, a feed, and how to ask for more."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from backend.catalogue import shelf
from backend.evidence import queries as evidence
from backend.registers import files, printing, reach
from backend.registers.queries import naming, published, returns
from backend.registers.rules.publication import State
from backend.scope import NotFound, Refusal, Scope
from backend.web import access, views

_OPEN = access.needs(access.PUBLIC)


class NotPrintedYet(Refusal):
    """The PDF holds other lines than may be seen now, or is not made yet: 503, for it comes within minutes."""

    status = 503
    retry_after = 120

    def __init__(self) -> None:
        super().__init__("The PDF is being made. Try again in a few minutes, or take the CSV file now.")


@get("/t/{slug:str}/public/registers", opt=_OPEN, name="registers.public")
async def index(request: Request[Any, Any, Any]) -> Template:
    """Every public register with what it says by year, how to ask for the private record, and whom."""
    scope = access.scope_of(request)
    release = await published.release_of(scope)
    standing = release is not None and release.state is State.RELEASED
    parts = (
        await published.parts_of(scope, publication_id=release.id, as_at=release.as_at)
        if release and standing
        else ()
    )
    if release and standing:
        reach.served(scope, publication_id=release.id, form="index")
    return views.public_page(
        request,
        "registers/public/index.html",
        release=release,
        standing=standing,
        parts=parts,
        said=files.said,
        rules=_title_of(release.rule_set) if release else "",
        contact=await published.contact_of(scope),
        named=await naming.named_in(scope, publication_id=release.id) if release and standing else (),
        returns=await returns.public_returns(scope),
    )


@get("/t/{slug:str}/public/accessibility", opt=_OPEN, name="registers.public-accessibility")
async def accessibility(request: Request[Any, Any, Any]) -> Template:
    """How accessible these pages and files are, and whom to tell of a problem."""
    scope = access.scope_of(request)
    return views.public_page(
        request, "registers/public/accessibility.html", contact=await published.contact_of(scope)
    )


@get("/t/{slug:str}/public/registers/feed.atom", opt=_OPEN, name="registers.public-feed")
async def feed(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A feed of refreshes."""
    scope = access.scope_of(request)
    release = await published.release_of(scope)
    releases = await published.releases_of(scope)
    titles: list[str] = []
    if release is not None and release.state is State.RELEASED:
        parts = await published.parts_of(scope, publication_id=release.id, as_at=release.as_at)
        titles = [part.title for part in parts]
        reach.served(scope, publication_id=release.id, form="feed")
    root = f"{str(request.base_url).rstrip('/')}{views.address(scope, '/public/registers')}"
    data = files.as_atom(scope, releases=releases, titles=titles, root=root)
    return views.public_file(data, media_type="application/atom+xml")


@get("/t/{slug:str}/public/registers/{register:str}", opt=_OPEN, name="registers.public-register")
async def register(
    request: Request[Any, Any, Any],
    register: FromPath[str],
    q: Annotated[str, QueryParameter(name="q", max_length=200)] = "",
    page: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Template:
    """One register: searched, a page at a time."""
    scope = access.scope_of(request)
    release = await published.public_release(scope)
    part = await published.part_of(scope, publication_id=release.id, register=register, as_at=release.as_at)
    shown = await published.page_of(scope, publication_id=release.id, register=register, text=q, number=page)
    reach.served(scope, publication_id=release.id, form="page", register=register)
    return views.public_page(
        request,
        "registers/public/register.html",
        release=release,
        part=part,
        shown=shown,
        sought=q.strip(),
        cell=files.shown_cell,
        said=files.said,
        printed=part.pdf_file_id is not None,
    )


@get("/t/{slug:str}/public/registers/{register:str}/csv", opt=_OPEN, name="registers.public-csv")
async def as_csv(request: Request[Any, Any, Any], register: FromPath[str]) -> Response[bytes]:
    """The whole register as CSV."""
    sheet = await _sheet(access.scope_of(request), register, form="csv")
    return views.public_file(
        files.as_csv(sheet), name=f"{sheet.name}.csv", media_type="text/csv; charset=utf-8"
    )


@get("/t/{slug:str}/public/registers/{register:str}/json", opt=_OPEN, name="registers.public-json")
async def as_json(request: Request[Any, Any, Any], register: FromPath[str]) -> Response[bytes]:
    """The whole register as JSON."""
    sheet = await _sheet(access.scope_of(request), register, form="json")
    return views.public_file(files.as_json(sheet), name=f"{sheet.name}.json", media_type="application/json")


@get("/t/{slug:str}/public/registers/{register:str}/pdf", opt=_OPEN, name="registers.public-pdf")
async def as_pdf(request: Request[Any, Any, Any], register: FromPath[str]) -> Response[bytes]:
    """The register as PDF, as long as it holds exactly the lines that may be seen now."""
    scope = access.scope_of(request)
    release = await published.public_release(scope)
    part = await published.part_of(scope, publication_id=release.id, register=register, as_at=release.as_at)
    keys = await published.keys_of(scope, publication_id=release.id)
    if part.pdf_key != printing.key_of(keys.get(register), part, release):
        raise NotPrintedYet
    if part.pdf_file_id is None:
        raise NotFound("PDF of this register")
    data = await evidence.bytes_of(scope, file_id=part.pdf_file_id)
    name = files.Sheet(scope=scope, release=release, part=part, rows=()).name
    reach.served(scope, publication_id=release.id, form="pdf", register=register)
    return views.public_file(data, name=f"{name}.pdf", media_type="application/pdf")


def _title_of(rule_set: str | None) -> str:
    """What an edition is called by whoever published it."""
    edition = shelf.catalogue().frameworks.get(rule_set or "")
    return f"“{edition.title}”, {edition.publisher}, {edition.edition}" if edition else rule_set or ""


async def _sheet(scope: Scope, register: str, *, form: str) -> files.Sheet:
    release = await published.public_release(scope)
    part = await published.part_of(scope, publication_id=release.id, register=register, as_at=release.as_at)
    rows = await published.all_rows(scope, publication_id=release.id, register=register)
    reach.served(scope, publication_id=release.id, form=form, register=register)
    return files.Sheet(scope=scope, release=release, part=part, rows=rows)


ROUTES: list[Any] = [index, accessibility, feed, register, as_csv, as_json, as_pdf]

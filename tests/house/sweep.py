"""Calling a route of the table, and what of an answer must be the same for another's id and for one that never was."""

import hashlib
import inspect
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, TypeVar, get_args

import httpx
import pikepdf
import pypdfium2
from litestar.params import ParameterKwarg

from backend import app as application
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from tests.house.route_table import Route
from tests.house.world import Ids, World
from tests.visitors import Visitor

T = TypeVar("T")

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NONCE = re.compile(r"nonce[-=]\"?[\w-]+")
_LEFT = re.compile(r' data-left="\d+"')  # the seconds until the reader's session ends
_CLOCK = re.compile(r"at \d{1,2}:\d\d[ap]m")
_SECONDS = re.compile(r"\d\d:\d\d:\d\d")  # by itself: one look for either takes twice as long as two

_NO_IDS = {"version": "1", "name": "picture.png", "year": "2025", "page": "1", "part": "control"}
"""Parts of a path that count or name within a thing; another tenant's are the same."""


BY_HAND = (
    "text",
    "name",
    "q",
    "type",
    "on",
    "role",
    "state",
    "locality",
    "older",
    "committee",
    "left",
    "retired",
)
"""What is tried on a page that reads its query by hand, and so says nowhere what can be asked of it."""


@dataclass(frozen=True)
class Asked:
    """The names in a page's query: those that it may read, and all that any page of the house reads."""

    own: tuple[str, ...]
    every: tuple[str, ...]


def asked_of(route: Route) -> Asked:
    own = _asked()
    return Asked(own[route.key], tuple(sorted({name for names in own.values() for name in names})))


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    found = {}
    for handler in application.routes():
        names = []
        for parameter in inspect.signature(handler.fn).parameters.values():
            declared = [each for each in get_args(parameter.annotation) if isinstance(each, ParameterKwarg)]
            names += [each.name or parameter.name for each in declared]
        names += _read_by_hand(inspect.getmodule(handler.fn))
        for path in handler.paths:
            for method in handler.http_methods:
                found[f"{method} {plain(path)}"] = tuple(dict.fromkeys(names))
    return found


def _read_by_hand(module: Any) -> list[str]:
    """The names that the module, or one of the pages' modules that it takes from, looks for in a query itself; where
    it does not name them there and then, everything that may be tried.
    """
    names: list[str] = []
    for each in {module, *(inspect.getmodule(thing) for thing in vars(module).values())}:
        if each and each.__name__.startswith("backend.") and ".pages" in each.__name__:
            source = inspect.getsource(each)
            named = re.findall(r"query_params\.get\(\s*\"(\w+)\"", source)
            names += named if len(named) == source.count("query_params") else [*named, *BY_HAND]
    return sorted(names)


def plain(path: str) -> str:
    """`/t/{slug:str}/x/{id:uuid}` without the kinds."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def path_of(route: Route, slug: str, ids: Mapping[str, str]) -> str:
    return route.path.format_map({"slug": slug, **ids})


async def call(
    visitor: Visitor,
    route: Route,
    world: World,
    ids: Mapping[str, str],
    *,
    form: Mapping[str, Any] | None = None,
) -> httpx.Response:
    """Call `route` in the visitor's own tenant with `ids` in its path and form (the table's form unless given)."""
    path = path_of(route, visitor.slug, ids)
    if route.method == "GET":
        return await visitor.client.get(path)
    given = filled(route.form if form is None else form, ids)
    if route.json:
        return await visitor.client.request(
            route.method, path, json=given, headers={"x-csrf-token": visitor.form_token}
        )
    files = [(name, _file(kind)) for name, kind in route.files.items()] if form is None else None
    return await visitor.client.request(
        route.method, path, data={"_token": visitor.form_token, **given}, files=files
    )


def filled(form: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The form with the ids of the thing where it names them."""
    return {
        name: [one.format_map(ids) for one in value]
        if isinstance(value, list)
        else str(value).format_map(ids)
        for name, value in form.items()
    }


def unused(route: Route) -> Ids:
    """Ids of the path that never were; what is no id is as it might be."""
    return {name: _NO_IDS.get(name) or str(new_id()) for name in route.parameters}


def named_in(route: Route) -> tuple[str, ...]:
    """Every id that the route takes: of its path, and of its form."""
    words = [one for value in route.form.values() for one in (value if isinstance(value, list) else [value])]
    of_form = [name for word in words for name in re.findall(r"\{(\w+)\}", str(word))]
    return tuple(dict.fromkeys([*route.parameters, *of_form]))


def reaches(route: Route, ours: Ids, theirs: Ids) -> Iterator[tuple[Ids, Ids]]:
    """Every way to put another tenant's ids among our own, each beside the same with ids that never were."""
    names = [name for name in named_in(route) if _UUID.fullmatch(theirs[name])]
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            never = {name: str(new_id()) for name in chosen}
            yield {**ours, **{name: theirs[name] for name in chosen}}, {**ours, **never}


def fingerprint(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, with what differs from answer to answer (ids, nonces, the clock) left out."""
    headers = sorted((name, _masked(value)) for name, value in answer.headers.multi_items() if name != "date")
    return answer.status_code, headers, _masked(answer.text)


def everything_in(answer: httpx.Response) -> str:
    """All that can be read in an answer: headers, body, and what a ZIP or PDF holds once it is unpacked."""
    return "\n".join([str(answer.headers.multi_items()), *_texts(answer.content)])


def _texts(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield entry
                yield from _texts(archive.read(entry))
    if data.startswith(b"%PDF"):
        yield _of_pdf(hashlib.sha256(data).digest(), data)


_OF_PDFS: dict[bytes, str] = {}


def _of_pdf(digest: bytes, data: bytes) -> str:
    """What a PDF holds. The same file is read by many roles, and unpacked once."""
    if digest not in _OF_PDFS:
        _OF_PDFS[digest] = "\n".join(_pdf_texts(data))
    return _OF_PDFS[digest]


def _pdf_texts(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            yield str(thing) if not isinstance(thing, pikepdf.Stream) else _stream_text(thing)
    pages = pypdfium2.PdfDocument(data)
    for page in pages:
        yield page.get_textpage().get_text_range()


def _stream_text(stream: pikepdf.Stream) -> str:
    try:
        return stream.read_bytes().decode("latin-1") + str(dict(stream))
    except pikepdf.PdfError:  # an image in its own coding holds no words
        return ""


def _masked(text: str) -> str:
    for what, name in (
        (_UUID, "ID"),
        (_NONCE, "NONCE"),
        (_CLOCK, "CLOCK"),
        (_SECONDS, "CLOCK"),
        (_LEFT, "LEFT"),
    ):
        text = what.sub(name, text)
    return text


def _file(kind: str) -> tuple[str, bytes, str]:
    if kind == "framework":
        return "framework.csv", b"Domain,Ref,What it asks\nInvented,N1,Asked in a test\n", "text/csv"
    if kind == "staff-list":
        return "staff.csv", b"Name,Staff number\nNewt Invented,20461\n", "text/csv"
    if kind == "people":
        return "people.csv", b"Name,Email address\nNewt Invented,newt@example.invalid\n", "text/csv"
    if kind == "register":
        rows = b"Name,Declared interest,Nature of interest\nNewt Invented,Mill Ltd (invented),Owner\n"
        return "register.csv", rows, "text/csv"
    return {"markdown": ("paper.md", b"# A paper\n\nWords of an invented paper.\n", "text/markdown")}[kind]


def in_words(answer: httpx.Response) -> str:
    """Enough of an answer to see why it was no success."""
    try:
        return json.dumps(answer.json())[:300]
    except ValueError:
        found = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0] if found else answer.text).split())[:300]


def of_today(all_of_them: Iterable[T], parts: int = 3) -> list[T]:
    """A third of them, another each day: whatever there are many of comes up every third day, and whole in the soak."""
    return list(all_of_them)[real_now().toordinal() % parts :: parts]

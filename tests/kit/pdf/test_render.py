"""HTML to tagged PDF: what is in it, what can never be, and that it comes out the same every time."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from backend.kit import confine
from backend.kit.confine import ConfinedFailure, ConfinedRefusal, Limits
from backend.kit.pdf import render, walk

from .conftest import PICTURE, body

QUICK = Limits(wall_seconds=3, cpu_seconds=3)


def test_same_input_gives_the_same_bytes(papers: dict[str, bytes]) -> None:
    assert render.render(body("Alpha"), title="Alpha") == papers["alpha"]


def test_machine_that_refuses_mounts_gives_the_same_bytes(
    papers: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confine, "_forced_refusals", {"user", "files"})
    assert render.render(body("Beta", sections=1), title="Beta") == papers["beta"]


def test_page_is_tagged_titled_and_says_its_language(papers: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "alpha.pdf"
    file.write_bytes(papers["alpha"])
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "A4" in told
    walked = walk.walk(papers["alpha"])
    assert (walked.title, walked.language, walked.problems) == ("Alpha", "en-GB", ())
    assert "CreationDate" not in told and "WeasyPrint" not in told


def test_table_headers_have_their_scope(papers: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(papers["beta"])) as pdf:
        scopes = [
            str(found.A.Scope)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == pikepdf.Name.TH
        ]
    # The table breaks over two pages, and its head stands on both.
    assert scopes.count("/Column") == 4 and scopes.count("/Row") == 8


def test_given_picture_is_drawn_with_its_alternative_text() -> None:
    made = render.render("<img src='asset:a.png' alt='A red box'>", title="P", assets={"a.png": PICTURE})
    with pikepdf.open(io.BytesIO(made)) as pdf:
        figures = [
            f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and f.get("/S") == pikepdf.Name.Figure
        ]
        assert [str(figure.Alt) for figure in figures] == ["A red box"]
        assert any(
            isinstance(f, pikepdf.Stream) and f.get("/Subtype") == pikepdf.Name.Image for f in pdf.objects
        )


@pytest.mark.parametrize(
    "html",
    [
        "<img src='{uri}'>",
        "<link rel='stylesheet' href='{uri}'>",
        "<link rel='attachment' href='{uri}'>",
        "<a rel='attachment' href='{uri}'>x</a>",
        "<style>@import url('{uri}');</style>",
        "<style>@font-face {{ font-family: x; src: url('{uri}') }} p {{ font-family: x }}</style><p>x</p>",
        "<p style=\"background: url('{uri}')\">x</p>",
        "<p style=\"content: url('{uri}')\">x</p>",
        "<svg width='9' height='9'><image href='{uri}' width='9' height='9'/><use href='{uri}#a'/></svg>",
        "<object data='{uri}'></object><embed src='{uri}'>",
        "<base href='{folder}'><img src='canary.txt'>",
    ],
)
@pytest.mark.parametrize("scheme", ["file", "plain"])
def test_no_file_gets_into_a_page(html: str, scheme: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-4711")
    uri = canary.as_uri() if scheme == "file" else str(canary)
    try:
        made = render.render(html.format(uri=uri, folder=tmp_path.as_uri() + "/"), title="P")
    except ConfinedFailure:
        return
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names
        for found in pdf.objects:
            assert not (isinstance(found, pikepdf.Stream) and b"canary-4711" in found.read_bytes())
            assert not (isinstance(found, pikepdf.Stream) and found.get("/Type") == pikepdf.Name.EmbeddedFile)


@pytest.mark.parametrize(
    "html",
    [
        "<p style='font-size: 1e9px'>x</p>",
        "<table><tr><td colspan='1000000' rowspan='1000000'>x</td></tr></table>",
        "<div>" * 100_000,
        "<div style='height: 1e9px'>" + "<p>x</p>" * 50 + "</div>",
    ],
)
def test_absurd_page_ends_in_a_plain_failure_or_a_page(html: str) -> None:
    try:
        made = render.render(html, title="P", limits=QUICK)
    except (ConfinedFailure, ConfinedRefusal) as failure:
        assert "Traceback" not in str(failure) and len(str(failure)) < 120
    else:
        assert made.startswith(b"%PDF-")


def test_one_broken_page_does_not_cost_the_others() -> None:
    deep = render.Pages(html="<div>" * 100_000, title="Deep")
    good = render.Pages(html="<p>Good</p>", title="Good")
    first, second, third = render.render_many([good, deep, good], limits=QUICK)
    assert isinstance(first, bytes) and first == third
    assert isinstance(second, ConfinedFailure)


def test_title_and_language_cannot_break_out_of_the_head() -> None:
    title = "</title><link rel=attachment href='file:///etc/passwd'>"
    made = render.render("<p>x</p>", title=title, language='en"><script>')
    assert walk.walk(made).title == title

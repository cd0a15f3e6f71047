"""Many parts to one file, proved by our own reader and by three others."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from backend.kit.pdf import merge, render, walk
from backend.kit.pdf.merge import Merged, Part, UnableToMerge


def words(pdf: bytes) -> list[str]:
    """The words of each page as PDFium reads them, without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def changed(pdf: bytes, change: object) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)  # type: ignore[operator]
        opened.save(made)
    return made.getvalue()


def plain_pdf(text: str, *, pages: int = 1, rotate: int = 0) -> bytes:
    """A PDF without tags, as an old printer driver makes one."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"BT /F1 20 Tf 72 700 Td ({text} {number + 1}) Tj ET".encode())
        if rotate:
            page.obj.Rotate = rotate
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def test_structure_is_whole_and_each_part_keeps_its_words(merged: Merged, parts: list[Part]) -> None:
    assert walk.structure_problems(merged.pdf, sources=[part.pdf for part in parts]) == []
    walked = walk.walk(merged.pdf)
    assert walked.parts == ("Contents", "7.1 Alpha", "Appendix: Beta", "7.2 Gamma")
    assert walked.tagged and merged.untagged == ()
    assert (walked.title, walked.language) == ("The whole (ŵ ‘quoted’)", "en-GB")


def test_other_readers_agree(merged: Merged, parts: list[Part], tmp_path: Path) -> None:
    file = tmp_path / "merged.pdf"
    file.write_bytes(merged.pdf)
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told and "JavaScript:      no" in told
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "WARNING" not in checked.stdout + checked.stderr
    tree = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True)
    assert 'Part "7.2 Gamma"' in tree.stdout and "Syntax Error" not in tree.stderr
    seen = words(merged.pdf)
    sources = [page for part in parts for page in words(part.pdf)]
    assert len(seen) == len(sources)
    for ours, theirs, label in zip(seen, sources, walk.labels_of(merged.pdf), strict=True):
        assert ours.startswith(theirs)
        assert ours.removeprefix(theirs) == f"Body,3June2014DEMONSTRATION{label}"


def test_bookmarks_labels_and_links_land_where_they_say(merged: Merged) -> None:
    walked = walk.walk(merged.pdf)
    first = {place.key: place.first for place in merged.places}
    assert [(b.title, b.level, b.page) for b in walked.outline] == [
        ("Contents", 1, 1),
        ("7.1 Alpha", 1, first["alpha"]),
        ("Appendix: Beta", 2, first["beta"]),
        ("7.2 Gamma", 1, first["gamma"]),
    ]
    assert walked.labels[0] == "i"
    for place, label in zip(merged.places[1:], ("7.1-", "7.1A-", "7.2-"), strict=True):
        here = walked.labels[place.first - 1 : place.first - 1 + place.pages]
        assert here == tuple(f"{label}{number}" for number in range(1, place.pages + 1))
    contents = [link.target for link in walked.links if link.page == 1]
    assert contents == [first["alpha"], first["beta"], first["gamma"] + 1]
    inside = next(link for link in walked.links if link.page == first["gamma"] and link.target)
    gamma = next(place for place in merged.places if place.key == "gamma")
    assert inside.target == gamma.first + gamma.pages - 1
    assert {link.address for link in walked.links if not link.target} == {"https://example.org/"}


def test_same_parts_give_the_same_bytes_and_no_date(merged: Merged, parts: list[Part]) -> None:
    words = {
        "title": "The whole (ŵ ‘quoted’)",
        "subject": "All parts",
        "foot_left": "Body, 3 June 2014",
        "foot_centre": "DEMONSTRATION",
    }
    again = merge.merge(parts, keywords=("one", "two"), **words)  # type: ignore[arg-type]
    assert again == merged
    assert b"CreationDate" not in again.pdf
    dated = merge.merge(parts[:1] + parts[1:], title="T", created=datetime(2014, 6, 3, 9, tzinfo=UTC))
    with pikepdf.open(io.BytesIO(dated.pdf)) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20140603090000Z"
        with pdf.open_metadata() as told:
            assert told["xmp:CreateDate"] == "2014-06-03T09:00:00Z" and told["dc:title"] == "T"


def test_part_used_twice_keeps_its_identifiers_apart() -> None:
    table = _table(spanned=True)
    twice = merge.merge(
        [Part(key="a", pdf=table, title="A"), Part(key="b", pdf=table, title="B")],
        title="T",
    )
    assert walk.structure_problems(twice.pdf, sources=[table] * 2) == []
    names = _identifiers(twice.pdf)
    assert len(names) == len(set(names)) > 10


def test_cells_of_a_plain_table_leave_their_headers_to_scopes() -> None:
    plain = _table(spanned=False)
    assert _identifiers(plain) == []
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        scopes = [str(f.A.Scope) for f in pdf.objects if isinstance(f, Dictionary) and f.get("/S") == "/TH"]
    assert sorted(scopes) == ["/Column"] * 2 + ["/Row"] * 6


def _table(*, spanned: bool) -> bytes:
    cells = ["<td>Own</td>"] * 6
    if spanned:
        cells[:2] = ['<td rowspan="2">Both</td>', ""]
    rows = "".join(f'<tr><th scope="row">{n}</th>{cell}</tr>' for n, cell in enumerate(cells))
    return render.render(f"<table><thead><tr><th>No.</th><th>What</th></tr></thead>{rows}</table>", title="T")


def _identifiers(file: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return [bytes(f.ID) for f in pdf.objects if isinstance(f, Dictionary) and "/ID" in f and "/S" in f]


def test_part_without_tags_is_tagged_and_told(papers: dict[str, bytes]) -> None:
    plain = plain_pdf("Old words", pages=2)
    made = merge.merge(
        [Part(key="a", pdf=papers["beta"], title="A"), Part(key="old", pdf=plain, title="Old")], title="T"
    )
    assert made.untagged == ("old",)
    assert walk.structure_problems(made.pdf, sources=[papers["beta"], plain]) == []


def test_scanned_page_becomes_a_figure_that_says_so(papers: dict[str, bytes]) -> None:
    scan = pikepdf.new()
    scan.add_blank_page()
    made = io.BytesIO()
    scan.save(made)
    whole = merge.merge([Part(key="s", pdf=made.getvalue(), title="Scan")], title="T")
    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        alts = [str(f.Alt) for f in pdf.objects if isinstance(f, Dictionary) and f.get("/S") == Name.Figure]
    assert alts == ["Page 1 of Scan: a picture without text"]


def test_broken_tags_are_replaced_when_not_trusted(papers: dict[str, bytes]) -> None:
    broken = changed(
        papers["beta"], lambda pdf: pdf.Root.StructTreeRoot.ParentTree.__setitem__("/Nums", Array())
    )
    assert walk.structure_problems(broken)
    made = merge.merge([Part(key="b", pdf=broken, title="B", tags=False)], title="T")
    assert walk.structure_problems(made.pdf) == []
    assert made.untagged == ("b",)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_stamp_stands_upright_at_the_foot_of_a_turned_page(turned: int) -> None:
    made = merge.merge(
        [Part(key="a", pdf=plain_pdf("Words", rotate=turned), label="9-")], title="T", foot_left="LEFT"
    )
    page = pypdfium2.PdfDocument(made.pdf)[0]
    text = page.get_textpage()
    found = text.search("9-1").get_next()
    assert found is not None
    left, bottom, right, top = text.get_charbox(found[0])
    width, height = (842, 595) if turned in (90, 270) else (595, 842)
    x, y = {
        0: (left, bottom),
        90: (bottom, 595 - right),
        180: (595 - right, 842 - top),
        270: (842 - top, left),
    }[turned]
    assert x > width / 2 and y < height / 8


def test_unstamped_part_stays_bare(papers: dict[str, bytes]) -> None:
    made = merge.merge(
        [Part(key="a", pdf=papers["beta"], stamped=False, numbers="none", label="Cover")], title="T"
    )
    assert words(made.pdf) == words(papers["beta"])
    assert set(walk.labels_of(made.pdf)) == {"Cover"}


def test_scripts_attachments_and_actions_of_a_part_stay_behind(papers: dict[str, bytes]) -> None:
    def arm(pdf: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('canary-4711')"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        pdf.attachments["canary-4711.txt"] = b"canary-4711"
        pdf.pages[0].obj.AA = Dictionary(O=script)
        launch = Dictionary(S=Name.Launch, F=String("canary-4711.exe"))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
        file_note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note), pdf.make_indirect(file_note)])

    armed = changed(plain_pdf("Words"), arm)
    made = merge.merge([Part(key="a", pdf=papers["beta"]), Part(key="b", pdf=armed, title="B")], title="T")
    unpacked = changed(made.pdf, lambda pdf: None)
    with pikepdf.open(io.BytesIO(unpacked)) as pdf:
        written = io.BytesIO()
        pdf.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    for canary in (b"canary", b"JavaScript", b"Launch", b"EmbeddedFile", b"FileAttachment", b"OpenAction"):
        assert canary not in written.getvalue()


def test_clashing_role_names_are_told_apart(papers: dict[str, bytes]) -> None:
    def role(standard: Name) -> object:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Own": standard})
            for found in pdf.objects:
                if isinstance(found, Dictionary) and found.get("/S") == Name.H2:
                    found.S = Name("/Own")

        return change

    one, two = changed(papers["beta"], role(Name.H2)), changed(papers["gamma"], role(Name.P))
    made = merge.merge([Part(key="1", pdf=one, title="1"), Part(key="2", pdf=two, title="2")], title="T")
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        roles = dict(pdf.Root.StructTreeRoot.RoleMap.items())
        used = {
            str(f.S)
            for f in pdf.objects
            if isinstance(f, Dictionary) and str(f.get("/S", "")).startswith("/Own")
        }
    assert sorted(str(value) for value in roles.values()) == ["/H2", "/P"] and used == set(roles)
    assert walk.structure_problems(made.pdf, sources=[one, two]) == []


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], "nothing to merge"),
        ([Part(key="a", pdf=b"%PDF-1.4 junk", title="A paper")], "“A paper” is not a PDF that can be read"),
        ([Part(key="a", pdf=b""), Part(key="a", pdf=b"")], "Two parts have the key “a”"),
    ],
)
def test_parts_that_cannot_be_merged_are_refused_in_words(parts: list[Part], sentence: str) -> None:
    with pytest.raises(UnableToMerge, match=sentence):
        merge.merge(parts, title="T")


def test_link_to_a_part_that_is_not_there_is_refused(papers: dict[str, bytes]) -> None:
    with pytest.raises(UnableToMerge, match="leads to “alpha”"):
        merge.merge([Part(key="contents", pdf=papers["contents"])], title="T")


def test_encrypted_part_is_refused(papers: dict[str, bytes]) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers["beta"])) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnableToMerge, match="“B” is encrypted"):
        merge.merge([Part(key="b", pdf=locked.getvalue(), title="B")], title="T")


def test_second_line_at_the_foot_stands_on_our_pages_and_not_on_those_with_a_foot_of_their_own() -> None:
    made = merge.merge(
        [
            Part(key="ours", pdf=plain_pdf("Ours"), label="1-"),
            Part(key="theirs", pdf=plain_pdf("Theirs"), foot=14.0),
        ],
        title="T",
        foot_left="LEFT",
        foot_below="Ledger of 12,345 lines: 3f2a 91bc",
    )
    ours, theirs = words(made.pdf)
    assert "3f2a91bc" in ours
    assert "3f2a91bc" not in theirs

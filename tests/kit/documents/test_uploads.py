"""What people upload, and what hostile people upload: the good is taken, the rest gets a sentence that names it."""

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from backend.kit.confine import Limits
from backend.kit.documents import uploads
from backend.kit.documents.uploads import Caps, UnusableDocument, inspect_upload
from backend.kit.pdf import merge, render, walk

DOCUMENT = b"""<?xml version="1.0"?><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Words</w:t></w:r></w:p>
 </w:body></w:document>"""
TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
 Target="{target}" TargetMode="External"/></Relationships>"""


def a_docx(**extra: bytes) -> bytes:
    """A small Word file made by hand, with entries of our choosing added or replaced ("a__b.xml" for "a/b.xml")."""
    made = io.BytesIO()
    entries = {"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT}
    entries |= {name.replace("__", "/"): data for name, data in extra.items()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def real_docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = "A real title"
    document.add_heading("Heading", 1)
    document.add_paragraph("Words")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def a_pdf(change: Callable[[pikepdf.Pdf], Any] = lambda pdf: None, **save: Any) -> bytes:
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    change(pdf)
    pdf.save(made, **save)
    return made.getvalue()


def refusal(filename: str, data: bytes, **words: Any) -> str:
    with pytest.raises(UnusableDocument) as refused:
        inspect_upload(filename, data, **words)
    sentence = str(refused.value)
    assert sentence.startswith(f"“{filename}” ") and sentence.endswith(".") and "Traceback" not in sentence
    return sentence


def test_word_file_made_by_another_program_is_taken() -> None:
    found = inspect_upload("Report.docx", real_docx())
    assert (found.kind, found.title, found.warnings) == ("docx", "A real title", ())


def test_small_word_file_made_by_hand_is_taken() -> None:
    assert inspect_upload("a.docx", a_docx()).kind == "docx"


def test_markdown_is_taken_with_its_heading_as_title() -> None:
    found = inspect_upload("notes.MD", "\ufeff# A title #\n\nWords".encode())
    assert (found.kind, found.title) == ("markdown", "A title")


def test_rendered_pdf_is_taken_with_its_tags() -> None:
    data = render.render("<h1>Words</h1><p>More</p>", title="A rendered title")
    found = inspect_upload("Paper.pdf", data)
    assert (found.kind, found.pages, found.title, found.tagged, found.warnings) == (
        "pdf", 1, "A rendered title", True, (),
    )  # fmt: skip
    merged = merge.merge([merge.Part(key="a", pdf=found.data, tags=found.tagged)], title="T")
    assert walk.structure_problems(merged.pdf, sources=[data]) == []


def test_untagged_pdf_is_taken_and_flagged() -> None:
    found = inspect_upload("scan.pdf", a_pdf())
    assert not found.tagged and any("no tags" in warning for warning in found.warnings)


def test_broken_tags_are_taken_off_and_told() -> None:
    with pikepdf.open(io.BytesIO(render.render("<h1>Words</h1>", title="T"))) as pdf:
        pdf.Root.StructTreeRoot.ParentTree.Nums = Array()
        made = io.BytesIO()
        pdf.save(made)
    found = inspect_upload("broken.pdf", made.getvalue())
    assert not found.tagged and any("broken" in warning for warning in found.warnings)


def test_upload_of_200_mb_is_refused_before_anything_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "in_child", lambda *a, **k: pytest.fail("it was read"))
    huge = bytes(200 * 1024**2)
    assert refusal("huge.pdf", huge) == "“huge.pdf” is 200 MB; the largest file that can be taken is 50 MB."


@pytest.mark.parametrize(
    ("filename", "data", "sentence"),
    [
        ("empty.pdf", b"", "is empty"),
        ("a.exe", b"MZ", "is not a Word file"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "is not a Word file"),
        ("a.pdf.html", b"%PDF-1.4", "is not a Word file"),
        ("words.pdf", b"only words", "is not a PDF, although"),
        ("words.docx", b"only words", "is not a Word file (.docx), although"),
        ("picture.pdf", b"GIF89a %PDF-1.4", "is not a PDF, although"),
        ("binary.md", b"\xff\xfe\x00", "is not a text file"),
        ("nul.md", b"a\x00b", "holds characters"),
        ("long.md", b"x" * (3 * 1024**2), "is 3 MB of text"),
    ],
)  # fmt: skip
def test_file_that_is_not_what_it_says_is_refused(filename: str, data: bytes, sentence: str) -> None:
    assert sentence in refusal(filename, data)


# Word files


def test_plain_zip_is_no_word_file() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "words")
    assert "not a Word document" in refusal("a.docx", made.getvalue())


def test_zip_bomb_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        with archive.open("word/document.xml", "w") as entry:
            for _ in range(60):
                entry.write(bytes(10 * 1024**2))
    assert len(made.getvalue()) < 1024**2
    assert "unpacks to more than 500 MB" in refusal("bomb.docx", made.getvalue())


def test_smaller_bomb_is_refused_by_its_ratio() -> None:
    assert "times its size" in refusal("bomb.docx", a_docx(word__big=bytes(100 * 1024**2)))


def test_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(a_docx(word__big=bytes(60 * 1024**2)))
    real = struct.pack("<I", 60 * 1024**2)
    assert data.count(real) >= 1
    honest = bytes(data).replace(real, struct.pack("<I", 10))
    assert "damaged" in refusal("liar.docx", honest)


def test_overlapping_entries_are_refused() -> None:
    """Many entries of the table of contents that all show the same bytes."""
    body = zlib.compress(bytes(1024**2), wbits=-15)
    local = struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, zlib.crc32(bytes(1024**2)), len(body), 1024**2, 1, 0
    )
    start = local + b"a" + body
    table = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, zlib.crc32(bytes(1024**2)), len(body), 1024**2, 3, 0,
            0, 0, 0, 0, 0,
        ) + f"{number:03}".encode()
        for number in range(15)
    )  # fmt: skip
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 15, 15, len(table), len(start), 0)
    assert "overlap" in refusal("a.docx", start + table + end)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../evil.xml", "leads outside"),
        ("/etc/evil.xml", "leads outside"),
        ("word\\..\\evil.xml", "leads outside"),
        ("C:evil.xml", "leads outside"),
        ("word/vbaProject.bin", "macros"),
        ("word/embeddings/other.zip", "another document inside"),
        ("WORD/Document.xml", "same name"),
    ],
)
def test_archive_with_a_bad_name_inside_is_refused(name: str, sentence: str) -> None:
    made = io.BytesIO(a_docx())
    with zipfile.ZipFile(made, "a") as archive:
        # Written by hand below the library's tidying of names.
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, "words")
    assert sentence in refusal("a.docx", made.getvalue())


def test_archive_with_a_symbolic_link_is_refused() -> None:
    made = io.BytesIO(a_docx())
    with zipfile.ZipFile(made, "a") as archive:
        entry = zipfile.ZipInfo("word/media/link.png")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert "link to another file" in refusal("a.docx", made.getvalue())


def test_archive_of_too_many_files_is_refused() -> None:
    many = {f"word__{number}": b"" for number in range(30)}
    assert "more than 20 files" in refusal("a.docx", a_docx(**many), caps=Caps(entries=20))


def test_archive_in_disguise_inside_is_refused() -> None:
    assert "another archive" in refusal("a.docx", a_docx(**{"word__media__a.png": a_docx()}))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "embedded object" in refusal("a.docx", a_docx(**{"word__embeddings__oleObject1.bin": ole}))


@pytest.mark.parametrize(
    ("kind", "target", "sentence"),
    [
        ("image", "file:///etc/passwd", "takes a picture from outside"),
        ("image", "https://example.org/a.png", "takes a picture from outside"),
        ("attachedTemplate", "https://example.org/a.dotm", "takes its template from outside"),
        ("oleObject", "file:///c:/a.xls", "takes an object from outside"),
        ("frame", "https://example.org/", "takes a part from outside"),
    ],
)
def test_word_file_that_reaches_outside_is_refused(kind: str, target: str, sentence: str) -> None:
    data = a_docx(
        **{
            "word___rels__document.xml.rels".replace("___", "__"): RELS.format(
                kind=kind, target=target
            ).encode()
        }
    )
    assert sentence in refusal("a.docx", data)


def test_hyperlink_to_the_web_is_kept_and_one_to_a_file_is_told() -> None:
    name = "word__rels__document.xml.rels"
    good = inspect_upload(
        "a.docx", a_docx(**{name: RELS.format(kind="hyperlink", target="https://example.org").encode()})
    )
    assert good.warnings == ()
    odd = inspect_upload(
        "a.docx", a_docx(**{name: RELS.format(kind="hyperlink", target="file:///c:/x").encode()})
    )
    assert odd.warnings == ("“a.docx” has 1 link to files or programs, left out.",)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(coding: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
    assert "entities" in refusal("a.docx", a_docx(**{"word__document.xml": text.encode(coding)}))


def test_word_file_with_another_file_behind_its_end_is_refused() -> None:
    assert "two things at once" in refusal("a.docx", a_docx() + b"%PDF-1.7 and more")


# PDFs


@pytest.mark.parametrize("passwords", [{"owner": "o", "user": "u"}, {"owner": "o", "user": ""}])
def test_encrypted_pdf_is_refused(passwords: dict[str, str]) -> None:
    assert "is encrypted" in refusal("a.pdf", a_pdf(encryption=pikepdf.Encryption(**passwords)))


def test_truncated_pdf_is_refused() -> None:
    whole = render.render("<p>Words</p>" * 50, title="T")
    assert "is damaged" in refusal("cut.pdf", whole[: len(whole) // 3])


def test_random_bytes_named_pdf_are_refused() -> None:
    noise = random.Random(7).randbytes(200_000)
    assert "is not a PDF" in refusal("noise.pdf", noise)
    assert "is damaged" in refusal("noise.pdf", b"%PDF-1.7\n" + noise)


def test_pdf_of_too_many_pages_is_refused() -> None:
    many = a_pdf(lambda pdf: [pdf.add_blank_page() for _ in range(30)])
    assert "has 31 pages; the most that can be taken is 20" in refusal("a.pdf", many, caps=Caps(pages=20))


def test_page_that_cannot_be_printed_is_refused() -> None:
    wide = a_pdf(lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", Array([0, 0, 10**9, 10])))
    assert "size that cannot be printed" in refusal("a.pdf", wide)


def test_form_drawn_by_a_program_is_refused() -> None:
    xfa = a_pdf(lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(XFA=String("x"), Fields=Array())))
    assert "XFA" in refusal("a.pdf", xfa)


def test_page_tree_that_goes_round_in_circles_ends() -> None:
    def circle(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)

    try:
        data = a_pdf(circle)
    except (pikepdf.PdfError, RuntimeError):
        data = a_pdf().replace(b"/Kids [ ", b"/Kids [ 2 0 R ")
    try:
        found = inspect_upload("round.pdf", data, limits=Limits(wall_seconds=10))
    except UnusableDocument as refused:
        assert "round.pdf" in str(refused)
    else:
        assert found.pages and found.pages < 5


def test_what_acts_in_a_pdf_is_taken_out_and_told() -> None:
    def arm(pdf: pikepdf.Pdf) -> None:
        script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("canary-4711")))
        pdf.Root.OpenAction = script
        pdf.attachments["canary-4711.txt"] = b"canary-4711"
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=script)

        def link(action: Dictionary) -> Dictionary:
            return pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))

        page.Annots = Array(
            [
                link(Dictionary(S=Name.Launch, F=String("canary-4711"))),
                link(Dictionary(S=Name.URI, URI=String("file:///canary-4711"))),
                link(Dictionary(S=Name.URI, URI=String("part:canary-4711"))),
                link(Dictionary(S=Name.URI, URI=String("https://example.org/kept"))),
            ]
        )

    found = inspect_upload("armed.pdf", a_pdf(arm))
    told = " ".join([*found.warnings, *(each.words for each in found.findings)])
    for what in (
        "an action on opening",
        "1 attached file",
        "links that start programs",
        "links to files or programs",
    ):
        assert what in told
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        made = io.BytesIO()
        pdf.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    assert b"canary-4711" not in made.getvalue() and b"example.org/kept" in made.getvalue()


def test_stream_kept_in_another_file_is_cut_off() -> None:
    def outside(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.stream_dict.F = String("/etc/passwd")
        pdf.pages[0].obj.Contents = stream

    found = inspect_upload("a.pdf", a_pdf(outside))
    assert b"/etc/passwd" not in found.data and any("other files" in warning for warning in found.warnings)


def test_every_cut_and_flip_of_a_pdf_ends_in_a_sentence_or_a_document() -> None:
    """A seeded handful of damaged copies: never another kind of error."""
    whole = render.render("<h1>Words</h1><table><tr><th>a</th><td>b</td></tr></table>", title="T")
    dice = random.Random(4711)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        try:
            found = inspect_upload("a.pdf", bytes(data))
        except UnusableDocument as refused:
            assert str(refused).startswith("“a.pdf” ")
        else:
            assert found.pages


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.pdf", "a.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "the file"),
        ("x" * 300 + ".pdf", "x" * 107 + "….pdf"),
    ],
)
def test_file_name_in_a_sentence_is_harmless(filename: str, shown: str) -> None:
    assert uploads.shown_name(filename) == shown

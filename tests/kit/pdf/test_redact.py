"""What is taken out of a PDF is gone from every stream of it, and painted over in the picture."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import ImageStat

from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.pdf import redact, render
from backend.kit.pdf.redact import Mark

SECRET = "Quibbleworth"


@pytest.fixture(scope="module")
def letter() -> bytes:
    """Two pages with a name in words, in a title, in an attachment, in a bookmark and in hidden text."""
    made = render.render(
        f"<h1>About {SECRET}</h1><p>Paid to Ada {SECRET} on 3 June.</p>"
        f"<p style='color:#fff'>{SECRET} in white</p>"
        "<p style='break-before:page'>Kept words. Quibble-<br>worth again.</p>",
        title=f"A letter about {SECRET}",
        subject=SECRET,
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(
            pdf, SECRET.encode(), filename=f"{SECRET}.txt"
        )
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def everything_in(pdf: bytes) -> bytes:
    """The file's bytes, each of its streams unpacked, and each string of each object."""
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            found.append(each.unparse())
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes())
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes())
    return b"\n".join(found)


def test_words_are_gone_from_every_stream_and_painted_over(letter: bytes) -> None:
    assert SECRET.encode() in everything_in(letter) or SECRET in _text_of(letter)
    made = redact.redact(letter, [Mark(label="section 40", words=SECRET)], title="Redacted document 1")
    assert made.pages == 2 and made.found == (4,)
    whole = everything_in(made.pdf)
    for each in (
        SECRET.encode(),
        SECRET.lower().encode(),
        SECRET.encode("utf-16-be"),
        b"Ada",
        b"EmbeddedFile",
    ):
        assert each not in whole
    assert _text_of(made.pdf).strip() == ""
    with pypdfium2.PdfDocument(letter) as before, pypdfium2.PdfDocument(made.pdf) as after:
        found = before[0].get_textpage().search(SECRET).get_next()
        assert found is not None
        left, bottom, right, top = before[0].get_textpage().get_charbox(found[0])
        picture = after[0].render(scale=2).to_pil().convert("L")
        high = after[0].get_height()
        spot = picture.crop((int(left * 2), int((high - top) * 2), int(right * 2), int((high - bottom) * 2)))
        assert ImageStat.Stat(spot).mean[0] < 60, "where the first letter was it is black"


def test_areas_pages_and_what_cannot_be_found(letter: bytes) -> None:
    made = redact.redact(
        letter,
        [Mark(label="section 43", page=2), Mark(label="section 42", page=1, area=(0, 0, 100, 50))],
        title="Redacted",
    )
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        second = pdf[1].render(scale=0.2).to_pil().convert("L")
        assert ImageStat.Stat(second).mean[0] < 40
    with pytest.raises(ConfinedRefusal, match="stands nowhere on page 2"):
        redact.redact(letter, [Mark(label="s", words="Paid to", page=2)], title="x")
    with pytest.raises(ConfinedRefusal, match="no page 3"):
        redact.redact(letter, [Mark(label="s", page=3)], title="x")
    with pytest.raises(ConfinedRefusal, match="can’t be opened"):
        redact.redact(b"%PDF-1.7 not really", [Mark(label="s", page=1)], title="x")


def test_plain_text_loses_words_however_they_are_broken() -> None:
    text, found = redact.redact_text(
        "Dear Ada Quibble-\nworth,\nQUIBBLEWORTH stays?", [Mark(label="section 40", words="quibbleworth")]
    )
    assert found == (2,) and text == "Dear Ada [taken out: section 40],\n[taken out: section 40] stays?"
    with pytest.raises(ConfinedRefusal, match="no pages"):
        redact.redact_text("x", [Mark(label="s", page=1)])


def _text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(page.get_textpage().get_text_range() for page in opened)

"""Pages of other sizes on one sheet, and pages that came after their numbers were given."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from backend.kit.pdf import fit, merge, walk
from backend.kit.pdf.merge import Part
from tests.kit.pdf.plain import plain_pdf
from tests.packs import looking


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize(
    ("size", "shown"), [((842, 1191), (595, 842)), ((1191, 842), (842, 595)), ((300, 300), (595, 842))]
)
def test_page_of_another_size_is_scaled_upright_onto_its_sheet(
    size: tuple[float, float], shown: tuple[int, int], turned: int
) -> None:
    part = Part(key="a", pdf=plain_pdf("Words", size=size, rotate=turned), label="1-", sheet=fit.A4)
    made = merge.merge([part], title="T").pdf

    wanted = tuple(reversed(shown)) if turned and size[0] != size[1] else shown
    assert looking.sizes_of(made) == [wanted]
    assert walk.walk(made).problems == ()
    assert "Words1" in "".join(letter for _, letter, _ in looking.letters_of(made))


def test_page_of_the_sheets_size_is_left_as_it_is() -> None:
    plain = plain_pdf("Words")
    parts = [Part(key="a", pdf=plain, label="1-")], [Part(key="a", pdf=plain, label="1-", sheet=fit.A4)]
    first, second = (merge.merge(each, title="T").pdf for each in parts)
    assert first == second


def test_links_and_tags_of_a_scaled_page_go_with_it(papers: dict[str, bytes]) -> None:
    sheet = Part(key="a", pdf=papers["alpha"], label="1-", sheet=fit.A3)
    made = merge.merge([sheet], title="T").pdf

    assert walk.structure_problems(made, sources=[papers["alpha"]]) == []
    assert set(looking.sizes_of(made)) == {(842, 1191)}
    (link,) = [each for each in looking.links_of(made) if each.words]
    assert link.words == "the end"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert all(note.Dest[1] == Name.Fit for note in notes if "/Dest" in note)


def test_what_lay_outside_the_shown_box_stays_outside() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf("Hidden words", size=(842, 1191)))) as pdf:
        pdf.pages[0].obj.CropBox = Array([400, 600, 800, 1100])
        pdf.save(made)
    whole = merge.merge([Part(key="a", pdf=made.getvalue(), sheet=fit.A4)], title="T").pdf
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        page = pdf.pages[0].obj
        assert isinstance(page, Dictionary) and "/CropBox" not in page
        assert b"400 600 400 500 re W n" in b"".join(stream.read_bytes() for stream in page.Contents)


def test_pages_after_their_numbers_carry_letters_in_every_reader() -> None:
    parts = [
        Part(key="a", pdf=plain_pdf("One", pages=4), label="7.2-", start=3, most=2),
        Part(key="b", pdf=plain_pdf("Two"), label="7.2-", start=5),
    ]
    made = merge.merge(parts, title="T").pdf
    labels = ["7.2-3", "7.2-4", "7.2-4a", "7.2-4b", "7.2-5"]
    assert looking.labels_of(made) == list(walk.labels_of(made)) == labels
    for page, label in enumerate(labels, start=1):
        shown = "".join(letter for number, letter, _ in looking.letters_of(made) if number == page)
        assert shown.endswith(label)

"""The reader finds what is wrong: each mutant of a good file is caught, and the good file is not."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from backend.kit.pdf import walk
from backend.kit.pdf.merge import Merged, Part


def empty_parent_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array()


def null_one_entry(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1][0] = None


def swap_two_entries(pdf: pikepdf.Pdf) -> None:
    entry = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    entry[0], entry[1] = entry[1], entry[0]


def drop_a_part(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[1]


def reverse_the_parts(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K = Array(list(reversed(list(document.K))))


def zero_struct_parents(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.StructParents = 0


def drop_struct_parents(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page.obj.StructParents


def hold_a_content_twice(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot
    leaf = tree.ParentTree.Nums[1][0]
    other = tree.K[0].K[0]
    other.K.append(pdf.make_indirect(Dictionary(S=Name.Span, P=other, Pg=leaf.Pg, K=leaf.K)))


def go_round_in_circles(pdf: pikepdf.Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[1]
    part.K[0].K.append(part)


def claim_the_wrong_parent(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K[1].K[0].P = document


def drop_the_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def lose_a_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[0].StructParent


def draw_loose_words(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    page.contents_add(pdf.make_stream(b"BT /ProbityStamp 9 Tf (loose) Tj ET"))


def forget_to_say_so(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


@pytest.mark.parametrize(
    "mutant",
    [
        empty_parent_tree,
        null_one_entry,
        swap_two_entries,
        drop_a_part,
        reverse_the_parts,
        zero_struct_parents,
        drop_struct_parents,
        hold_a_content_twice,
        go_round_in_circles,
        claim_the_wrong_parent,
        drop_the_tree,
        lose_a_link,
        draw_loose_words,
        forget_to_say_so,
    ],
)
def test_mutant_is_caught(mutant: Callable[[pikepdf.Pdf], None], merged: Merged, parts: list[Part]) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(merged.pdf)) as pdf:
        mutant(pdf)
        pdf.save(made)
    assert walk.structure_problems(made.getvalue(), sources=[part.pdf for part in parts]) != []


def test_file_saved_anew_without_a_change_is_still_whole(merged: Merged, parts: list[Part]) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(merged.pdf)) as pdf:
        pdf.save(made)
    assert walk.structure_problems(made.getvalue(), sources=[part.pdf for part in parts]) == []


def test_changed_words_of_a_part_are_caught(merged: Merged, parts: list[Part]) -> None:
    sources = [part.pdf for part in parts]
    sources[1], sources[3] = sources[3], sources[1]
    assert walk.structure_problems(merged.pdf, sources=sources) == [
        "The words of part 2 are not those of its source.",
        "The words of part 4 are not those of its source.",
    ]


def test_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(walk.UnableToRead, match="not a PDF"):
        walk.walk(b"words")

"""Odd PDFs that others have collected: each is taken or refused with a sentence, and no pack fails for one."""

import random

import pytest

from backend.kit.confine import ConfinedFailure
from backend.kit.documents.uploads import UnusableDocument, clean_pdf, inspect_upload
from backend.kit.pdf import merge, render, walk
from tests.kit.documents import corpus


def taken_in(files: dict[str, bytes]) -> dict[str, bytes]:
    """What is taken of them, by name; each refusal is a sentence about its file."""
    taken: dict[str, bytes] = {}
    for name, data in files.items():
        try:
            found = inspect_upload(name, data)
        except UnusableDocument as refused:
            sentence = str(refused)
            assert sentence.startswith("“") and sentence.endswith(".") and "Traceback" not in sentence
            assert "uses something unheard of" not in sentence, (name, sentence)
        else:
            assert found.pages
            taken[name] = found.data
    return taken


def check_packs(taken: dict[str, bytes]) -> None:
    """Each can be a part of a pack, or says why not; and a page of ours beside it is there all the same."""
    ours = render.render("<h1>Ours</h1>", title="Ours")
    for name, data in taken.items():
        parts = [
            merge.Part(key="ours", pdf=ours, title="Ours"),
            merge.Part(key="theirs", pdf=data, title=name, tags=False),
        ]
        try:
            whole = merge.merge(parts, title="Pack")
        except (merge.UnableToMerge, ConfinedFailure) as refused:
            assert str(refused).endswith(".") or "could not be read" in str(refused), name
            whole = merge.merge(parts[:1], title="Pack")
        assert walk.page_count(whole.pdf) >= 1
        try:
            assert clean_pdf(name, data).pages
        except UnusableDocument as refused:
            assert str(refused).endswith("."), name


@pytest.mark.skipif(not corpus.is_here(), reason=corpus.MISSING)
def test_some_odd_pdfs_are_taken_or_refused_with_a_sentence() -> None:
    taken = taken_in(corpus.files(some=12))
    assert len(taken) > 4
    check_packs(dict(list(taken.items())[:2]))


@pytest.mark.soak
def test_every_odd_pdf_is_taken_or_refused_with_a_sentence() -> None:
    assert corpus.is_here() or corpus.fetch(), corpus.MISSING
    files = corpus.files()
    assert len(files) > 50
    check_packs(taken_in(files))


@pytest.mark.soak
def test_every_odd_pdf_with_bytes_turned_over_ends_in_a_sentence_or_a_document() -> None:
    assert corpus.is_here() or corpus.fetch(), corpus.MISSING
    dice = random.Random(815)
    for name, whole in corpus.files().items():
        data = bytearray(whole)
        for _ in range(dice.randint(1, 60)):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        try:
            found = inspect_upload(name, bytes(data))
        except UnusableDocument as refused:
            assert str(refused).startswith("“") and str(refused).endswith(".")
        else:
            assert found.pages

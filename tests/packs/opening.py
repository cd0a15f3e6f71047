"""A PDF opened by Poppler, qpdf, PDFium, pdf.js and our own reader, which must all find the same in it."""

import json
import subprocess
from pathlib import Path
from typing import Any

from backend.kit import confine
from backend.kit.pdf import walk
from tests.packs import looking
from tests.packs.agenda import text_of

SCRIPT = Path(__file__).with_name("open_in_pdfjs.mjs")


def in_pdfjs(file: Path) -> dict[str, Any]:
    """What pdf.js finds in a file."""
    told = subprocess.run(
        ["node", SCRIPT, file], capture_output=True, text=True, check=True, cwd=SCRIPT.parents[2]
    )
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def opens_everywhere(pdf: bytes, folder: Path, *, limits: confine.Limits = confine.DEFAULT) -> walk.Walked:
    """Every reader finds the same pages, labels, bookmarks, links and words, and none complains."""
    file = folder / "pack.pdf"
    file.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert (checked.returncode, "WARNING" in checked.stdout + checked.stderr) == (0, False)
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True)
    assert "Tagged:          yes" in told.stdout and not told.stderr
    drawn = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    assert not drawn.stderr
    walked = walk.walk(pdf, limits=limits)
    assert walked.problems == ()
    assert drawn.stdout.count("\f") == walked.pages
    bookmarks = [(each.words, each.target) for each in looking.bookmarks_of(pdf)]
    assert bookmarks == [(each.title, each.page) for each in walked.outline]
    assert looking.labels_of(pdf) == list(walked.labels)
    seen = in_pdfjs(file)
    assert (seen["pages"], seen["tagged"], seen["title"]) == (walked.pages, walked.pages, walked.title)
    assert seen["labels"] == list(walked.labels)
    assert [tuple(each) for each in seen["bookmarks"]] == bookmarks
    links = sorted((each.page, each.target) for each in walked.links if each.target)
    assert sorted(tuple(each) for each in seen["links"]) == links
    for label, ours, theirs in zip(walked.labels, text_of(pdf), seen["words"], strict=True):
        told, read = "".join(ours.split()), "".join(theirs.split())
        # a list's mark may come before or after its words
        assert sorted(told) == sorted(read), f"PDFium and pdf.js read other words on {label}"
    return walked

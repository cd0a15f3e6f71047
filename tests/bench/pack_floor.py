"""Gives the bare way to a pack, under `floors/`, what ours is given, and asks it."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from backend.kit import confine
from backend.kit.pdf import render, weasy
from tests.bench.floors import pack_layout


@contextlib.contextmanager
def floor() -> Iterator["subprocess.Popen[str]"]:
    """The floor's process, as nice to others as our children are: the machine's neighbours weigh on both alike."""
    process = subprocess.Popen(
        [sys.executable, "-s", "-P", pack_layout.__file__, str(confine.PATIENT.niceness)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask(process: "subprocess.Popen[str]", order: dict[str, Any]) -> dict[str, float]:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    answer: dict[str, float] = json.loads(process.stdout.readline())
    return answer


def order_of(pages: Sequence[render.Pages], *, folder: Path) -> dict[str, Any]:
    """All the pages as one document, each part on a page of its own, with the sheets and pictures that ours have."""
    folder.mkdir(exist_ok=True)
    bodies = []
    for number, part in enumerate(pages):
        html = part.html
        for name, data in part.assets.items():
            picture = folder / f"{number}-{Path(name).name}"
            picture.write_bytes(data)
            html = html.replace(f"asset:{name}", picture.as_uri())
        # a link to another part leads nowhere here, and costs as much
        bodies.append(f'<section style="break-before: page">{html}</section>')
    whole = folder / "whole.html"
    title = escape(pages[0].title)
    whole.write_text(
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{''.join(bodies)}</body></html>"
    )
    sheet = folder / "extra.css"
    sheet.write_text(pages[0].extra_css)
    return {"html": str(whole), "css": [str(weasy.SHEET), str(sheet)], "into": str(folder / "made.pdf")}

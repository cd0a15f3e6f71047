"""Bookmarks, nested by level, each leading to the top of its page."""

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String


def write(pdf: pikepdf.Pdf, entries: Sequence[tuple[str, int, int]]) -> None:
    """Give the document its outline: (title, level from 1, page from 0), in order. A level may skip none
    downwards: one that does stands as deep as it can.
    """
    if not entries:
        return
    top = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    open_at: list[Object] = [top]
    for title, level, page in entries:
        del open_at[max(1, min(level, len(open_at))) :]
        above = open_at[-1]
        item = pdf.make_indirect(
            Dictionary(
                Title=String(title),
                Parent=above,
                Dest=Array([pdf.pages[page].obj, Name.XYZ, None, None, None]),
            )
        )
        if Name.Last in above:
            above.Last.Next = item
            item.Prev = above.Last
        else:
            above.First = item
        above.Last = item
        open_at.append(item)
    _count(top)
    pdf.Root.Outlines = top
    pdf.Root.PageMode = Name.UseOutlines


def _count(item: Object) -> int:
    """Set how many entries show below each item; all stand open."""
    shown = 0
    below = item.get(Name.First)
    while isinstance(below, Dictionary):
        shown += 1 + _count(below)
        below = below.get(Name.Next)
    if shown:
        item.Count = shown
    return shown

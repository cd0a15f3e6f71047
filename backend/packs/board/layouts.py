"""How a copy is laid out: what each layout adds to the sheet, and the size of paper that other people's pages get."""

from dataclasses import replace

from backend.kit.pdf import fit
from backend.kit.pdf.render import Pages
from backend.packs import rules

# One column, no smaller letters anywhere, more room between lines, nothing faint, nothing in a narrow column.
_LARGE = """
@page {{ margin: 16mm 16mm 24mm 16mm }}
html {{ font-size: {points}pt; line-height: 1.5; color: #000 }}
h1 {{ font-size: 1.5rem; border-bottom-width: 3pt }}
h2 {{ font-size: 1.25rem }}
h3, h4, h5, h6 {{ font-size: 1rem }}
table, figcaption, caption, small, .small, pre, code, sup, sub, .caption, .hash, .quiet, .answer,
table.contents, table.contents .paper td, table.contents .sub {{ font-size: 1rem; line-height: 1.5 }}
.quiet, .caption, .label, blockquote, table.contents .sub, table.contents td:first-child,
.cover .tenant {{ color: #000 }}
.cover {{ padding-top: 8mm }}
.cover h1 {{ font-size: 1.8rem }}
.cover .what {{ font-size: 1.25rem; margin-bottom: 8mm }}
.cover table.facts {{ width: 100% }}
.cover .last {{ margin-top: 8mm }}
.demonstration p, .note p, .warning p {{ font-size: 1rem }}
table {{ table-layout: fixed }}
th, td {{ overflow-wrap: anywhere }}
tr {{ break-inside: auto }}
table.contents th:first-child, table.contents td:first-child {{ width: 3.2em }}
table.contents th.number, table.contents td.number {{ width: 5em }}
table.contents .paper td:nth-child(2) {{ padding-left: 0 }}
.fact {{ margin: 0 0 .7em; break-inside: avoid }}
.fact .told {{ display: block; font-weight: bold }}
"""

# Links that look like the words round them. Lines are as long as in the standard layout, so that each page holds what
# it holds there, under the same number.
_PRINT = """
html { color: #000 }
a, table.contents a, table.contents .number a { color: inherit; text-decoration: none }
"""


def sheet_of(format: rules.Format) -> str:
    """The rules that a layout adds after the others."""
    if format.large:
        return _LARGE.format(points=format.points)
    return _PRINT if format.for_paper else ""


def dressed(pages: Pages, format: rules.Format) -> Pages:
    """The same pages in a layout."""
    extra = sheet_of(format)
    return replace(pages, extra_css=pages.extra_css + extra) if extra else pages


def paper_size(format: rules.Format) -> tuple[float, float] | None:
    """The sheet, in points, that somebody's own PDF is scaled to: A4 to be printed, A3 where large print is read."""
    if format.large:
        return fit.A3
    return fit.A4 if format.for_paper else None

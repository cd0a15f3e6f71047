"""Lists as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

from backend.scope import Scope
from backend.web import views

CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows under their heads, as spreadsheets read them: UTF-8 with its mark, and no cell taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for cells in (heads, *rows):
        writer.writerow([_plain(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def csv_file(scope: Scope, what: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Response[bytes]:
    """The rows to keep, named for the tenant, what they are and the day."""
    name = f"{scope.tenant.slug}-{what}-{scope.today.isoformat()}.csv"
    return views.download(as_csv(heads, rows), name=name, media_type=CSV)


def _plain(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell

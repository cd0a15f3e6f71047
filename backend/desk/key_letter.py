"""The letter that tells a reader the fingerprints of a tenant's keys: one tagged page, to be signed by hand."""

from collections.abc import Sequence
from datetime import datetime

from backend.desk.keys import ShownKey
from backend.kit.pdf import render
from backend.scope import Scope
from backend.web import templating

_CSS = (
    "@page { size: A4; margin: 20mm 18mm 16mm 18mm } "
    "html { font-size: 10pt } .print { font-family: monospace; font-size: 12pt; line-height: 1.5 } "
    ".sign { margin-top: 14mm } h2 { margin-top: 5mm }"
)


def rendered(scope: Scope, shown: Sequence[ShownKey], *, at: datetime) -> bytes:
    """Takes a second or two: call it from a thread."""
    mark = "DEMONSTRATION" if scope.tenant.demonstration else ""
    title = f"Fingerprints of our keys: {scope.tenant.name}"
    page = templating.environment().get_template("desk/print/key-letter.html")
    return render.render(
        page.render(
            tenant=scope.tenant,
            on=scope.day_of(at),
            keys=[each for each in shown if each.state == "in force"],
            lost=[each for each in shown if each.state == "lost"],
            demonstration=bool(mark),
        ),
        title=f"{mark}: {title}" if mark else title,
        extra_css=_CSS,
    )

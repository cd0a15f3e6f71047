"""The words of a page that is printed, from a template of ours, ready to be laid out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.kit import calendar
from backend.kit.pdf.render import Pages
from backend.ledger.records import content_hash
from backend.packs import rules

_TEMPLATES = Path(__file__).parent / "templates" / "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of ours before it is filled in: its template, and all that it is filled with as plain values.

    Two that are equal are laid out alike, which is known without filling in either. `css` comes after the house's.
    """

    template: str
    title: str
    values: Mapping[str, Any]
    css: str = ""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """All that shapes it."""
        return {
            "frame": frame_of(self.template),
            "title": self.title,
            "values": self.values,
            "css": content_hash(self.css),
        }

    def filled(self) -> Pages:
        """The page, ready to be laid out. A word that the template misses is an error."""
        pages = page(self.template, title=self.title, **self.values)
        return replace(pages, extra_css=pages.extra_css + self.css)


def page(template: str, *, title: str, assets: Mapping[str, bytes] | None = None, **context: Any) -> Pages:
    """The page of `template` under the title that readers show. A word that the template misses is an error."""
    html = _environment().get_template(template).render(**context)
    return Pages(html=html, title=title, extra_css=_sheet(), assets=assets or {})


def drawing(template: str, **context: Any) -> bytes:
    """A picture as SVG, to be an asset of a page."""
    return _environment().get_template(template).render(**context).strip().encode()


@cache
def frame_of(template: str) -> str:
    """What stands for a template, the parts that it may share and the sheet among the inputs of a page."""
    shared = [path.read_text(encoding="utf-8") for path in sorted(_TEMPLATES.glob("_*.html"))]
    return content_hash([(_TEMPLATES / template).read_text(encoding="utf-8"), shared, _sheet()])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # looking whether each template has changed costs as much as filling it
    )
    environment.filters.update(
        date=_date, moment=_moment, clock=_clock, groups=rules.in_groups, number=_number
    )
    return environment


@cache
def _sheet() -> str:
    return (_TEMPLATES / "pack.css").read_text(encoding="utf-8")


def _date(day: date | None) -> str:
    return "" if day is None else calendar.in_words(day)


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else calendar.in_words(moment)


def _clock(moment: datetime) -> str:
    """4:30pm: the end of what began on the same day."""
    words = calendar.in_words(moment)
    return words.partition(" at ")[2]


def _number(value: int) -> str:
    return f"{value:,}"

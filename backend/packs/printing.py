"""The words of a page that is printed, from a template of ours, ready to be laid out."""

from collections.abc import Mapping
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


def page(template: str, *, title: str, assets: Mapping[str, bytes] | None = None, **context: Any) -> Pages:
    """The page of `template` under the title that readers show. A word that the template misses is an error."""
    html = _environment().get_template(template).render(**context)
    return Pages(html=html, title=title, extra_css=_sheet(), assets=assets or {})


def drawing(template: str, **context: Any) -> bytes:
    """A picture as SVG, to be an asset of a page."""
    return _environment().get_template(template).render(**context).strip().encode()


def frame_of(template: str) -> str:
    """What stands for a template and the sheet among the inputs of a page whose content is not read yet."""
    return content_hash([(_TEMPLATES / template).read_text(encoding="utf-8"), _sheet()])


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

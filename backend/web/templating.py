"""Jinja: where templates live, what they may call, and how things are written for people."""

import json
from collections.abc import MutableMapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from backend.kit import calendar, money
from backend.tenancy.brands import branding_of
from backend.web import ended, furniture

_BACKEND = Path(__file__).parent.parent
BUILT = Path(__file__).parent / "static" / "built"


_OF_EVERY_DICT = frozenset(dir(dict))


class Environment(jinja2.Environment):
    """Jinja's own, quicker at what NHS.UK's macros do thousands of times a page."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        # as Jinja does, without an exception for each parameter that a macro looks for
        if type(obj) is dict and attribute not in _OF_EVERY_DICT:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # no template of ours has globals of its own; of a plain dict the keys are compared at once at each import
        return super().make_globals(d) if d else self.globals


@cache
def environment() -> Environment:
    """The environment of every page, and of print. `room/name.html` is `backend/room/templates/name.html`.

    One a process: a template is compiled once, and not again for each report that is printed.
    """
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(_BACKEND.glob("*/templates"))}
    env = Environment(
        loader=ChoiceLoader([PrefixLoader(rooms), PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        # NHS.UK's macros read parameters that were not given; our own templates are checked for
        # undeclared names by tests/house/test_templates.py instead
        undefined=ChainableUndefined,
        cache_size=-1,  # there are more templates than the four hundred that Jinja keeps
        auto_reload=False,  # or each page would ask the disk for the age of each of its thirty templates
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(date=in_words, moment=moment, number=number, act=act, pounds=money.in_pounds)
    env.globals.update(
        asset=asset, navigation=navigation, places_within=places_within, csrf_field=csrf_field, at=at
    )
    env.globals.update(skip_link=skip_link, footer_of_house=footer_of_house, banner_of=ended.banner_of)
    env.globals.update(branding_of=branding_of)
    return env


@cache
def skip_link() -> Markup:
    """The link past the menus, which no page changes."""
    return _fixed("skip_link")


def footer_of_house(demonstration: object) -> Markup:
    """The foot of every page; a demonstration's says that it is one."""
    return _footer(bool(demonstration))


@cache
def _footer(demonstration: bool) -> Markup:
    return _fixed("footer_of_house", demonstration)


def _fixed(macro: str, *given: object) -> Markup:
    made: Markup = getattr(environment().get_template("web/fixed.html").module, macro)(*given)
    return made


def _manifest() -> dict[str, str]:
    """The built names; read anew when the assets were built anew under a running server."""
    found = BUILT / "manifest.json"
    return _read_manifest(found.stat().st_mtime_ns) if found.exists() else {}


@cache
def _read_manifest(_built_at: int) -> dict[str, str]:
    names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())
    return names


def asset(name: str) -> str:
    """The address of a built file by its own name; the hash in it lets a browser keep it for ever."""
    return f"/static/{_manifest().get(name, name)}"


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden field that every form holds."""
    return Markup('<input type="hidden" name="_token" value="{}">').format(context.get("csrf_token", ""))


@pass_context
def at(context: Context, path: str) -> str:
    """The address of `path` in the page's tenant."""
    scope = context.get("scope")
    return f"/t/{scope.tenant.slug}{path}" if scope else path


@pass_context
def navigation(context: Context) -> list[dict[str, Any]]:
    """The places of the tenant that the visitor may open, as NHS.UK's header wants them."""
    scope = context.get("scope")
    return furniture.navigation(scope, str(context.get("path", ""))) if scope else []


@pass_context
def places_within(context: Context) -> list[dict[str, Any]]:
    """The second row of places, where the page lies in a place that holds several."""
    scope = context.get("scope")
    return furniture.places_within(scope, str(context.get("path", ""))) if scope else []


def in_words(value: date | datetime | calendar.MonthDate | None) -> str:
    """3 June 2014; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo("Europe/London")).date()
    return calendar.in_words(value)


def moment(value: datetime | None) -> str:
    """3 June 2014 at 2:00pm, London time."""
    return "" if value is None else calendar.in_words(value)


def number(value: float | None) -> str:
    return "" if value is None else f"{value:,}"


def act(name: str) -> str:
    """An act of the ledger as words: `interests.declaration.nil-returned` is “Declaration: nil returned”."""
    *_, subject, verb = name.split(".")
    return f"{subject.replace('-', ' ').capitalize()}: {verb.replace('-', ' ')}"

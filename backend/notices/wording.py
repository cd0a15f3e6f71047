"""The words of a letter, from the templates of the room that tells: subject, text and HTML, in our frame.

A room keeps `templates/notices/<kind>/{subject.txt,body.txt,body.html}`. The bodies hold what the room has to say and
no more; greeting, signature and, for a demonstration, the warning are ours. In the templates: the room's context,
`tenant` (its name), `recipient` (their name), `link(path)` for an address in the app, and the filter `date`.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from backend.kit.calendar import in_words
from backend.notices import looks, post, rules, topics
from backend.scope import Scope
from backend.tenancy.brands import branding_of, line_of

_CHOICES = "/notices/choices"
_NOT_ABOUT = ("/public/", _CHOICES)
"""Where letters lead that is not the page of what they are about."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`path` is the page that it is about, where there is one; no page that opens without signing in."""

    subject: str
    text: str
    html: str
    path: str = ""


def words_of(scope: Scope, *, kind: str, recipient: str, context: Mapping[str, Any]) -> Wording:
    """The letter of `kind` (`room.kind`) to `recipient`. A word that the templates miss is an error, not a gap."""
    room, name = rules.room_and_kind(kind)
    paths: list[str] = []
    told = {
        **context,
        "tenant": scope.tenant.name,
        "signature": line_of(scope.tenant),
        "descriptor": branding_of(scope.tenant).descriptor or "",
        "own_words": looks.kept(scope).footer or "",
        "recipient": recipient,
        "demonstration": scope.tenant.demonstration,
        "choices": _CHOICES,
        "may_choose": not topics.topic_of(kind).to_public,
        "link": functools.partial(_link, scope, paths),
    }
    subject = subject_of(scope, _render(room, f"{name}/subject.txt", told))
    return Wording(
        subject=subject,
        text=_framed("letter.txt", _render(room, f"{name}/body.txt", told), told),
        html=_framed("letter.html", _render(room, f"{name}/body.html", told), told),
        path=_page_of(paths),
    )


def _page_of(paths: Sequence[str]) -> str:
    """The page that a letter is about: the one to which it leads, where it leads to one alone."""
    about = {path for path in paths if not path.startswith(_NOT_ABOUT)}
    return about.pop() if len(about) == 1 else ""


def subject_of(scope: Scope, subject: str) -> str:
    """A subject as it goes: one line, and said to be a demonstration's."""
    line = rules.one_line(subject)
    return rules.one_line(f"DEMONSTRATION: {line}") if scope.tenant.demonstration else line


def words_kept(scope: Scope, letter: Mapping[str, Any]) -> Wording:
    """The words of a letter as its row keeps them, or as they would be if it were sent now."""
    if letter["content"] is None:
        return Wording(
            subject=letter["subject"], text=letter["text"], html=letter["html"], path=letter["path"]
        )
    made = words_of(
        scope,
        kind=f"{letter['room']}.{letter['kind']}",
        recipient=letter["recipient_name"],
        context=json.loads(letter["content"]),
    )
    return Wording(subject=letter["subject"], text=made.text, html=made.html, path=made.path)


def _render(room: str, template: str, context: Mapping[str, Any]) -> str:
    return _environment(room, "templates/notices").get_template(template).render(context)


def _framed(template: str, body: str, context: Mapping[str, Any]) -> str:
    frame = _environment("notices", "templates/frame").get_template(template)
    return frame.render({**context, "body": body}).strip() + "\n"


@functools.cache
def _environment(room: str, folder: str) -> Environment:
    environment = Environment(
        loader=PackageLoader(f"backend.{room}", folder),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["date"] = in_words
    return environment


def _link(scope: Scope, paths: list[str], path: str) -> str:
    paths.append(path)
    return f"{post.public_url()}/t/{scope.tenant.slug}{path}"

"""Settings as their pages show them: what holds, where a default comes from, and who changed what."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.loader import Catalogue
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.scope import NotFound, Scope
from backend.setup.rules import groups, places, typed
from backend.setup.rules.groups import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change that was carried out; `before` is `None` where something was added, `after` where it was retired."""

    id: UUID
    place: str
    title: str
    origin: str
    before: Any
    after: Any
    sentences: tuple[str, ...]
    reason: str
    changed_at: datetime
    changed_by_name: str

    @property
    def group(self) -> Group | None:
        """The group in which it lies; none for many changes at once."""
        return groups.group_of(self.place) if self.place else None

    @property
    def undo_at(self) -> str:
        """Where the form stands that puts the former value back; a group’s own values stand together."""
        field = places.root().part(self.place.split("/", maxsplit=1)[0])
        return self.place if field is not None and field.parts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """Something that somebody did to the same settings since a form was opened."""

    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What an organisation started from: its folder, or its kind. `said` are plain values, as a file says them."""

    words: str
    said: Mapping[str, Any]
    folder: bool


async def living(scope: Scope) -> dict[str, Any]:
    """The settings as they hold now, as plain values."""
    found: dict[str, Any] = typed.said(await provision.document_of(scope, shelf.catalogue()))
    return found


def baseline(scope: Scope) -> Baseline:
    """Where defaults come from: the organisation’s folder, where it has one, else its kind."""
    catalogue = shelf.catalogue()
    folder = catalogue.tenants.get(scope.tenant.slug)
    if folder is not None:
        return Baseline(words="its folder", said=typed.said(folder), folder=True)
    return kind_baseline(scope, catalogue)


def kind_baseline(scope: Scope, catalogue: Catalogue) -> Baseline:
    """What an organisation of this kind starts from that has said nothing yet."""
    tenant = scope.tenant
    kind = catalogue.kinds.get(tenant.kind)
    if kind is None:
        return Baseline(words="nothing", said={}, folder=False)
    document = catalogue.from_kind(
        tenant.kind, slug=tenant.slug, name=tenant.name, starts_on=max(scope.today, _EARLIEST)
    )
    told = typed.said(document)
    for name in ("slug", "name", "starts_on", "demonstration"):
        told.pop(name, None)
    return Baseline(words=f"its kind, {kind.name.lower()}", said=told, folder=False)


_EARLIEST = date(2014, 1, 1)
"""No kind’s rule set is older."""


async def changes_of(
    scope: Scope, *, group: Group | None = None, place: str | None = None
) -> tuple[ChangeLine, ...]:
    """What was changed in the app, the newest first; of one group or one place alone where these are given."""
    roots = list(group.roots) if group else None
    rows = await fetch(
        "SELECT id, place, title, origin, before, after, sentences, reason, changed_at, changed_by_name "
        "FROM setup_change WHERE tenant_id = $1 AND ($2::text IS NULL OR place = $2) "
        "AND ($3::text[] IS NULL OR split_part(place, '/', 1) = ANY ($3) OR place = '') "
        "ORDER BY id DESC LIMIT 200",
        scope.tenant.id,
        place,
        roots,
    )
    return tuple(map(_line, rows))


async def change(scope: Scope, *, change_id: UUID) -> ChangeLine:
    """One change. Raises NotFound."""
    rows = await fetch(
        "SELECT id, place, title, origin, before, after, sentences, reason, changed_at, changed_by_name "
        "FROM setup_change WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        change_id,
    )
    if not rows:
        raise NotFound("change of settings")
    return _line(rows[0])


def _line(row: Any) -> ChangeLine:
    plain = {name: each for name, each in dict(row).items() if name not in {"before", "after", "sentences"}}
    return ChangeLine(
        **plain,
        before=None if row["before"] is None else json.loads(row["before"]),
        after=None if row["after"] is None else json.loads(row["after"]),
        sentences=tuple(json.loads(row["sentences"])),
    )


async def since(scope: Scope, *, group: Group, start: datetime) -> tuple[Meanwhile, ...]:
    """What was done to the settings of a group since a moment, oldest first: here, and on the rooms’ own pages."""
    events = await ledger.events_between(scope, start=start, end=scope.now + timedelta(seconds=1))
    rooms = {*group.rooms, "setup"}
    return tuple(
        Meanwhile(who=each.actor_name, at=each.at, words=_told(each))
        for each in events
        if each.subject_room in rooms
    )[-20:]


def _told(event: ledger.EventLine) -> str:
    sentences: Sequence[str] = (event.after or {}).get("sentences", ())
    if sentences:
        return " ".join(map(str, sentences[:8]))
    act = event.act.rpartition(".")[2].replace("-", " ")
    return f"{event.subject_title}: {act}"


def title_of(group: Group, place: places.Place) -> str:
    """What a change of a place is called in lists: `Committees: Audit Committee`."""
    if not place.item:
        labels = [place.field.label] if place.path else []
        return ": ".join([group.title, *labels])
    name = places.name_of(place.value, place.path[-1]) if place.value else place.path[-1]
    return f"{group.title}: {name}"[:300]

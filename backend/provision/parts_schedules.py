"""The schedules of a tenant's folder, which the schedules room keeps."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.loader import Catalogue
from backend.catalogue.schedules import ScheduleSettings, SchedulesSettings
from backend.catalogue.tenants import TenantDocument
from backend.provision.changes import Part, Step
from backend.schedules import operations as schedules
from backend.schedules import queries
from backend.scope import Scope


def _plain(key: str, settings: ScheduleSettings) -> dict[str, Any]:
    """A schedule under the name that an officer reads, so that a plan speaks of `board packs`."""
    return {"name": key.replace("-", " "), **settings.model_dump(mode="json", exclude_none=True)}


def _wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    return {key: _plain(key, settings) for key, settings in document.schedules.by_key().items()}


async def _living(scope: Scope) -> Mapping[str, Any]:
    return {key: _plain(key, settings) for key, settings in (await queries.living(scope)).items()}


def _settings(plain: Mapping[str, Any]) -> ScheduleSettings:
    return ScheduleSettings.model_validate({name: each for name, each in plain.items() if name != "name"})


async def _put(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await schedules.put(scope, key=step.key, settings=_settings(step.after))


async def _keep(_scope: Scope, _steps: Sequence[Step]) -> None:
    """Every organisation has every schedule, so that none is retired; one that is not wanted is off."""


def _exported(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    found = {key.replace("-", "_"): _settings(plain) for key, plain in living.items()}
    whole = {name: getattr(document.schedules, name) for name in SchedulesSettings.model_fields}
    return {"schedules": SchedulesSettings(**{**whole, **found})}


SCHEDULES = Part(
    room="schedules",
    noun="schedule",
    wanted=_wanted,
    living=_living,
    put=_put,
    retire=_keep,
    exported=_exported,
    words={"at": "time of day", "on": "state", "every": "rhythm", "working": "counting of working days"},
    say={"on": lambda on: "on" if on else "off"},
)

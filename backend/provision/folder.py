"""Writing a tenant's folder back from how the tenant lives, so that planning it again shows nothing."""

import asyncio
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from backend.catalogue.between import BetweenSettings
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.covers import PapersSettings
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.in_use import AssuranceSettings
from backend.catalogue.kinds import InterestsDefaults
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.shapes import Mark, Sourced
from backend.catalogue.tenants import TenantDocument
from backend.provision import toml
from backend.provision.living import living_over
from backend.scope import Scope

_FILES: dict[str, tuple[str, ...]] = {
    "tenant.toml": (
        "slug",
        "name",
        "kind",
        "demonstration",
        "found_by_others",
        "about",
        "starts_on",
        "time_zone",
        "pins",
        "evidence",
        "documents",
        "gaps",
        "body",
    ),
    "committees.toml": ("committees",),
    "organisations.toml": ("levels", "localities", "organisations", "counts"),
}


async def export(scope: Scope, folder: Path, *, document: TenantDocument) -> tuple[Path, ...]:
    """Write the files of the tenant's folder into `folder`, made where it is missing. Returns their paths.

    `document` is the folder that the tenant started from: what no room keeps (what the folder is about, counts that
    the source states) is carried over from it, everything else is read from life. People are rows and stay here.
    Raises OSError where the folder can't be written.
    """
    return await asyncio.to_thread(_write, folder, texts_of(await living_over(scope, document)))


def texts_of(living: TenantDocument) -> dict[str, str]:
    """The files of the folder that says all this: their texts by their names."""
    texts = {
        name: toml.written({field: _plain(getattr(living, field)) for field in fields})
        for name, fields in _FILES.items()
    }
    texts["interests.toml"] = _over_its_kind(living.interests, InterestsDefaults)
    texts["papers.toml"] = _over_its_kind(living.papers, PapersSettings)
    texts["planning.toml"] = _over_its_kind(living.planning, PlanningSettings)
    texts["between.toml"] = _over_its_kind(living.between, BetweenSettings)
    texts["schedules.toml"] = _over_its_kind(living.schedules, SchedulesSettings)
    if living.chasing != ChasingSettings():
        texts["chasing.toml"] = toml.written(_plain(living.chasing))
    if living.scheme.functions:
        texts["scheme.toml"] = toml.written(_plain(living.scheme))
    if living.measures:
        texts["measures.toml"] = toml.written({"measures": [_plain(each) for each in living.measures]})
    if living.contracts:
        texts["contracts.toml"] = toml.written({"contracts": [_plain(each) for each in living.contracts]})
    if living.delegation is not None:
        texts["delegation.toml"] = toml.written(_plain(living.delegation))
    if living.functions != FunctionsFile():
        texts["functions.toml"] = toml.written(_plain(living.functions))
    for programme in living.programmes:
        texts[f"programmes/{programme.id}.toml"] = toml.written(_plain(programme))
    if living.assurance != AssuranceSettings():
        texts["assurance.toml"] = toml.written(_plain(living.assurance))
    return texts


def _write(folder: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in texts)


def _over_its_kind(value: BaseModel, defaults: type[BaseModel]) -> str:
    """A file for whose keys the kind of the tenant may say something else where the file is silent.

    So each of them is written, and be it what anybody has who says nothing, or an empty list.
    """
    plain = _plain(value)
    names = {info.alias or name: name for name, info in type(value).model_fields.items()}
    settled = {key for key, name in names.items() if name in defaults.model_fields}
    document = {
        key: _plain(getattr(value, names[key])) if key in settled else plain.get(key) for key in names
    }
    return toml.written(document, also_empty=settled)


def _plain(value: Any) -> Any:
    """Models as they are written by hand: without defaults, without a mark that a source makes plain."""
    if isinstance(value, BaseModel):
        plain: dict[str, Any] = {}
        for name, info in type(value).model_fields.items():
            held = getattr(value, name)
            read = name == "mark" and held is Mark.READ and isinstance(value, Sourced) and value.source
            if held is None or read or (not info.is_required() and held == info.default):
                continue
            plain[info.alias or name] = _plain(held)
        return plain
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value

"""Every folder and every template goes round: planned, applied, planned again, written back, loaded, planned again."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.tenants import TenantDocument
from backend.desk import stage
from backend.kit import database
from backend.scope import Scope
from backend.tenancy import transactions
from tests.house import sweep
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = shelf.catalogue()
EVERY = (*CATALOGUE.tenants, *CATALOGUE.templates)
TODAY = tuple(sweep.of_today(EVERY))


@dataclass(frozen=True)
class Round:
    """What planning said after each step; one line of why where the way broke off."""

    after_apply: tuple[str, ...] = ()
    after_load: tuple[str, ...] = ()
    written: TenantDocument | None = None
    broke: str = ""


@dataclass(frozen=True)
class Rounds:
    by_slug: dict[str, Round]
    catalogue: Catalogue


async def _go_round(slugs: tuple[str, ...], root: Path) -> Rounds:
    """All of them on one road, so that the catalogue is read once and not once for each."""
    for part in ("frameworks", "workflows"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copytree(ROOT / "tenants/_kinds", root / "tenants/_kinds")
    lives: dict[str, Scope] = {}
    rounds: dict[str, Round] = {}
    for slug in slugs:
        try:
            lives[slug], said = await _applied(slug, root)
            rounds[slug] = Round(after_apply=said)
        except Exception as fault:  # one folder that fails leaves the others their turn
            rounds[slug] = Round(broke=f"{type(fault).__name__}: {fault}")
    written = load_catalogue(root)
    for slug, scope in lives.items():
        document = written.tenants[scope.tenant.slug]
        async with transactions.scope_tx(scope, readonly=True):
            changes = await provision.plan(scope, document, written)
        said = tuple(change.sentence for change in changes)
        rounds[slug] = replace(rounds[slug], after_load=said, written=document)
    return Rounds(rounds, written)


async def _applied(slug: str, root: Path) -> tuple[Scope, tuple[str, ...]]:
    document = (CATALOGUE.tenants.get(slug) or CATALOGUE.templates[slug]).model_copy(
        update={"slug": f"{root.name}-{slug}"}
    )
    starts = datetime.combine(document.starts_on, time(9), ZoneInfo(document.time_zone))
    scope = a_scope(provision.founding_tenant(document), now=starts + timedelta(days=28))
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, CATALOGUE)
    async with transactions.scope_tx(scope, readonly=True):
        said = tuple(change.sentence for change in await provision.plan(scope, document, CATALOGUE))
        await provision.export(scope, root / "tenants" / document.slug, document=document)
    return scope, said


def _check(slug: str, found: Round) -> None:
    assert found.broke == ""
    assert found.after_apply == ()
    assert found.after_load == ()
    wanted = CATALOGUE.tenants.get(slug) or CATALOGUE.templates[slug]
    assert found.written is not None
    was, written = (_unordered(each.model_dump(mode="json")) for each in (wanted, found.written))
    assert {name for name in was if was[name] != written[name]} == {"slug"}, told_apart(was, written)


def _unordered(value: Any) -> Any:
    """Life keeps no order of lines in a file."""
    if isinstance(value, dict):
        return {key: _unordered(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(each) for each in value), key=repr)
    return value


def told_apart(was: Any, written: Any, at: str = "") -> list[str]:
    """Where two documents differ, with both values."""
    if isinstance(was, dict) and isinstance(written, dict) and set(was) == set(written):
        return [each for key in was for each in told_apart(was[key], written[key], f"{at}.{key}")]
    if isinstance(was, list) and isinstance(written, list) and len(was) == len(written):
        pairs = enumerate(zip(was, written, strict=True))
        return [each for n, (a, b) in pairs for each in told_apart(a, b, f"{at}[{n}]")]
    return [] if was == written else [f"{at}: {was!r} became {written!r}"[:400]]


@pytest_asyncio.fixture(scope="module")
async def todays(db: database.Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rounds]:
    yield await _go_round(TODAY, tmp_path_factory.mktemp("folders"))


@pytest.mark.parametrize("slug", TODAY)
def test_folder_goes_round_and_says_that_nothing_would_change(slug: str, todays: Rounds) -> None:
    _check(slug, todays.by_slug[slug])


@pytest_asyncio.fixture(scope="module")
async def every(
    db: database.Database, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Rounds]:
    """Of those that were asked for, such as with -k."""
    asked = [item for item in request.session.items if item.name.startswith("test_every_folder")]
    slugs = tuple(slug for slug in EVERY if any(item.name.endswith(f"[{slug}]") for item in asked))
    yield await _go_round(slugs, tmp_path_factory.mktemp("folders"))


@pytest.mark.soak
@pytest.mark.parametrize("slug", EVERY)
def test_every_folder_goes_round(slug: str, every: Rounds) -> None:
    _check(slug, every.by_slug[slug])


async def test_list_says_kind_evidence_and_life_of_each_and_names_the_templates(
    db: database.Database,
) -> None:
    lines = {line.split()[0]: line for line in await stage.tenants_in_words(None)}
    assert set(lines) == {*CATALOGUE.tenants, *CATALOGUE.templates}
    assert " · Clinical commissioning group · described in the sources · " in lines["hull-ccg"]
    assert " · only named in the sources · " in lines["milton-keynes-alliance"]
    for template in CATALOGUE.templates:
        assert lines[template].endswith(" · a template to start from")


async def test_diff_tells_a_tenant_from_its_folder_in_words(db: database.Database) -> None:
    (said,) = await stage.diff(None, "lewisham-ccg")
    assert said == "NHS Lewisham CCG is not applied yet: everything that its folder says would be added."
    await stage.apply(None, "lewisham-ccg")
    assert await stage.diff(None, "lewisham-ccg") == ()
    with pytest.raises(stage.NoSuchFolder, match="is a template"):
        await stage.diff(None, "clinically-integrated-system")

"""Schedules of a tenant's folder: compared in words, applied, written back, and kept where a file is silent."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backend import provision
from backend.catalogue.loader import load_catalogue
from backend.catalogue.schedules import ScheduleSettings
from backend.kit import database
from backend.provision import lifetime
from backend.schedules import operations, queries
from backend.tenancy import dues, transactions
from tests.test_provision import ROOT, catalogue, provisioned

__all__ = ["catalogue"]


async def test_schedule_settled_in_the_app_goes_into_the_folder_and_back(
    db: database.Database, catalogue, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]  # a fixture of another file
    scope, document = await provisioned(catalogue, "example-icb")
    late = ScheduleSettings.model_validate({"every": "meeting", "days": 7, "at": "18:30"})
    async with transactions.scope_tx(scope):
        await operations.settle(scope, key="board-packs", settings=late)
        await operations.switch(scope, key="terms-review", on=False, reason="A test")
        told = [str(change) for change in await provision.plan(scope, document, catalogue)]
    assert told == [
        "The time of day of the schedule “board packs” would change from “18:30” to “06:00”.",
        "The days of the schedule “board packs” would change from 7 to 5.",
        "The state of the schedule “terms review” would change from off to on.",
    ]
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope):
        await provision.export(scope, tmp_path / "tenants" / document.slug, document=document)
        written = load_catalogue(tmp_path)
        again = written.tenants[document.slug]
        assert (again.schedules.of("board-packs"), again.schedules.of("terms-review").on) == (late, False)
        assert await provision.plan(scope, again, written) == ()
        # the folder's word counts when it is applied; what it says nothing of is as in its kind
        assert len(await provision.apply(scope, document, catalogue)) == 3
        lines = {line.key: line for line in await queries.schedules_of(scope)}
    assert lines["board-packs"].settings.days == 5 and lines["terms-review"].settings.on
    assert lines["register-refresh"].settings.every == "quarter", "integrated care boards"


async def test_clock_of_a_demonstration_that_is_moved_has_missed_nothing(
    db: database.Database, catalogue
) -> None:  # type: ignore[no-untyped-def]  # a fixture of another file
    scope, _ = await provisioned(catalogue, "example-icb")
    moved = datetime(2029, 7, 20, 12, tzinfo=ZoneInfo("Europe/London"))
    async with transactions.scope_tx(scope):
        await operations.switch(scope, key="board-packs", on=False, reason="It is looked at at once")
        await lifetime.move_clock(scope, to=moved)
        due = await dues.hold_due(scope, chore=operations.CHORE)
    assert due is not None and due > moved

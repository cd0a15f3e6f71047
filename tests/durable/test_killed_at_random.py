"""Workers with their clocks, database and mail server, killed at random while a tenant lives: see `machine`."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.durable.installation import SQUARE
from tests.durable.machine import Strikes


@pytest.fixture
def place() -> Iterator[Path]:
    """A home that the account of the database may enter."""
    with tempfile.TemporaryDirectory(prefix="probity-struck-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


async def played(place: Path, *options: str) -> dict[str, Any]:
    """The report of a run in processes of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.durable.machine"),
        *("--home", str(place), *options),
        cwd=SQUARE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert out, err.decode()[-4000:]
    report: dict[str, Any] = json.loads(out)
    return report


def check(report: dict[str, Any]) -> None:
    assert report["broken"] == []
    assert set(report["strikes"]) == set(Strikes.KINDS), "each kind of death came at least once"
    assert report["letters"]["sent"] > 20
    assert report["chased"] > 3, "the chase was tried, and not letters alone"
    assert report["in_hand_when_struck"] > 0, "nothing was struck while it was sent, so nothing was tried"


@pytest.mark.soak
async def test_nothing_is_lost_or_sent_twice_unsaid_while_everything_is_killed(place: Path) -> None:
    check(await played(place, "--seed", "20140915", "--seconds", "6"))


@pytest.mark.soak
async def test_nothing_is_lost_or_sent_twice_unsaid_in_ten_minutes_of_killing(place: Path) -> None:
    check(await played(place, "--seed", "20150316", "--seconds", "600"))


@pytest.mark.soak
async def test_two_clocks_for_an_hour_send_what_one_would(place: Path) -> None:
    report = await played(place, "--two-clocks")
    assert report["broken"] == []
    assert report["clocks"] == 2, "both led, all the time"
    assert report["told"] > 3
    assert report["sent"] == report["told"] + 10

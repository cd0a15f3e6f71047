"""`probity demo` for folders without a cast: invented people are plainly invented, and what is lacking is said."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.catalogue import shelf
from backend.catalogue.quorum import Office
from backend.desk import stand_ins, surroundings
from backend.desk.folder_walk import FolderWalk, meets
from backend.kit import database

_ROOT = Path(__file__).resolve().parents[2]
_BARE = tuple(slug for slug in shelf.catalogue().tenants if slug not in shelf.catalogue().demonstrations)


@pytest.fixture
def own_shelf() -> Iterator[None]:
    """A walk puts its invented people on the shelf; they are taken off again."""
    before = shelf.catalogue()
    yield
    shelf.put(before)


@pytest.mark.parametrize("slug", _BARE)
def test_invented_people_fill_the_seats_of_one_committee_and_say_what_they_are(slug: str) -> None:
    catalogue = stand_ins.with_stand_ins(shelf.catalogue(), slug)
    document, cast = catalogue.tenants[slug], catalogue.demonstrations[slug]
    assert document.demonstration, "so that every page and every pack says so"
    assert not shelf.catalogue().tenants[slug].demonstration
    committee = stand_ins.committee_to_seat(document)
    assert bool(cast.people) is (committee is not None)
    if committee is None:
        return
    for person in cast.people:
        assert person.name.startswith("Invented Person ")
        assert person.name.endswith(" (demonstration)")
    holdings = [holding for person in cast.people for holding in person.seats]
    offices = [
        holding.office or (committee.seat(holding.seat) or committee.seats[0]).office for holding in holdings
    ]
    chairs = [holding.seat == "chair" for holding in holdings]
    assert Office.CHAIR in offices or True in chairs
    (item,) = [item for item in cast.meetings[0].items if item.paper]
    needed = {field.id for field in document.papers.cover.fields if field.needed}
    assert item.paper is not None
    assert needed - set(item.paper.cover) <= {"purpose"}
    paper = stand_ins.paper_of(document)
    assert "DEMONSTRATION" in paper
    for gap in document.gaps:
        assert f"- {gap.what}: " in paper


@pytest.mark.parametrize("slug", ["milton-keynes-alliance", "birmingham-solihull-black-country"])
async def test_folder_whose_committees_have_no_seats_says_what_its_sources_lack(
    db: database.Database, tmp_path: Path, own_shelf: None, slug: str
) -> None:
    said: list[str] = []
    walk = FolderWalk(
        slug,
        out=tmp_path,
        folder=tmp_path,
        letterbox=surroundings.Letterbox(),
        worker_log=tmp_path / "log",
        say=said.append,
    )
    await walk.go()
    text = "\n".join(said)
    assert said[0].startswith("DEMONSTRATION of ")
    assert "plan now says that nothing would change" in text
    assert "2. No board pack and no assurance pack: nobody can be seated" in text
    for gap in shelf.catalogue().tenants[slug].gaps:
        assert f"   - {gap.what}: " in text
    assert text.count("Looked in “") == len(shelf.catalogue().tenants[slug].gaps)


def test_only_a_cast_that_meets_is_walked_whole() -> None:
    walked = {slug for slug in shelf.catalogue().tenants if meets(slug)}
    assert {"dudley-ccg", "example-icb"} <= walked <= set(shelf.catalogue().demonstrations)
    assert not walked & {"wyvern-vale-ccg", "marches-edge-area-team", *_BARE}


@pytest.mark.soak
@pytest.mark.parametrize("slug", [slug for slug in shelf.catalogue().tenants if slug != "dudley-ccg"])
def test_demo_of_every_folder_ends_well(slug: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "backend.cli",
        "demo",
        "--tenant",
        slug,
        "--no-year",
        "--out",
        str(tmp_path),
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    packs = {path.name for path in tmp_path.iterdir()}
    seated = stand_ins.committee_to_seat(shelf.catalogue().tenants[slug]) is not None
    if meets(slug) or (seated and slug in _BARE):
        assert "board-pack.pdf" in packs
        assert ("it verifies:" in done.stdout) is ("assurance-pack.zip" in packs)
        assert ("assurance-pack.zip" in packs) is (". No assurance pack: " not in done.stdout)
    for gap in shelf.catalogue().tenants[slug].gaps:
        assert f"   - {gap.what}: " in done.stdout

"""`probity demo`, whole: the command as a person runs it, on a catalogue in which one item has another title."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from backend.kit.pdf import walk

pytestmark = pytest.mark.soak
"""The journeys serve the same demonstration, and build, verify and alter a pack of it, in each run."""

_ROOT = Path(__file__).resolve().parents[2]
OLD = "Pilot of longer opening hours"
NEW = "Pilot of opening on Sundays"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What the demo left and said, with one item renamed in the cast's file."""
    root = tmp_path_factory.mktemp("catalogue")
    for folder in ("tenants/_kinds", "tenants/dudley-ccg", "tenants/example-icb", "frameworks", "workflows"):
        shutil.copytree(_ROOT / folder, root / folder)
    cast = root / "tenants" / "dudley-ccg" / "demonstration" / "cast.toml"
    text = cast.read_text()
    assert text.count(f'title = "{OLD}"') == 2, "the item and its paper carry the title"
    cast.write_text(text.replace(f'title = "{OLD}"', f'title = "{NEW}"'))
    out = tmp_path_factory.mktemp("out")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path_factory.mktemp("home"))}
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "backend.cli",
            "demo",
            "--out",
            str(out),
            "--catalogue",
            str(root),
            "--no-year",
        ],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return out, result.stdout


def test_demo_leaves_both_packs_and_says_what_it_did(made: tuple[Path, str]) -> None:
    out, said = made

    assert {path.name for path in out.iterdir()} >= {
        "board-pack.pdf",
        "assurance-pack.zip",
        "trusted-keys.txt",
    }
    for step in range(1, 9):
        assert f"\n{step}. " in said or said.startswith(f"{step}. ")
    assert "Everything is there, and everything verifies." in said


def test_renamed_item_has_its_new_title_in_contents_bookmark_and_bag(made: tuple[Path, str]) -> None:
    out, _ = made
    pack = out / "board-pack.pdf"

    contents = pypdfium2.PdfDocument(pack)[1].get_textpage().get_text_bounded()
    assert NEW in " ".join(contents.split())
    titles = [entry.title for entry in walk.outline_of(pack.read_bytes())]
    assert any(NEW in title for title in titles)
    assert not any(OLD in title for title in titles)
    with zipfile.ZipFile(out / "assurance-pack.zip") as bag:
        texts = [
            bag.read(name).decode() for name in bag.namelist() if name.endswith((".json", ".csv", ".jsonl"))
        ]
    assert any(NEW in text for text in texts)
    assert not any(f'"{OLD}"' in text for text in texts)


def test_pack_is_tagged_for_a_second_tool(made: tuple[Path, str]) -> None:
    told = subprocess.run(
        ["pdfinfo", made[0] / "board-pack.pdf"], capture_output=True, text=True, check=True
    ).stdout

    assert "Tagged:          yes" in told
    assert "DEMONSTRATION" in told


def test_flipped_byte_makes_verify_fail_and_name_the_file(made: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = made
    data = bytearray((out / "assurance-pack.zip").read_bytes())
    with zipfile.ZipFile(out / "assurance-pack.zip") as bag:
        entry = next(info for info in bag.infolist() if info.filename.endswith("registers/interests.csv"))
    data[entry.header_offset + 30 + len(entry.filename.encode()) + 5] ^= 1
    changed = tmp_path / "changed.zip"
    changed.write_bytes(data)

    def verify(path: Path) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "backend.cli",
            "verify",
            str(path),
            "--trust",
            str(out / "trusted-keys.txt"),
        ]
        return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert verify(out / "assurance-pack.zip").returncode == 0
    refused = verify(changed)
    assert refused.returncode == 1
    assert "registers/interests.csv" in refused.stdout

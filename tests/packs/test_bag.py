"""Bags are the same each time, and valid to programs that never heard of us."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.kit import keys
from backend.packs import bag, sealed_zip
from backend.packs.bag import UnableToSeal
from backend.packs.verify import TrustedKey, verify_pack
from tests.packs.sealed import FILES, FOLDER, INFO, KEY, a_key, a_pack, files_in, forged

TRUSTED = [TrustedKey.of("Example CCG", KEY.public_key)]


def unpacked(pack: bytes, where: Path) -> Path:
    """By unzip, not by us."""
    (where / "pack.zip").write_bytes(pack)
    subprocess.run(["unzip", "-q", "pack.zip"], cwd=where, check=True)
    (where / "pack.zip").unlink()
    [folder] = where.iterdir()
    return folder


def test_same_input_gives_the_same_bytes_in_any_order() -> None:
    again = bag.write_bag(files=dict(reversed(FILES.items())), info=INFO, signer=KEY)
    assert again == a_pack()


def test_bytes_have_not_changed_since_they_were_first_settled() -> None:
    """A known answer: another form of ZIP would make every pack that is out there look tampered with."""
    assert hashlib.sha256(a_pack()).hexdigest() == KNOWN_ANSWER


KNOWN_ANSWER = "1a5f627ebc6db8714d7e8452b4cbe2d00857027ca20a788b9243a4b6f13d43f6"


def test_files_come_back_as_they_went_in() -> None:
    found = files_in(a_pack())
    assert {
        path.removeprefix("data/"): content for path, content in found.items() if "data/" in path
    } == FILES
    papers = {path for path in found if not path.startswith("data/")}
    assert papers == {
        "HOW-TO-CHECK.txt",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha512.txt",
        "signature/public-key.txt",
        "signature/tagmanifest-sha512.txt.sig",
        "tagmanifest-sha512.txt",
    }


def test_bagit_program_finds_the_bag_valid(tmp_path: Path) -> None:
    folder = unpacked(a_pack(), tmp_path)
    judge = bagit.Bag(str(folder))
    assert judge.validate()
    assert judge.info["Source-Organization"] == "Example CCG"
    command = [sys.executable, bagit.__file__, "--validate", str(folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (folder / "data" / "front-sheet.pdf").write_bytes(b"other")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_other_zip_programs_find_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(a_pack())
    subprocess.run(["unzip", "-tq", "pack.zip"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run(["zip", "-T", "pack.zip"], cwd=tmp_path, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert archive.testzip() is None
        assert [item.filename for item in archive.infolist()] == sorted(archive.namelist(), key=str.encode)
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_tag_manifest_lists_every_paper_but_itself_and_the_signature() -> None:
    found = files_in(a_pack())
    listed = set(re.findall(r"^[0-9a-f]{128}  (.+)$", found[bag.TAG_MANIFEST].decode(), re.MULTILINE))
    papers = {path for path in found if not path.startswith("data/")}
    assert papers - listed == {bag.TAG_MANIFEST, bag.SIGNATURE}


def the_commands(folder: Path) -> list[str]:
    """Those that HOW-TO-CHECK.txt tells a person to give."""
    text = (folder / bag.HOW_TO_CHECK).read_text()
    return re.findall(r"^ {7}((?:sed|\{|openssl|sha512sum) .*)$", text, re.MULTILINE)


def by_hand(folder: Path) -> tuple[bool, str]:
    commands = the_commands(folder)
    assert len(commands) == 7
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(commands)], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, done.stdout


def test_reader_without_our_software_can_check_by_hand(tmp_path: Path) -> None:
    holds, said = by_hand(unpacked(a_pack(), tmp_path))
    assert holds
    assert "Signature Verified Successfully" in said
    assert said.splitlines()[-1].split()[0] == keys.plain_fingerprint(KEY.fingerprint)


@pytest.mark.parametrize(
    "path",
    ["data/front-sheet.pdf", "bag-info.txt", bag.MANIFEST, bag.TAG_MANIFEST, bag.SIGNATURE, bag.PUBLIC_KEY],
)
def test_reader_checking_by_hand_finds_a_changed_file(tmp_path: Path, path: str) -> None:
    folder = unpacked(a_pack(), tmp_path)
    content = bytearray((folder / path).read_bytes())
    content[-20] ^= 1
    (folder / path).write_bytes(content)
    holds, _ = by_hand(folder)
    assert not holds


def test_demonstration_key_says_so_in_the_pack() -> None:
    found = files_in(bag.write_bag(files=FILES, info=INFO, signer=a_key("DEMONSTRATION Example CCG")))
    for paper in (bag.HOW_TO_CHECK, bag.PUBLIC_KEY, bag.SIGNATURE):
        assert b"DEMONSTRATION Example CCG" in found[paper]


def test_files_are_read_from_disk_as_from_memory(tmp_path: Path) -> None:
    on_disk: dict[str, bytes | Path] = {}
    for number, (path, content) in enumerate(FILES.items()):
        assert isinstance(content, bytes)
        (tmp_path / str(number)).write_bytes(content)
        on_disk[path] = tmp_path / str(number)
    assert bag.write_bag(files=on_disk, info=INFO, signer=KEY) == a_pack()


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        UnableToSeal, match=r"The file data/lost\.pdf of the pack can't be read: No such file"
    ):
        bag.write_bag(files={"lost.pdf": tmp_path / "lost"}, info=INFO, signer=KEY)


def test_file_that_changes_while_it_is_packed_is_found(tmp_path: Path) -> None:
    """Its check sums stand in the lists before its bytes go in."""
    (tmp_path / "growing").write_bytes(b"short")

    class Grower(io.BytesIO):
        def write(self, data: object) -> int:
            (tmp_path / "growing").write_bytes(b"longer than before")
            return super().write(data)  # type: ignore[arg-type]  # whatever is written

    with pytest.raises(UnableToSeal, match=r"growing\.txt changed while it was being packed"):
        bag.write_bag_to(Grower(), files={"growing.txt": tmp_path / "growing"}, info=INFO, signer=KEY)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "empty"),
        ("a" * 241, "longer than 240"),
        ("a" * 236, "longer than 240"),
        ("/etc/passwd", "absolute"),
        ("../up", "climbs out"),
        ("a/../../up", "climbs out"),
        ("a//b", "climbs out, or holds an empty"),
        ("a/./b", "climbs out"),
        ("a/", "empty folder name"),
        ("a\\b", "holds one of"),
        ("C:up", "holds one of"),
        ("100%.txt", "holds one of"),
        ("what?.txt", "holds one of"),
        ("line\nbreak", "can't be seen"),
        ("\u202etxt.exe", "can't be seen"),
        ("half\ud800", "can't be seen"),
        ("e\u0301.txt", "two ways"),
        ("nul.txt", "Windows"),
        ("a/COM1", "Windows"),
        ("ends.", "Windows"),
        (" leads", "Windows"),
    ],
)
def test_path_that_some_computer_cannot_hold_is_refused(path: str, why: str) -> None:
    with pytest.raises(UnableToSeal, match="can't go into a pack") as refused:
        bag.write_bag(files={path: b""}, info=INFO, signer=KEY)
    assert why in str(refused.value)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("paths", "why"),
    [
        (["Report.txt", "report.TXT"], "where capitals aren't told apart"),
        (["Straße", "STRASSE"], "where capitals aren't told apart"),
        (["a", "a/b"], "both a file and a folder"),
        (["A/c", "a"], "both a file and a folder"),
    ],
)
def test_paths_that_would_meet_are_refused(paths: list[str], why: str) -> None:
    with pytest.raises(UnableToSeal, match=why):
        bag.write_bag(files=dict.fromkeys(paths, b""), info=INFO, signer=KEY)


def test_empty_pack_is_refused() -> None:
    with pytest.raises(UnableToSeal, match="at least one file"):
        bag.write_bag(files={}, info=INFO, signer=KEY)


@pytest.mark.parametrize(
    ("info", "field"),
    [
        ({"Source\nOrganization": "x"}, "Source"),
        ({"Payload-Oxum": "1.1"}, "Payload-Oxum"),
        ({"payload-oxum": "1.1"}, "payload-oxum"),
        ({"Contact": "one\ntwo"}, "Contact"),
        ({"Contact": ""}, "Contact"),
    ],
)
def test_description_that_does_not_fit_is_refused(info: Mapping[str, str], field: str) -> None:
    with pytest.raises(UnableToSeal, match="description") as refused:
        bag.write_bag(files=FILES, info=info, signer=KEY)
    assert field in str(refused.value)


@pytest.mark.parametrize("folder", ["", ".", "..", "a/b", "a b", "é"])
def test_folder_of_another_shape_is_refused(folder: str) -> None:
    with pytest.raises(UnableToSeal, match="The folder of a pack"):
        bag.write_bag(files=FILES, info=INFO, signer=KEY, folder=folder)


class Device:
    """A key somewhere else, with its own faults."""

    def __init__(self, *, name: str = "device", signature: bytes = bytes(64)) -> None:
        self.name, self.public_key, self._signature = name, KEY.public_key, signature

    def sign(self, message: bytes) -> bytes:
        return self._signature


def test_key_that_signs_wrongly_is_found_before_anybody_relies_on_it() -> None:
    with pytest.raises(UnableToSeal, match="gave a seal that doesn't hold"):
        bag.write_bag(files=FILES, info=INFO, signer=Device())


@pytest.mark.parametrize("name", ["", "two\nlines", "two\rlines"])
def test_key_without_a_plain_name_is_refused(name: str) -> None:
    with pytest.raises(UnableToSeal, match="name of the key"):
        bag.write_bag(files=FILES, info=INFO, signer=Device(name=name))


names = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    files=st.dictionaries(
        st.lists(names, min_size=1, max_size=3).map("/".join), st.binary(max_size=50), max_size=6
    )
)
def test_whatever_can_be_sealed_verifies_and_comes_back(files: dict[str, bytes]) -> None:
    try:
        pack = bag.write_bag(files=dict(files), info=INFO, signer=KEY)
    except UnableToSeal:
        return
    assert verify_pack(pack, trusted=TRUSTED).ok
    found = files_in(pack)
    assert {path[5:]: content for path, content in found.items() if path.startswith("data/")} == files


# Large packs

CONSTANT_MEMORY = """
import resource, sys
from pathlib import Path
from backend.packs import bag, verify
from tests.packs.sealed import KEY, INFO
source, target = Path(sys.argv[1]), Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_DATA, (100 << 20, 100 << 20))
with target.open("wb") as out:
    bag.write_bag_to(out, files={"large.bin": source, "small.txt": b"x"}, info=INFO, signer=KEY)
answer = verify.verify_pack(target, trusted=[verify.TrustedKey.of("us", KEY.public_key)])
print(answer.ok, answer.first_problem)
"""


def packed_in_little_memory(size: int, where: Path) -> Path:
    with (where / "large").open("wb") as out:
        out.truncate(size)
    done = subprocess.run(
        [sys.executable, "-c", CONSTANT_MEMORY, str(where / "large"), str(where / "pack.zip")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == ("True None\n", "")
    return where / "pack.zip"


def test_large_file_is_packed_and_verified_in_little_memory(tmp_path: Path) -> None:
    packed_in_little_memory(200 * 1024 * 1024, tmp_path)


@pytest.mark.soak
def test_pack_above_four_gigabytes_verifies_and_opens_elsewhere(tmp_path: Path) -> None:
    pack = packed_in_little_memory(4 * 1024**3 + 12345, tmp_path)
    (tmp_path / "large").unlink()
    subprocess.run(["unzip", "-tq", str(pack)], check=True, capture_output=True)
    with zipfile.ZipFile(pack) as archive:
        assert archive.getinfo(f"{FOLDER}/data/large.bin").file_size == 4 * 1024**3 + 12345
        assert archive.read(f"{FOLDER}/data/small.txt") == b"x"
    with pack.open("r+b") as out:  # one byte near the end of what 32 bits can't reach
        out.seek(4 * 1024**3 + 9000)
        out.write(b"\1")
    answer = verify_pack(pack, trusted=TRUSTED)
    assert answer.first_problem == "“data/large.bin” was changed: it doesn't match its check sum in the ZIP."
    shutil.rmtree(tmp_path)


@pytest.mark.soak
def test_pack_of_more_files_than_sixteen_bits_count_verifies() -> None:
    pack = bag.write_bag(files={f"{number:06}": b"" for number in range(65_530)}, info=INFO, signer=KEY)
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert len(archive.namelist()) == 65_537
    assert verify_pack(pack, trusted=TRUSTED).ok


@pytest.mark.parametrize("count", [65_534, 65_535, 65_536])
def test_count_beyond_sixteen_bits_agrees_with_another_reader(count: int) -> None:
    with zipfile.ZipFile(io.BytesIO(forged([(f"p/{number}", b"") for number in range(count)]))) as archive:
        assert len(archive.namelist()) == count


def test_zip64_numbers_agree_with_another_reader() -> None:
    """Headers for sizes and places that no test could write, read by Python's own zipfile."""
    far = sealed_zip.Member(name="far", size=5 * 1024**3, crc=1, start=6 * 1024**3)
    [entry] = sealed_zip.table_of([far])
    table_start = far.start + sealed_zip.length_of(far)
    end = sealed_zip.end_of([entry], start=table_start)

    class Sparse(io.RawIOBase):
        """As if everything before the table were there."""

        at = 0

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = (
                offset
                if whence == 0
                else (self.at if whence == 1 else table_start + len(entry + end)) + offset
            )
            return self.at

        def tell(self) -> int:
            return self.at

        def read(self, size: int = -1) -> bytes:
            tail = (entry + end)[max(0, self.at - table_start) :]
            piece = tail if size < 0 else tail[:size]
            self.at += len(piece)
            return piece

    with zipfile.ZipFile(Sparse()) as archive:  # type: ignore[type-var]  # all of IO that it uses
        [item] = archive.infolist()
    assert (item.file_size, item.compress_size, item.header_offset, item.CRC) == (
        far.size,
        far.size,
        far.start,
        1,
    )

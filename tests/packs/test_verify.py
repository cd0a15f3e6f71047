"""Packs that somebody has been at: each change is found, named where it can be, and never accepted."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.packs import bag, seal, sealed_zip
from backend.packs.verify import (
    HONEST_WORDS,
    TrustedKey,
    TrustFileUnreadable,
    Verification,
    in_words,
    read_trust_file,
    verify_pack,
    write_trust_file,
)
from tests.packs.sealed import (
    FILES,
    FOLDER,
    INFO,
    KEY,
    OTHER_KEY,
    a_key,
    a_pack,
    files_in,
    forged,
    in_folder,
    relisted,
    resealed,
)

TRUSTED = [TrustedKey.of("Example CCG", KEY.public_key)]
PACK = a_pack()
WITHIN = files_in(PACK)


def refused(pack: bytes | Path, *words: str, trusted: list[TrustedKey] | None = TRUSTED) -> Verification:
    """Not accepted, with these words in the first problem; neither with trusted keys nor without."""
    for keys_given in (trusted, None):
        answer = verify_pack(pack, trusted=keys_given)
        assert not answer.ok
        assert answer.first_problem is not None
        assert "breaks the check itself" not in answer.first_problem
        said = in_words(answer)
        assert said.startswith(f"DO NOT RELY ON THIS PACK.\nFirst thing wrong: {answer.first_problem}\n")
        assert HONEST_WORDS not in said
        for word in words:
            assert word in answer.first_problem, answer.first_problem
    return verify_pack(pack, trusted=trusted)


# The pack as it is


def test_untouched_pack_holds(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(PACK)
    for source in (PACK, tmp_path / "pack.zip", str(tmp_path / "pack.zip")):
        answer = verify_pack(source, trusted=TRUSTED)
        assert answer.ok
        assert answer.pinned
        assert answer.first_problem is None
        assert [line.holds for line in answer.lines] == [True] * 6 + [None] * 3, "a pack of the first form"
        assert (answer.key_name, answer.fingerprint) == (KEY.name, KEY.fingerprint)
    assert in_words(answer).startswith("This pack holds.\n")
    assert HONEST_WORDS in in_words(answer)


def test_pack_without_a_trusted_key_says_what_is_left_to_check() -> None:
    answer = verify_pack(PACK, trusted=None)
    assert answer.ok
    assert not answer.pinned
    [unsure, *_] = [line for line in answer.lines if line.holds is None]
    assert unsure.what == "whose key it is"
    assert KEY.fingerprint in unsure.sentence
    assert "not from this pack" in unsure.sentence
    said = in_words(answer)
    assert said.startswith("Nothing wrong was found in this pack, but one thing is left for you to check")
    assert HONEST_WORDS in said


def test_reader_who_trusts_no_key_accepts_no_pack() -> None:
    answer = verify_pack(PACK, trusted=[])
    assert not answer.ok
    assert "You trust: none at all" in in_words(answer) or "keys that you trust: none at all" in in_words(
        answer
    )


# Forgers: what they rebuild agrees with itself as far as they can make it


def test_forgers_bench_makes_the_same_zip_as_we_do() -> None:
    """Else the tests below would be refused for the bench's own faults."""
    assert forged(in_folder(WITHIN)) == PACK
    assert resealed(WITHIN, KEY) == WITHIN


@pytest.mark.parametrize("path", sorted(WITHIN))
@pytest.mark.parametrize("mended", [False, True], ids=["as it lies", "check sum mended"])
def test_changed_byte_is_found_and_its_file_named(path: str, mended: bool) -> None:
    """In the first, a middle and the last byte, both left in the ZIP as it lies and with the ZIP made anew."""
    content = WITHIN[path]
    for at in sorted({0, len(content) // 2, len(content) - 1} if content else set()):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        if mended:
            refused(forged(in_folder(WITHIN | {path: changed})), path)
        else:
            place = PACK.index(content if path != "data/meetings/2014-09-11/minutes.txt" else b"nowhere")
            refused(PACK[:place] + changed + PACK[place + len(content) :], path)


@pytest.mark.parametrize("path", sorted(WITHIN))
@pytest.mark.parametrize(
    "change", [lambda content: content + b"x", lambda content: content[:-1], lambda _: b""]
)
def test_longer_shorter_and_emptied_files_are_found_and_named(
    path: str, change: Callable[[bytes], bytes]
) -> None:
    changed = change(WITHIN[path])
    if changed != WITHIN[path]:
        refused(forged(in_folder(WITHIN | {path: changed})), path)


@pytest.mark.parametrize("path", sorted(WITHIN))
def test_missing_file_is_named(path: str) -> None:
    refused(
        forged(in_folder({name: content for name, content in WITHIN.items() if name != path})),
        path,
        "missing",
    )


@pytest.mark.parametrize(
    "path", ["data/extra.txt", "extra.txt", "signature/extra", "tagmanifest-md5.txt", "aaa"]
)
def test_added_file_is_named(path: str) -> None:
    refused(forged(in_folder(WITHIN | {path: b"more"})), path, "was added")


def test_two_files_that_change_places_are_found() -> None:
    one, two = "data/registers/interests.csv", "data/registers/interests.json"
    refused(forged(in_folder(WITHIN | {one: WITHIN[two], two: WITHIN[one]})), one, "was changed")


def test_renamed_file_is_found() -> None:
    files = dict(WITHIN)
    files["data/renamed.pdf"] = files.pop("data/front-sheet.pdf")
    refused(forged(in_folder(files)), "data/front-sheet.pdf", "missing")


@pytest.mark.parametrize(
    "change",
    [
        {"data/registers/interests.csv": b"Name,Interest\n"},
        {"data/more.txt": b"more"},
        {"bag-info.txt": b"Source-Organization: Somebody Else\n"},
        {bag.HOW_TO_CHECK: b"Telephone the forger.\n"},
    ],
    ids=["replaced", "added", "description", "how to check"],
)
def test_replaced_file_with_manifests_worked_out_anew_is_refused(
    change: dict[str, bytes], tmp_path: Path
) -> None:
    """What plain BagIt accepts."""
    pack = forged(in_folder(relisted(WITHIN | change)))
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(tmp_path)
    assert bagit.Bag(str(tmp_path / FOLDER)).validate()
    answer = refused(pack, "The seal doesn't hold", bag.TAG_MANIFEST)
    assert not answer.pinned
    assert all("are as sealed" not in line.sentence for line in answer.lines)


def test_replaced_payload_manifest_alone_is_refused() -> None:
    changed = WITHIN | {"data/registers/interests.csv": b"Name,Interest\n"}
    refused(
        forged(in_folder(changed | {bag.MANIFEST: relisted(changed)[bag.MANIFEST]})),
        bag.MANIFEST,
        "was changed",
    )


def test_pack_sealed_anew_by_another_key_is_refused_by_who_pinned() -> None:
    pack = forged(in_folder(resealed(WITHIN | {"data/registers/interests.csv": b"Name\n"}, OTHER_KEY)))
    answer = verify_pack(pack, trusted=TRUSTED)
    assert not answer.ok
    assert answer.first_problem is not None
    assert "sealed with a key that you don't trust" in answer.first_problem
    assert OTHER_KEY.fingerprint in answer.first_problem
    assert "use nothing in this pack to reach them" in answer.first_problem


def test_pack_sealed_anew_shows_its_fingerprint_to_who_did_not_pin() -> None:
    answer = verify_pack(forged(in_folder(resealed(WITHIN, OTHER_KEY))), trusted=None)
    assert answer.ok
    assert not answer.pinned
    assert OTHER_KEY.fingerprint in in_words(answer)
    assert KEY.fingerprint not in in_words(answer)


def test_one_of_several_trusted_keys_is_enough() -> None:
    trusted = [TrustedKey.of("old", a_key(seed=9).public_key), *TRUSTED]
    assert verify_pack(PACK, trusted=trusted).pinned


def test_public_key_swapped_under_the_old_seal_is_refused() -> None:
    files = relisted(WITHIN | {bag.PUBLIC_KEY: seal.public_key_text(OTHER_KEY.name, OTHER_KEY.public_key)})
    refused(forged(in_folder(files)), bag.SIGNATURE)


def test_name_changed_in_key_and_seal_is_refused() -> None:
    files = dict(WITHIN)
    for path in (bag.PUBLIC_KEY, bag.SIGNATURE):
        files[path] = files[path].replace(b"Example CCG packs", b"Another CCG packs")
    refused(forged(in_folder(relisted(files))), "The seal doesn't hold")


def test_signature_of_something_else_by_the_same_key_is_no_seal() -> None:
    """Without the words that stand before what is sealed, a signed ledger head might pass for a seal."""
    signature = KEY.sign(WITHIN[bag.TAG_MANIFEST])
    files = WITHIN | {bag.SIGNATURE: seal.signature_text(KEY.name, KEY.public_key, signature)}
    refused(forged(in_folder(files)), "The seal doesn't hold")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (bag.PUBLIC_KEY, b""),
        (bag.PUBLIC_KEY, b"key-name: x\npublic-key: !!!\n"),
        (bag.PUBLIC_KEY, b"key-name: x\npublic-key: aaaa\n"),
        (bag.PUBLIC_KEY, b"key-name: \xff\npublic-key: " + b"A" * 43 + b"=\n"),
        (bag.SIGNATURE, b""),
        (bag.SIGNATURE, b"signature: !!!\n"),
        (bag.SIGNATURE, b"signature: AAAA\n"),
        (bag.SIGNATURE, b"\xff\xfe"),
        (bag.SIGNATURE, b"x" * 2_000_000),
        ("bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
        ("bagit.txt", b""),
    ],
)
def test_nonsense_in_the_papers_is_named(path: str, content: bytes) -> None:
    refused(forged(in_folder(WITHIN | {path: content})), path)


@pytest.mark.parametrize(
    "lines",
    [
        b"\xff\n",
        b"\n",
        b"nonsense\n",
        b"0" * 128 + b" data/x\n",
        b"0" * 127 + b"  data/x\n",
        b"A" * 128 + b"  data/x\n",
        b"0" * 128 + b"  data/x\r\n",
        b"0" * 128 + b"  data/x",
        (b"0" * 128 + b"  data/x\n") * 2,
    ],
)
@pytest.mark.parametrize("manifest", [bag.MANIFEST, bag.TAG_MANIFEST])
def test_list_that_is_none_is_refused_even_under_a_good_seal(manifest: str, lines: bytes) -> None:
    files = WITHIN | {manifest: lines}
    if manifest == bag.MANIFEST:
        relist = relisted(files)
        files = relist | {bag.MANIFEST: lines}
        digest = hashlib.sha512
        papers = sorted(
            set(files) - {bag.TAG_MANIFEST, bag.SIGNATURE} - {p for p in files if p[:5] == "data/"}
        )
        files[bag.TAG_MANIFEST] = b"".join(f"{digest(files[p]).hexdigest()}  {p}\n".encode() for p in papers)
    signature = KEY.sign(seal.WORDS + files[bag.TAG_MANIFEST])
    files[bag.SIGNATURE] = seal.signature_text(KEY.name, KEY.public_key, signature)
    refused(forged(in_folder(files)), manifest, "can't be read as a list of files")


def test_files_to_be_fetched_from_elsewhere_are_refused_even_under_a_good_seal() -> None:
    files = resealed(WITHIN | {"fetch.txt": b"http://example.org/x 1 data/x\n"}, KEY)
    refused(forged(in_folder(files)), "fetch.txt", "from elsewhere")


def test_bag_of_another_version_is_refused_even_under_a_good_seal() -> None:
    older = WITHIN["bagit.txt"].replace(b"1.0", b"0.97")
    refused(forged(in_folder(resealed(WITHIN | {"bagit.txt": older}, KEY))), "bagit.txt")


@pytest.mark.parametrize("oxum", [b"", b"Payload-Oxum: 1.1\n", b"Payload-Oxum: 1.1\nPayload-Oxum: 2.2\n"])
def test_wrong_number_of_files_is_refused_even_under_a_good_seal(oxum: bytes) -> None:
    files = dict(WITHIN)
    files["bag-info.txt"] = re.sub(rb"Payload-Oxum: .*\n", oxum, files["bag-info.txt"])
    digest = hashlib.sha512(files["bag-info.txt"]).hexdigest().encode()
    files[bag.TAG_MANIFEST] = re.sub(rb"[0-9a-f]{128}(?=  bag-info)", digest, files[bag.TAG_MANIFEST])
    signature = KEY.sign(seal.WORDS + files[bag.TAG_MANIFEST])
    files[bag.SIGNATURE] = seal.signature_text(KEY.name, KEY.public_key, signature)
    refused(forged(in_folder(files)), "bag-info.txt", "another number or size")


# The ZIP itself


@pytest.mark.parametrize("path", ["data/front-sheet.pdf", "bagit.txt", bag.TAG_MANIFEST])
def test_two_files_of_one_name_are_refused(path: str) -> None:
    """Two readers would see different ones."""
    files = in_folder(WITHIN)
    place = next(number for number, (name, _) in enumerate(files) if name.endswith(path))
    for content in (WITHIN[path], b"other"):
        refused(
            forged([*files[: place + 1], (f"{FOLDER}/{path}", content), *files[place + 1 :]]),
            "two files",
            path,
        )
        refused(forged([*files, (f"{FOLDER}/{path}", content)]), "two files", path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../up.txt", "climbs out"),
        (f"{FOLDER}/../up.txt", "climbs out"),
        (f"{FOLDER}/data/../../../up.txt", "climbs out"),
        ("/etc/passwd", "absolute"),
        (f"{FOLDER}//etc/passwd", "absolute"),
        (f"{FOLDER}/data//x", "empty folder name"),
        (f"{FOLDER}/data/", "empty folder name"),
        (f"{FOLDER}/", "one folder"),
        ("C:\\up.txt", "one folder"),
        (f"{FOLDER}/data\\up.txt", "holds one of"),
        (f"{FOLDER}/nul\0.txt", "can't be seen"),
        (f"{FOLDER}/data/\u202etxt.exe", "can't be seen"),
        ("loose.txt", "one folder"),
        ("", "one folder"),
        (f"{FOLDER}/" + "a" * 300, "longer than 240"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_name_that_leads_elsewhere_is_refused(name: str, words: str, first: bool) -> None:
    files = in_folder(WITHIN)
    answer = refused(forged([(name, b"x"), *files] if first else [*files, (name, b"x")]), words)
    assert answer.first_problem is not None
    assert answer.first_problem.isprintable()


@pytest.mark.parametrize("folder", ["two words", "é", "C:", ".hidden", "x" * 81, "a\\b"])
def test_folder_of_another_shape_is_refused(folder: str) -> None:
    files = [(name.replace(FOLDER, folder), content) for name, content in in_folder(WITHIN)]
    refused(forged(files), "one folder of a pack")


def test_second_folder_is_refused() -> None:
    refused(forged([*in_folder(WITHIN), ("other-pack/data/x", b"x")]), "two folders", "other-pack")


def test_pack_within_a_folder_within_the_pack_is_refused() -> None:
    refused(forged([(f"outer/{name}", content) for name, content in in_folder(WITHIN)]), "is missing")


def test_names_that_differ_only_in_capitals_are_refused_even_under_a_good_seal() -> None:
    refused(
        forged(in_folder(resealed(WITHIN | {"data/FRONT-SHEET.pdf": b"x"}, KEY))),
        "capitals aren't told apart",
    )
    refused(
        forged(in_folder(resealed(WITHIN | {"data/front-sheet.pdf/x": b"x"}, KEY))),
        "both a file and a folder",
    )


def test_files_out_of_order_are_refused() -> None:
    refused(forged(list(reversed(in_folder(WITHIN)))), "isn't in its place")


def test_file_whose_name_is_no_text_is_refused() -> None:
    refused(PACK.replace(b"front-sheet.pdf", b"front-\xffheet.pdf"), "can't be read")


def zipped_by(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """By Python's zipfile, with the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        change(archive)
        for name, content in in_folder(WITHIN):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def test_pack_zipped_again_by_another_program_is_refused(tmp_path: Path) -> None:
    refused(zipped_by(lambda _: None), "made again by another program")
    (tmp_path / "pack.zip").write_bytes(PACK)
    subprocess.run(["unzip", "-q", "pack.zip"], cwd=tmp_path, check=True)
    for options in (["-r"], ["-r0X"], ["-r9"]):
        subprocess.run(["zip", "-q", *options, "again.zip", FOLDER], cwd=tmp_path, check=True)
        refused(tmp_path / "again.zip")
        (tmp_path / "again.zip").unlink()


def test_compressed_pack_is_refused_before_it_is_unpacked() -> None:
    """Nothing is ever unpacked, so no bomb can go off."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{FOLDER}/data/zeros", bytes(200_000_000))
    refused(bomb.getvalue(), "is compressed")


def test_file_that_claims_more_than_there_is_is_refused_quickly() -> None:
    huge = sealed_zip.Member(name=f"{FOLDER}/data/huge", size=2**62, crc=0, start=0)
    refused(sealed_zip.local_header(huge) + b"little", "cut short in the middle of", "data/huge")


def test_encrypted_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"secret")
    subprocess.run(["zip", "-q", "-P", "pw", "pack.zip", "x"], cwd=tmp_path, check=True)
    refused(tmp_path / "pack.zip", "“x” is encrypted")


def test_link_is_refused() -> None:
    """The table calls it a link; its header before the content looks like any other."""
    place = PACK.index(b"PK\x01\x02")
    changed = PACK[: place + 38] + struct.pack("<L", 0o120777 << 16) + PACK[place + 42 :]
    refused(changed, "is a link to another file", bag.HOW_TO_CHECK)


def test_more_files_than_a_pack_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag, "MOST_FILES", 3)
    refused(PACK, "more than the 3 files")


@pytest.mark.parametrize("extra", [b"\0", b"PK\x05\x06" + bytes(18), PACK, b"x" * 100_000])
def test_bytes_before_between_and_after_are_refused(extra: bytes) -> None:
    refused(PACK + extra, "After the end of this pack come bytes")
    refused(extra + PACK)
    for place in [match.start() for match in re.finditer(rb"PK\x03\x04|PK\x01\x02|PK\x05\x06", PACK)]:
        refused(PACK[:place] + extra + PACK[place:])


def test_comment_in_the_zip_is_refused() -> None:
    refused(PACK[:-2] + struct.pack("<H", 5) + b"hello", "The end of the ZIP isn't as it was written")


def test_file_left_out_of_the_table_is_found() -> None:
    """A reader that goes by the table would not see it, one that goes by the headers would."""
    out, members = io.BytesIO(), []
    for name, content in in_folder(WITHIN | {"data/zz-hidden": b"x"}):
        crc = zlib.crc32(content)
        member = sealed_zip.write_member(
            out, name=name, size=len(content), crc=crc, start=out.tell(), pieces=[content]
        )
        if not name.endswith("hidden"):
            members.append(member)
    start, table = out.tell(), sealed_zip.table_of(members)
    refused(
        out.getvalue() + b"".join(table) + sealed_zip.end_of(table, start=start),
        "table of contents",
        "zz-hidden",
    )


def test_zip_check_sum_that_is_wrong_wherever_it_stands_is_found() -> None:
    """The file is as sealed, and an unzip program would call it damaged."""
    path = "data/front-sheet.pdf"
    right = struct.pack("<L", zlib.crc32(WITHIN[path]))
    assert PACK.count(right) == 2
    refused(PACK.replace(right, b"\1\2\3\4"), path, "doesn't match its check sum in the ZIP")


# Any byte at all


@given(at=st.integers(0, len(PACK) - 1), change=st.integers(1, 255))
def test_change_of_any_byte_is_found(at: int, change: int) -> None:
    refused(PACK[:at] + bytes([PACK[at] ^ change]) + PACK[at + 1 :])


def test_each_byte_of_the_whole_zip_counts() -> None:
    small = bag.write_bag(files={"a": b"b"}, info={}, signer=KEY)
    for at in range(len(small)):
        answer = verify_pack(small[:at] + bytes([small[at] ^ 1]) + small[at + 1 :], trusted=TRUSTED)
        assert not answer.ok, at
        assert "breaks the check" not in (answer.first_problem or ""), at


def test_each_truncation_is_found() -> None:
    for length in range(0, len(PACK), 7):
        refused(PACK[:length])
    refused(PACK[:-1], "cut short at its very end")


@given(data=st.data())
def test_bytes_moved_doubled_or_dropped_are_found(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PACK) - 1))
    end = data.draw(st.integers(start + 1, min(len(PACK), start + 5000)))
    to = data.draw(st.integers(0, len(PACK)))
    piece, rest = PACK[start:end], PACK[:start] + PACK[end:]
    for changed in (rest, PACK[:end] + piece + PACK[end:], rest[:to] + piece + rest[to:]):
        if changed != PACK:
            refused(changed)


@given(st.binary(max_size=2000) | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest))
def test_nonsense_is_refused_without_a_crash(nonsense: bytes) -> None:
    refused(nonsense)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"{FOLDER}/{path}" for path in WITHIN])
            | st.text(st.characters(codec="utf-8"), max_size=20),
            st.sampled_from(list(WITHIN.values())) | st.binary(max_size=100),
        ),
        max_size=12,
    )
)
def test_any_other_zip_in_the_one_form_is_refused(files: list[tuple[str, bytes]]) -> None:
    refused(forged(files))


@pytest.mark.soak
def test_two_thousand_random_attacks_are_all_found() -> None:
    dice = random.Random(20141001)
    for _ in range(2000):
        files = dict(WITHIN)
        victim = dice.choice(sorted(files))
        kind = dice.choice(
            ["flip", "drop", "swap", "duplicate", "truncate", "add", "relist", "reseal", "raw"]
        )
        if kind == "flip" and files[victim]:
            at = dice.randrange(len(files[victim]))
            files[victim] = (
                files[victim][:at]
                + bytes([files[victim][at] ^ (1 << dice.randrange(8))])
                + files[victim][at + 1 :]
            )
        elif kind == "drop":
            del files[victim]
        elif kind == "swap":
            other = dice.choice(sorted(files))
            files[victim], files[other] = files[other], files[victim]
        elif kind == "truncate":
            files[victim] = files[victim][: dice.randrange(len(files[victim]) + 1)]
        elif kind == "add":
            files[f"data/{dice.randrange(10**6)}"] = dice.randbytes(20)
        elif kind in {"relist", "reseal"}:
            files["data/front-sheet.pdf"] = dice.randbytes(dice.randrange(1, 50))
            files = relisted(files) if kind == "relist" else resealed(files, OTHER_KEY)
        listed = in_folder(files)
        if kind == "duplicate":
            listed.insert(dice.randrange(len(listed)), dice.choice(listed))
        pack = forged(listed)
        if kind == "raw":
            at = dice.randrange(len(pack))
            pack = pack[:at] + bytes([pack[at] ^ (1 << dice.randrange(8))]) + pack[at + 1 :]
        if pack != PACK:
            answer = verify_pack(pack, trusted=TRUSTED)
            assert not answer.ok
            assert answer.first_problem
            assert "breaks the check" not in answer.first_problem


# Files that are none


def test_things_that_are_no_file_are_refused_in_words(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere.zip", "There is no file")
    refused(tmp_path, "is a folder", "Give the ZIP file as it was received")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "isn't an ordinary file")
    refused(Path("a\0b"))
    refused(tmp_path / ("x" * 300))
    refused(b"", "This isn't a pack")
    refused(b"%PDF-1.7", "This isn't a pack")


def test_file_that_breaks_off_while_it_is_read_is_refused() -> None:
    refused(Path("/proc/self/mem"), "can't be read")


def test_fault_of_our_own_is_a_no_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_zip, "read_members", lambda _: 1 // 0)
    answer = verify_pack(PACK, trusted=TRUSTED)
    assert not answer.ok
    assert "breaks the check itself (ZeroDivisionError)" in in_words(answer)


def test_many_faults_do_not_make_an_endless_answer() -> None:
    answer = verify_pack(forged(in_folder(WITHIN | {f"data/{n}": b"" for n in range(500)})), trusted=None)
    assert len(answer.lines) < 30
    assert "And 480 more things of this kind are wrong." in in_words(answer)


@pytest.mark.parametrize(
    "left_out", ["the ZIP file", "the bag", "the seal", "the files", "the pack's own papers"]
)
def test_answer_that_leaves_a_check_out_is_a_no(left_out: str) -> None:
    whole = verify_pack(PACK, trusted=TRUSTED)
    assert Verification(lines=whole.lines).ok
    assert not Verification(lines=tuple(line for line in whole.lines if line.what != left_out)).ok
    assert not Verification(lines=()).ok


# Trust files


def test_trust_file_comes_back_as_written(tmp_path: Path) -> None:
    trusted = (*TRUSTED, TrustedKey.of("DEMONSTRATION été", OTHER_KEY.public_key))
    write_trust_file(tmp_path / "keys.txt", trusted)
    assert read_trust_file(tmp_path / "keys.txt") == trusted
    assert verify_pack(PACK, trusted=read_trust_file(tmp_path / "keys.txt")).pinned


def test_trust_file_typed_by_hand_is_understood(tmp_path: Path) -> None:
    fingerprint = KEY.fingerprint.upper().replace(" ", "-")
    typed = f"\ufeffKey-Name:Dudley\r\n# from their letter\r\n\r\nFINGERPRINT: {fingerprint}\r\n"
    (tmp_path / "keys.txt").write_text(typed, encoding="utf-8")
    [key] = read_trust_file(tmp_path / "keys.txt")
    assert key == TrustedKey("Dudley", KEY.fingerprint)


def test_papers_of_the_pack_can_be_copied_into_a_trust_file(tmp_path: Path) -> None:
    """The lines are called the same, so that a person can compare them line by line."""
    lines = [
        line for line in WITHIN[bag.PUBLIC_KEY].decode().splitlines() if line.startswith(("key-", "finger"))
    ]
    (tmp_path / "keys.txt").write_text("\n".join(lines))
    assert verify_pack(PACK, trusted=read_trust_file(tmp_path / "keys.txt")).pinned


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ends without the fingerprint"),
        (b"# nothing\n", "ends without the fingerprint"),
        (b"key-name: x\n", "ends without the fingerprint"),
        (b"fingerprint: " + b"0" * 64, "Line 1"),
        (b"key-name: x\nkey-name: y\n", "Line 2"),
        (b"key-name: x\n\nfingerprint: 123\n", "Line 3 of the trust file"),
        (b"key-name:\nfingerprint: " + b"0" * 64, "Line 1"),
        (b"key-name: x\x00y\nfingerprint: " + b"0" * 64, "Line 2"),
        (b"-----BEGIN PUBLIC KEY-----\n", "Line 1"),
        (b"\xff\xfe", "isn't plain text"),
        (b"#" * (1024 * 1024 + 1), "too large"),
    ],
)
def test_trust_file_that_cannot_be_read_trusts_nobody(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "keys.txt").write_bytes(content)
    with pytest.raises(TrustFileUnreadable, match=words):
        read_trust_file(tmp_path / "keys.txt")


def test_missing_trust_file_trusts_nobody(tmp_path: Path) -> None:
    with pytest.raises(TrustFileUnreadable, match="can't be read"):
        read_trust_file(tmp_path / "nowhere.txt")


def test_pack_on_disk_is_not_changed_by_looking_at_it(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(PACK)
    verify_pack(tmp_path / "pack.zip", trusted=None)
    assert (tmp_path / "pack.zip").read_bytes() == PACK
    assert [file.name for file in tmp_path.iterdir()] == ["pack.zip"]
    assert bag.write_bag(files=FILES, info=INFO, signer=KEY) == PACK
    shutil.rmtree(tmp_path)

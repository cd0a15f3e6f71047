"""verify.html: the same answers as `probity verify`, in any browser, from a file, with no network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from backend.packs import sealed_zip
from backend.packs.verifier import the_verifier
from backend.packs.verify import TrustedKey, verify_pack
from infra.assets import verifier as builder
from tests.journeys.reader import a_browser, accessibility_faults, crossed_labels, overflow
from tests.packs import hostile, proving
from tests.packs.proving import good_pack
from tests.packs.sealed import KEY, OTHER_KEY, a_pack
from tests.packs.verifier import VerifierPage, opened

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("verifier")]

TRUSTED = [TrustedKey.of("Example CCG", KEY.public_key)]


@pytest_asyncio.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as ours:
        yield ours


@pytest_asyncio.fixture(scope="module")
async def verifier(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[VerifierPage]:
    async with opened(browser, tmp_path_factory.mktemp("verifier")) as ours:
        yield ours


@pytest.fixture(scope="module")
def good() -> bytes:
    return good_pack()


@pytest.fixture(scope="module")
def resealed() -> bytes:
    """Made anew with a key of the forger's own, under the same name, with a verifier that always says yes."""
    return hostile.CASES["sealed-anew-with-a-lying-verifier"].make(good_pack())


def same_words(text: str) -> str:
    """The page sets its apostrophes as print does."""
    return text.replace("’", "'")


async def agrees(verifier: VerifierPage, pack: bytes, *, earlier: bytes | None = None) -> str | None:
    """Page and command line say the same, line for line, with the key pinned and without; gives what fails first."""
    pinned, unpinned = await verifier.answers(pack, TRUSTED, None, earlier=earlier)
    for theirs, trusted in ((pinned, TRUSTED), (unpinned, None)):
        ours = verify_pack(pack, trusted=trusted, earlier=earlier)
        assert theirs["ok"] == ours.ok
        assert theirs["pinned"] == ours.pinned
        assert [[what, holds, same_words(said)] for what, holds, said in theirs["lines"]] == [
            [line.what, line.holds, same_words(line.sentence)] for line in ours.lines
        ]
    assert pinned["sha256"] in (None, hashlib.sha256(pack).hexdigest())
    return pinned["what"]


# The file


def test_same_sources_give_the_same_bytes() -> None:
    assert builder.build() == builder.build() == the_verifier().content


def test_page_allows_its_own_script_and_style_and_nothing_else() -> None:
    page = the_verifier().content.decode()
    script, style = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)[::-1]
    assert builder.policy(script, style) in page
    assert "unsafe" not in builder.policy(script, style)
    assert page.count("<script") == page.count("<style") == 1
    assert not re.search(r"\bstyle=|\bon\w+=", page.split("<script>")[0])
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    for library in builder.LIBRARIES:
        assert builder.licence(library) in page


# What it says


@pytest.mark.parametrize(
    ("form", "earlier"),
    [
        (2, None),
        (2, good_pack),
        (2, lambda: proving.LEDGER.checkpoint(proving.EARLIER_SIZE)),
        (1, None),
    ],
    ids=["alone", "beside itself", "beside a checkpoint", "of the first form"],
)
async def test_untouched_pack_holds_as_the_command_line_says(
    verifier: VerifierPage, good: bytes, form: int, earlier: Callable[[], bytes] | None
) -> None:
    pack, before = good if form == 2 else a_pack(), earlier() if earlier else None
    assert await agrees(verifier, pack, earlier=before) is None
    [answer] = await verifier.answers(pack, TRUSTED, earlier=before)
    assert answer["ok"]
    assert answer["pinned"]


@pytest.fixture(params=hostile.CASES)
def case(request: pytest.FixtureRequest, good: bytes) -> tuple[bytes, bytes | None, str]:
    """A hostile pack, what its reader kept, and what must fail first. Made here, for signing has a loop of its own."""
    found = hostile.CASES[request.param]
    return found.make(good), found.earlier() if found.earlier else None, found.what


async def test_hostile_pack_is_refused_as_the_command_line_does(
    verifier: VerifierPage, case: tuple[bytes, bytes | None, str]
) -> None:
    pack, earlier, what = case
    assert await agrees(verifier, pack, earlier=earlier) == what


@pytest.fixture(
    params=[range(12), pytest.param(range(12, 2_012), marks=pytest.mark.soak)], ids=["a few", "many"]
)
def at_random(request: pytest.FixtureRequest, good: bytes) -> Iterator[tuple[str, bytes]]:
    made = (hostile.at_random(seed) for seed in request.param)
    return iter([(words, changed) for words, changed in made if changed != good])


async def test_pack_changed_at_random_is_refused(
    verifier: VerifierPage, at_random: Iterator[tuple[str, bytes]]
) -> None:
    for words, changed in at_random:
        assert await agrees(verifier, changed), words


# By hand


async def test_pack_that_is_dragged_on_it_is_checked_and_its_key_asked_about(
    verifier: VerifierPage, good: bytes
) -> None:
    await verifier.drop("pack-place", "pack.zip", good)
    said = await verifier.says("one thing is left for you to check")
    assert "Is this the fingerprint that you hold?" in said
    assert KEY.fingerprint in said
    assert "It does not show that what was recorded is true." in said
    await verifier.page.get_by_label("Fingerprint, or the text of a trust file").fill(
        f"  {KEY.fingerprint.upper()}\n"
    )
    await verifier.page.get_by_role("button", name="Trust this key only").click()
    said = await verifier.says("This pack holds.")
    assert "Is this the fingerprint that you hold?" not in said
    assert await verifier.page.evaluate("document.activeElement.id") == "verdict-words"
    await verifier.page.get_by_role("button", name="Forget it").click()
    await verifier.says("one thing is left for you to check")


async def test_pack_sealed_anew_with_its_own_lying_verifier_is_refused_by_the_pinned_one(
    verifier: VerifierPage, resealed: bytes
) -> None:
    trust = f"# from a letter\nkey-name: Example CCG\nfingerprint: {KEY.fingerprint}\n"
    await verifier.page.locator("#trust").set_input_files(
        {"name": "trust.txt", "mimeType": "text/plain", "buffer": trust.encode()}
    )
    await verifier.drop("pack-place", "pack.zip", resealed)
    said = await verifier.says("DO NOT RELY ON THIS PACK.")
    assert "First thing wrong: This pack is sealed with a key that you don’t trust." in said
    forwarded = await verifier.page.locator("#as-text").input_value()
    assert forwarded.startswith(
        "DO NOT RELY ON THIS PACK.\nFirst thing wrong: This pack is sealed with a key that"
    )
    assert OTHER_KEY.fingerprint in forwarded
    assert "use nothing in this pack to reach them" in forwarded
    assert "A verifier that came in the pack itself" in forwarded
    await verifier.page.get_by_role("button", name="Forget it").click()


async def test_key_that_cannot_be_read_pins_nothing_and_says_so(verifier: VerifierPage, good: bytes) -> None:
    await verifier.drop("pack-place", "pack.zip", good)
    await verifier.says("one thing is left")
    for text, wrong in (
        ("3f2a 91bc", "What you gave has 8 of them."),
        ("zz" * 32, "What you gave holds “z”."),
    ):
        await verifier.page.locator("#key").fill(text)
        await verifier.page.get_by_role("button", name="Trust this key only").click()
        assert wrong in await verifier.page.locator("#key-error").inner_text()
        await verifier.says("one thing is left")


async def test_page_is_fit_for_everybody(browser: Browser, tmp_path: Path, good: bytes) -> None:
    """On a wide screen before a check, on the narrowest after one."""
    async with opened(browser, tmp_path) as ours:
        assert await accessibility_faults(ours.page) == []
        await ours.page.set_viewport_size({"width": 320, "height": 700})
        await ours.drop("pack-place", "pack.zip", good[:-1])
        await ours.says("DO NOT RELY")
        assert await accessibility_faults(ours.page) == []
        assert await crossed_labels(ours.page) == []
        assert await overflow(ours.page) <= 0


async def test_without_scripts_it_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    async with opened(browser, tmp_path, java_script_enabled=False) as ours:
        said = await ours.page.inner_text("main")
        assert "This page needs JavaScript" in said
        assert "nothing can be checked here and nothing was" in said
        assert "The pack" not in await ours.page.locator("h2").all_inner_texts()


async def test_pack_that_is_given_with_an_earlier_one_waits_for_neither(
    verifier: VerifierPage, good: bytes
) -> None:
    await verifier.drop("pack-place", "pack.zip", good)
    await verifier.drop("earlier-place", "checkpoint.txt", proving.LEDGER.checkpoint(proving.EARLIER_SIZE))
    await verifier.page.get_by_text("Compared with “checkpoint.txt”").wait_for()
    said = await verifier.says("one thing is left for you to check")
    assert "The earlier ledger is the beginning of the other’s, unchanged" in said
    await verifier.page.get_by_role("button", name="Leave it out").click()
    assert "The earlier ledger" not in await verifier.says("one thing is left for you to check")


async def test_check_that_is_stopped_says_nothing_of_the_file(verifier: VerifierPage) -> None:
    header = sealed_zip.local_header(
        sealed_zip.Member(name="pack/data/large.bin", size=2**28, crc=0, start=0)
    )
    await verifier.drop("pack-place", "large.zip", header, zeros=2**28)
    await verifier.page.get_by_role("progressbar", name="Checking “large.zip”").wait_for()
    await verifier.page.get_by_role("button", name="Stop").click()
    told = await verifier.page.locator("#pack-error").inner_text()
    assert told == "Stopped. Nothing can be said of this file."
    assert not await verifier.page.locator("#result").is_visible()

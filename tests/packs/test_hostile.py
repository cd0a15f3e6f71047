"""Every hostile pack is found and the first thing wrong is named; the untouched one passes."""

from __future__ import annotations

import pytest

from backend.packs import verdict
from backend.packs.verify import TrustedKey, in_words, verify_pack
from tests.packs import hostile, proving
from tests.packs.proving import good_pack
from tests.packs.sealed import KEY, forged

TRUSTED = [TrustedKey.of("Example CCG", KEY.public_key)]


def first_of(answer: verdict.Verification) -> str:
    """The check that failed first, or the first that was needed and couldn't be made."""
    failed = [line.what for line in answer.lines if line.holds is False]
    made = {line.what for line in answer.lines if line.holds}
    return (
        failed[0] if failed else next(line.what for line in answer.lines if line.what in answer.needed - made)
    )


def test_untouched_pack_holds_with_all_that_it_shows() -> None:
    answer = verify_pack(
        good_pack(), trusted=TRUSTED, earlier=proving.LEDGER.checkpoint(proving.EARLIER_SIZE)
    )
    assert answer.ok and answer.pinned, answer.first_problem
    assert [line.what for line in answer.lines] == [*verdict.CHECKS, verdict.EARLIER]
    assert all(line.holds for line in answer.lines)
    assert (
        "nothing changed since sealing at 6 October 2014, 09:00:00 UTC, as anchored at 6 October 2014, 09:00:30 UTC "
        "by Example time. It does not show that what was recorded is true."
    ) in in_words(answer)


@pytest.mark.parametrize("name", hostile.CASES)
def test_hostile_pack_is_found(name: str) -> None:
    case = hostile.CASES[name]
    earlier = case.earlier() if case.earlier else None
    answer = verify_pack(case.make(good_pack()), trusted=TRUSTED, earlier=earlier)
    assert not answer.ok
    assert first_of(answer) == case.what, in_words(answer)
    problem = answer.first_problem or ""
    assert "breaks the check itself" not in problem
    assert problem.isprintable() and problem.endswith(".")
    said = in_words(answer)
    assert said.startswith(f"DO NOT RELY ON THIS PACK.\nFirst thing wrong: {problem}\n")
    assert "This shows that nothing changed" not in said


@pytest.mark.parametrize("seed", range(24))
def test_pack_tampered_with_at_random_is_found(seed: int) -> None:
    found(seed)


@pytest.mark.soak
def test_thousands_of_random_tamperings_are_found() -> None:
    for seed in range(24, 3_024):
        found(seed)


@pytest.mark.soak
def test_pack_of_a_million_entries_is_refused_before_its_end() -> None:
    pack = forged(sorted((f"p/data/{number:07}", b"") for number in range(1_000_000)))
    answer = verify_pack(pack, trusted=TRUSTED)
    assert "more than the 100,000 files" in str(answer.first_problem)


def found(seed: int) -> None:
    done, changed = hostile.at_random(seed)
    if changed == good_pack():
        return
    answer = verify_pack(changed, trusted=TRUSTED)
    assert not answer.ok, (seed, done)
    assert "breaks the check itself" not in str(answer.first_problem), (seed, done)

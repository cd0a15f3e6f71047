"""What resembles what: enough to be asked about, and no more."""

import os
import subprocess
import sys

import pytest

from backend.registers.rules import matching


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("Jon Smyth", "John Smith", True),
        ("J Smith", "Jo Smith", True),
        ("Dr Robin Inventid", "Robin Invented", True),
        ("Castle Hill Surgery", "Castle Hill Practice Ltd", True),
        ("Indigo Invented", "Indigo Notreal", False),
        ("Marlow Exemplar", "Rowan Exemplar", False),
        ("Ward 4", "Ward 14", False),
    ],
)
def test_names_are_asked_about_where_every_telling_word_is_alike(one: str, other: str, asked: bool) -> None:
    assert (matching.likeness(one, other) >= matching.ALIKE) is asked
    assert (matching.likeness(other, one) >= matching.ALIKE) is asked


_ASKED_OF_400 = """
from backend.registers.rules.matching import Directory, Wanted, match
from tests.registers.sheets import FIRST, LAST
names = [f"{FIRST[number % 20]} {LAST[number // 20]}" for number in range(400)]
found = match({Wanted(name): 1 for name in names}, Directory(()), {})
print(sorted((each.wanted.name, [choice.name for choice in each.choices]) for each in found.questions))
"""


def test_every_process_asks_about_the_same_names() -> None:
    """The worker writes what the web asked about; what a process hashes must make no difference."""
    told = {
        subprocess.run(
            [sys.executable, "-c", _ASKED_OF_400],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1 and b"Invented" in told.pop()

"""What resembles what: enough to be asked about, and no more."""

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

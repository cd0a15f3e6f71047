"""What the catalogue takes for YAML, and what it refuses."""

from datetime import date

import pytest

from backend.catalogue.reading import Unreadable, values_of_yaml


def test_words_numbers_flags_days_and_nothing() -> None:
    text = (
        "on: yes\nno: off\nflag: true\nwhole: -12\nbroken: 2.5\nday: 2015-04-01\nno_day: 2015-02-30\n"
        "month: 2015-04\nref: 007\nquoted: '12'\nempty:\nlist: [a, {b: 1}]\nlong: >\n  one\n  two\n"
    )
    assert values_of_yaml(text) == {
        "on": "yes", "no": "off", "flag": True, "whole": -12, "broken": 2.5, "day": date(2015, 4, 1),
        "no_day": "2015-02-30", "month": "2015-04", "ref": "007", "quoted": "12", "empty": None,
        "list": ["a", {"b": 1}], "long": "one two\n",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\nb: *x\n", "uses a YAML alias"),
        ("a: !!python/name:os.system\n", "uses a YAML tag"),
        ("a: !!int 'x'\n", "uses a YAML tag"),
        ("a: 1\nb: 2\na: 3\n", "has the key “a” twice (line 3)"),
        ("? [a, b]\n: 1\n", "has a key that is no word (line 1)"),
        ("a: 1\n---\nb: 2\n", "holds more than one document"),
        ("a: " + "[" * 50 + "]" * 50, "is nested too deeply"),
        ("- a\n", "does not hold keys and values"),
        ("", "does not hold keys and values"),
        ("a: [1\n", "is not sound YAML"),
    ],
    ids=["alias", "object", "tag", "twice", "key", "documents", "deep", "list", "nothing", "broken"],
)
def test_what_is_not_plain_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        values_of_yaml(text)
    assert words in str(refusal.value)

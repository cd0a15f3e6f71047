"""What does not fit is said so that no programmer is needed: which key, what must stand there, what was meant."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from backend.catalogue import misfits, reading
from backend.catalogue.committees import CommitteesFile
from backend.catalogue.loader import load_catalogue
from backend.catalogue.problems import CatalogueProblems
from backend.catalogue.tenants import TenantDocument
from tests.catalogue import examples

_SOUND: dict[str, Any] = {
    "id": "board",
    "name": "Board",
    "kind": "board",
    "purpose": "Leads.",
    "mark": "setting",
}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"committee": []}, "“committee” is not a key that is known here. Did you mean “committees”?"),
        ({"committees": "none"}, "“committees” must be a list; it is 'none'."),
        ({"committees": [{**_SOUND, "name": ""}]}, "“name” must not be empty."),
        (
            {"committees": [{**_SOUND, "purpos": "Leads."}]},
            "“purpos” is not a key that is known here. Did you mean “purpose”?",
        ),
        (
            {"committees": [{key: _SOUND[key] for key in _SOUND if key != "mark"}]},
            "Nothing says where this comes from: give its source (a document and a page) or a mark.",
        ),
        (
            {
                "committees": [
                    {**_SOUND, "seats": [{"id": "lay", "name": "Lay", "capacity": "lay", "count": 0}]}
                ]
            },
            "“count” must be 1 or more; it is 0.",
        ),
        (
            {"committees": [{**_SOUND, "quorum": {"at_least": "two"}}]},
            "must be a whole number, such as 3; it is 'two'.",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_words(said: dict[str, Any], sentence: str) -> None:
    _, problems = reading.fitted(CommitteesFile, {"committees": [], **said}, file="committees.toml")
    assert any(each.sentence.endswith(sentence) for each in problems), problems
    for each in problems:
        assert not any(
            word in each.sentence for word in ("tuple", "integer", "Input", "greater than or equal")
        )


def test_key_is_looked_for_among_those_of_its_place() -> None:
    assert "seats" in misfits.keys_at(TenantDocument, ("committees", 0))
    assert "seats" not in misfits.keys_at(TenantDocument, ("organisations", 0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "Board\nkind = 1', "on line 1, a text that begins here is not closed with a quotation mark"),
        (
            "name = “Board”",
            "on line 1, what stands after the equals sign is neither text within quotation marks",
        ),
        ("a = 1\na = 2\n", "on line 2, the same key stands here a second time"),
        ("[a]\n[a]\n", "on line 2, the same heading stands here a second time"),
        ("a = [1 2]", "on line 1, a list is not closed with its bracket, or a comma is missing"),
    ],
)
def test_file_that_is_no_toml_names_the_line_and_what_to_look_for(text: str, words: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refusal:
        tomllib.loads(text)
    assert words in misfits.toml_in_words(str(refusal.value))


def test_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    file = tmp_path / "tenant.toml"
    file.write_bytes('name = "Café"\r\n'.encode("utf-8-sig"))
    assert reading.plain_values(file, within=tmp_path) == {"name": "Café"}


def test_slug_kind_and_every_other_fault_of_one_file_are_said_at_once(tmp_path: Path) -> None:
    root = examples.sound_root(tmp_path)
    file = root / "tenants/example-ccg/tenant.toml"
    text = file.read_text().replace('"ccg"', '"icb"').replace('"example-ccg"', '"another"')
    file.write_text(text.replace("starts_on = 2014-09-01", 'starts_on = "soon"'))
    (root / "tenants/example-ccg/commitees.toml").write_text("")
    with pytest.raises(CatalogueProblems) as refusal:
        load_catalogue(root)
    own = {(each.key, each.sentence) for each in refusal.value.problems if "tenant.toml" in each.file}
    assert own == {
        ("kind", "There is no kind “icb” under tenants/_kinds; there are ccg."),
        ("slug", "“slug” is another, but the folder is example-ccg; they must be the same."),
        ("starts_on", "“starts_on” must be a day, such as 2014-12-31; it is 'soon'."),
    }
    assert "Did you mean “committees.toml”?" in str(refusal.value)

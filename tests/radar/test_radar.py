"""The radar's score on the sets that its rules were written with, what never changes a hit, and bad input."""

# ruff: noqa: E501 -- rows of data stay on one line

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import backend
from backend.cli import main
from backend.radar.files import Findings, Item, Meeting, Organisation
from backend.radar.hits import hits
from backend.radar.index import Index
from backend.radar.names import folded
from tests.radar.evaluate import radar, score
from tests.radar.worlds import ORGANISATIONS, RELATIONS, found, meeting_of, register_of

SETS = Path(__file__).parent / "sets"
SCHEMAS = Path(backend.__file__).parent / "radar" / "schemas"
TEXT = "The rent of Larchwood Surgery is to rise. Community pharmacies would be paid £4. FHFT asks for £2m."
KNOWN = ["larch", "chem", "acute", "home"]


def pairs(findings: Findings) -> set[tuple[str, str]]:
    return {(hit.item_id, hit.interest_id) for hit in findings.hits if hit.sureness >= 0.5}


@pytest.mark.parametrize(
    "name", ["development", "held-out", "development-2", "held-out-2", "development-3", "development-4"]
)
def test_sets_that_were_looked_at_are_found_well_enough(name: str) -> None:
    worlds = json.loads((SETS / f"{name}.json").read_text(encoding="utf-8"))["worlds"]
    one = score(worlds, radar)
    assert one.recall >= 0.95, one.missed
    assert one.precision >= 0.85, one.false


@settings(max_examples=25, deadline=None)
@given(
    st.text(alphabet="bcdfgklmprst aeiou", min_size=8, max_size=30),
    st.sampled_from(["company", "practice", "charity", "council"]),
)
def test_unrelated_organisation_never_takes_a_hit_away(name: str, kind: str) -> None:
    rows = [{"organisation_id": key} for key in KNOWN]
    another = {
        "id": "another",
        "name": f"Zyx{name.strip()}qu Wholesale Ltd",
        "kind": kind if kind != "council" else "company",
    }
    before = pairs(found(register_of(*rows), TEXT))
    assert before <= pairs(found(register_of(*rows, organisations=[*ORGANISATIONS, another]), TEXT))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from(["-", " ", "  ", ", ", "_"]))
def test_case_and_punctuation_of_a_declaration_change_nothing(case: Any, between: str) -> None:
    for key, name in (
        ("larch", "Larchwood Surgery"),
        ("commun", "Fictonshire Community Healthcare NHS Trust"),
    ):
        text = f"A payment to {name} is proposed."
        assert pairs(found(register_of({"organisation": case(name).replace(" ", between)}), text)), key
        assert pairs(found(register_of({"organisation_id": key}), text.replace(name, name.upper())))


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=120),
    st.text(min_size=1, max_size=60).filter(lambda said: said.strip() and len(said.strip()) <= 60),
)
def test_odd_text_never_breaks_it(text: str, said: str) -> None:
    found(register_of({"organisation": said}, {"what": said}), f"{text} Larchwood Surgery {text}")


def test_ended_relation_gives_no_hit() -> None:
    register = register_of({"organisation_id": "edda"})
    assert pairs(found(register, "InDocFed bids.", on="2015-03-31"))
    assert not pairs(found(register, "InDocFed bids.", on="2015-04-01"))


@pytest.mark.parametrize(("on", "hit"), [("2015-08-31", True), ("2015-09-01", False)])
def test_ended_interest_counts_for_six_months(on: str, hit: bool) -> None:
    register = register_of({"organisation_id": "larch", "to": "2015-02-28"})
    assert bool(pairs(found(register, TEXT, on="2015-08-28"))) and not pairs(
        found(register, TEXT, on="2015-08-29")
    )
    assert (
        bool(
            pairs(
                found(
                    register_of({"organisation_id": "larch", "to": "2015-02-28", "ended": True}), TEXT, on=on
                )
            )
        )
        is False
    )
    assert pairs(found(register_of({"organisation_id": "larch", "ended": True}), TEXT, on=on))


def test_nobodys_hit_says_another_persons_words() -> None:
    rows = [{"organisation_id": key, "what": f"Words of {number}"} for number, key in enumerate(KNOWN * 3)]
    register = register_of(*rows)
    for hit in found(register, TEXT).hits:
        own = next(one for one in register.interests if one.id == hit.interest_id)
        person = next(one for one in register.people if one.id == hit.person_id)
        assert (
            own.person_id == hit.person_id and person.name in hit.sentence and f"({own.what})" in hit.sentence
        )
        assert not any(f"({one.what})" in hit.sentence for one in register.interests if one.what != own.what)
        assert not any(one.name in hit.sentence for one in register.people if one.id != person.id)


def test_place_of_the_words_is_where_they_stand() -> None:
    for hit in found(
        register_of(*({"organisation_id": key} for key in KNOWN)), f"É “ﬁrst” £5 — 6 p.m. {TEXT}"
    ).hits:
        for one in hit.found:
            assert f"É “ﬁrst” £5 — 6 p.m. {TEXT}"[one.start :].startswith(one.words)


def test_nothing_found_is_said_for_the_item() -> None:
    findings = found(register_of({"organisation_id": "home"}), "The budget was agreed.")
    assert findings.nothing_found[0].sentence == "nothing found by this search; members must still declare"


def test_home_organisation_alone_is_never_an_exclusion() -> None:
    register = register_of({"organisation_id": "acute"})
    person = register.people[0].model_copy(update={"capacity": "partner", "home_organisation_id": "acute"})
    register = register.model_copy(update={"people": (person,)})
    for purpose in ("note", "discuss", "decide", "procure"):
        one = found(register, TEXT, purpose=purpose, framework="icb-2022", on="2024-02-01").hits[0]
        assert one.suggestion.treatment in ("NOTED_FULL_PARTICIPATION", "DISCUSS_NOT_DECIDE_REMAIN")


def test_change_of_an_interest_or_an_item_gives_what_a_new_search_gives() -> None:
    register = register_of({"organisation_id": "larch"}, {"organisation_id": "home"})
    meeting = meeting_of(TEXT, "Snaresby Laundry asks for a loan.")
    index = Index(register, body=meeting.body, day=meeting.meeting_on)
    hits(register, meeting, index=index)
    for change in (
        {"organisation_id": "acute"},
        {"organisation_id": None, "organisation": "Snaresby Laundry Ltd"},
        {"organisation_id": "chem"},
    ):
        changed = register.interests[1].model_copy(update=change)
        register = register.model_copy(update={"interests": (register.interests[0], changed)})
        index.put(changed)
        assert pairs(hits(register, meeting, index=index)) == pairs(hits(register, meeting))
    meeting = meeting.model_copy(
        update={
            "items": (Item(id="item-1", title="Otterby & Finch Chemists", purpose="note"), meeting.items[1])
        }
    )
    assert pairs(hits(register, meeting, index=index)) == pairs(hits(register, meeting))


def test_circle_of_owners_ends() -> None:
    circle = [
        {"organisation_id": a, "kind": "owns", "other_id": b}
        for a, b in (("larch", "chem"), ("chem", "home"), ("home", "larch"), ("home", "home"))
    ]
    assert pairs(
        found(
            register_of({"organisation_id": "home"}, relations=circle), "The rent of Larchwood Surgery rises."
        )
    )


def test_two_megabytes_and_ten_thousand_namesakes_take_seconds() -> None:
    many = [
        {"id": f"n{number}", "name": "Park Surgery", "kind": "practice", "town": f"Town{number % 50}"}
        for number in range(10_000)
    ]
    register = register_of(
        {"organisation_id": "n1"}, {"organisation": "Park Surgery"}, organisations=[*ORGANISATIONS, *many]
    )
    began = time.process_time()  # not what others of this machine take meanwhile
    found(register, "Park Surgery would be paid £4. " * 2_000)
    found(register_of({"organisation_id": "larch"}), "x" * 1_000_000 + " a.b c, " * 125_000)
    assert time.process_time() - began < 30


def test_one_member_in_two_capacities_has_a_hit_for_each_interest() -> None:
    register = register_of(
        {"organisation_id": "larch"},
        {"organisation_id": "larch", "person_id": "p1", "kind": "non-financial-professional"},
    )
    assert len(pairs(found(register, TEXT))) == 2


def files(folder: Path, **changes: Any) -> tuple[Path, Path]:
    register = {
        "version": 1, "organisations": ORGANISATIONS, "relations": RELATIONS,
        "people": [{"id": "p1", "name": "Dr Ada Sample", "capacity": "gp"}],
        "interests": [{"id": "i1", "person_id": "p1", "kind": "financial", "what": "Partner", "organisation_id": "larch"}],
        **changes,
    }  # fmt: skip
    meeting = meeting_of(TEXT, "Nothing of note.").model_dump(mode="json")
    (folder / "interests.json").write_text(json.dumps(register), encoding="utf-8")
    (folder / "items.json").write_text(json.dumps(meeting), encoding="utf-8")
    return folder / "interests.json", folder / "items.json"


def run(interests: Path, items: Path, *more: str) -> Any:
    return CliRunner().invoke(main, ["radar", "--interests", str(interests), "--items", str(items), *more])


def test_command_writes_hits_by_the_schema(tmp_path: Path) -> None:
    answer = run(*files(tmp_path), "--json")
    assert answer.exit_code == 0, answer.output
    written = json.loads(answer.stdout)
    jsonschema.validate(written, json.loads((SCHEMAS / "hits.schema.json").read_text(encoding="utf-8")))
    assert [hit["item_id"] for hit in written["hits"]] == ["item-1"] and written["nothing_found"][0][
        "item_id"
    ] == "item-2"
    assert "Larchwood Surgery" in run(*files(tmp_path)).stdout


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organisations": [{"id": "a", "name": "", "kind": "other"}]}, "organisations, row 1, name"),
        (
            {"interests": [{"id": "i1", "person_id": "nobody", "kind": "financial", "what": "x"}]},
            "interests, row 1, person_id",
        ),
        ({"interests": [{"id": "i1", "person_id": "p1", "kind": "indirect", "what": "x"}]}, "with_whom"),
        (
            {
                "interests": [
                    {"id": "i1", "person_id": "p1", "kind": "financial", "what": "x", "colour": "red"}
                ]
            },
            "colour",
        ),
        (
            {
                "people": [
                    {"id": "p1", "name": "A", "capacity": "gp"},
                    {"id": "p1", "name": "A", "capacity": "lay"},
                ]
            },
            "people, row 2",
        ),
        (
            {"relations": [{"organisation_id": "larch", "kind": "owns", "other_id": "nowhere"}]},
            "relations, row 1, other_id",
        ),
        ({"version": 2}, "version"),
    ],
)
def test_bad_row_is_named_in_a_sentence(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    answer = run(*files(tmp_path, **changes))
    assert (
        answer.exit_code == 2
        and said in answer.stderr
        and "interests.json" in answer.stderr
        and "Traceback" not in answer.output
    )


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    interests, items = files(tmp_path)
    for content in (b"\xff\xfe", b"{", b"[]", b"null", b'{"version": NaN}', b"[" * 100_000):
        interests.write_bytes(content)
        assert run(interests, items).exit_code == 2
    assert run(tmp_path / "none.json", items).exit_code == 2


def test_models_take_what_the_schemas_take() -> None:
    assert set(json.loads((SCHEMAS / "items.schema.json").read_text())["properties"]) == set(
        Meeting.model_fields
    )
    assert Organisation.model_validate({"id": "a", "name": "A", "kind": "other"}).classes == ()


def test_directory_without_an_organisation_finds_nothing_in_a_text_with_words() -> None:
    assert pairs(found(register_of(organisations=[]), TEXT)) == set()

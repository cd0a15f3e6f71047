"""The labelled sets that the radar is measured on: their form, their counts, and labels that dates can prove."""

import hashlib
import json
import re
from calendar import monthrange
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import backend

SETS = Path(__file__).parent / "sets"
SCHEMAS = Path(backend.__file__).parent / "radar" / "schemas"
HITS = {
    *(
        "abbreviation",
        "branch",
        "by-id",
        "class",
        "ended-recent",
        "exact",
        "former-name",
        "home-organisation",
    ),
    *("in-words", "member", "merged", "other-name", "parent", "person-named", "spelling", "yet-to-begin"),
}
HARD = {
    *("common-words", "ended-long", "namesake", "other-class", "passing"),
    *("relation-over", "same-group", "same-surname", "same-town"),
}


@cache
def development() -> dict[str, Any]:
    return json.loads((SETS / "development.json").read_text(encoding="utf-8"))


def worlds() -> list[dict[str, Any]]:
    return development()["worlds"]


def labels() -> list[dict[str, Any]]:
    return [label for world in worlds() for label in world["labels"]]


def six_months_after(day: date) -> date:
    year, month = day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def test_six_months_end_within_the_month() -> None:
    assert six_months_after(date(2014, 8, 31)) == date(2015, 2, 28)
    assert six_months_after(date(2014, 6, 15)) == date(2014, 12, 15)


@pytest.mark.parametrize("name", ["interests", "items", "hits"])
def test_schema_is_a_schema_and_the_documents_example_holds_to_it(name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = (SETS.parents[2] / "docs" / "radar-files.md").read_text(encoding="utf-8")
    section = document.split(f"\n## {name.capitalize()}\n")[1]
    example = json.loads(section.split("```json\n")[1].split("```")[0])
    jsonschema.Draft202012Validator(schema).validate(example)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**example, "version": 2})


def test_second_set_holds_to_the_schemas_and_its_held_out_half_was_kept_by_its_hash() -> None:
    for world in json.loads((SETS / "development-2.json").read_text(encoding="utf-8"))["worlds"]:
        for name in ("interests", "items"):
            schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
            jsonschema.Draft202012Validator(schema).validate(world[name])
    kept = (SETS / "held-out-2.sha256").read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{64}  held-out-2\.json\n", kept)


@pytest.mark.parametrize("world", worlds(), ids=lambda world: world["id"])
def test_world_holds_to_the_schemas(world: dict[str, Any]) -> None:
    for name in ("interests", "items"):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(world[name])


@pytest.mark.parametrize("world", worlds(), ids=lambda world: world["id"])
def test_world_names_only_what_it_has(world: dict[str, Any]) -> None:
    directory = world["interests"]
    organisations = {each["id"] for each in directory["organisations"]}
    people = {each["id"] for each in directory["people"]}
    interests = {each["id"]: each["person_id"] for each in directory["interests"]}
    items = {each["id"] for each in world["items"]["items"]}
    assert set(interests.values()) <= people
    assert {
        each["organisation_id"] for each in directory["interests"] if "organisation_id" in each
    } <= organisations
    for relation in directory["relations"]:
        assert {relation["organisation_id"], relation["other_id"]} <= organisations
    judged = [(each["item_id"], each["interest_id"]) for each in (*world["labels"], *world["left_out"])]
    assert len(set(judged)) == len(judged), "A pair is judged once."
    assert {item for item, _ in judged} == items, "Every item has a label."
    assert {interest for _, interest in judged} == set(interests), "Every interest has a label."
    assert all(interests[each["interest_id"]] == each["person_id"] for each in world["labels"])


@pytest.mark.parametrize("world", worlds(), ids=lambda world: world["id"])
def test_papers_are_as_long_as_they_should_be(world: dict[str, Any]) -> None:
    for item in world["items"]["items"]:
        for paper in item["texts"]:
            assert 60 <= len(paper["text"].split()) <= 250, (item["id"], paper["title"])


def test_there_are_enough_pairs_of_every_kind() -> None:
    found = labels()
    assert len(found) >= 170
    assert sum(each["hit"] for each in found) >= 80
    assert sum(each["tag"] in HARD for each in found) * 3 >= len(found)
    assert {each["tag"] for each in found if each["hit"]} == HITS
    assert {each["tag"] for each in found if not each["hit"]} == HARD | {"unrelated"}
    least = {
        "class": 10,
        "spelling": 8,
        "namesake": 10,
        "passing": 10,
        "common-words": 10,
        "same-surname": 10,
    }
    least |= {
        "ended-recent": 5,
        "ended-long": 5,
        "member": 5,
        "parent": 5,
        "former-name": 5,
        "abbreviation": 5,
    }
    counted = Counter(each["tag"] for each in found)
    assert {tag: counted[tag] for tag, count in least.items() if counted[tag] < count} == {}


def test_both_kinds_of_commissioner_are_there() -> None:
    assert {world["items"]["framework"] for world in worlds()} == {"ccg-2014", "ccg-2017", "icb-2022"}


@pytest.mark.parametrize("world", worlds(), ids=lambda world: world["id"])
def test_labels_about_time_agree_with_the_dates(world: dict[str, Any]) -> None:
    meeting = date.fromisoformat(world["items"]["meeting_on"])
    interests = {each["id"]: each for each in world["interests"]["interests"]}
    homes = {each["id"]: each.get("home_organisation_id") for each in world["interests"]["people"]}
    for label in world["labels"]:
        interest = interests[label["interest_id"]]
        ended = date.fromisoformat(interest["to"]) if interest.get("to") else None
        long_ago = ended is not None and six_months_after(ended) < meeting
        assert not (label["hit"] and long_ago), label
        if label["tag"] == "ended-long":
            assert long_ago, label
        elif label["tag"] == "ended-recent":
            assert ended is not None and ended < meeting, label
        elif label["tag"] == "yet-to-begin":
            assert date.fromisoformat(interest["from"]) > meeting, label
        elif label["tag"] == "home-organisation":
            assert homes[label["person_id"]], label
        elif label["tag"] == "relation-over":
            assert any(
                relation.get("to") and date.fromisoformat(relation["to"]) < meeting
                for relation in world["interests"]["relations"]
            ), label


def test_read_me_says_the_counts() -> None:
    read_me = (SETS / "README.md").read_text(encoding="utf-8")
    told = {
        tag: int(hits) + int(others)
        for tag, hits, others in re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", read_me, re.MULTILINE)
    }
    assert told == dict(Counter(each["tag"] for each in labels()))


def test_held_out_half_is_the_one_whose_hash_was_kept_before_the_radar_was_run_on_it() -> None:
    for name in ("held-out", "held-out-3"):
        kept = (SETS / f"{name}.sha256").read_text(encoding="utf-8")
        found = hashlib.sha256((SETS / f"{name}.json").read_bytes()).hexdigest()
        assert kept == f"{found}  {name}.json\n"

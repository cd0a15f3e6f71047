"""Rules that are typed as files write them: the examples beside the box hold, and what can't be read names its line."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import TypeAdapter

from backend.catalogue import reading, shelf
from backend.catalogue.committees import Committee
from backend.catalogue.criteria import Commitment, Condition
from backend.catalogue.tenants import TenantDocument
from backend.setup.rules import settling, typed, written
from backend.setup.rules.fields import Kind, fields_of
from tests.setup.test_parity import models_below

MODELS = {"Committee": Committee, "Condition": Condition, "Commitment": Commitment}
SAID = typed.said(shelf.catalogue().tenants["dudley-ccg"])


def test_every_rule_that_is_typed_has_examples_and_each_holds() -> None:
    asked = {
        (each.owner, each.name)
        for model in models_below(TenantDocument, set())
        for each in fields_of(model)
        if each.kind is Kind.WRITTEN
    }
    assert asked == set(written.EXAMPLES)
    for (owner, name), examples in written.EXAMPLES.items():
        rule = TypeAdapter(MODELS[owner].model_fields[name].rebuild_annotation())
        for text, says in examples:
            assert rule.validate_python(reading.values_of_yaml(text)) is not None
            assert says.endswith(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "all:\n  - at_least: 2\n - at_least: 1",
            "on line 3, the line is set in neither as far as those above it",
        ),
        ("at_least: 3\nof: {capacity: [lay]", "a bracket or a pair of braces is not closed"),
        ("\tat_least: 3", "on line 1, the line begins with a tab"),
        ("at_least 3", "What was typed does not hold keys and values"),
        ("at_leest: 3", "A quorum is one of at_least, majority_of, all or any."),
        ("at_least: 3\nof: {capacity: [gpp]}", "“capacity” must be one of 'lay', "),
        ("at_least: none", "“at_least” must be a whole number, such as 3; it is 'none'."),
    ],
)
def test_quorum_that_cannot_be_read_says_on_which_line_and_why(text: str, sentence: str) -> None:
    data: dict[str, Any] = deepcopy(dict(SAID))
    data["committees"][0]["quorum"] = typed._rule(text)
    with pytest.raises(settling.UnableToSettle) as refusal:
        settling.document_from(data)
    (wrong,) = refusal.value.wrongs
    assert sentence in wrong.sentence
    assert wrong.path == ("committees", data["committees"][0]["id"], "quorum")
    assert "YAML" not in wrong.sentence

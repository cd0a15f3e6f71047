"""Whether a paper may go public by what its own cover sheet says."""

import pytest

from backend.meetings import openness


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, ""),
        ({"confidential": {"yes": False, "words": "no matter"}, "summary": "It is confidential"}, ""),
        ({"confidential": {"yes": True, "words": "A price"}}, "confidential"),
        ({"is-it-confidential": {"yes": True, "words": "A price"}}, "confidential"),
        ({"confidential-2": "Yes, in part"}, "confidential"),
        ({"confidential-2": "No"}, ""),
        ({"foi": {"exempt": False, "sections": []}}, ""),
        (
            {"foi": {"exempt": True, "sections": ["36", "43(2)"]}},
            "exempt from publication under section 36 and section 43(2)",
        ),
        (
            {"confidential": {"yes": True, "words": "x"}, "foi": {"exempt": True, "sections": []}},
            "confidential, and exempt from publication",
        ),
        ({"confidential": None, "foi": ["exempt"]}, ""),
    ],
)  # fmt: skip
def test_cover_sheet_keeps_its_paper_back(answers: dict[str, object], said: str) -> None:
    assert openness.kept_back(answers) == said


def test_only_a_paper_of_the_public_part_that_is_kept_back_is_let_through_for_a_reason() -> None:
    openness.check_can_disclose(title="A", kept_back="confidential", private=False, reason="Known since May")
    for wrong, words in (
        ({"kept_back": ""}, "nothing against"),
        ({"private": True}, "in no case"),
        ({"reason": " "}, "Say why"),
    ):
        told = {"title": "A", "kept_back": "confidential", "private": False, "reason": "Known", **wrong}
        with pytest.raises(openness.UnableToDisclose, match=words):
            openness.check_can_disclose(**told)  # type: ignore[arg-type]  # one of them is wrong at a time

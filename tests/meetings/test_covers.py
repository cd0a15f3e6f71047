"""Cover sheets as pure rules, for the templates that tenants have."""

from typing import Any

import pytest

from backend.catalogue import shelf
from backend.catalogue.covers import CoverTemplate
from backend.meetings import covers

CCG = shelf.catalogue().kinds["ccg"].papers.cover
NO = {"yes": False, "words": ""}


def test_lines_follow_the_template_and_leave_out_what_says_nothing() -> None:
    answers: dict[str, Any] = {
        "equality": NO,
        "financial": {"yes": True, "words": "£10,000 a year"},
        "confidential": {"yes": True, "words": "Prices were offered in confidence"},
        "summary": "A pilot",
        "purpose": "DECISION",
        "risks": "  ",
        "milestones": [{"id": "1", "title": "M14: Agree the plan"}],
        "considered": {"decisions": [{"id": "2", "words": "Board: Plan (agreed)"}], "written": "Elsewhere"},
        "freedom-of-information": {"exempt": True, "sections": ["36", "43"]},
    }  # fmt: skip

    lines = [(line.label, line.words) for line in covers.lines_of(CCG, covers.kept(CCG, answers))]

    assert lines == [
        ("Purpose", "For decision"),
        ("Executive summary", "A pilot"),
        ("Links to milestones", "M14: Agree the plan"),
        ("Previously considered by", "Board: Plan (agreed)\nElsewhere"),
        ("Financial implications", "£10,000 a year"),
        ("Equality implications", "None"),
        ("Confidential", "Yes. Prices were offered in confidence"),
        ("Freedom of Information Act 2000", "Exempt from publication under section 36 and section 43"),
    ]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"financial": {"yes": True, "words": " "}}, "“Financial implications”: say more, or choose no"),
        ({"freedom-of-information": {"exempt": True, "sections": []}}, "Name the section"),
        ({"freedom-of-information": {"exempt": True, "sections": ["12"]}}, "“12” is no exemption"),
        ({"purpose": "DANCE"}, "choose one of the answers"),
        ({"no-such-field": "x"}, "has no field “no-such-field”"),
    ],
)
def test_answer_that_cannot_be_is_refused_by_the_name_of_its_field(
    answers: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(covers.UnableToKeepCover, match=sentence):
        covers.kept(CCG, answers)


def test_sections_are_read_as_people_write_them() -> None:
    assert covers.sections_in("s36(2)(b), section 43 and 40") == ("36(2)(b)", "43", "40")
    assert covers.sections_in("  ") == ()


def test_needed_fields_without_an_answer_are_named() -> None:
    assert covers.lacking(CCG, {})[:3] == ("Purpose", "Executive summary", "Recommendation")
    assert "Financial implications" not in covers.lacking(CCG, {"financial": NO})
    assert covers.lacking(CoverTemplate(fields=()), {}) == ()


def test_cover_that_lacks_something_is_stopped_by_the_names_of_its_fields() -> None:
    covers.check_may_pass(title="Hours", missing=[])
    with pytest.raises(covers.UnableToPassCheck, match="says nothing in “Purpose” and “Recommendation”"):
        covers.check_may_pass(title="Hours", missing=["Purpose", "Recommendation"])


def test_sign_off_binds_to_what_the_cover_says() -> None:
    alone = "a" * 64
    line = covers.CoverLine(label="Recommendation", words="Agree it")

    assert covers.bound_sha256(alone, ()) == alone
    one = covers.bound_sha256(alone, (line,))
    assert one != alone
    assert one != covers.bound_sha256(alone, (covers.CoverLine(label="Recommendation", words="Note it"),))
    assert one != covers.bound_sha256("b" * 64, (line,))


@pytest.mark.parametrize("slug", sorted(shelf.catalogue().tenants))
def test_tenant_has_every_field_that_a_cover_sheet_must_have(slug: str) -> None:
    template = shelf.catalogue().cover_template_of(slug, kind="none")
    wanted = {
        "purpose", "summary", "recommendation", "objectives", "risks", "milestones", "considered", "financial", "risk",
        "legal", "workforce", "involvement", "equality", "procurement", "conflicts", "confidential",
        "freedom-of-information",
    }  # fmt: skip

    assert wanted <= {field.id for field in template.fields}

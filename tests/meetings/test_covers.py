"""Cover sheets as pure rules, for the templates that tenants have."""

from typing import Any

import pytest

from backend.catalogue import shelf
from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.meetings import covers
from backend.meetings.cover_editions import (
    FieldWords,
    NewField,
    UnableToChangeCoverSheet,
    changed,
    check_kinds,
    what_changed,
    with_retired,
)

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


_WITH_PAPERS = sorted(
    slug
    for slug, tenant in shelf.catalogue().tenants.items()
    if not shelf.catalogue().reviews(tenant.kind)  # it has no committees, so nothing goes to one
)


@pytest.mark.parametrize("slug", _WITH_PAPERS)
def test_tenant_has_every_field_that_a_cover_sheet_must_have(slug: str) -> None:
    template = shelf.catalogue().cover_template_of(slug, kind="none")
    wanted = {
        "purpose", "summary", "recommendation", "objectives", "risks", "milestones", "considered", "financial", "risk",
        "legal", "workforce", "involvement", "equality", "procurement", "conflicts", "confidential",
        "freedom-of-information",
    }  # fmt: skip

    assert wanted <= {field.id for field in template.fields}


def words_of(template: CoverTemplate, **changes: FieldWords) -> dict[str, FieldWords]:
    """What the form sends where nothing is changed but these."""
    same = {
        field.id: FieldWords(
            label=field.label,
            place=place,
            needed=field.needed,
            hint=field.hint,
            heading=field.heading,
            none=field.none,
            choices=field.choices,
        )
        for place, field in enumerate(template.fields, start=1)
    }
    return {**same, **changes}


SMALL = CoverTemplate(
    fields=(CoverField(id="one", label="One"), CoverField(id="two", label="Two"), CoverField(id="three", label="Three"))
)  # fmt: skip


def said(label: str, place: int | None = None, **traits: Any) -> FieldWords:
    return FieldWords(label=label, place=place, **{"needed": False, **traits})


def test_officer_moves_renames_adds_and_takes_out_fields() -> None:
    new = NewField(kind=FieldKind.YES_NO, words=said("Carbon: what it adds", 2, none="None", needed=True))
    after = changed(
        SMALL,
        words_of(SMALL, three=said("Third", 1), two=said("Two", 2, taken_out=True)),
        new,
        taken_ids={"carbon-what-it-adds"},
    )

    assert [(field.id, field.label) for field in after.fields] == [
        ("three", "Third"),
        ("one", "One"),
        ("carbon-what-it-adds-2", "Carbon: what it adds"),
    ]
    assert what_changed(SMALL, after) == (
        "“Two” is no longer asked.",
        "“Three” is now called “Third”.",
        "“Carbon: what it adds” is asked and needed.",
        "The order is another.",
    )
    down = changed(SMALL, words_of(SMALL, one=said("One", 3)), None)
    assert [field.id for field in down.fields] == ["two", "three", "one"]


@pytest.mark.parametrize(
    ("changes", "new", "sentence", "field"),
    [
        ({}, None, "stays exactly as it is", None),
        ({"two": said("ONE", 2)}, None, "Two fields are called “ONE”", "label_two"),
        ({}, NewField(kind=FieldKind.CHOICE, words=said("Level", choices=("A",))), "at least two", "choices_new"),
        (dict.fromkeys(("one", "two", "three"), said("X", taken_out=True)), None, "at least one field", None),
    ],
)  # fmt: skip
def test_cover_sheet_that_cannot_be_is_refused(
    changes: dict[str, FieldWords], new: NewField | None, sentence: str, field: str | None
) -> None:
    with pytest.raises(UnableToChangeCoverSheet, match=sentence) as refused:
        changed(SMALL, words_of(SMALL, **changes), new)
    assert refused.value.field == field


def test_field_keeps_its_kind_of_answer() -> None:
    asked = CoverField(id="level", label="Level")
    with pytest.raises(UnableToChangeCoverSheet, match="“Level” keeps its kind of answer"):
        check_kinds(
            CoverTemplate(fields=(asked,)),
            CoverTemplate(fields=(asked.model_copy(update={"kind": FieldKind.YES_NO}),)),
        )


def test_answer_to_what_is_no_longer_asked_or_offered_stays_with_its_paper() -> None:
    before = {"gone": "As it was", "level": "Low"}
    now = CoverTemplate(
        fields=(CoverField(id="level", label="Level", kind=FieldKind.CHOICE, choices=("A", "B")),)
    )
    known = [CoverField(id="gone", label="Old words"), CoverField(id="gone", label="Gone")]

    whole = with_retired(now, known, before)
    kept = covers.kept(whole, before, before=before)

    assert [(line.label, line.words) for line in covers.lines_of(whole, kept)] == [
        ("Level", "Low"),
        ("Gone", "As it was"),
    ]
    with pytest.raises(covers.UnableToKeepCover, match="choose one"):
        covers.kept(whole, {"level": "Middling"}, before=before)

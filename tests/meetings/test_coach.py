"""What the coach says of a paper, and that it says nothing where nothing is to be said."""

import pytest

from backend.meetings import coach
from backend.meetings.rules import PaperKind, Purpose

PLAIN = (
    "<h1>Hours</h1><h2>Recommendation</h2><p>The committee is asked to approve the pilot.</p>"
    + "<p>We open late.</p>" * 40
)


def said(
    html: str, *, purpose: Purpose = Purpose.APPROVE, kind: PaperKind = PaperKind.PAPER, budget: int = 500
) -> dict[str, str]:
    advice = coach.advice(coach.prose_of_html(html), purpose=purpose, kind=kind, budget=budget)
    return {each.about: each.words for each in advice}


def test_plain_paper_gets_no_advice() -> None:
    assert said(PLAIN) == {}


def test_length_is_held_against_the_budget_of_its_kind() -> None:
    told = said(PLAIN + "<p>word</p>" * 500)
    assert (
        list(told) == ["Length"]
        and "has 628 words. A paper of this organisation has at most 500" in told["Length"]
    )
    assert said(PLAIN + "<p>word</p>" * 500, budget=700) == {}


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1),
        ("note", 1),
        ("table", 2),
        ("committee", 3),
        ("recommendation", 5),
        ("rhythm", 1),
        ("organisation", 5),
    ],
)
def test_syllables_are_counted(word: str, syllables: int) -> None:
    assert coach.syllables_in(word) == syllables


def test_reading_age_follows_the_formula() -> None:
    prose = coach.Prose(words=200, sentences=10, syllables=300)
    # 20 words a sentence and 1.5 syllables a word make a grade of 9.91, and five
    assert prose.reading_age == 15
    long = "Notwithstanding multidisciplinary considerations, organisational reconfiguration necessitates deliberation."
    hard = f"<p>{long}</p>"
    assert "reading age of about" in said(PLAIN + hard * 40)["Reading age"]
    assert coach.Prose(words=99, sentences=10, syllables=900).reading_age is None


def test_long_paper_without_headings_and_pictures_without_words_are_told() -> None:
    told = said(
        "<p>The committee is asked to approve it. We open late.</p>" * 50
        + '<img src="asset:a"><img src="asset:b" alt="A door">'
    )
    assert "hardly any headings" in told["Headings"]
    assert told["Pictures"].startswith("1 picture has no description for people who cannot see it.")


@pytest.mark.parametrize(
    ("words", "purpose", "told"),
    [
        ("<p>We open late on Fridays.</p>", Purpose.APPROVE, "No recommendation was found"),
        ("<h2>Recommendation</h2><p>That the pilot is good.</p>", Purpose.APPROVE, "asks for nothing"),
        ("<p>The board is asked to note the report.</p>", Purpose.APPROVE, "asks the committee to note, but"),
        ("<p>The board is asked to note the report.</p>", Purpose.NOTE, None),
        ("<h2>Recommendations</h2><ul><li>Approve the pilot.</li></ul>", Purpose.DECISION, None),
        ("<p>The committee is recommended to consider and comment on it.</p>", Purpose.DISCUSSION, None),
    ],
)
def test_recommendation_that_asks_for_nothing_is_told(words: str, purpose: Purpose, told: str | None) -> None:
    advice = said(words, purpose=purpose).get("Recommendation")
    assert (advice is None) if told is None else (advice is not None and told in advice)


def test_appendix_needs_no_recommendation() -> None:
    assert said("<p>Figures only.</p>", kind=PaperKind.APPENDIX) == {}


def test_recommendation_on_the_cover_sheet_counts() -> None:
    bare = coach.prose_of_html("<p>We open late.</p>")
    whole = coach.with_cover(bare, [("Purpose", "To note"), ("Recommendation", "Approve the pilot.")])
    assert (whole.recommends, whole.asks, whole.words) == (True, ("approve",), 3)

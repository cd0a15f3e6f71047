"""The matrix, its bands and appetite: what every score is called, and what is refused with a sentence."""

from dataclasses import replace

import pytest

from backend.risks import rules
from backend.risks.rules import appetite, matrix
from backend.risks.rules.appetite import Category
from backend.risks.rules.matrix import NPSA, Band, Matrix
from backend.risks.rules.settings import SHIPPED, check_settings, settings_from, values_of


def test_every_score_of_the_shipped_matrix_has_the_band_of_its_source() -> None:
    found = {score: NPSA.band_of(score).name for score in NPSA.products}
    assert found == {
        1: "Low", 2: "Low", 3: "Low", 4: "Moderate", 5: "Moderate", 6: "Moderate", 8: "High", 9: "High", 10: "High",
        12: "High", 15: "Extreme", 16: "Extreme", 20: "Extreme", 25: "Extreme",
    }  # fmt: skip
    check_settings(SHIPPED)


@pytest.mark.parametrize(
    ("likelihood", "consequence", "field", "words"),
    [
        (
            6,
            3,
            "current_likelihood",
            "There is no likelihood of 6: it is a number from 1 (rare) to 5 (almost certain).",
        ),
        (0, 3, "current_likelihood", "There is no likelihood of 0"),
        (3, 6, "current_consequence", "There is no consequence of 6: it is a number from 1 (negligible)"),
    ],
)
def test_scoring_off_the_matrix_is_refused_in_words(
    likelihood: int, consequence: int, field: str, words: str
) -> None:
    with pytest.raises(rules.UnableToScore) as refused:
        matrix.check_scoring(NPSA, likelihood=likelihood, consequence=consequence, prefix="current_")
    assert words in refused.value.sentence and refused.value.field == field


def test_score_that_no_product_gives_is_refused() -> None:
    for score, words in ((26, "at most 25"), (0, "at least 1"), (7, "gives 1, 2, 3, 4, 5, 6, 8")):
        with pytest.raises(rules.UnableToScore, match=f"no score of {score}") as refused:
            matrix.check_score(NPSA, score)
        assert words in refused.value.sentence
    matrix.check_score(NPSA, 25)


def _bands(*ranges: tuple[int, int]) -> Matrix:
    tones = list(matrix.TONES)
    return replace(
        NPSA,
        bands=tuple(
            Band(name=f"Band {at}", least=least, most=most, tone=tones[at % 4], rank=at)
            for at, (least, most) in enumerate(ranges)
        ),
    )


def test_bands_that_leave_a_score_out_or_hold_it_twice_are_refused() -> None:
    matrix.check_matrix(_bands((1, 7), (8, 25)))
    for bad, words in (
        (_bands((1, 5), (8, 25)), "No band holds a score of 6."),
        (_bands((1, 8), (8, 25)), "A score of 8 lies in “Band 0” and in “Band 1”."),
        (_bands((8, 25), (1, 6)), "from the lowest up"),
        (replace(NPSA, likelihoods=("Rare", "Likely")), "Name 3 to 10 steps of likelihood"),
        (replace(NPSA, consequences=("A", "a", "B", "C", "D")), "the same name"),
        (replace(_bands((1, 25)), bands=(Band(name="All", least=1, most=25, tone="pink"),)), "Choose green"),
    ):
        with pytest.raises(rules.UnableToKeepRisk) as refused:
            matrix.check_matrix(bad)
        assert words in refused.value.sentence


def test_settings_survive_being_written_down() -> None:
    settled = replace(
        SHIPPED,
        categories=(
            Category(key="finance", name="Finance", appetite="open", most=12),
            *SHIPPED.categories[2:],
        ),
        review_days=30,
    )
    assert settings_from(values_of(settled)) == settled


def test_appetite_is_what_is_settled_and_nothing_else() -> None:
    finance = Category(key="finance", name="Finance", appetite="open", most=12)
    assert [appetite.beyond(finance, score) for score in (12, 15, None)] == [False, True, None]
    assert appetite.beyond(replace(finance, most=None), 25) is None and appetite.beyond(None, 25) is None
    with pytest.raises(rules.UnableToKeepRisk, match="Finance: there is no score of 26; the highest"):
        appetite.check_categories([replace(finance, most=26)], NPSA)


def test_movement_is_told_from_the_score_before() -> None:
    found = [rules.movement(before, now) for before, now in ((12, 16), (16, 12), (12, 12), (None, 12))]
    assert found == [rules.Movement.UP, rules.Movement.DOWN, rules.Movement.SAME, rules.Movement.NEW]

"""Matrix and appetite as a person writes them, and what a change of them would change."""

from dataclasses import replace

import pytest

from backend.kit.identity import new_id
from backend.risks import rules
from backend.risks.rules import writing
from backend.risks.rules.appetite import Category
from backend.risks.rules.matrix import NPSA
from backend.risks.rules.settings import SHIPPED
from backend.risks.rules.writing import Scored


def test_what_is_written_reads_back_the_same() -> None:
    assert writing.bands_from(writing.bands_written(NPSA)) == NPSA.bands
    settled = (replace(SHIPPED.categories[0], appetite="open", most=12), *SHIPPED.categories[1:])
    assert writing.categories_from(writing.categories_written(settled), SHIPPED.categories) == settled


def test_category_that_is_known_keeps_its_key_and_a_new_one_gets_its_own() -> None:
    known = (Category(key="people", name="Workforce"),)
    found = writing.categories_from("workforce: averse, 4\n\nEstates and fire", known)
    assert [(each.key, each.most) for each in found] == [("people", 4), ("estates-and-fire", None)]


@pytest.mark.parametrize("line", ["Low", "Low: 1 to 3", "Low: 1 to 3, pink", ": 1, green"], ids=range(4))
def test_band_that_can_not_be_read_is_named(line: str) -> None:
    with pytest.raises(rules.UnableToKeepRisk) as refused:
        writing.bands_from(f"Minor: 4, yellow\n{line}")
    assert f"“{line}” is not a band" in refused.value.sentence


def test_only_risks_that_would_change_are_shown() -> None:
    before = SHIPPED
    after = replace(
        SHIPPED,
        matrix=replace(
            NPSA,
            likelihoods=NPSA.likelihoods[:4],
            bands=writing.bands_from("Low: 1 to 6, green\nHigh: 8 to 25, red"),
        ),
        categories=(Category(key="workforce", name="Workforce", appetite="cautious", most=8),),
    )

    def a_risk(reference: str, likelihood: int, consequence: int, category: str = "finance") -> Scored:
        return Scored(
            id=new_id(),
            reference=reference,
            title="t",
            category=category,
            likelihood=likelihood,
            consequence=consequence,
        )

    risks = [
        a_risk("stays low", 1, 3),
        a_risk("moderate to low", 2, 3),
        a_risk("beyond", 2, 5, "workforce"),
        a_risk("off", 5, 1),
    ]
    found = writing.effects_of(risks, before, after)
    told = {each.reference: (each.band_after, each.beyond_after, each.off) for each in found}
    assert told == {
        "moderate to low": ("Low", None, False),
        "beyond": ("High", True, False),
        "off": ("Low", None, True),
    }

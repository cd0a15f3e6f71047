"""Invented risks are refused where they could be taken for real ones, or could not have been kept."""

from backend.catalogue import shelf
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense import invented_risks
from backend.catalogue.invented_risks import InventedRisks
from tests.catalogue.examples import ROOT


def test_each_wrong_thing_has_its_sentence() -> None:
    catalogue = shelf.catalogue()
    cast, kept = catalogue.demonstrations["dudley-ccg"], catalogue.invented_risks["dudley-ccg"]

    def sentences(changed: InventedRisks) -> list[str]:
        tenant = TenantDraft(folder="tenants/dudley-ccg", cast=cast, invented_risks=changed)
        draft = Draft(root=ROOT, tenants={"dudley-ccg": tenant})
        # committees are not in this draft, so each committee that is named is one too many
        return [
            each.sentence for each in invented_risks.problems(draft) if "no committee" not in each.sentence
        ]

    assert sentences(kept) == []
    first = kept.risks[0]
    wrong = first.model_copy(
        update={"called": "BAF 1", "owner": "nobody", "objectives": (9,), "opened_on": first.current[-1].on}
    )
    told = " ".join(sentences(kept.model_copy(update={"says": "Real", "risks": (wrong, first)})))
    for words in (
        "must hold the word DEMONSTRATION",
        "“BAF 1” could be taken for a real risk",
        "“nobody” is no person in this cast",
        "There are 3 objectives",
        "lies before the risk was opened",
        "“readiness” stands here 2 times",
    ):
        assert words in told

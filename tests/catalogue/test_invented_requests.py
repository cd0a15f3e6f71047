"""Invented requests are refused where they could be taken for real ones, or could not have been handled."""

from datetime import date

from backend.catalogue import shelf
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense import invented_requests
from backend.catalogue.invented_requests import InventedRequests
from tests.catalogue.examples import ROOT


def test_each_wrong_thing_has_its_sentence() -> None:
    catalogue = shelf.catalogue()
    cast, kept = catalogue.demonstrations["dudley-ccg"], catalogue.invented_requests["dudley-ccg"]

    def sentences(changed: InventedRequests) -> list[str]:
        tenant = TenantDraft(folder="tenants/dudley-ccg", cast=cast, invented_requests=changed)
        draft = Draft(root=ROOT, tenants={"dudley-ccg": tenant}, frameworks=dict(catalogue.frameworks))
        return [each.sentence for each in invented_requests.problems(draft)]

    assert sentences(kept) == []
    by_id = {each.id: each for each in kept.requests}
    first, stopped = by_id["step-counters"], by_id["bicycles"]
    exemption = first.exemptions[0].model_copy(update={"exemption": "s99"})
    search = first.searches[0].model_copy(update={"person": "nobody"})
    assert stopped.pause is not None
    wrong = [
        first.model_copy(
            update={
                "subject": "Step counters",
                "contact": "somebody@example.com",
                "exemptions": (exemption,),
                "searches": (search,),
                "logged_on": date(2015, 1, 5),
            }
        ),
        stopped.model_copy(update={"pause": stopped.pause.model_copy(update={"why": "identity"})}),
        by_id["own-data"].model_copy(update={"kind": "wish"}),
        first,
    ]
    told = " ".join(sentences(kept.model_copy(update={"says": "Real", "requests": tuple(wrong)})))
    for words in (
        "must hold the word DEMONSTRATION",
        "“Step counters” could be taken for a real request",
        "must end with @example.invalid",
        "“nobody” is no person in this cast",
        "The days must follow one another",
        "no exemption “s99” for such a request",
        "Nothing named “identity” stops the clock",
        "no kind of request “wish”",
        "“step-counters” stands here 2 times",
    ):
        assert words in told

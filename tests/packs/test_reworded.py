"""Building a pack undoes a sign-off of other words; the public copy in a newer edition's marks undoes nothing."""

import pytest

from backend.packs import rules
from tests.meetings.stage import Stage
from tests.meetings.test_papers import paper, sign
from tests.meetings.test_rewording import BECAUSE, shows
from tests.meetings.test_signing import letters
from tests.packs.agenda import ask, build


async def test_building_a_pack_undoes_a_sign_off_of_other_words_and_tells_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)

    async def built(variant: rules.Variant) -> None:
        await build(stage.officer, await ask(stage.officer, stage.meeting_id, variant))

    shows(monkeypatch, before="<section>", after="</section>")
    await built(rules.Variant.PUBLIC)
    assert (await paper(stage, paper_id)).line.run.signed

    shows(monkeypatch, after="<p>Not so.</p>")
    await built(rules.Variant.FULL)

    now = await paper(stage, paper_id)
    assert (now.line.run.state, [each.voided_because for each in now.approvals]) == ("draft", [BECAUSE])
    assert {"Charlie Invented", "Arden Invented"} <= set(await letters(stage.officer, "sign-off-undone"))
    assert [step.step for step in now.steps].count("other-words") == 1

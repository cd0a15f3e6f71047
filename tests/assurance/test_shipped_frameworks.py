"""Every framework that is shipped can be taken into use, and followed through all its editions."""

from backend.assurance.operations import changing, editions, succeeding
from backend.assurance.queries import editions as read
from backend.assurance.queries import mappings as mapped
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.succession import preview_of
from backend.assurance.rules.succession import Became
from backend.catalogue import shelf
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import condition_from
from backend.scope import Scope
from backend.tenancy import transactions


async def test_shipped_frameworks_live_in_a_tenant_as_they_stand_in_the_catalogue(scope: Scope) -> None:
    catalogue = shelf.catalogue()
    keys = sorted(key for key in catalogue.frameworks if catalogue.reading_of(key) is not None)
    first: dict[str, str] = {}
    for key in keys:
        first.setdefault(key.split("/")[0], key)
    async with transactions.scope_tx(scope):
        for framework, key in first.items():
            reading = catalogue.reading_of(key)
            assert reading is not None
            edition_id = await editions.take_into_use(scope, framework=framework, edition=key.split("/")[1])
            found = await asked.requirements_of(scope, edition_id=edition_id)
            assert [each.ref for each in found] == [each.ref for each in reading.requirements], key
            for kept, shape in zip(found, reading.requirements, strict=True):
                assert (kept.text, kept.heading, kept.quoted) == (shape.text, shape.title, shape.quoted)
                assert (kept.rule is None) is (shape.rule is None), (key, kept.ref)
                if shape.rule is not None:
                    back = condition_from(kept.rule)
                    assert condition_in_words(back) == condition_in_words(shape.rule), (key, kept.ref)
        running = {view.framework: view for view in await read.in_use(scope)}
        delegated = running["delegated-commissioning-assurance"]
        dudley = await asked.requirements_of(scope, edition_id=running["co-commissioning-in-dudley"].id)
        ledger = next(each for each in dudley if each.ref == "G8")
        [link] = (await mapped.mapped_of(scope, requirement_ids=[ledger.id]))[ledger.id]
        assert link.ref == "D2", "segregation in the ledger, asked twice"

        told = []
        for label in ("2018-04", "2022-07"):
            next_id = await succeeding.draw_up_shipped(
                scope, edition_id=delegated.id, framework=delegated.framework, label=label
            )
            preview = await preview_of(scope, to_edition_id=next_id)
            told.append({became: sum(line.became is became for line in preview.lines) for became in Became})
            dropped = {line.from_id for line in preview.dropped if line.from_id}
            await changing.change_edition(scope, to_edition_id=next_id, acknowledged=dropped)
            delegated = await read.edition_of(scope, edition_id=next_id)
        assert told[0][Became.SPLIT] == 4
        assert told[1][Became.MERGED] == 4
        assert told[1][Became.DROPPED] == 10

"""A sign-off that was given without a connection, on the page that confirms it or says why not, over HTTP."""

import re

import pytest

from tests.meetings.test_pages import Scene, added, arranged, handed_in, scene, with_chair
from tests.meetings.test_rewording import shows
from tests.meetings.test_signing_pages import path_in_tenant, values_of

__all__ = ["scene"]  # a fixture


async def test_what_was_said_offline_is_confirmed_only_of_the_version_that_was_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    await with_chair(scene, paper)
    page = (await scene.chair.get(f"/sign-off/{paper}")).text
    read = values_of(page)
    said = f"/sign-off/{paper}?read={read['sha256']}&as={read['rendition']}"
    assert "without a connection" not in page and f'data-signing="{paper}"></div>' in page

    still = (await scene.chair.get(said)).text
    assert "It is still version 1, as you read it. Nothing is signed off until you confirm it below." in still
    assert "data-refused" not in still and values_of(still) == read
    assert "Send it below." in (await scene.chair.get(f"{said}&asks=yes")).text
    other = (await scene.chair.get(f"/sign-off/{paper}?read={read['sha256']}&as={'f' * 64}")).text
    assert "is shown in another form than when you read it" in other and " data-refused></div>" in other

    await scene.officer.post(f"/papers/{paper}/versions", {"replaces_version": "1", "text": "# Other words"})
    refused = (await scene.chair.get(said)).text
    assert "version 2 lies there now. Your sign-off of version 1 is not taken" in refused
    assert " data-refused></div>" in refused
    late = await scene.chair.post(f"/papers/{paper}/sign-off", read)
    assert (
        late.status_code == 409 and "has changed since you opened it: version 2 lies there now" in late.text
    )

    await with_chair(scene, paper)
    now = values_of((await scene.chair.get(f"/sign-off/{paper}")).text)
    signed = await scene.chair.post(f"/papers/{paper}/sign-off", now)
    assert path_in_tenant(signed) == "/sign-off?said=signed"
    over = (await scene.chair.get(f"/sign-off/{paper}?read={now['sha256']}&as={now['rendition']}")).text
    assert "Your sign-off is not taken. You have signed off version 2" in over

    shows(monkeypatch, after="<p>Not so.</p>")
    again = await scene.chair.post(f"/papers/{paper}/sign-off", now)
    assert path_in_tenant(again) == f"/papers/{paper}?said=reworded"
    told = (await scene.chair.client.get(again.headers["location"])).text
    assert "You have not signed" in told and re.search(
        r"No longer holds</strong> It is shown in other words", told
    )

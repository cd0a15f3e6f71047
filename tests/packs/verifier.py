"""verify.html in a browser that has no network, opened from a file of its own, as a regulator opens it."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from backend.packs.trust import TrustedKey
from backend.packs.verifier import the_verifier

_ASK = """async ([pack, earlier, trusted]) => {
  const file = text => new File([Uint8Array.from(atob(text), letter => letter.charCodeAt(0))], 'pack.zip');
  const found = await probity.inspect(file(pack));
  const before = earlier === null ? null : await probity.inspectEarlier(file(earlier));
  return trusted.map(keys => {
    const answer = probity.answer(found, {trusted: keys, earlier: before});
    return {
      ok: probity.isOk(answer), pinned: probity.isPinned(answer), what: probity.firstWrong(answer),
      lines: answer.lines.map(line => [line.what, line.holds, line.sentence]), sha256: found.sha256,
    };
  });
}"""


@dataclass
class VerifierPage:
    """The page, and all that it asked the network for."""

    page: Page
    asked_for: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def answers(
        self, pack: bytes, *trusted: Sequence[TrustedKey] | None, earlier: bytes | None = None
    ) -> list[Any]:
        """What its checks say of these bytes, for each list of trusted keys."""
        keys = [
            None if them is None else [{"name": key.name, "fingerprint": key.fingerprint} for key in them]
            for them in trusted
        ]
        return list(await self.page.evaluate(_ASK, [_text(pack), _text(earlier), keys]))

    async def drop(self, place: str, name: str, content: bytes, *, zeros: int = 0) -> None:
        """Drag a file on the place of this id, as a hand does; with so many zeros after its content."""
        await self.page.evaluate(
            """([place, name, text, zeros]) => {
              const carried = new DataTransfer();
              const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
              carried.items.add(new File([bytes, new Uint8Array(zeros)], name));
              for (const kind of ['dragenter', 'dragover', 'drop']) {
                document.getElementById(place).dispatchEvent(
                  new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
              }
            }""",
            [place, name, _text(content), zeros],
        )

    async def says(self, words: str) -> str:
        """The whole result, once its verdict holds these words."""
        await self.page.locator("#verdict-words", has_text=words).wait_for(timeout=20_000)
        return await self.page.locator("#result").inner_text()


@contextlib.asynccontextmanager
async def opened(browser: Browser, folder: Path, **traits: Any) -> AsyncIterator[VerifierPage]:
    """The page from a file in this folder, offline."""
    file = folder / "verify.html"
    file.write_bytes(the_verifier().content)
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, **traits)
    await context.set_offline(True)
    page = await context.new_page()
    ours = VerifierPage(page)
    page.on("request", lambda request: ours.asked_for.append(request.url))
    page.on("pageerror", lambda error: ours.faults.append(str(error)))
    page.on(
        "console", lambda said: ours.faults.append(said.text) if said.type in {"error", "warning"} else None
    )
    await page.goto(file.as_uri())
    try:
        yield ours
    finally:
        await context.close()
    own = {file.as_uri()}
    assert {url for url in ours.asked_for if not url.startswith("blob:")} == own
    assert not ours.faults


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()

"""A picture of each page at each width: `python -m tests.journeys.screens [--only WORD] [--at ADDRESS]`.

Each role walks from its home page along every link. Of pages of one kind (one committee, one item) the fullest is
pictured. Pictures go to `screens/ROLE/PAGE-SIZE.png`, for a person to look at; what can be measured (axe, a page wider
than its window, a word in the console) is printed, and makes the command fail.
"""

import argparse
import asyncio
import contextlib
import re
import shutil
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext

from tests.journeys import installation
from tests.journeys.reader import DUDLEY, EXAMPLE, Reader, a_browser, accessibility_faults, overflow, sign_in

OUT = Path(__file__).parents[2] / "screens"
_SAMPLES = 12  # pages of one kind that are read to find the fullest
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#?]*)')
_LONG_TOKEN = re.compile(r"/[A-Za-z0-9_-]{40,}")


@dataclass(frozen=True)
class Size:
    name: str
    width: int
    flag: str = ""
    """A word for Chromium's command line."""


# Our sizes are in rem: a reader's own text size, set in the browser, is the one thing that they hang on.
_TWICE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
SIZES = (
    Size("1280", 1280),
    Size("820", 820),
    Size("390", 390),
    Size("1280-text200", 1280, _TWICE),
    Size("390-text200", 390, _TWICE),
    Size("320", 320),  # 1280 at 400% zoom
)


@dataclass(frozen=True)
class Role:
    name: str
    person: str | None
    tenant: str = DUDLEY
    sizes: tuple[Size, ...] = (SIZES[0], SIZES[2])
    """Most roles see what the officer sees, and less: two sizes are enough for them."""


ROLES = (
    Role("nobody", None, sizes=SIZES),
    Role("officer", "Rowan Exemplar", sizes=SIZES),
    Role("chair", "Avery Invented"),
    Role("member", "Jules Madeup"),
    Role("executive", "Ellis Storybook"),
    Role("audit", "Oakley Paperman"),
    Role("regulator", "Nico Nowhere"),
    Role("both", "Gray Mythical"),
    Role("officer-of-the-other", "Taylor Exemplar", EXAMPLE),
)

# Pages that are answers to a form, not addresses: role, name, page with the form, its button.
ANSWERS = (
    ("nobody", "sign-in-refused", "//sign-in", "Continue"),
    ("officer", "interests-declaration-refused", "/interests/declaration", "Continue"),
    ("officer", "committees-new-refused", "/committees/new", "Form this committee"),
    ("officer", "nothing-there", "/no-such-page", None),
    ("member", "not-permitted", "/committees/new", None),
)


async def main(address: str, *, only: str) -> int:
    """How many faults were found."""
    faults: list[str] = []
    async with a_browser() as browser:
        states = {role: await _state(browser, address, role) for role in _roles(only)}
        pages = {}
        for role, state in states.items():
            context = await browser.new_context(storage_state=state)
            pages[role] = await fullest_pages(context, address, role)
            await context.close()
    abreast = asyncio.Semaphore(2)
    rounds = [_round(address, size, pages, states, only=only, abreast=abreast) for size in SIZES]
    for found in await asyncio.gather(*rounds):
        faults += found
    for fault in faults:
        print(fault)
    return len(faults)


async def _round(
    address: str,
    size: Size,
    pages: dict[Role, dict[str, str]],
    states: dict[Role, Any],
    *,
    only: str,
    abreast: asyncio.Semaphore,
) -> list[str]:
    """Every page at one size, and what was found."""
    faults: list[str] = []
    async with abreast, a_browser(*filter(None, [size.flag])) as browser:
        for role, found in pages.items():
            if size not in role.sizes:
                continue
            context = await browser.new_context(
                storage_state=states[role], viewport={"width": size.width, "height": 900}
            )
            reader = Reader(await context.new_page(), address, role.tenant)
            for name, path in found.items():
                if only in f"{role.name}/{name}":
                    await reader.page.goto(address + path)
                    faults += await _picture(reader, role, name, size)
            for whose, name, path, button in ANSWERS:
                if whose == role.name and only in f"{whose}/{name}":
                    await reader.open(path)
                    if button:
                        await reader.press(button)
                        await reader.page.locator(".nhsuk-error-summary").wait_for()
                    faults += await _picture(reader, role, name, size)
            await context.close()
    return faults


async def _state(browser: Browser, address: str, role: Role) -> object:
    context = await browser.new_context()
    if role.person:
        await sign_in(context, address, role.person)
    state = await context.storage_state()
    await context.close()
    return state


async def fullest_pages(context: BrowserContext, address: str, role: Role) -> dict[str, str]:
    """Kind of page → the address of its fullest example, along every link from where the role begins."""
    root = f"/t/{role.tenant}"
    start = [root, f"{root}/assurance-packs", "/account", "/choose"] if role.person else ["/sign-in"]
    queue = deque(
        [*start, "/how-to-check", "/verify", "/accessibility", "/privacy", f"{root}/interests/declaration"]
    )
    seen, sampled = set(queue), defaultdict[str, int](int)
    fullest: dict[str, tuple[int, str]] = {}
    while queue:
        path = queue.popleft()
        kind = _kind(path, root)
        if sampled[kind] >= _SAMPLES:
            continue
        answer = await context.request.get(address + path, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        sampled[kind] += 1
        text = await answer.text()
        if len(text) > fullest.get(kind, (0, ""))[0]:
            fullest[kind] = (len(text), path)
        for link in _LINK.findall(text):
            if link not in seen and (link == root or link.startswith((f"{root}/", "/account", "/confirm"))):
                seen.add(link)
                queue.append(link)
    return {kind: path for kind, (_, path) in sorted(fullest.items())}


def _kind(path: str, root: str) -> str:
    """`/t/dudley-ccg/committees/0190…/seats/new` is `committees-one-seats-new`."""
    bare = _LONG_TOKEN.sub("/one", _ID.sub("one", path.removeprefix(root)))
    return bare.strip("/").replace("/", "-") or "home"


async def _picture(reader: Reader, role: Role, name: str, size: Size) -> list[str]:
    folder = OUT / role.name
    folder.mkdir(parents=True, exist_ok=True)
    await reader.page.locator("h1").first.wait_for()
    await reader.page.screenshot(path=folder / f"{name}-{size.name}.png", full_page=True)
    where = f"{role.name}/{name} at {size.name}"
    found = [f"{where}: the console says {words}" for words in reader.faults]
    reader.faults.clear()
    if wider := await overflow(reader.page):
        found.append(f"{where}: {wider} pixels wider than the window, by {await _widest(reader)}")
    if size in (SIZES[0], SIZES[2]):
        found += [f"{where}: {fault}" for fault in await accessibility_faults(reader.page)]
    return found


async def _widest(reader: Reader) -> str:
    """The innermost elements that reach past the window's right side."""
    return str(
        await reader.page.evaluate(
            """() => { const wide = [...document.querySelectorAll('body *')].filter(
                 each => each.getBoundingClientRect().right > window.innerWidth + 1
                   && !each.closest('.pb-scroll') && getComputedStyle(each).clipPath === 'none');
               return wide.filter(each => !wide.some(other => other !== each && each.contains(other)))
                 .slice(0, 2).map(each => each.outerHTML.replace(/\\s+/g, ' ').slice(0, 120)).join(' and '); }"""
        )
    )


def _roles(only: str) -> tuple[Role, ...]:
    """The role that `only` names, such as `officer/interests` does; else all of them."""
    return tuple(role for role in ROLES if role.name == only.partition("/")[0]) or ROLES


@contextlib.contextmanager
def _there(address: str | None) -> Iterator[str]:
    if address:
        yield address
    else:
        with installation.running() as ours:
            yield ours


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A picture of each page at each width, in screens/.")
    parser.add_argument("--only", default="", help="a word of the page's name, such as officer/interests")
    parser.add_argument("--at", help="the address of an installation that runs already")
    asked = parser.parse_args()
    began = time.monotonic()
    if not asked.only:
        shutil.rmtree(OUT, ignore_errors=True)
    with _there(asked.at) as there:
        count = asyncio.run(main(there, only=asked.only))
    pictures = len(list(OUT.rglob("*.png")))
    print(f"{pictures} pictures in {OUT}, {count} faults, {time.monotonic() - began:.0f} seconds.")
    sys.exit(1 if count else 0)

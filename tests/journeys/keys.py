"""Somebody without a mouse: Tab, Enter, Space, the arrows within a group, and typing. Nothing else presses here."""

from dataclasses import dataclass

from playwright.async_api import Locator, expect

from tests.journeys.reader import Reader

_MOST_TABS = 400
_SEEN = """element => {
  const shown = style => style && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none');
  const label = element.labels?.[0];
  const marks = [getComputedStyle(element), getComputedStyle(element, '::before'),
    label && getComputedStyle(label, '::before')];
  const box = element.getBoundingClientRect();
  const yellow = getComputedStyle(element).backgroundColor === 'rgb(255, 235, 59)'
    || [...element.children].some(each => getComputedStyle(each).boxShadow !== 'none');
  return {
    marked: marks.some(shown) || yellow,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@dataclass
class Keys:
    """The keyboard of a reader. `thorough`: pages that other journeys look at are looked at here as well."""

    reader: Reader
    thorough: bool = False

    async def look_again(self) -> None:
        """At a page that another journey looks at by another window: axe, the console, the width."""
        if self.thorough:
            await self.reader.finds_nothing_wrong()

    async def begin(self) -> None:
        """Past the menus, by the first stop of every page that does not begin at a place of its own."""
        page = self.reader.page
        await page.wait_for_load_state()
        if page.url.partition("#")[2] not in ("", "maincontent"):
            return
        await page.keyboard.press("Tab")
        words = await page.evaluate("document.activeElement.innerText")
        assert words == "Skip to main content", f"the first stop of {page.url} is {words!r}"
        await page.keyboard.press("Enter")

    async def reach(self, target: Locator) -> None:
        """Tab until it has the focus, which can be seen."""
        page = self.reader.page
        await target.wait_for(state="attached")
        here = await target.element_handle()
        for _ in range(_MOST_TABS):
            if await page.evaluate("element => element === document.activeElement", here):
                break
            await page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{target} of {page.url} is not reached with the Tab key")
        seen = await page.evaluate(_SEEN, here)
        assert seen["marked"], f"the focus on {target} of {page.url} can't be seen"
        assert seen["inside"], f"{target} of {page.url} has the focus outside the window"

    async def enter(self, label: str, words: str, *, exact: bool = True) -> None:
        """Type into the field of this label, in the place of what stands there."""
        await self.enter_into(self.reader.page.get_by_label(label, exact=exact).first, words)

    async def enter_into(self, field: Locator, words: str) -> None:
        await self.reach(field)
        await self.reader.page.keyboard.press("Control+a")
        await self.reader.page.keyboard.type(words)

    async def enter_date(self, legend: str, day: int, month: int, year: int) -> None:
        boxes = self.reader.page.get_by_role("group", name=legend)
        for label, number in (("Day", day), ("Month", month), ("Year", year)):
            await self.enter_into(boxes.get_by_label(label), str(number))

    async def pick(self, label: str, words: str) -> None:
        """An option of a list, by the arrows."""
        field = self.reader.page.get_by_label(label, exact=True).first
        await self.reach(field)
        for _ in range(200):
            chosen = await field.evaluate("each => each.selectedOptions[0]?.innerText.trim() ?? ''")
            if words in chosen:
                return
            await self.reader.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words!r} is not in the list {label!r}")

    async def choose(self, legend: str, words: str) -> None:
        """One of a group of choices: the space bar takes the first, the arrows go on."""
        group = self.reader.page.get_by_role("group", name=legend)
        wanted = group.get_by_role("radio", name=words, exact=True)
        await self.choose_one_of(group, wanted)

    async def choose_one_of(self, group: Locator, wanted: Locator) -> None:
        first = await group.evaluate(
            "group => (group.querySelector('input:checked') ?? group.querySelector('input[type=radio]')).id"
        )
        await self.reach(self.reader.page.locator(f"[id='{first}']"))
        for _ in range(60):
            if await wanted.evaluate("each => each === document.activeElement"):
                break
            await self.reader.page.keyboard.press("ArrowDown")
        if not await wanted.evaluate("each => each.checked"):
            await self.reader.page.keyboard.press("Space")
        await expect(wanted).to_be_checked()

    async def tick(self, box: Locator) -> None:
        await self.reach(box)
        await self.reader.page.keyboard.press("Space")
        await expect(box).to_be_checked()

    async def press(self, words: str, *, stays: bool = False) -> None:
        """A button of the page's own content."""
        button = self.reader.page.get_by_role("main").get_by_role("button", name=words, exact=True).first
        await self._go(button, stays=stays)

    async def follow(self, words: str, *, within: str = "main") -> None:
        """A link, by what it says."""
        place = self.reader.page.get_by_role(within)  # type: ignore[arg-type]  # a landmark
        await self._go(place.get_by_role("link", name=words).first)

    async def walk_to(self, place: str) -> None:
        """A place of the menu; on a narrow window behind its “More”."""
        page = self.reader.page
        menu = page.get_by_role("navigation", name="Main")
        link = menu.get_by_role("link", name=place, exact=True)
        if not await link.evaluate("each => each.checkVisibility()"):
            more = menu.get_by_role("button")
            await self.reach(more)
            await page.keyboard.press("Enter")
            await link.wait_for()
        await self._go(link)

    async def open(self, words: str) -> None:
        """Unfold what is folded away."""
        await self.reach(self.reader.page.locator("summary").filter(has_text=words).first)
        await self.reader.page.keyboard.press("Enter")

    async def hand_in(self, label: str, name: str, data: bytes) -> None:
        """A file, by the browser's own question for one."""
        page = self.reader.page
        field = page.get_by_label(label, exact=True)
        await self.reach(field)
        async with page.expect_file_chooser() as asked:
            await page.evaluate("document.title")  # by now the browser knows that we answer
            await page.keyboard.press("Enter")
        chooser = await asked.value
        await chooser.set_files({"name": name, "mimeType": "text/csv", "buffer": data})

    async def _go(self, what: Locator, *, stays: bool = False) -> None:
        await self.reach(what)
        if stays:
            await self.reader.page.keyboard.press("Enter")
            return
        async with self.reader.turning():
            await self.reader.page.keyboard.press("Enter")

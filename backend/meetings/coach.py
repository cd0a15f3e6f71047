"""Advice to the author of a paper: its length, how hard it is to read, its headings, pictures and recommendation.

Advice, never a gate: nothing waits for it. Pure: words in, sentences out.

How hard a text is to read is the Flesch–Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, Research Branch Report
8-75, US Navy, 1975): 0.39 × words per sentence + 11.8 × syllables per word − 15.59, in years of school. A reading age
is that grade and five, the age at which school begins. Syllables are counted by groups of vowels, which is near enough
for advice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from backend.meetings.rules import PaperKind, Purpose

OLDEST = 16
"""The reading age above which the coach speaks up. From memory of plain-language advice for boards, not from a rule."""

_FEWEST_WORDS = 100
_FEWEST_SENTENCES = 5
_NEEDS_HEADINGS = 400
_TITLE = re.compile(
    r"recommendation|decision (?:required|sought)|action (?:required|requested)|what (?:we|i) ask",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:is|are) (?:asked|invited|requested|recommended)\b|\brecommend(?:s|ed)?\b|\bwe ask\b", re.IGNORECASE
)
_VERBS: Mapping[str, tuple[str, ...]] = {
    "approve": ("approve", "agree", "adopt", "authorise", "sign off", "endorse", "accept"),
    "decide": ("decide", "approve", "agree", "choose", "select", "award", "adopt", "authorise"),
    "ratify": ("ratify", "confirm", "endorse"),
    "note": ("note", "receive"),
    "receive": ("receive", "note", "accept"),
    "discuss": ("discuss", "consider", "comment", "advise", "debate", "review", "give views"),
    "assure": ("assurance", "assured", "note", "scrutinise", "consider"),
}
_OF_PURPOSE = {
    Purpose.DECISION: "decide",
    Purpose.APPROVE: "approve",
    Purpose.RATIFY: "ratify",
    Purpose.DISCUSSION: "discuss",
    Purpose.INFORMATION: "note",
    Purpose.ASSURANCE: "assure",
    Purpose.NOTE: "note",
    Purpose.RECEIVE: "receive",
}
_EVERY_VERB = tuple(dict.fromkeys(verb for verbs in _VERBS.values() for verb in verbs))
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "blockquote", "caption", "pre"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SENTENCE = re.compile(r"[.!?…]+[\"”’)\]]*(?:\s|$)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a paper reads like, as counts. `asks` are the verbs by which its recommendation asks for something."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    headings: int = 0
    pictures: int = 0
    undescribed: int = 0
    recommends: bool = False
    asks: tuple[str, ...] = ()

    @property
    def reading_age(self) -> int | None:
        """In years; `None` where there is too little text to say."""
        if self.words < _FEWEST_WORDS or self.sentences < _FEWEST_SENTENCES:
            return None
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return max(5, round(grade + 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One piece of advice: what it is about, and a sentence or two."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or a stretch of text: a paragraph, a point of a list, a cell."""

    text: str
    heading: bool = False


def prose_of_html(html: str) -> Prose:
    """The counts of a paper that is kept as HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return prose_of(reader.blocks, pictures=reader.pictures, undescribed=reader.undescribed)


def prose_of(blocks: Iterable[Block], *, pictures: int = 0, undescribed: int = 0) -> Prose:
    """The counts of a paper from its blocks, in their order."""
    words = sentences = syllables = headings = 0
    recommends, below = False, False
    asks: dict[str, None] = {}
    for block in blocks:
        found = _WORD.findall(block.text)
        if block.heading:
            headings += 1
            below = bool(_TITLE.search(block.text))
            recommends = recommends or below
            continue
        words += len(found)
        if found:
            sentences += max(1, len(_SENTENCE.findall(block.text)))
        syllables += sum(map(syllables_in, found))
        if below or _ASKS.search(block.text) or _TITLE.match(block.text.strip()):
            recommends = True
            text = block.text.casefold()
            for verb in _EVERY_VERB:
                if re.search(rf"\b{verb}(?:s|d|ed)?\b", text):
                    asks[verb] = None
    return Prose(
        words=words,
        sentences=sentences,
        syllables=syllables,
        headings=headings,
        pictures=pictures,
        undescribed=undescribed,
        recommends=recommends,
        asks=tuple(asks),
    )


def with_cover(prose: Prose, lines: Sequence[tuple[str, str]]) -> Prose:
    """The same with what a cover sheet recommends: `lines` are its labels and words."""
    blocks = [
        block
        for label, words in lines
        if _TITLE.search(label) and words.strip()
        for block in (Block(label, heading=True), Block(words))
    ]
    cover = prose_of(blocks)
    asks = tuple(dict.fromkeys((*prose.asks, *cover.asks)))
    return replace(prose, recommends=prose.recommends or cover.recommends, asks=asks)


def syllables_in(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; a last silent e is none."""
    plain = word.casefold()
    count = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)


def advice(prose: Prose, *, purpose: Purpose, kind: PaperKind, budget: int | None) -> tuple[Advice, ...]:
    """What the coach says of a paper. `budget` is in words."""
    said: list[Advice] = []
    if budget is not None and prose.words > budget:
        said.append(
            Advice(
                about="Length",
                words=f"It has {prose.words:,} words. {KIND_IN_A_SENTENCE[kind]} of this organisation has at most "
                f"{budget:,}. Detail can go into an appendix.",
            )
        )
    age = prose.reading_age
    if age is not None and age > OLDEST:
        said.append(
            Advice(
                about="Reading age",
                words=f"The text asks for a reading age of about {age} (Flesch–Kincaid). Shorter sentences and shorter "
                "words are read faster by everybody.",
            )
        )
    if prose.words > _NEEDS_HEADINGS and prose.headings < 2:
        said.append(
            Advice(
                about="Headings",
                words="The paper has hardly any headings. With some, readers find their way, and screen readers can "
                "jump. In Word, use the styles Heading 1 and Heading 2.",
            )
        )
    if prose.undescribed:
        which = "1 picture has" if prose.undescribed == 1 else f"{prose.undescribed} pictures have"
        said.append(
            Advice(
                about="Pictures",
                words=f"{which} no description for people who cannot see it. In Word: right-click the picture, View "
                "Alt Text.".replace("see it", "see it" if prose.undescribed == 1 else "see them"),
            )
        )
    if kind is PaperKind.PAPER and prose.words:
        said += _on_the_recommendation(prose, purpose)
    return tuple(said)


KIND_IN_A_SENTENCE = {
    PaperKind.PAPER: "A paper",
    PaperKind.APPENDIX: "An appendix",
    PaperKind.PRESENTATION: "A presentation",
    PaperKind.MINUTES: "A set of minutes",
}


def _on_the_recommendation(prose: Prose, purpose: Purpose) -> list[Advice]:
    verb = _OF_PURPOSE[purpose]
    wanted = _VERBS[verb]
    if not prose.recommends:
        words = (
            "No recommendation was found. Say in one sentence what the committee is asked to do, such as to "
            f"{_example(verb)}."
        )
        return [Advice(about="Recommendation", words=words)]
    if not prose.asks:
        words = (
            f"The recommendation asks for nothing that was recognised. Use a verb of what the item is for, such as to "
            f"{_example(verb)}."
        )
        return [Advice(about="Recommendation", words=words)]
    if not set(prose.asks) & set(wanted):
        words = (
            f"The recommendation asks the committee to {_listed(prose.asks)}, but the item is on the agenda to "
            f"{_example(verb)}. One of the two may need to change."
        )
        return [Advice(about="Recommendation", words=words)]
    return []


def _example(verb: str) -> str:
    return {"assure": "take assurance", "decide": "decide or approve"}.get(verb, verb)


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class _Reader(HTMLParser):
    """Blocks and pictures of safe HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pictures = 0
        self.undescribed = 0
        self._text: list[str] = []
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures += 1
            self.undescribed += not (dict(attrs).get("alt") or "").strip()
        elif tag == "br":
            self._text.append(" ")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._end()
            self._heading = tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _HEADINGS:
            self._end()
            self._heading = False

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.blocks.append(Block(text, heading=self._heading))

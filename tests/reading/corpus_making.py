"""Makes the corpus of papers before and after an edit, with notes on them and the truth of where each note belongs.

The truth comes from where letters came from, never from a search: each letter of a paper carries its own number through
the edits, and a note belongs where its letters went. Run as `python -m tests.reading.corpus_making` from the checkout;
the same seed gives the same files, and the files are what tests read.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.reading import corpus_words as words

FOLDER = Path(__file__).parent / "corpus"
PAPERS = 42
NOTES = 6
CONTEXT = 64
EDITS = (
    "wording-near",
    "inserted-before",
    "moved",
    "split-and-merged",
    "quote-edited",
    "quote-deleted",
    "renumbered",
)

# A letter and the number that it keeps through all edits; None for one that an edit brought.
Letter = tuple[str, int | None]


@dataclass
class Passage:
    """One block while it is being edited. `tag` counts the section it came from."""

    kind: str
    level: int
    letters: list[Letter] = field(default_factory=list)
    # Where each sentence begins.
    starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)


@dataclass
class Made:
    """A paper's passages, and its maker's dice."""

    dice: random.Random
    title: str
    subject: str
    passages: list[Passage] = field(default_factory=list)
    numbered: int = 0

    def number(self) -> int:
        self.numbered += 1
        return self.numbered


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    held: dict[str, list[dict[str, object]]] = {}
    for index in range(PAPERS):
        edit = EDITS[index % len(EDITS)]
        held.setdefault(edit, []).append(a_paper(index, edit))
    for edit, papers in held.items():
        lines = ",\n".join(json.dumps(paper, ensure_ascii=False, separators=(",", ":")) for paper in papers)
        (FOLDER / f"{edit}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def a_paper(index: int, edit: str) -> dict[str, object]:
    """One paper, its notes, the same paper edited, and the truth."""
    dice = random.Random(20_140_600 + index)
    made = written(dice, index)
    before = [(p.kind, p.level, p.text) for p in made.passages]
    pages = page_numbers([text for _, _, text in before])
    quotes = chosen(made, NOTES, across=edit == "split-and-merged")
    EDITORS[edit](made, quotes)
    if dice.random() < 0.5:
        noise(made, quotes)
    if dice.random() < 0.34:
        typeset(made)
    after = [(p.kind, p.level, p.text) for p in made.passages]
    pages_after = page_numbers([text for _, _, text in after])
    joined, offsets = joined_with_offsets([text for _, _, text in before])
    where = {
        number: (block, place)
        for block, passage in enumerate(made.passages)
        for place, (_, number) in enumerate(passage.letters)
        if number is not None
    }
    notes = []
    for quote in quotes:
        text = before[quote.block][2]
        at = offsets[quote.block] + quote.start
        end = offsets[quote.block] + quote.end
        notes.append(
            {
                "exact": text[quote.start : quote.end],
                "prefix": joined[max(0, at - CONTEXT) : at],
                "suffix": joined[end : end + CONTEXT],
                "block": quote.block,
                "start": quote.start,
                "position": round(at / len(joined), 4),
                "kind": before[quote.block][0],
                "headings": headings_above(before, quote.block),
                "truth": truth(quote, where),
            }
        )
    return {
        "paper": index + 1,
        "title": made.title,
        "edit": edit,
        "before": [[page, *block] for page, block in zip(pages, before, strict=True)],
        "after": [[page, *block] for page, block in zip(pages_after, after, strict=True)],
        "notes": notes,
    }


@dataclass
class Quote:
    """A stretch of a passage before the edit, and the numbers of its letters."""

    block: int
    start: int
    end: int
    numbers: tuple[int, ...]


def truth(quote: Quote, where: dict[int, tuple[int, int]]) -> list[dict[str, object]]:
    """Where the quotation's letters are now: each passage with a good part of them; empty where they are gone."""
    by_block: dict[int, list[int]] = {}
    for number in quote.numbers:
        if number in where:
            block, place = where[number]
            by_block.setdefault(block, []).append(place)
    found = []
    for block, places in sorted(by_block.items()):
        share = len(places) / len(quote.numbers)
        if share >= 0.3:
            found.append(
                {"block": block, "start": min(places), "end": max(places) + 1, "share": round(share, 2)}
            )
    return found


# --- writing -------------------------------------------------------------------------------------------------------


def written(dice: random.Random, index: int) -> Made:
    subject = list(words.SUBJECTS)[index % len(words.SUBJECTS)]
    place = dice.choice(words.PLACES)
    made = Made(
        dice=dice,
        title=f"{subject}: {dice.choice(('update', 'report', 'proposal'))} for {place}",
        subject=subject,
    )
    add(made, "heading", 1, [made.title])
    add(made, "paragraph", 0, sentences(made, 3))
    add(made, "heading", 2, ["What the committee is asked to do"])
    for number, action in enumerate(dice.sample(words.ACTIONS, dice.randint(3, 5)), start=1):
        add(made, "list-item", 1, [f"{number}. {filled(dice, action)};"])
    headings = dice.sample(words.HEADINGS, dice.randint(5, 7))
    for number, heading in enumerate(headings, start=1):
        add(made, "heading", 2, [f"{number}. {heading}"])
        a_section(made, number)
    return made


def a_section(made: Made, number: int) -> None:
    dice = made.dice
    for part in range(1, dice.randint(2, 4)):
        said = sentences(made, dice.randint(2, 5))
        if dice.random() < 0.35:
            said.append(dice.choice(words.REPEATED))
        add(made, "paragraph", 0, [f"{number}.{part} {said[0]}", *said[1:]])
    if dice.random() < 0.35:
        for letter in "abcd"[: dice.randint(2, 4)]:
            add(made, "list-item", 1, [f"({letter}) {filled(dice, dice.choice(words.ACTIONS))}"])
    if dice.random() < 0.3:
        add(made, "paragraph", 0, [f"Table {number}: {made.subject.lower()} by place"])
        add(made, "row", 0, ["Place | Patients | Cost"])
        for place in dice.sample(words.PLACES, 4):
            add(made, "row", 0, [filled(dice, f"{place} | {{size}} | {{money2}}")])
    if dice.random() < 0.2:
        add(made, "figure", 0, [f"Figure {number}: a chart of {made.subject.lower()} by month"])


def sentences(made: Made, count: int) -> list[str]:
    own = words.SUBJECTS[made.subject]
    others = [
        each for subject in made.dice.sample(list(words.SUBJECTS), 2) for each in words.SUBJECTS[subject]
    ]
    pool = [*own, *own, *words.ANYWHERE, *others]
    return [filled(made.dice, template) for template in made.dice.sample(pool, count)]


def filled(dice: random.Random, template: str) -> str:
    year = dice.randint(2014, 2017)
    return template.format(
        month=dice.choice(words.MONTHS),
        year=year,
        level=dice.choice(("joint", "delegated", "greater")),
        n=dice.randint(12, 64),
        small=dice.randint(2, 9),
        small2=dice.randint(2, 5),
        size=f"{dice.randint(18, 99) * 100:,}",
        size2=f"{dice.randint(20, 300) * 1000:,}",
        money=f"£{dice.randint(11, 480) / 10:.1f} million",
        money2=f"£{dice.randint(12, 980)},000",
        pounds=f"£{dice.randint(60, 79)}.{dice.randint(10, 99)}",
        pounds2=f"£{dice.randint(80, 99)}.{dice.randint(10, 99)}",
        percent=f"{dice.randint(3, 94)}%",
        place=dice.choice(words.PLACES),
        group=dice.choice(words.GROUPS),
        day=f"{dice.randint(1, 28)} {dice.choice(words.MONTHS)} {year}",
    )


def passage(kind: str, level: int, said: list[str], number: Callable[[], int | None]) -> Passage:
    made = Passage(kind=kind, level=level)
    for sentence in said:
        if made.letters:
            made.letters.append((" ", number()))
        made.starts.append(len(made.letters))
        made.letters += [(letter, number()) for letter in sentence[0].upper() + sentence[1:]]
    return made


def add(made: Made, kind: str, level: int, said: list[str]) -> None:
    made.passages.append(passage(kind, level, said, made.number))


def brought(kind: str, level: int, said: list[str]) -> Passage:
    """A passage that an edit brings."""
    return passage(kind, level, said, lambda: None)


def page_numbers(texts: list[str]) -> list[int]:
    pages, filled_with = [], 0
    for text in texts:
        pages.append(1 + filled_with // 2_400)
        filled_with += len(text) + 60
    return pages


def joined_with_offsets(texts: list[str]) -> tuple[str, list[int]]:
    offsets, length = [], 0
    for text in texts:
        offsets.append(length)
        length += len(text) + 1
    return "\n".join(texts), offsets


def headings_above(blocks: list[tuple[str, int, str]], block: int) -> list[str]:
    path: list[tuple[int, str]] = []
    for kind, level, text in blocks[:block]:
        if kind == "heading":
            path = [*[each for each in path if each[0] < level], (level, text)]
    return [text for _, text in path]


# --- quoting -------------------------------------------------------------------------------------------------------


def chosen(made: Made, count: int, *, across: bool) -> list[Quote]:
    """Quotations as people make them: a phrase, a sentence, two sentences, a figure, a row."""
    dice = made.dice
    found: list[Quote] = []
    while len(found) < count:
        block = dice.randrange(1, len(made.passages))
        held = made.passages[block]
        kind = dice.choices(
            ("phrase", "sentence", "two", "short", "whole"),
            (20, 10, 50, 12, 8) if across else (44, 24, 10, 14, 8),
        )[0]
        start, end = stretch(dice, held, kind)
        if (
            end - start < 4
            or (held.kind in ("heading", "row", "figure") and kind != "whole")
            or any(quote.block == block and quote.start < end and start < quote.end for quote in found)
        ):
            continue
        numbers = tuple(number for _, number in held.letters[start:end] if number is not None)
        found.append(Quote(block, start, end, numbers))
    return found


def stretch(dice: random.Random, held: Passage, kind: str) -> tuple[int, int]:
    text = held.text
    ends = [*[start - 1 for start in held.starts[1:]], len(text)]
    which = dice.randrange(len(held.starts))
    start, end = held.starts[which], ends[which]
    if kind == "whole":
        return 0, len(text)
    if kind == "two":
        return (start, ends[which + 1]) if which + 1 < len(ends) else (0, 0)
    if kind == "sentence":
        return start, end
    spaces = [start, *[at + 1 for at in range(start, end) if text[at] == " "]]
    first = dice.randrange(len(spaces))
    length = dice.randint(4, 12) if kind == "phrase" else dice.randint(1, 3)
    last = first + length
    return spaces[first], (spaces[last] - 1 if last < len(spaces) else end)


# --- editing -------------------------------------------------------------------------------------------------------


def letters_of(quotes: list[Quote]) -> set[int]:
    return {number for quote in quotes for number in quote.numbers}


def where_now(made: Made, quote: Quote) -> tuple[int, int, int] | None:
    """The passage, first and last place of a quotation at this moment."""
    wanted = set(quote.numbers)
    for block, held in enumerate(made.passages):
        places = [at for at, (_, number) in enumerate(held.letters) if number in wanted]
        if places:
            return block, places[0], places[-1] + 1
    return None


def replaced(held: Passage, start: int, end: int, text: str) -> None:
    """Put `text` in the place of a stretch; its letters are new."""
    held.letters[start:end] = [(letter, None) for letter in text]


def wording_near(made: Made, quotes: list[Quote]) -> None:
    """Words before and behind each quotation change; typing mistakes are mended, a sentence comes or goes."""
    protected = letters_of(quotes)
    for quote in quotes:
        for _ in range(made.dice.randint(2, 4)):
            reword_around(made, quote, protected)
        now = where_now(made, quote)
        if now and made.dice.random() < 0.35 and made.passages[now[0]].kind == "paragraph":
            block, start, end = now
            clause = filled(made.dice, made.dice.choice(words.CLAUSES))
            text = made.passages[block].text
            if made.dice.random() < 0.5 and (start == 0 or text[start - 2 : start] == ". "):
                replaced(made.passages[block], start, start, clause + " ")
            elif text[end - 1] == ".":
                replaced(made.passages[block], end, end, " " + clause)


def reword_around(made: Made, quote: Quote, protected: set[int]) -> None:
    now = where_now(made, quote)
    if now is None:
        return
    block, start, end = now
    neighbours = [block, *[each for each in (block - 1, block + 1) if 0 < each < len(made.passages)]]
    chosen_block = made.dice.choice([block, *neighbours])
    held = made.passages[chosen_block]
    barred = (start, end) if chosen_block == block else (0, 0)
    reword(made.dice, held, barred, protected=protected)


def reword(dice: random.Random, held: Passage, barred: tuple[int, int], *, protected: set[int]) -> bool:
    """Change one word, or two letters of it, outside the barred stretch and outside quotations."""
    text = held.text
    spans = []
    at = 0
    for word in text.split(" "):
        inside = {number for _, number in held.letters[at : at + len(word)]}
        if len(word) > 2 and not (at < barred[1] and barred[0] < at + len(word)) and not inside & protected:
            spans.append((at, word))
        at += len(word) + 1
    if not spans:
        return False
    start, word = dice.choice(spans)
    swaps = dict(words.SWAPS)
    bare = word.rstrip(".,;:")
    if bare.lower() in swaps:
        new = swaps[bare.lower()]
        replaced(held, start, start + len(bare), new.capitalize() if bare[0].isupper() else new)
    elif dice.random() < 0.5 and len(bare) > 4 and bare.isalpha():
        place = start + dice.randint(1, len(bare) - 3)
        replaced(held, place, place + 2, held.letters[place + 1][0] + held.letters[place][0])
    else:
        replaced(held, start, start, dice.choice(("now ", "in fact ", "also ", "broadly ", "still ")))
    return True


def inserted_before(made: Made, quotes: list[Quote]) -> None:
    """One to three sections come in, most of them early."""
    for _ in range(made.dice.randint(1, 3)):
        fresh = Made(dice=made.dice, title="", subject=made.subject)
        add(fresh, "heading", 2, [made.dice.choice(words.HEADINGS)])
        a_section(fresh, made.dice.randint(1, 9))
        for held in fresh.passages:
            held.letters = [(letter, None) for letter, _ in held.letters]
        starts = [at for at, held in enumerate(made.passages) if held.kind == "heading" and at > 0]
        at = made.dice.choice(starts[: max(2, len(starts) // 2)])
        made.passages[at:at] = fresh.passages


def moved(made: Made, quotes: list[Quote]) -> None:
    """Sections change places, and single paragraphs go to other sections."""
    sections: list[list[Passage]] = [[]]
    for held in made.passages:
        if held.kind == "heading" and held.level == 2:
            sections.append([])
        sections[-1].append(held)
    first, rest = sections[0], sections[1:]
    made.dice.shuffle(rest)
    made.passages = [*first, *[held for section in rest for held in section]]
    for quote in made.dice.sample(quotes, 2):
        now = where_now(made, quote)
        if now and made.passages[now[0]].kind in ("paragraph", "list-item"):
            held = made.passages.pop(now[0])
            made.passages.insert(made.dice.randrange(2, len(made.passages)), held)


def split_and_merged(made: Made, quotes: list[Quote]) -> None:
    """Paragraphs with quotations are cut in two, sometimes within the quotation, or joined to the next one."""
    for quote in quotes:
        now = where_now(made, quote)
        if now is None:
            continue
        block, start, end = now
        held = made.passages[block]
        if held.kind != "paragraph":
            continue
        stops = [at + 2 for at in range(len(held.letters) - 3) if held.text[at : at + 2] == ". "]
        within = [at for at in stops if start < at < end]
        outside = [at for at in stops if not start < at < end]
        after = made.passages[block + 1] if block + 1 < len(made.passages) else None
        if within and made.dice.random() < 0.7:
            cut_at(made, block, made.dice.choice(within))
        elif outside and made.dice.random() < 0.6:
            cut_at(made, block, made.dice.choice(outside))
        elif after is not None and after.kind == "paragraph":
            held.letters += [(" ", None), *after.letters]
            made.passages.remove(after)


def cut_at(made: Made, block: int, at: int) -> None:
    held = made.passages[block]
    rest = Passage(kind=held.kind, level=held.level, letters=held.letters[at:])
    held.letters = held.letters[: at - 1]
    made.passages.insert(block + 1, rest)


def quote_edited(made: Made, quotes: list[Quote]) -> None:
    """Each quotation of four words or more loses, gains or changes one to three of its words."""
    for quote in quotes:
        for _ in range(made.dice.randint(1, 3)):
            now = where_now(made, quote)
            if now is None:
                break
            block, start, end = now
            held = made.passages[block]
            text = held.text[start:end]
            if len(text.split(" ")) < 5:
                reword(made.dice, held, (start, end), protected=set(quote.numbers))
                continue
            inner = [start + at + 1 for at, letter in enumerate(text) if letter == " "][:-1]
            at = made.dice.choice(inner)
            stop = held.text.find(" ", at)
            act = made.dice.random()
            if act < 0.3:
                replaced(held, at, at, made.dice.choice(("now ", "mostly ", "formally ", "again ", "NHS ")))
            elif act < 0.5 and stop - at < 9:
                del held.letters[at : stop + 1]
            else:
                word = held.text[at:stop]
                new = dict(words.SWAPS).get(word.lower())
                if new is None:
                    new = str(made.dice.randint(2, 90)) if word[:1].isdigit() else made.dice.choice(OTHER)
                replaced(held, at, stop, new)


OTHER = ("report", "local", "expected", "agreed", "current", "next", "wider", "own")


def quote_deleted(made: Made, quotes: list[Quote]) -> None:
    """The sentence, the paragraph or the section of most quotations goes; two stay where they were."""
    for quote in quotes[:-2]:
        now = where_now(made, quote)
        if now is None:
            continue
        block, start, end = now
        held = made.passages[block]
        act = made.dice.random()
        if held.kind != "paragraph" or act < 0.35:
            made.passages.remove(held)
        elif act < 0.75:
            text = held.text
            first = max(text.rfind(". ", 0, start) + 2, 0) if ". " in text[:start] else 0
            stop = text.find(". ", max(start, end - 1))
            del held.letters[first : stop + 2 if stop >= 0 else len(text)]
            if not held.text.strip():
                made.passages.remove(held)
        else:
            fresh = brought("paragraph", 0, sentences(made, made.dice.randint(2, 4)))
            made.passages[block] = fresh


def renumbered(made: Made, quotes: list[Quote]) -> None:
    """List items and sections get other numbers, and figures in the text change, outside and inside quotations."""
    for held in made.passages:
        text = held.text
        head = text.split(" ", 1)[0]
        if held.kind == "list-item" and len(text) > 3 and text[1:3] == ". ":
            replaced(held, 0, 1, str(made.dice.randint(1, 9)))
        elif held.kind == "list-item" and text[:1] == "(":
            replaced(held, 1, 2, made.dice.choice("cdefgh"))
        elif (
            held.kind in ("heading", "paragraph")
            and head.rstrip(".").replace(".", "").isdigit()
            and len(head) < 5
        ):
            replaced(held, 0, 1, str(made.dice.randint(1, 9)))
        if held.kind in ("paragraph", "row") and made.dice.random() < 0.6:
            digits = [at for at, letter in enumerate(held.text) if letter.isdigit() and at > 4]
            for at in made.dice.sample(digits, min(len(digits), 2)):
                replaced(held, at, at + 1, str(made.dice.randint(0, 9)))


def noise(made: Made, quotes: list[Quote]) -> None:
    """Small changes anywhere, outside quotations."""
    barred = letters_of(quotes)
    for held in made.dice.sample(made.passages[1:], min(5, len(made.passages) - 1)):
        reword(made.dice, held, (0, 0), protected=barred)


def typeset(made: Made) -> None:
    """The paper comes back from another program: curly quotation marks, ligatures, other spaces and hyphens."""
    for held in made.passages:
        held.letters = [
            ({"'": "\u2019", "-": "\u2011"}.get(letter, letter), number) for letter, number in held.letters
        ]
        if made.dice.random() < 0.2:
            at = held.text.find("fi")
            if at > 0:
                held.letters[at : at + 2] = [("\ufb01", held.letters[at][1])]
            space = held.text.find(" ", len(held.letters) // 2)
            if space > 0:
                held.letters[space] = ("\u00a0", held.letters[space][1])


EDITORS: dict[str, Callable[[Made, list[Quote]], None]] = {
    "wording-near": wording_near,
    "inserted-before": inserted_before,
    "moved": moved,
    "split-and-merged": split_and_merged,
    "quote-edited": quote_edited,
    "quote-deleted": quote_deleted,
    "renumbered": renumbered,
}


if __name__ == "__main__":
    main()

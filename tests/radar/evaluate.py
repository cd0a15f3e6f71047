"""`python -m tests.radar.evaluate SET.json`: precision and recall on a labelled set, by tag, beside two baselines."""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from backend.radar.files import Meeting, Register
from backend.radar.hits import hits

YES = 0.5
Pair = tuple[str, str]
Answer = Callable[[dict[str, Any]], set[Pair]]


@dataclass
class Score:
    """Counts over worlds; misses and false alarms as (world, item, interest, tag, reason)."""

    right: int = 0
    missed: list[tuple[str, ...]] = field(default_factory=list)
    false: list[tuple[str, ...]] = field(default_factory=list)
    by_tag: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.false))


def radar(world: dict[str, Any]) -> set[Pair]:
    register = Register.model_validate(world["interests"])
    meeting = Meeting.model_validate(world["items"])
    return {(hit.item_id, hit.interest_id) for hit in hits(register, meeting).hits if hit.sureness >= YES}


def _names(world: dict[str, Any]) -> dict[str, list[str]]:
    """By interest: the one name to look for."""
    organisations = {row["id"]: row for row in world["interests"]["organisations"]}
    named = {}
    for interest in world["interests"]["interests"]:
        own = organisations.get(interest.get("organisation_id") or "")
        named[interest["id"]] = (
            [own["name"]] if own else [interest["organisation"]] if interest.get("organisation") else []
        )
    return named


def _words(world: dict[str, Any], item: dict[str, Any]) -> str:
    organisations = {row["id"]: row["name"] for row in world["interests"]["organisations"]}
    rows = [*item.get("organisations", []), *item.get("suppliers", [])]
    named = [row.get("name") or organisations[row["organisation_id"]] for row in rows]
    texts = [text["text"] for text in item.get("texts", [])]
    return "\n".join([item["title"], *named, *item.get("people", []), *texts]).casefold()


def exact_name(world: dict[str, Any]) -> set[Pair]:
    named = _names(world)
    return {
        (item["id"], interest)
        for item in world["items"]["items"]
        for interest, names in named.items()
        if any(name.casefold() in _words(world, item) for name in names)
    }


def fuzzy_name(world: dict[str, Any]) -> set[Pair]:
    named = _names(world)
    return {
        (item["id"], interest)
        for item in world["items"]["items"]
        for interest, names in named.items()
        if any(fuzz.partial_ratio(name.casefold(), _words(world, item)) >= 90 for name in names)
    }


ANSWERS: dict[str, Answer] = {"radar": radar, "exact name": exact_name, "fuzzy name": fuzzy_name}


def score(worlds: Iterable[dict[str, Any]], answer: Answer) -> Score:
    total = Score()
    for world in worlds:
        said = answer(world)
        said -= {(row["item_id"], row["interest_id"]) for row in world["left_out"]}
        labels = {(row["item_id"], row["interest_id"]): row for row in world["labels"]}
        for pair, label in labels.items():
            row = (world["id"], *pair, label["tag"], label["reason"])
            if label["hit"]:
                total.right += pair in said
                total.by_tag[label["tag"]]["found" if pair in said else "missed"] += 1
                if pair not in said:
                    total.missed.append(row)
            else:
                total.by_tag[label["tag"]]["false" if pair in said else "rejected"] += 1
                if pair in said:
                    total.false.append(row)
        for item, interest in sorted(said - labels.keys()):
            total.by_tag["unlabelled"]["false"] += 1
            total.false.append((world["id"], item, interest, "unlabelled", "no label: no hit"))
    return total


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write("Say which set: python -m tests.radar.evaluate SET.json\n")
        return 2
    worlds = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["worlds"]
    scores = {name: score(worlds, answer) for name, answer in ANSWERS.items()}
    for name, one in scores.items():
        sys.stdout.write(f"{name:12} recall {one.recall:.3f}  precision {one.precision:.3f}\n")
    sys.stdout.write(f"\n{'tag':20}" + "".join(f"{name:>22}" for name in scores) + "\n")
    for tag in sorted({tag for one in scores.values() for tag in one.by_tag}):
        cells = []
        for one in scores.values():
            counts = one.by_tag[tag]
            hits_, rest = counts["found"] + counts["missed"], counts["false"] + counts["rejected"]
            cells.append(
                " ".join(
                    [f"{counts['found']}/{hits_} found"] * bool(hits_)
                    + [f"{counts['false']}/{rest} false"] * bool(rest)
                )
            )
        sys.stdout.write(f"{tag:20}" + "".join(f"{cell:>22}" for cell in cells) + "\n")
    for title, rows in (("Missed", scores["radar"].missed), ("False", scores["radar"].false)):
        sys.stdout.write(
            f"\n{title} by the radar:\n"
            + "".join(f"  {' '.join(row[:3])} [{row[3]}] {row[4]}\n" for row in rows)
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

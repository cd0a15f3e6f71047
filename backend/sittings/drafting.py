"""Minutes drafted from what was recorded: who was there, what was declared and how it was managed, what was decided.

Values in, plain words out. The draft says what was recorded and nothing that was not: what was said at the meeting is
for the secretary to add. The conflict record follows managing conflicts of interest in the NHS: who has the interest,
its nature and why it is a conflict, the items it relates to, how it was to be managed, and that it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.powers.rules import and_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """When somebody left for an item and when they returned, as the wall clock showed; `None` where they did not."""

    left: str | None
    returned: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictEntry:
    """One conflict on one item. `interest` says it in one phrase, `source` where it is known from."""

    person: str
    interest: str
    source: str
    materiality: str | None
    treatment: str | None
    decided_by: str | None
    stays: tuple[Stay, ...]
    quorum_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNote:
    """One decision; `faults` are sentences about what was irregular, each with how it stands."""

    outcome: str
    text: str
    mover: str | None
    function: str | None
    value: str | None
    power: str | None
    consent: str | None
    votes: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNote:
    words: str
    owner: str
    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNotes:
    """One item as it was taken."""

    title: str
    lead: str | None
    papers: tuple[str, ...]
    private_reason: str | None
    chair: str | None
    movements: tuple[str, ...]
    conflicts: tuple[ConflictEntry, ...]
    decisions: tuple[DecisionNote, ...]
    actions: tuple[ActionNote, ...]
    withdrawn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """Somebody at the meeting: in which seats, for whom, and between which times where not throughout."""

    name: str
    seats: tuple[str, ...]
    votes: bool
    stands_for: str | None
    times: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningNotes:
    """The head of the minutes."""

    chair: str | None
    present: tuple[Attended, ...]
    attending: tuple[Attended, ...]
    apologies: tuple[str, ...]
    quorum: str | None
    quorate: str
    declared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingNotes:
    """`private`: the numbers of the items taken in private, or nothing where they have none; never their titles."""

    closed: str | None
    private: tuple[str | None, ...]
    turns: tuple[str, ...]
    next_meeting: str | None
    actions: tuple[ActionNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionNote:
    """A question of the public. `refused` is the ground on which it was not taken."""

    reference: str
    name: str
    text: str
    refused: str | None
    answer: str | None


NEXT_MEETING = "The next meeting is on"


def opening_of(notes: OpeningNotes) -> str:
    """Present, in attendance, apologies, quorum, declarations."""
    parts = [
        "# Present",
        _points([_attended(each) for each in notes.present]) or "Nobody is recorded as present.",
    ]
    if notes.attending:
        parts += ["# In attendance", _points([_attended(each) for each in notes.attending])]
    parts += ["# Apologies", _points(list(notes.apologies)) or "None were received."]
    parts.append("# Welcome and quorum")
    chair = f"{notes.chair} took the chair. " if notes.chair else ""
    rule = f" The quorum is {notes.quorum}." if notes.quorum else ""
    parts.append(f"{chair}{notes.quorate}{rule}")
    parts.append("# Declarations of interest")
    if notes.declared:
        parts += ["These interests were declared at the meeting:", _points(list(notes.declared))]
    else:
        parts.append("No interest was declared at the meeting beside those on the register.")
    return _joined(parts)


def questions_of(notes: Sequence[QuestionNote]) -> str:
    """Each question with its answer, or why it was not taken."""
    parts = []
    for note in notes:
        parts.append(f"**{note.reference}, {note.name}:** {_sentence(note.text)}")
        if note.refused:
            parts.append(f"This question was not taken: {_sentence(note.refused)}")
        elif note.answer:
            parts.append(f"**Answer:** {_sentence(note.answer)}")
        else:
            parts.append("No answer is recorded yet.")
    return _joined(parts)


def item_of(notes: ItemNotes) -> str:
    """One item: who left, the conflict record, what was decided, what is to be done."""
    if notes.withdrawn is not None:
        return f"This item was withdrawn: {notes.withdrawn}"
    parts = []
    if notes.private_reason:
        parts.append(f"This item was taken in private: {notes.private_reason}")
    if notes.chair:
        parts.append(f"{notes.chair} took the chair for this item.")
    if notes.papers:
        named = "; ".join(f"“{title}”" for title in notes.papers)
        by = f"{notes.lead} presented" if notes.lead else "The committee received"
        parts.append(f"{by} {'the paper' if len(notes.papers) == 1 else 'the papers'} {named}.")
    elif notes.lead:
        parts.append(f"{notes.lead} led on this item.")
    for entry in notes.conflicts:
        parts.append(_conflict(entry))
    if notes.movements:
        parts.append(" ".join(notes.movements))
    for decision in notes.decisions:
        parts += _decision(decision)
    if notes.actions:
        parts.append(_points([_action(action) for action in notes.actions]))
    return _joined(parts)


def closing_of(notes: ClosingNotes) -> str:
    """How the meeting ended, and everything that is to be done."""
    parts = [*notes.turns]
    if notes.private:
        parts.append(_apart(notes.private))
    parts.append(notes.closed or "The time at which the meeting closed is not recorded.")
    if notes.next_meeting:
        parts.append(f"{NEXT_MEETING} {notes.next_meeting}.")
    if notes.actions:
        parts += ["# Actions", _points([_action(action) for action in notes.actions])]
    return _joined(parts)


def in_and_out(stays: Sequence[Stay]) -> str:
    """The evidence that it was managed so: left at 14:32 and returned at 14:50."""
    said = []
    for stay in stays:
        left = f"left at {stay.left}" if stay.left else "left"
        said.append(
            f"{left} and returned at {stay.returned}" if stay.returned else f"{left} and did not return"
        )
    return "; ".join(said)


def _conflict(entry: ConflictEntry) -> str:
    sentences = [f"**Conflict of interest.** {entry.person}: {entry.interest} ({entry.source})."]
    if entry.materiality:
        sentences.append(f"Why it is a conflict: {_sentence(entry.materiality)}")
    if entry.treatment:
        sentences.append(f"{entry.decided_by or 'The chair'} decided: {_sentence(entry.treatment)}")
    else:
        sentences.append("No decision about it is recorded.")
    if entry.stays:
        sentences.append(f"{entry.person} {in_and_out(entry.stays)}.")
    if entry.quorum_after:
        sentences.append(entry.quorum_after)
    return " ".join(sentences)


def _decision(note: DecisionNote) -> list[str]:
    moved = f" Moved by {note.mover}." if note.mover else ""
    parts = [f"**{note.outcome}:** {_sentence(note.text)}{moved}"]
    facts = []
    if note.function:
        facts.append(f"Function: {note.function}.")
    if note.value:
        facts.append(f"Value: {note.value}.")
    if note.power:
        facts.append(_sentence(note.power))
    if note.consent:
        facts.append(f"Consent: {_sentence(note.consent)}")
    facts += note.votes
    if facts:
        parts.append(" ".join(facts))
    parts += [f"**This decision is irregular.** {fault}" for fault in note.faults]
    return parts


def _action(note: ActionNote) -> str:
    due = f", by {note.due}" if note.due else ""
    return f"**Action:** {note.words.rstrip('.')} ({note.owner}{due})"


def _attended(each: Attended) -> str:
    seats = ", ".join(each.seats)
    said = f"{each.name}, {seats}" if seats else each.name
    if each.stands_for:
        said += f", deputy for {each.stands_for}"
    if each.seats and not each.votes and "vote" not in seats.casefold():
        said += " (no vote)"
    return f"{said} ({each.times})" if each.times else said


def _apart(numbers: Sequence[str | None]) -> str:
    """So that a reader of the public part sees no gap in the numbers without its reason."""
    known = [number.rstrip(".") for number in numbers if number]
    if len(known) == len(numbers):
        who = f"{'Item' if len(known) == 1 else 'Items'} {and_words(known)}"
    else:
        who = "One item" if len(numbers) == 1 else f"{len(numbers)} items"
    return f"{who} {'was' if len(numbers) == 1 else 'were'} taken in private, and minuted apart."


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _points(lines: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)

"""What a pack of form 2 can show beyond its seal: its report, its time, its ledger, and that it follows another.

Each function answers with one line or more. They are asked only once the seal and the pack's own papers hold, for it
is those that say which keys count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.kit import notes
from backend.packs import cms, signed_report, verdict
from backend.packs.ledger_walk import LedgerWalk
from backend.packs.sealed_zip import shown
from backend.packs.verdict import Line, moment_in_words
from backend.packs.vouching import Vouched, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The ledger of a pack (or a lone checkpoint) as somebody may compare it with another's."""

    note: notes.Note
    checkpoint: notes.Checkpoint
    earlier: dict[int, notes.Checkpoint]
    key: notes.Verifier | None
    """Whose signature was found to hold; None for a lone checkpoint."""


def report_lines(
    pdf: bytes, vouched: Vouched, *, payload_digest: str, sealed_at: datetime | None
) -> tuple[list[Line], cms.Stamp | None]:
    """Of the report and of the time, and the stamp if it holds."""
    try:
        report = signed_report.report_in(pdf, vouched)
    except signed_report.ReportFails as error:
        return [Line(verdict.REPORT, False, str(error)), *verdict.unchecked([verdict.TIME])], None
    if report.payload_digest != payload_digest:
        problem = "The signature on “data/report.pdf” was made for a pack that holds other files beside it."
        return [Line(verdict.REPORT, False, problem), *verdict.unchecked([verdict.TIME])], None
    time, stamp = _time_line(report, vouched)
    at = stamp.at if stamp else sealed_at
    life = f"from {moment_in_words(report.signed.valid_from)} to {moment_in_words(report.signed.valid_until)}"
    if at is None or not signed_report.is_within_life(report, at):
        said = moment_in_words(at) if at else "no moment that can be read"
        problem = f"The report was signed at {said}, and its certificate is valid only {life}."
        return [Line(verdict.REPORT, False, problem), time], stamp
    sentence = (
        f"“data/report.pdf” is as it was signed, to its last byte, by {shown(report.signed.name)}, which the seal "
        f"vouches for and which was valid then ({life}). The signature names all other files as well."
    )
    return [Line(verdict.REPORT, True, sentence), time], stamp


def _time_line(report: signed_report.SignedReport, vouched: Vouched) -> tuple[Line, cms.Stamp | None]:
    if vouched.stamp_sha256 is None:
        sentence = (
            "The time: not checked. No time-stamping authority stamped this pack, so the moment of sealing is only "
            "what the organisation says."
        )
        return Line(verdict.TIME, None, sentence), None
    try:
        stamp = signed_report.stamp_on(report, vouched.stamp_sha256)
    except signed_report.StampFails as error:
        return Line(verdict.TIME, False, str(error)), None
    sentence = (
        f"The report was signed no later than {moment_in_words(stamp.at)}. A time stamp by {shown(stamp.by.name)} says "
        "so, whose certificate the seal vouches for and which was valid then."
    )
    return Line(verdict.TIME, True, sentence), stamp


def ledger_lines(walk: LedgerWalk, vouched: Vouched) -> list[Line]:
    """Of the checkpoint and of every line."""
    if walk.checkpoint is None or walk.checkpoint_note is None:
        return _failing(verdict.LEDGER, walk.problems)
    key = vouched.checkpoint
    if key.name != walk.checkpoint.origin or not walk.checkpoint_note.signed_by(key):
        problem = (
            "“data/ledger/checkpoint.txt” isn't signed with the key of the ledger that the seal of this pack vouches "
            "for."
        )
        return _failing(verdict.LEDGER, [problem])
    if walk.problems:
        return _failing(verdict.LEDGER, walk.problems)
    left_out = (
        f" In {walk.left_out:,} of them words are left out; what is left of each still proves."
        if walk.left_out
        else ""
    )
    grown = (
        f" Earlier checkpoints that it grew from without a change: {len(walk.earlier):,}."
        if walk.earlier
        else ""
    )
    sentence = (
        f"Lines of the ledger in this pack: {walk.lines:,}. Each is in the ledger of {walk.checkpoint.size:,} lines"
        f"{_sealed_at(walk.checkpoint)}, whose checkpoint is signed by the ledger's own key.{left_out}{grown}"
    )
    return [Line(verdict.LEDGER, True, sentence)]


def _sealed_at(checkpoint: notes.Checkpoint) -> str:
    if checkpoint.sealed_at is None:
        return ""
    try:
        return f" as it was sealed at {moment_in_words(moment(checkpoint.sealed_at))}"
    except ValueError:
        return f" as it was sealed at {shown(checkpoint.sealed_at)}"


def earlier_line(this: Ledgers, that: Ledgers) -> Line:
    """Whether one ledger only grew into the other, and which is which."""
    if this.checkpoint.origin != that.checkpoint.origin:
        return _earlier(
            False,
            f"What you gave as earlier is of another ledger, {shown(that.checkpoint.origin)}; this pack is of "
            f"{shown(this.checkpoint.origin)}.",
        )
    if that.key is None and (this.key is None or not that.note.signed_by(this.key)):
        return _earlier(
            None,
            "The earlier checkpoint that you gave isn't signed with the key that signed this pack's, so it can't be "
            "compared. If the key was changed since, give the whole earlier pack.",
        )
    if that.checkpoint.size > this.checkpoint.size:
        return _grown(that, this, words="This pack's ledger is the shorter one: it")
    return _grown(this, that, words="The earlier ledger")


def _grown(longer: Ledgers, shorter: Ledgers, *, words: str) -> Line:
    sizes = f"{shorter.checkpoint.size:,} lines then, {longer.checkpoint.size:,} lines later"
    fork = (
        "THE LEDGER WAS FORKED: this pack's ledger and the earlier one can't both be true. The same organisation "
        f"signed two histories that differ ({sizes}). Keep both files: together they are the proof."
    )
    if shorter.checkpoint.size == longer.checkpoint.size:
        same = shorter.checkpoint.root == longer.checkpoint.root
        return _earlier(same, "The earlier ledger is the very same as this pack's." if same else fork)
    known = longer.earlier.get(shorter.checkpoint.size)
    if known is None:
        return _earlier(
            None,
            f"The longer of the two packs holds no proof for a ledger of {shorter.checkpoint.size:,} lines, so they "
            "can't be compared. Ask the organisation for one.",
        )
    if known.root != shorter.checkpoint.root:
        return _earlier(False, fork)
    return _earlier(
        True,
        f"{words} is the beginning of the other's, unchanged ({sizes}): nothing was taken out or altered.",
    )


def _earlier(holds: bool | None, sentence: str) -> Line:
    return Line(verdict.EARLIER, holds, sentence)


def _failing(what: str, problems: list[str]) -> list[Line]:
    return [Line(what, False, problem) for problem in problems or ["Something is wrong that has no name."]]

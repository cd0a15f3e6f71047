"""Packs that somebody has been at: one of each class that we know. Every verifier of ours is run over them all.

`good()` is a pack that holds, with the key that its reader trusts. Each case of CASES makes of it (or in place of it) a
pack that doesn't, and says which check must be the first to fail. `earlier` is what the reader kept from before.
"""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from backend.kit.keys import SigningKey
from backend.packs import bag, verdict
from backend.packs.ledger_walk import ProofLine
from backend.packs.vouching import Vouched
from tests.packs import proving, signing
from tests.packs.proving import LEDGER, QUOTED, SIZE, good_pack, made
from tests.packs.sealed import FOLDER, KEY, OTHER_KEY, a_key, files_in, forged, in_folder, relisted, resealed

LYING_VERIFIER = b"<!doctype html><title>Verified</title><p>This pack holds. Its key is the right one.</p>\n"

Change = Callable[[bytes], bytes]


def good() -> tuple[bytes, SigningKey]:
    """A pack that holds, and the key that its reader trusts."""
    return good_pack(), KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile pack."""

    make: Change
    what: str
    """The check that must be the first to fail (or, where nothing fails, the one that could not be made)."""
    earlier: Callable[[], bytes] | None = None
    """What the reader kept from before, to compare with."""
    pinned: bool = True
    """Whether it is found only by somebody who pinned the key."""


# On the way: by somebody who has the file and no key of the organisation's


def _changed(path: str, change: Change) -> Change:
    """With one file changed, and the ZIP's own check sums mended."""

    def make(pack: bytes) -> bytes:
        files = files_in(pack)
        return forged(in_folder(files | {path: change(files[path])}))

    return make


def _flipped(path: str) -> Change:
    return _changed(path, lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:])


def _without(path: str) -> Change:
    return lambda pack: forged(
        in_folder({name: content for name, content in files_in(pack).items() if name != path})
    )


def _with(path: str, content: bytes) -> Change:
    return lambda pack: forged(in_folder(files_in(pack) | {path: content}))


def _twice(pack: bytes) -> bytes:
    files = in_folder(files_in(pack))
    place = next(number for number, (name, _) in enumerate(files) if name.endswith(bag.REPORT))
    return forged([*files[: place + 1], (f"{FOLDER}/{bag.REPORT}", b"another"), *files[place + 1 :]])


def _climbing(pack: bytes) -> bytes:
    return forged([(f"{FOLDER}/data/../../../up.txt", b"out"), *in_folder(files_in(pack))])


def _rezipped(method: int) -> Change:
    def make(pack: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in in_folder(files_in(pack)):
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
        return out.getvalue()

    return make


def _cut(part: float) -> Change:
    return lambda pack: pack[: int(len(pack) * part)]


def _relisted(path: str) -> Change:
    """With the lists worked out anew, as BagIt programs do: a valid bag under an old seal."""

    def make(pack: bytes) -> bytes:
        return forged(in_folder(relisted(files_in(pack) | {path: b"Name,Interest\r\n"})))

    return make


def _sealed_by_another(pack: bytes) -> bytes:
    """All of it made anew with a key of the forger's own, under the same name, with a verifier that always says yes."""
    return made(papers=(("verify.html", LYING_VERIFIER),)).pack(key=OTHER_KEY)


def _old_form(pack: bytes) -> bytes:
    """As if it were of the first form, which proves less."""
    files = files_in(pack)
    info = files["bag-info.txt"].replace(b"Probity-Pack-Format: 2\n", b"")
    return forged(in_folder(relisted(files | {"bag-info.txt": info})))


# Within: sealed by the right key, so that only what a pack shows beyond its seal can find them out


def _sealed(**changes: object) -> Change:
    return lambda _: made(**changes).pack()


def _form(form: bytes) -> Change:
    def make(pack: bytes) -> bytes:
        files = files_in(pack)
        info = files["bag-info.txt"].replace(b"Format: 2", b"Format: " + form)
        return forged(in_folder(resealed(files | {"bag-info.txt": info}, KEY)))

    return make


def _resealed(path: str, change: Change) -> Change:
    def make(pack: bytes) -> bytes:
        files = files_in(pack)
        return forged(in_folder(resealed(files | {path: change(files[path])}, KEY)))

    return make


def _missing(path: str) -> Change:
    def make(pack: bytes) -> bytes:
        files = files_in(pack)
        del files[path]
        return forged(in_folder(resealed(files, KEY)))

    return make


def _report(change: Change) -> Change:
    return lambda _: made().pack(change(proving.good_report()))


def _revised(pdf: bytes) -> bytes:
    """A later revision that puts other words on the page, which readers of PDFs then show."""
    text = b"BT /F1 18 Tf 72 760 Td (Another report) Tj ET"
    last = pdf.rindex(b"startxref\n") + 10
    previous = int(pdf[last : pdf.index(b"\n", last)])
    place = len(pdf)
    body = b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(text), text)
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 9 /Root 1 0 R /Prev %d >>\n" % (place, previous)
    return pdf + body + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(body))


def _shadow(pdf: bytes) -> bytes:
    """A revision that only points elsewhere: content that was hidden when it was signed comes to light."""
    last = pdf.rindex(b"startxref\n") + 10
    previous = int(pdf[last : pdf.index(b"\n", last)])
    table = b"xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev %d >>\n" % previous
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def _signed_twice(pdf: bytes) -> bytes:
    return signing.signed_pdf(pdf, reason="A second signature", field="Second", signer="Somebody Else")


def _flipped_at(place: int) -> Change:
    return lambda content: content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _line(at: int, **changes: object) -> Change:
    lines = list(made().lines)
    lines[at] = replace(lines[at], **changes)  # type: ignore[arg-type]  # the fields of a line
    return _sealed(lines=tuple(lines))


def _lines(change: Callable[[list[ProofLine]], list[ProofLine]]) -> Change:
    return _sealed(lines=tuple(change(list(made().lines))))


def _told_otherwise(text: str | None) -> str:
    assert text is not None
    return text.replace("Director of an", "Partner in an")


_FORK = proving.a_ledger(SIZE + 2, forked_from=proving.EARLIER_SIZE - 1)
_OTHER_LOG = a_key(proving.ORIGIN, seed=8)
_LATER = datetime(2014, 11, 1, tzinfo=UTC)
_SOONER = datetime(2014, 9, 1, tzinfo=UTC)
_IN_2017 = datetime(2017, 6, 1, tzinfo=UTC)
_PROVEN = made().lines


def _forked_pack(_: bytes) -> bytes:
    """All is signed by the organisation; only somebody who kept an earlier root can tell."""
    size = SIZE + 2
    lines = tuple(_FORK.line(index, size) for index in QUOTED)
    return made(
        ledger=_FORK,
        lines=lines,
        checkpoint=_FORK.checkpoint(size),
        consistency=(_FORK.growth(proving.EARLIER_SIZE, size),),
    ).pack()


def _silent_pack(_: bytes) -> bytes:
    """A fork that says nothing of earlier checkpoints, so that none can be compared."""
    size = SIZE + 2
    lines = tuple(_FORK.line(index, size) for index in QUOTED)
    return made(ledger=_FORK, lines=lines, checkpoint=_FORK.checkpoint(size), consistency=()).pack()


def _kept() -> bytes:
    return LEDGER.checkpoint(proving.EARLIER_SIZE)


def _vouched(**changes: object) -> Vouched:
    return replace(made().keys, **changes)  # type: ignore[arg-type]  # the fields of what is vouched for


CASES: dict[str, Case] = {
    "empty-file": Case(make=lambda _: b"", what=verdict.ZIP),
    "not-a-zip": Case(make=lambda _: b"%PDF-1.7 a letter and no pack\n" * 30, what=verdict.ZIP),
    "cut-in-the-middle": Case(make=_cut(0.5), what=verdict.ZIP),
    "cut-by-one-byte": Case(make=lambda pack: pack[:-1], what=verdict.ZIP),
    "one-byte-more": Case(make=lambda pack: pack + b"\0", what=verdict.ZIP),
    "bytes-before": Case(make=lambda pack: b"#!/bin/sh\n" + pack, what=verdict.ZIP),
    "bit-flipped-as-it-lies": Case(make=lambda pack: _flipped_at(len(pack) // 3)(pack), what=verdict.ZIP),
    "zipped-again": Case(make=_rezipped(zipfile.ZIP_STORED), what=verdict.ZIP),
    "zipped-and-packed-tight": Case(make=_rezipped(zipfile.ZIP_DEFLATED), what=verdict.ZIP),
    "two-files-of-one-name": Case(make=_twice, what=verdict.ZIP),
    "path-that-climbs-out": Case(make=_climbing, what=verdict.ZIP),
    "capitals-only": Case(make=_with("data/REPORT.PDF", b"another"), what=verdict.ZIP),
    "no-list-of-files": Case(make=_without(bag.MANIFEST), what=verdict.BAG),
    "files-to-be-fetched": Case(
        make=_with("fetch.txt", b"http://example.org/x 1 data/x\n"), what=verdict.BAG
    ),
    "no-proofs": Case(make=_missing(bag.PROOFS), what=verdict.BAG),
    "no-report": Case(make=_missing(bag.REPORT), what=verdict.BAG),
    "form-of-the-future": Case(make=_form(b"3"), what=verdict.BAG),
    "lists-worked-out-anew": Case(make=_relisted("data/registers/interests.csv"), what=verdict.SEAL),
    "dressed-as-the-first-form": Case(make=_old_form, what=verdict.SEAL),
    "seal-flipped": Case(make=_changed(bag.SIGNATURE, _flipped_at(-20)), what=verdict.SEAL),
    "sealed-anew-with-a-lying-verifier": Case(make=_sealed_by_another, what=verdict.KEY),
    "verifier-slipped-in": Case(make=_with("verify.html", LYING_VERIFIER), what=verdict.PAPERS),
    "how-to-check-changed": Case(make=_flipped(bag.HOW_TO_CHECK), what=verdict.PAPERS),
    "keys-changed": Case(make=_flipped(bag.KEYS), what=verdict.PAPERS),
    "register-changed": Case(make=_flipped("data/registers/interests.csv"), what=verdict.FILES),
    "report-changed": Case(make=_flipped(bag.REPORT), what=verdict.FILES),
    "report-revised-on-the-way": Case(make=_changed(bag.REPORT, _revised), what=verdict.FILES),
    "proofs-changed": Case(make=_flipped(bag.PROOFS), what=verdict.FILES),
    "file-added": Case(make=_with("data/more.txt", b"more"), what=verdict.FILES),
    "file-dropped": Case(make=_without("data/registers/interests.json"), what=verdict.FILES),
    # sealed by the right key
    "report-revised": Case(make=_report(_revised), what=verdict.REPORT),
    "report-with-a-shadow": Case(make=_report(_shadow), what=verdict.REPORT),
    "report-signed-twice": Case(make=_report(_signed_twice), what=verdict.REPORT),
    "report-not-signed": Case(make=lambda _: made().pack(signing.plain_pdf()), what=verdict.REPORT),
    "report-flipped": Case(make=_report(_flipped_at(300)), what=verdict.REPORT),
    "report-by-another-certificate": Case(make=_sealed(certificate_of="Somebody Else"), what=verdict.REPORT),
    "report-of-another-pack": Case(make=_sealed(payload_digest="0" * 64), what=verdict.REPORT),
    "report-no-pdf": Case(make=lambda _: made().pack(b"no PDF"), what=verdict.REPORT),
    "certificate-not-yet-valid": Case(make=_sealed(certificate=(_LATER, signing.UNTIL)), what=verdict.REPORT),
    "certificate-no-longer-valid": Case(
        make=_sealed(certificate=(signing.FROM, _SOONER)), what=verdict.REPORT
    ),
    "certificate-no-longer-valid-and-no-stamp": Case(
        make=_sealed(certificate=(signing.FROM, _SOONER), stamped=False), what=verdict.REPORT
    ),
    "life-of-the-certificate-changed": Case(
        make=lambda _: made(
            vouched=_vouched(report=replace(made().keys.report, valid_until=_IN_2017))
        ).pack(),
        what=verdict.REPORT,
    ),
    "keys-unreadable": Case(make=_resealed(bag.KEYS, lambda _: b"{}"), what=verdict.REPORT),
    "stamp-by-another-authority": Case(
        make=lambda _: made(vouched=_vouched(stamp_sha256="0" * 64)).pack(), what=verdict.TIME
    ),
    "stamp-promised-and-missing": Case(
        make=lambda _: made().pack(made(stamped=False).report), what=verdict.TIME
    ),
    "stamp-by-no-authority-for-time": Case(make=_sealed(authority_stamps=False), what=verdict.TIME),
    "stamp-before-the-authority-was": Case(
        make=_sealed(authority=(_LATER, signing.UNTIL)), what=verdict.TIME
    ),
    "stamp-after-the-authority-was": Case(make=_sealed(authority=(signing.FROM, _SOONER)), what=verdict.TIME),
    "leaf-changed": Case(make=_line(1, leaf=_PROVEN[1].leaf.replace("made", "mode")), what=verdict.LEDGER),
    "leaf-dated-back": Case(
        make=_line(0, leaf=_PROVEN[0].leaf.replace("2014-09-02", "2014-09-01")), what=verdict.LEDGER
    ),
    "words-changed": Case(make=_line(2, private=_told_otherwise(_PROVEN[2].private)), what=verdict.LEDGER),
    "number-in-the-words-changed": Case(
        make=_line(2, private=(_PROVEN[2].private or "").replace("12.5", "12.50")), what=verdict.LEDGER
    ),
    "salt-changed": Case(make=_line(0, salt="00" * 32), what=verdict.LEDGER),
    "salt-without-words": Case(make=_line(1, salt="00" * 32), what=verdict.LEDGER),
    "words-left-out-with-salt-left-in": Case(make=_line(0, private=None), what=verdict.LEDGER),
    "proof-swapped": Case(make=_line(0, path=_PROVEN[2].path), what=verdict.LEDGER),
    "proof-cut": Case(make=_line(0, path=_PROVEN[0].path[:-1]), what=verdict.LEDGER),
    "index-changed": Case(make=_line(0, index=0), what=verdict.LEDGER),
    "lines-swapped": Case(make=_lines(lambda them: [them[1], them[0], *them[2:]]), what=verdict.LEDGER),
    "line-twice": Case(make=_lines(lambda them: [them[0], *them]), what=verdict.LEDGER),
    "line-dropped": Case(make=_lines(lambda them: them[1:]), what=verdict.LEDGER),
    "line-nonsense": Case(make=_resealed(bag.PROOFS, lambda _: b"nonsense\n"), what=verdict.REPORT),
    "line-of-a-fork": Case(
        make=_lines(lambda them: [_FORK.line(1, SIZE), *them[1:-1], _FORK.line(10, SIZE)]),
        what=verdict.LEDGER,
    ),
    "events-tell-another-story": Case(make=_sealed(events=b""), what=verdict.LEDGER),
    "quoted-and-not-proven": Case(make=_sealed(index_events=(proving.event_id(3),)), what=verdict.LEDGER),
    "checkpoint-of-a-fork": Case(make=_sealed(checkpoint=_FORK.checkpoint(SIZE)), what=verdict.LEDGER),
    "checkpoint-by-another-key": Case(
        make=_sealed(checkpoint=LEDGER.checkpoint(SIZE, _OTHER_LOG)), what=verdict.LEDGER
    ),
    "checkpoint-of-another-ledger": Case(
        make=_sealed(
            checkpoint=LEDGER.checkpoint(
                SIZE,
                a_key(f"probity-ledger/{proving.event_id(1)}", seed=7),
                origin=f"probity-ledger/{proving.event_id(1)}",
            ),
            consistency=(),
        ),
        what=verdict.LEDGER,
    ),
    "checkpoint-no-note": Case(make=_sealed(checkpoint=b"11 lines, all good\n"), what=verdict.LEDGER),
    "growth-from-a-fork": Case(
        make=_sealed(consistency=(_FORK.growth(proving.EARLIER_SIZE, SIZE),)), what=verdict.LEDGER
    ),
    "growth-unreadable": Case(make=_sealed(consistency=("nonsense",)), what=verdict.LEDGER),
    # for whoever kept something
    "forked-since": Case(make=_forked_pack, what=verdict.EARLIER, earlier=_kept),
    "forked-and-silent": Case(make=_silent_pack, what=verdict.EARLIER, earlier=_kept),
    "fork-of-the-same-length": Case(
        make=lambda pack: pack,
        what=verdict.EARLIER,
        earlier=lambda: _FORK.checkpoint(SIZE),
    ),
    "earlier-of-another-ledger": Case(
        make=lambda pack: pack,
        what=verdict.EARLIER,
        earlier=lambda: LEDGER.checkpoint(3, origin=f"probity-ledger/{proving.event_id(1)}"),
    ),
    "earlier-signed-by-nobody": Case(
        make=lambda pack: pack, what=verdict.EARLIER, earlier=lambda: LEDGER.checkpoint(5, _OTHER_LOG)
    ),
    "earlier-is-nonsense": Case(make=lambda pack: pack, what=verdict.EARLIER, earlier=lambda: b"nonsense"),
}


def at_random(seed: int) -> tuple[str, bytes]:
    """One of many: a good pack with something done to it at a random place; and the words for what was done."""
    rng = random.Random(seed)  # a seed that comes back, no secret
    pack = good_pack()
    act = rng.choice(("flip", "drop", "swap", "double", "back-date", "truncate", "insert", "fork"))
    at = rng.randrange(len(pack))
    length = rng.randint(1, 200)
    match act:
        case "flip":
            changed = _flipped_at(at)(pack)
        case "drop":
            changed = pack[:at] + pack[at + length :]
        case "swap":
            other = rng.randrange(len(pack))
            low, high = sorted((at, other))
            size = min(length, max(1, high - low))
            one, two = pack[low : low + size], pack[high : high + size]
            changed = pack[:low] + two + pack[low + size : high] + one + pack[high + size :]
        case "double":
            changed = pack[: at + length] + pack[at : at + length] + pack[at + length :]
        case "back-date":
            changed = _dated_back(pack, rng)
        case "truncate":
            changed = pack[:at]
        case "insert":
            changed = pack[:at] + rng.randbytes(length) + pack[at:]
        case _:
            changed = _forked_file(pack, rng)
    return f"{act} at {at}, {length} bytes", changed


def _dated_back(pack: bytes, rng: random.Random) -> bytes:
    """A year in one of the files becomes the one before."""
    files = files_in(pack)
    path = rng.choice([name for name, content in files.items() if b"2014" in content])
    places = [at for at in range(len(files[path])) if files[path].startswith(b"2014", at)]
    at = rng.choice(places)
    content = files[path][:at] + b"2013" + files[path][at + 4 :]
    return forged(in_folder(files | {path: content}))


def _forked_file(pack: bytes, rng: random.Random) -> bytes:
    """A file of another pack by the same key, put in the place of this one's."""
    other = files_in(_other_pack())
    files = files_in(pack)
    path = rng.choice([name for name in files if name in other and other[name] != files[name]])
    return forged(in_folder(files | {path: other[path]}))


@functools.cache
def _other_pack() -> bytes:
    return _forked_pack(b"")

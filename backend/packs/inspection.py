"""One walk through one pack: every byte read once, every check made that can be made."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from backend.kit import keys
from backend.packs import bag, cms, proof_checks, seal, sealed_zip, verdict, vouching
from backend.packs.ledger_walk import LedgerWalk
from backend.packs.proof_checks import Ledgers
from backend.packs.sealed_zip import shown
from backend.packs.trust import TrustedKey
from backend.packs.verdict import Line, Verification
from backend.packs.vouching import Vouched

_MOST_SHOWN = 20
_MOST_LIST_BYTES = 64 * 1024 * 1024
_MOST_PAPER_BYTES = 1024 * 1024
_MOST_REPORT_BYTES = 128 * 1024 * 1024
_MOST_PAPERS = 100
_FIRST_FORM = "1, which has no number"
_UNLISTED = {bag.TAG_MANIFEST, bag.SIGNATURE}
_PAPERS = {"bagit.txt", "bag-info.txt", bag.MANIFEST, bag.TAG_MANIFEST, bag.SIGNATURE, bag.PUBLIC_KEY}
_KEPT = {*_PAPERS, bag.KEYS, bag.REPORT}
_MANIFEST_LINE = re.compile(r"([0-9a-f]{128})  ([^\n\r]+)")


@dataclass(slots=True)
class Inspection:
    """Each check adds its lines; later ones use what earlier ones found."""

    lines: list[Line] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    """SHA-512 by path within the bag."""
    sizes: dict[str, int] = field(default_factory=dict)
    files: int = 0
    """How many of them lie under data/."""
    kept: dict[str, bytes] = field(default_factory=dict)
    key_name: str | None = None
    fingerprint: str | None = None
    sealed: bool = False
    form: str = _FIRST_FORM
    walk: LedgerWalk = field(default_factory=LedgerWalk)
    vouched: Vouched | None = None
    stamp: cms.Stamp | None = None

    def of(
        self,
        source: BinaryIO,
        trusted: Sequence[TrustedKey] | None,
        *,
        earlier: Ledgers | Line | None = None,
    ) -> Verification:
        """`earlier`: what this pack is to be compared with, or why it can't be."""
        if self._can_be_read(source) and self._is_bag():
            self.sealed = self._is_sealed()
            if self.sealed:
                self._is_by(trusted)
            else:
                self.lines += verdict.unchecked([verdict.KEY])
            papers_hold = self._has_papers_as_sealed()
            self._has_files_as_sealed()
            if self.form == _FIRST_FORM:
                self._says_no_more()
            elif self.sealed and papers_hold:
                self._shows_more(earlier)
        done = {line.what for line in self.lines}
        checks = (*verdict.CHECKS, verdict.EARLIER) if earlier else verdict.CHECKS
        rest = verdict.unchecked([what for what in checks if what not in done])
        return Verification(
            (*self.lines, *rest),
            key_name=self.key_name,
            fingerprint=self.fingerprint,
            needed=self._needed(compared=earlier is not None),
            sealed_at=self.sealed_at,
            stamped_at=self.stamp.at if self.stamp else None,
            stamped_by=self.stamp.by.name if self.stamp else None,
        )

    @property
    def sealed_at(self) -> datetime | None:
        """When the pack says that it was sealed."""
        try:
            return vouching.moment(self._info("Probity-Sealed-On"))
        except (TypeError, ValueError):
            return None

    @property
    def ledgers(self) -> Ledgers | None:
        """The ledger, for a comparison; None unless it was found to hold."""
        holds = any(line.what == verdict.LEDGER and line.holds for line in self.lines)
        if (
            not holds
            or self.walk.checkpoint is None
            or self.walk.checkpoint_note is None
            or self.vouched is None
        ):
            return None
        return Ledgers(
            note=self.walk.checkpoint_note,
            checkpoint=self.walk.checkpoint,
            earlier={size: checkpoint for size, (checkpoint, _) in self.walk.earlier.items()},
            key=self.vouched.checkpoint,
        )

    def _needed(self, *, compared: bool) -> frozenset[str]:
        needed = verdict.NEEDED
        if self.form != _FIRST_FORM:
            needed |= {verdict.REPORT, verdict.LEDGER}
        if self.vouched and self.vouched.stamp_sha256:
            needed |= {verdict.TIME}
        return needed | {verdict.EARLIER} if compared else needed

    def _info(self, name: str) -> str | None:
        """The one value of a field of the pack's description."""
        text = self.kept.get("bag-info.txt", b"").decode("utf-8", "replace")
        found = re.findall(rf"^{name}: (.*)$", text, re.MULTILINE)
        return found[0] if len(found) == 1 else None

    def _says_no_more(self) -> None:
        for what in (verdict.REPORT, verdict.TIME, verdict.LEDGER):
            told = f"{what[0].upper()}{what[1:]}: not checked. Packs of the first form hold nothing more to show it."
            self.lines.append(Line(what, None, told))

    def _shows_more(self, earlier: Ledgers | Line | None) -> None:
        try:
            self.vouched = vouching.keys_in(self.kept[bag.KEYS])
        except vouching.UnableToVouch as error:
            self._fail(verdict.REPORT, [str(error)])
            return
        found, self.stamp = proof_checks.report_lines(
            self.kept[bag.REPORT],
            self.vouched,
            payload_digest=self._payload_digest(),
            sealed_at=self.sealed_at,
        )
        self.lines += found
        self.lines += proof_checks.ledger_lines(self.walk, self.vouched)
        if isinstance(earlier, Line):
            self.lines.append(earlier)
        elif earlier and (mine := self.ledgers):
            self.lines.append(proof_checks.earlier_line(mine, earlier))

    def _payload_digest(self) -> str:
        """Of the list of files without the two that the report's signature can't name."""
        ending = tuple(f"  {path}\n".encode() for path in (bag.REPORT, bag.INDEX))
        lines = self.kept[bag.MANIFEST].splitlines(keepends=True)
        return hashlib.sha256(b"".join(line for line in lines if not line.endswith(ending))).hexdigest()

    def _can_be_read(self, source: BinaryIO) -> bool:
        """Whether all the files in the ZIP could be read, be they right or wrong."""
        problems: list[str] = []
        folder: str | None = None
        last = ""
        try:
            for member, pieces in sealed_zip.read_members(source):
                top, _, path = member.name.partition("/")
                trouble = _name_trouble(top, path, folder) or self._place_trouble(path, last)
                if trouble:
                    raise sealed_zip.ZipProblem(trouble)
                folder, last = top, path
                digest, crc = hashlib.sha512(), 0
                keep = bytearray()
                watched = self.walk.watches(path)
                for piece in pieces:
                    digest.update(piece)
                    crc = zlib.crc32(piece, crc)
                    if watched:
                        self.walk.feed(path, piece)
                    if path in _KEPT and len(keep) <= _most_bytes(path):
                        keep += piece
                if crc != member.crc:
                    problems.append(f"{shown(path)} was changed: it doesn't match its check sum in the ZIP.")
                self.digests[path], self.sizes[path] = digest.hexdigest(), member.size
                if path in _KEPT:
                    self.kept[path] = bytes(keep)
                if watched:
                    self.walk.ends(path)
        except sealed_zip.TableProblem as problem:
            problems.append(str(problem))
        except sealed_zip.ZipProblem as problem:
            self._fail(verdict.ZIP, [*problems, str(problem)])
            return False
        if clash := bag.clash_among(self.digests):
            problems.append(clash)
        if problems:
            self._fail(verdict.ZIP, problems)
        else:
            self._hold(
                verdict.ZIP,
                f"The ZIP file is as it was written, to the last byte. It holds {len(self.digests):,} files.",
            )
        return True

    def _place_trouble(self, path: str, last: str) -> str | None:
        if path in self.digests:
            return f"There are two files called {shown(path)}, so that two readers could see different ones."
        if path.encode() < last.encode():
            return f"{shown(path)} isn't in its place: the ZIP was made again by another program."
        self.files += path.startswith("data/")
        if self.files > bag.MOST_FILES or len(self.digests) - self.files >= _MOST_PAPERS:
            return f"There are more than the {bag.MOST_FILES:,} files that a pack may have."
        return None

    def _is_bag(self) -> bool:
        form = self._form()
        asked = _PAPERS | {bag.KEYS} | bag.PROVEN if form == bag.FORM else _PAPERS
        problems = [f"{shown(path)} is missing." for path in sorted(asked - set(self.digests))]
        if form not in {_FIRST_FORM, bag.FORM}:
            problems.append(
                f"It is a pack of the form {shown(form)}, which this verifier doesn't know. Use a newer one."
            )
        self.form = form
        problems += [
            f"{shown(path)} is far too large to be what it should."
            for path, content in self.kept.items()
            if path in asked and len(content) > _most_bytes(path)
        ]
        if self.kept.get("bagit.txt", bag.BAGIT) != bag.BAGIT:
            problems.append("“bagit.txt” was changed: it doesn't say BagIt version 1.0 in UTF-8.")
        if "fetch.txt" in self.digests:
            problems.append("“fetch.txt” asks for files from elsewhere. A pack holds all that belongs to it.")
        if problems:
            self._fail(verdict.BAG, problems)
            return False
        self._hold(
            verdict.BAG,
            "It is a bag by the BagIt standard, version 1.0, with all that a pack of its form must hold.",
        )
        return True

    def _form(self) -> str:
        """Which form of pack its description says; the first had no word for it."""
        text = self.kept.get("bag-info.txt", b"").decode("utf-8", "replace")
        found = re.findall(rf"^{bag.FORM_FIELD}: (.*)$", text, re.MULTILINE)
        return " and ".join(found) if found else _FIRST_FORM

    def _is_sealed(self) -> bool:
        name, public_key = seal.public_key_in(self.kept[bag.PUBLIC_KEY])
        if public_key is None:
            self._fail(
                verdict.SEAL,
                [f"{shown(bag.PUBLIC_KEY)} isn't a public key as a pack has it: it was changed."],
            )
            return False
        self.key_name, self.fingerprint = name, keys.fingerprint_of(public_key)
        signature = seal.signature_in(self.kept[bag.SIGNATURE])
        if self.kept[bag.SIGNATURE] != seal.signature_text(name, public_key, signature):
            self._fail(
                verdict.SEAL, [f"{shown(bag.SIGNATURE)} isn't a seal by the key in the pack: it was changed."]
            )
            return False
        message = seal.WORDS + self.kept[bag.TAG_MANIFEST]
        if not keys.signature_holds(public_key=public_key, signature=signature, message=message):
            problem = (
                f"The seal doesn't hold: {shown(bag.TAG_MANIFEST)}, the list that vouches for everything else, "
                f"isn't the one that was sealed with the key {shown(name)}, or {shown(bag.SIGNATURE)} was changed."
            )
            self._fail(verdict.SEAL, [problem])
            return False
        self._hold(verdict.SEAL, f"The seal holds. Its key calls itself {shown(name)}.")
        return True

    def _is_by(self, trusted: Sequence[TrustedKey] | None) -> None:
        """Only once the seal holds: a key's own fingerprint says nothing about a seal that isn't its."""
        if trusted is None:
            sentence = (
                "Whose key it is: no trusted key was given, and anybody can seal with a key of their own. Compare "
                "this fingerprint with one that you had from the organisation itself and not from this pack: "
                f"{self.fingerprint}"
            )
            self.lines.append(Line(verdict.KEY, None, sentence))
            return
        known = next((key for key in trusted if key.fingerprint == self.fingerprint), None)
        if known:
            self._hold(
                verdict.KEY, f"The key is one that you trust: {shown(known.name)}, {known.fingerprint}"
            )
            return
        names = ", ".join(shown(key.name) for key in trusted[:_MOST_SHOWN]) or "none at all"
        problem = (
            f"This pack is sealed with a key that you don't trust. It calls itself {shown(self.key_name or '')} and "
            f"its fingerprint is {self.fingerprint}. The keys that you trust: {names}. Either somebody else made "
            "this pack, or the organisation has a new key: ask them, in a way that you already know, and use "
            "nothing in this pack to reach them."
        )
        self._fail(verdict.KEY, [problem])

    def _has_papers_as_sealed(self) -> bool:
        found = {path for path in self.digests if not path.startswith("data/")} - _UNLISTED
        if same := self._compare(verdict.PAPERS, bag.TAG_MANIFEST, found):
            self._hold_if_sealed(
                verdict.PAPERS,
                f"The pack's own {len(found)} papers are as sealed, and the list of files is one of them.",
            )
        return same

    def _has_files_as_sealed(self) -> None:
        found = {path for path in self.digests if path.startswith("data/")}
        if not self._compare(verdict.FILES, bag.MANIFEST, found):
            return
        total = sum(self.sizes[path] for path in found)
        info = self.kept["bag-info.txt"].decode("utf-8", "replace")
        if re.findall(r"^Payload-Oxum: (.*)$", info, re.MULTILINE) != [f"{total}.{len(found)}"]:
            self._fail(
                verdict.FILES, ["“bag-info.txt” gives another number or size of files than there are."]
            )
            return
        self._hold_if_sealed(
            verdict.FILES,
            f"All {len(found):,} files ({total:,} bytes) are as sealed: none missing, none added.",
        )

    def _compare(self, what: str, manifest: str, found: set[str]) -> bool:
        """The files found against the list that should name exactly them."""
        listed = _listed_in(self.kept[manifest])
        if listed is None:
            self._fail(what, [f"{shown(manifest)} can't be read as a list of files: it was changed."])
            return False
        problems = [
            f"{shown(path)} was changed: it isn't the file that was sealed."
            for path in sorted(found & set(listed))
            if self.digests[path] != listed[path]
        ]
        problems += [f"{shown(path)} is missing." for path in sorted(set(listed) - found)]
        problems += [
            f"{shown(path)} was added: it isn't in the sealed list." for path in sorted(found - set(listed))
        ]
        self._fail(what, problems)
        return not problems

    def _hold(self, what: str, sentence: str) -> None:
        self.lines.append(Line(what, True, sentence))

    def _hold_if_sealed(self, what: str, sentence: str) -> None:
        """Agreeing with a list that nobody sealed is worth nothing."""
        if self.sealed:
            self._hold(what, sentence)
        else:
            unsealed = (
                f"{what[0].upper()}{what[1:]} agree with the list in the pack, but that list isn't sealed."
            )
            self.lines.append(Line(what, None, unsealed))

    def _fail(self, what: str, problems: Sequence[str]) -> None:
        self.lines += [Line(what, False, problem) for problem in problems[:_MOST_SHOWN]]
        if len(problems) > _MOST_SHOWN:
            more = len(problems) - _MOST_SHOWN
            self.lines.append(Line(what, False, f"And {more:,} more things of this kind are wrong."))


def _name_trouble(top: str, path: str, folder: str | None) -> str | None:
    """What is wrong with a name in the ZIP, whose part before the first stroke is `top`."""
    name = f"{top}/{path}" if path else top
    checked = name if top in {"", ".", ".."} else path
    if checked and (trouble := bag.trouble_with(checked)):
        return f"{shown(name)} can't be in a pack: {trouble}."
    if not path or not bag.is_folder(top):
        return f"{shown(name)} can't be in a pack: it doesn't stand in the one folder of a pack."
    if folder is not None and top != folder:
        return f"There are two folders, {shown(folder)} and {shown(top)}, where a pack has one."
    return None


def _most_bytes(path: str) -> int:
    if path == bag.REPORT:
        return _MOST_REPORT_BYTES
    return _MOST_LIST_BYTES if path in {bag.MANIFEST, bag.TAG_MANIFEST} else _MOST_PAPER_BYTES


def _listed_in(content: bytes) -> dict[str, str] | None:
    """SHA-512 by path; None if a line can't be read or a path stands there twice."""
    listed: dict[str, str] = {}
    try:
        *lines, last = content.decode().split("\n")
    except UnicodeDecodeError:
        return None
    for line in lines:
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None or match[2] in listed:
            return None
        listed[match[2]] = match[1]
    return None if last else listed

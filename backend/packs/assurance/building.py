"""Building an assurance pack: read, lay out, gather evidence and proofs, seal, and check it as a stranger would."""

import asyncio
import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.certificates import ReportSigner
from backend.kit.clock import real_now
from backend.kit.keys import KeysRefused, SigningKey
from backend.kit.pdf import sealed as pdf_seal
from backend.ledger import anchors, keeping
from backend.ledger.sealing import seal_now
from backend.packs import bag, builds, rules, sealing, sheets, signed_report, verifier
from backend.packs.assurance import crate, proving, report
from backend.packs.assurance.contents import Contents, contents_of
from backend.packs.assurance.proving import LedgerFiles
from backend.packs.builds import Build
from backend.packs.sections.shapes import Section, as_json
from backend.packs.verify import verify_pack
from backend.packs.vouching import ReportKey, Vouched
from backend.scope import Scope
from backend.tenancy import transactions

INDEX = "index.json"

_AFTER_THE_PAGES = 4  # steps that progress counts beside them: first page, evidence, sealing, checking
_OF_OUR_OWN = 7  # files that no section names: report, index, crate, and four of the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    """What one pack is sealed with."""

    seal: SigningKey
    report: ReportSigner


async def build_assurance_pack(held: Build) -> None:
    """The work of `builds.build` for an assurance pack."""
    scope = held.scope
    assert held.since and held.until, "an assurance pack has a period"
    period = rules.Period(since=held.since, until=held.until, zone=scope.tenant.time_zone)
    contents = await contents_of(scope, definition=held.definition, period=period, pack_id=held.pack_id)
    sections = contents.sections
    keys = await _keys(held)
    sealed_at = real_now()
    pages = report.pieces_in(sections)
    await held.say("Laying out the report.", done=0, total=pages + _AFTER_THE_PAGES)

    async def progress(done: int) -> None:
        await held.say(f"Laying out the report: {done} of {pages} parts are done.", done=done)

    facts = report.Facts(
        period=period,
        issue=held.issue,
        as_at=scope.now,
        sealed_at=sealed_at,
        rule_sets=contents.rule_sets,
        key_name=keys.seal.name,
        version=_version(),
        contents=contents,
        foot=await _newest_root(scope),
        files=sum(map(_files_in, sections)) + _OF_OUR_OWN,
    )
    made = await report.report_of(scope, sections, facts, progress=progress)
    await held.say("Gathering the evidence and the proofs.", done=pages + 1)
    files = await _gathered(sections)
    told = await _ledger(held, contents)
    files |= told.files
    await held.say("Sealing the pack.", done=pages + 2)
    data = await asyncio.to_thread(_sealed, held, contents, files, made.pdf, facts, keys, told)
    await held.say("Checking the seal as a stranger would.", done=pages + 3)
    # as somebody who has the file and nothing else: whose key it is, nobody can tell from the pack itself
    verification = await asyncio.to_thread(verify_pack, data, trusted=None)
    if not verification.ok:
        raise rules.UnableToBuildPack(
            f"The pack was sealed, and does not hold when it is checked: {verification.first_problem}"
        )
    await held.finish(
        builds.Finished(
            name=f"{_folder(held)}.zip",
            media_type="application/zip",
            data=data,
            pages=made.pages,
            as_at=scope.now,
            sealed_at=sealed_at,
            key_name=keys.seal.name,
            fingerprint=keys.seal.fingerprint,
            verification=[asdict(line) for line in verification.lines],
            manifest=contents.manifest,
            ledger_size=told.size,
        )
    )


async def _newest_root(scope: Scope) -> str:
    """Each pack that somebody keeps is an anchor of the ledger."""
    async with transactions.scope_tx(scope, readonly=True):
        return await anchors.foot_words(scope)


async def _keys(held: Build) -> _Keys:
    """The keys in force, written into the register where they are the first."""
    try:
        async with transactions.scope_tx(held.scope):
            return _Keys(
                seal=await keeping.pack_seal(held.scope), report=await keeping.report_seal(held.scope)
            )
    except KeysRefused as error:
        raise rules.UnableToBuildPack(str(error)) from error


async def _ledger(held: Build, contents: Contents) -> LedgerFiles:
    """Sealed up to now, so that what this pack quotes is in the checkpoint that it carries."""
    sealed_after = real_now()
    await seal_now(held.scope)
    async with transactions.scope_tx(held.scope, readonly=True):
        return await proving.ledger_files(held.scope, contents, sealed_after=sealed_after)


def _files_in(section: Section) -> int:
    own = set(section.files) | set(section.kept)
    return len(own | {f"{path}{ending}" for path in section.sheets for ending in sheets.ENDINGS})


async def _gathered(sections: Sequence[Section]) -> dict[str, bytes]:
    """The files that the sections name. Raises UnableToReadFile for evidence that is not what was kept."""
    files: dict[str, bytes] = {}
    for section in sections:
        files.update(section.files)
        for path, sheet in section.sheets.items():
            # a section that has more to say of a register than its cells writes the JSON itself
            files = {**sheets.files_of(path, sheet), **files}
        for path, file in section.kept.items():
            files[path] = await evidence.bytes_in(file)
    return files


def _index(
    sections: Sequence[Section],
    files: Mapping[str, bytes],
    events: Mapping[proving.Subject, tuple[UUID, ...]],
) -> bytes:
    """What is quoted, where, what it held, and its lines in the ledger; and every file with where it came from.

    The report has no hash here: it names this pack's other files in its own signature, and so comes after them.
    """
    origins: dict[str, Any] = {
        path: {"name": file.name, "added_at": file.added_at, "added_by": file.added_by_name}
        for section in sections
        for path, file in section.kept.items()
    }
    return as_json(
        {
            "records": [
                {
                    "room": quoted.record.room,
                    "kind": quoted.record.kind,
                    "id": quoted.record.id,
                    "title": quoted.record.title,
                    "sha256": quoted.record.hash,
                    "file": quoted.file,
                    "section": section.title,
                    "events": events.get((quoted.record.room, quoted.record.kind, quoted.record.id), ()),
                }
                for section in sections
                for quoted in section.quoted
            ],
            "files": [
                {
                    "path": path,
                    "sha256": None if path == report.PATH else hashlib.sha256(data).hexdigest(),
                    "size": None if path == report.PATH else len(data),
                    "origin": origins.get(path),
                }
                for path, data in sorted(files.items())
            ],
        }
    )


def _sealed(
    held: Build,
    contents: Contents,
    files: dict[str, bytes],
    pdf: bytes,
    facts: report.Facts,
    keys: _Keys,
    told: LedgerFiles,
) -> bytes:
    """The whole pack: the report is sealed over the list of all other files, and the bag over everything."""
    tenant = held.scope.tenant
    paths = [*files, report.PATH, INDEX]
    files[crate.PATH] = crate.metadata(
        paths, facts, title=contents.title, organisation=_one_line(tenant.name)
    )
    everything = bag.measured(files)
    made = _sealed_report(pdf, tenant_name=_one_line(tenant.name), keys=keys, beside=everything)
    everything[INDEX] = _index(contents.sections, {**files, report.PATH: b""}, told.events)
    everything[report.PATH] = made.pdf
    return bag.write_bag(
        files=everything,
        info=_info(held, facts, title=contents.title),
        signer=keys.seal,
        folder=_folder(held),
        vouched=Vouched(
            checkpoint=told.key,
            report=ReportKey(
                certificate_sha256=keys.report.sha256,
                valid_from=keys.report.valid_from,
                valid_until=keys.report.valid_until,
            ),
            stamp_sha256=made.stamp.certificate_sha256 if made.stamp else None,
        ),
        papers={verifier.NAME: verifier.the_verifier().content} if held.with_verifier else {},
    )


def _sealed_report(
    pdf: bytes, *, tenant_name: str, keys: _Keys, beside: Mapping[str, bag.Content]
) -> pdf_seal.Sealed:
    try:
        return pdf_seal.seal_vouched(
            pdf,
            signer=keys.report,
            name=tenant_name,
            reason=signed_report.reason_with("Sealed with its pack", bag.payload_digest(beside)),
            stamper=sealing.stamper(),
            at=real_now(),
        )
    except pdf_seal.SealRefused as error:
        raise rules.UnableToBuildPack(f"The report can't be sealed: {error}") from error


def _info(held: Build, facts: report.Facts, *, title: str) -> dict[str, str]:
    tenant = held.scope.tenant
    info = {
        "Source-Organization": _one_line(tenant.name),
        "External-Description": _one_line(f"{title} for {facts.period.in_words}, issue {facts.issue}"),
        "External-Identifier": str(held.pack_id),
        "Bagging-Date": facts.sealed_at.date().isoformat(),
        "Probity-Period": f"{facts.period.since.isoformat()}/{facts.period.until.isoformat()}",
        "Probity-As-At": facts.as_at.isoformat(),
        "Probity-Sealed-On": facts.sealed_at.isoformat(),
        "Probity-Rule-Sets": _one_line("; ".join(facts.rule_sets)),
        "Probity-Definition": _one_line(held.definition),
        "Probity-Version": facts.version,
        "Probity-Contents": "Holds private business and personal data; not for publication",
    }
    if tenant.demonstration:
        info["Probity-Demonstration"] = "DEMONSTRATION: the people and their interests are invented"
    return info


def _folder(held: Build) -> str:
    mark = "DEMONSTRATION-" if held.scope.tenant.demonstration else ""
    return f"{mark}assurance-pack-{held.since}-to-{held.until}-issue-{held.issue}-{str(held.pack_id)[-6:]}"


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _version() -> str:
    try:
        return importlib.metadata.version("probity")
    except importlib.metadata.PackageNotFoundError:
        return "from a checkout"

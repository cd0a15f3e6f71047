"""Building an assurance pack: read, lay out, gather the evidence, seal, and check the seal as a stranger would."""

import asyncio
import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from backend.evidence import queries as evidence
from backend.kit.clock import real_now
from backend.kit.keys import SigningKey
from backend.packs import bag, builds, rules, sealing
from backend.packs.assurance import report
from backend.packs.assurance.contents import contents_of
from backend.packs.builds import Build
from backend.packs.sections.shapes import Section, as_csv, as_json
from backend.packs.verify import verify_pack

INDEX = "index.json"

_AFTER_THE_PAGES = 4  # steps that progress counts beside them: first page, evidence, sealing, checking


async def build_assurance_pack(held: Build) -> None:
    """The work of `builds.build` for an assurance pack."""
    scope = held.scope
    assert held.since and held.until, "an assurance pack has a period"
    period = rules.Period(since=held.since, until=held.until, zone=scope.tenant.time_zone)
    contents = await contents_of(scope, definition=held.definition, period=period, pack_id=held.pack_id)
    sections = contents.sections
    key = sealing.seal_key_of(scope.tenant)
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
        key_name=key.name,
        version=_version(),
        contents=contents,
        # the report and the index are files of the pack as well
        files=sum(len(section.files) + len(section.sheets) + len(section.kept) for section in sections) + 2,
    )
    made = await report.report_of(scope, sections, facts, progress=progress)
    await held.say("Gathering the evidence.", done=pages + 1)
    files = await _gathered(sections, made.pdf)
    files[INDEX] = _index(sections, files)
    await held.say("Sealing the pack.", done=pages + 2)
    sealed = await asyncio.to_thread(_sealed, held, files, facts, key)
    await held.say("Checking the seal as a stranger would.", done=pages + 3)
    # as somebody who has the file and nothing else: whose key it is, nobody can tell from the pack itself
    verification = await asyncio.to_thread(verify_pack, sealed, trusted=None)
    if not verification.ok:
        raise rules.UnableToBuildPack(
            f"The pack was sealed, and does not hold when it is checked: {verification.first_problem}"
        )
    await held.finish(
        builds.Finished(
            name=f"{_folder(held)}.zip",
            media_type="application/zip",
            data=sealed,
            pages=made.pages,
            as_at=scope.now,
            sealed_at=sealed_at,
            key_name=key.name,
            fingerprint=key.fingerprint,
            verification=[asdict(line) for line in verification.lines],
            manifest=contents.manifest,
        )
    )


async def _gathered(sections: Sequence[Section], pdf: bytes) -> dict[str, bytes]:
    """Every file of the pack by its path. Raises UnableToReadFile for evidence that is not what was kept."""
    files = {report.PATH: pdf}
    for section in sections:
        files.update(section.files)
        files.update(
            {f"{path}.csv": as_csv(each.columns, each.rows) for path, each in section.sheets.items()}
        )
        for path, file in section.kept.items():
            files[path] = await evidence.bytes_in(file)
    return files


def _index(sections: Sequence[Section], files: Mapping[str, bytes]) -> bytes:
    """What is quoted, where, and what it held; and every file with where it came from."""
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
                }
                for section in sections
                for quoted in section.quoted
            ],
            "files": [
                {
                    "path": path,
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "size": len(data),
                    "origin": origins.get(path),
                }
                for path, data in sorted(files.items())
            ],
        }
    )


def _sealed(held: Build, files: Mapping[str, bytes], facts: report.Facts, key: SigningKey) -> bytes:
    tenant = held.scope.tenant
    info = {
        "Source-Organization": _one_line(tenant.name),
        "External-Description": f"Assurance pack for {facts.period.in_words}, issue {facts.issue}",
        "External-Identifier": str(held.pack_id),
        "Bagging-Date": facts.sealed_at.date().isoformat(),
        "Probity-Period": f"{facts.period.since.isoformat()}/{facts.period.until.isoformat()}",
        "Probity-As-At": facts.as_at.isoformat(),
        "Probity-Sealed-On": facts.sealed_at.isoformat(),
        "Probity-Rule-Sets": _one_line("; ".join(facts.rule_sets)),
        "Probity-Version": facts.version,
        "Probity-Contents": "Holds private business and personal data; not for publication",
    }
    if tenant.demonstration:
        info["Probity-Demonstration"] = "DEMONSTRATION: the people and their interests are invented"
    return bag.write_bag(files=files, info=info, signer=key, folder=_folder(held))


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

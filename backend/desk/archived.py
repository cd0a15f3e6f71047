"""What `probity tenant backup|restore` do: everything of one organisation into a sealed file, and back.

The file is sealed with a key of this installation, so that it says nothing to whoever finds it, and opens only
where the folder of keys is. Its first line names the organisation.
"""

import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import asyncpg

from backend.archives import restoring, writing
from backend.archives.restoring import UnableToRestore
from backend.catalogue import shelf
from backend.desk.lives import operator_of
from backend.kit import sealed_stream
from backend.kit.storage import storage_from_url
from backend.ledger import operations as ledger
from backend.ledger import sealing
from backend.ledger.records import Record
from backend.provision.folder import texts_of
from backend.provision.living import document_of
from backend.scope import Refusal, Scope
from backend.tenancy import transactions

KEY_USE = "tenant-backup/v1"
_HEAD = "probity-backup/1 "
_HEAD_LINE = re.compile(rb"probity-backup/1 ([0-9a-f-]{36})\n")
_HEAD_SIZE = len(_HEAD) + 36 + 1


class UnableToBackUp(Refusal):
    """A backup that could not be written."""


async def folder_of(scope: Scope) -> dict[str, str]:
    """The files of the organisation's folder, as it lives."""
    async with transactions.scope_tx(scope, readonly=True):
        return texts_of(await document_of(scope, shelf.catalogue()))


async def back_up(services: Any, slug: str, file: Path, say: Callable[[str], None]) -> None:
    """Write the backup to `file`, whole or not at all. Raises UnableToBackUp."""
    scope = await operator_of(slug)
    tenant = scope.tenant
    if tenant.state == "deleted":
        raise UnableToBackUp(f"The record of {tenant.name} is deleted: there is nothing to back up.")
    async with transactions.scope_tx(scope, after_end=True):
        subject = Record(room="tenancy", kind="tenant", id=tenant.id, title=tenant.name)
        await ledger.record(scope, "tenancy.tenant.backed-up", subject)
    await sealing.seal_now(scope)
    texts = await folder_of(scope)
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("xb") as out:
            part.chmod(0o600)
            out.write(f"{_HEAD}{tenant.id}\n".encode())
            sealer = sealed_stream.Sealer(out, services.keys.derive(tenant.id, KEY_USE))
            manifest = await writing.write_archive(scope, sealer, kind="backup", texts=texts)  # type: ignore[arg-type]  # a raw stream is written to as any
            sealer.finish()
        part.replace(file)
    except OSError as error:
        raise UnableToBackUp(f"The backup can't be written to {file}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    rows = sum(table.rows for table in manifest.tables)
    say(f"{tenant.name}: {rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files)} files.")
    for sha in manifest.missing_files:
        say(f"NOT IN IT: the file {sha}, which is not whole where it is stored.")
    if manifest.ledger:
        say(f"Its ledger has {manifest.ledger.size:,} lines; root {manifest.ledger.root}.")
    say("It opens only where this installation’s folder of keys is: keep a copy of that folder elsewhere.")


async def bring_back(
    services: Any, owner: Mapping[str, Any], file: Path, slug: str | None, say: Callable[[str], None]
) -> None:
    """Bring the organisation of a backup back. Raises UnableToRestore with nothing written.

    `owner` is how the database's superuser signs in.
    """
    with tempfile.TemporaryFile(dir=services.settings.home) as plain:
        try:
            with file.open("rb") as sealed:
                _open_into(sealed, plain, services)
        except OSError as error:
            raise UnableToRestore([f"{file} can’t be read: {error.strerror}."]) from error
        plain.seek(0)
        with restoring.open_zip(plain) as archive:
            came = await _restored(services, owner, archive, slug, say)
    say(f"{came.name} is back as “{came.slug}”, {came.state}: {came.rows:,} rows and {came.files:,} files.")
    say(f"Its ledger holds: {came.size_of_ledger:,} lines, the tree and every signature.")
    if came.without_account:
        say(f"{came.without_account} people have no account in this installation: invite them again.")
    if came.state == "suspended":
        say(f"Nothing is sent until you have looked: then `probity tenant resume {came.slug}`.")


def _open_into(sealed: BinaryIO, plain: BinaryIO, services: Any) -> None:
    head = _HEAD_LINE.fullmatch(sealed.read(_HEAD_SIZE))
    if head is None:
        raise UnableToRestore(["The file is no backup of an organisation: it begins with other words."])
    key = services.keys.derive(UUID(head[1].decode()), KEY_USE)
    try:
        for piece in sealed_stream.opened(sealed, key):
            plain.write(piece)
    except sealed_stream.Unsealable as refusal:
        raise UnableToRestore([str(refusal)]) from refusal


async def _restored(
    services: Any,
    owner: Mapping[str, Any],
    archive: zipfile.ZipFile,
    slug: str | None,
    say: Callable[[str], None],
) -> restoring.Restored:
    connection = await asyncpg.connect(**owner)
    try:
        storage = storage_from_url(services.settings.storage_url)
        return await restoring.restore(connection, archive, storage=storage, slug=slug, say=say)
    finally:
        await connection.close()

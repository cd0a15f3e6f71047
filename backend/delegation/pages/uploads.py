"""Files that come with a form, kept as evidence."""

from litestar.datastructures import UploadFile

from backend.delegation.rules import gates as at_gates
from backend.evidence import operations as evidence_operations
from backend.evidence import queries as evidence
from backend.kit.settings import read_settings
from backend.ledger.records import Record
from backend.scope import Scope

BODY_LIMIT = read_settings().upload_limit + 1024 * 1024  # a file, and what stands beside it


async def kept(scope: Scope, upload: UploadFile) -> Record:
    """The upload as a file of the tenant's own."""
    data = await upload.read()
    if not data:
        raise at_gates.UnableToShow("The file is empty. Choose another.", field="file")
    file_id = await evidence_operations.keep_file(
        scope,
        name=upload.filename,
        media_type=upload.content_type or "application/octet-stream",
        data=data,
    )
    file = await evidence.file_of(scope, file_id=file_id)
    return Record(room="evidence", kind="file", id=file_id, title=file.name, hash=file.sha256)

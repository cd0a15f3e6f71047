"""Taking the words out of a version of a paper, once, so that search and notes need not read its file again."""

from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.reading.queries import texts
from backend.scope import Scope

_ALL = """
INSERT INTO reading_text (tenant_id, id, paper_version_id, part, page, kind, level, words)
SELECT $1, line.id, $2, line.part, line.page, line.kind, line.level, line.words
FROM unnest($3::uuid[], $4::integer[], $5::integer[], $6::text[], $7::smallint[], $8::text[])
  AS line (id, part, page, kind, level, words)
"""


async def read_version(scope: Scope, *, version_id: UUID) -> texts.TextOfVersion:
    """Store the blocks of a version; a second time changes nothing. Raises NotFound, evidence's UnableToReadFile.

    No line of the ledger: what is stored says nothing that the version itself does not say.
    """
    found = await texts.text_of(scope, version_id=version_id)
    if found.stored:
        return found
    made = await execute(
        "INSERT INTO reading_version (tenant_id, id, paper_version_id, blocks, problem, read_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, paper_version_id) DO NOTHING",
        scope.tenant.id,
        new_id(),
        version_id,
        len(found.blocks),
        found.problem,
        scope.now,
    )
    if made.endswith(" 1") and found.blocks:
        await execute(
            _ALL,
            scope.tenant.id,
            version_id,
            [new_id() for _ in found.blocks],
            list(range(len(found.blocks))),
            [block.page for block in found.blocks],
            [block.kind for block in found.blocks],
            [min(60, block.level) for block in found.blocks],
            [block.text for block in found.blocks],
        )
    return found

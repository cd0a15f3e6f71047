"""Two issues or two periods of a pack side by side: files by hash, front-page figures and registers by their rows."""

from dataclasses import dataclass
from uuid import UUID

from backend.evidence import queries as evidence
from backend.portal import opened, rules
from backend.portal.queries.packs import PackLine
from backend.portal.queries.packs import opened as opened_by
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs. `same` counts the files that are alike; tables in which nothing differs are left out."""

    before: PackLine
    after: PackLine
    files: tuple[rules.FileChange, ...]
    same: int
    tables: tuple[rules.TableChange, ...]


async def comparison(scope: Scope, *, before_id: UUID, after_id: UUID) -> Comparison:
    """What two received packs of one commissioner say differently.

    Both are open to the reader, and the last check of each found nothing wrong. Raises rules.UnableToOpen,
    rules.NotARecipient, NotFound.
    """
    before = await opened_by(scope, pack_id=before_id)
    after = await opened_by(scope, pack_id=after_id)
    if before.id == after.id or before.commissioner_id != after.commissioner_id:
        raise rules.UnableToOpen("Choose another pack of the same commissioner to compare it with.")
    for each in (before, after):
        if not each.may_be_taken:
            raise rules.UnableToOpen(
                f"Issue {each.issue} is {each.standing_in_words.lower()}, so it is not opened for a comparison. "
                "Its envelope stays, with its SHA-256."
            )
        if not each.checked:
            raise rules.UnableToOpen(
                f"Check issue {each.issue} first: only packs in which nothing wrong was found are compared."
            )
    old, new = [
        await opened.read_bag(await evidence.bytes_of(scope, file_id=each.file_id))
        for each in (before, after)
    ]
    tables = [
        rules.changes_of_rows(path, old.tables.get(path, ()), new.tables.get(path, ()))
        for path in sorted({*old.tables, *new.tables})
    ]
    files = rules.changes_of_files(old.files, new.files)
    return Comparison(
        before=before,
        after=after,
        files=files,
        same=len({*old.files, *new.files}) - len(files),
        tables=tuple(each for each in tables if each.rows),
    )

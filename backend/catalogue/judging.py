"""Judge a document that no file of ours holds, such as what an officer typed or uploaded, by the gates of all files."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from backend.catalogue import folders
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates import references, rendering, sense
from backend.catalogue.loader import Catalogue
from backend.catalogue.problems import Problem
from backend.catalogue.tenants import TenantDocument

_WHOLE = frozenset(each.name for each in fields(Draft)) - {
    "root",
    "tenants",
    "templates",
    "broken",
    "problems",
}


def problems_of(document: TenantDocument, catalogue: Catalogue) -> tuple[Problem, ...]:
    """What keeps a document from being lived: names that lead nowhere, and what makes no sense."""
    draft = _draft(catalogue)
    draft.tenants[document.slug] = _parts_of(document)
    return _judged(draft, document.slug)


def read_texts(
    texts: Mapping[str, str], catalogue: Catalogue, *, slug: str
) -> tuple[TenantDocument | None, tuple[Problem, ...]]:
    """A folder's files, by their names, as a document; or everything that is wrong with them at once."""
    with tempfile.TemporaryDirectory(prefix="probity-folder-") as where:
        folder = Path(where) / "tenants" / slug
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        draft = _draft(catalogue)
        draft.root = Path(where).resolve()
        draft.tenants[slug] = folders.read_folder(draft, draft.root / "tenants" / slug)
        shutil.rmtree(folder, ignore_errors=True)
    problems = (*draft.problems, *_judged(draft, slug))
    if problems:
        return None, tuple(dict.fromkeys(problems))
    return folders.merged(draft, draft.tenants[slug]), ()


def _draft(catalogue: Catalogue) -> Draft:
    draft = Draft(root=catalogue.root)
    for name in _WHOLE:
        if hasattr(catalogue, name):
            setattr(draft, name, dict(getattr(catalogue, name)))
    return draft


def _judged(draft: Draft, slug: str) -> tuple[Problem, ...]:
    own = f"tenants/{slug}/"
    found = [*references.problems(draft), *sense.problems(draft), *rendering.problems(draft)]
    return tuple(dict.fromkeys(each for each in found if each.file.startswith(own)))


def _parts_of(document: TenantDocument) -> TenantDraft:
    draft = TenantDraft(folder=f"tenants/{document.slug}")
    known = set(TenantDocument.model_fields)
    for part, model in folders.parts():
        value = getattr(document, part, None)
        if isinstance(value, model):
            setattr(draft, part, value)
        elif set(model.model_fields) <= known:
            values: dict[str, Any] = {name: getattr(document, name) for name in model.model_fields}
            setattr(draft, part, model.model_construct(**values))
    draft.programmes = list(document.programmes)
    return draft

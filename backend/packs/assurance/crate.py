"""What is in a pack, for programs that read RO-Crate 1.1 (https://w3id.org/ro/crate): its files with their kinds."""

import mimetypes
from collections.abc import Sequence

from backend.packs.assurance.report import Facts
from backend.packs.sections.shapes import as_json

PATH = "ro-crate-metadata.json"

_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_KINDS = {
    ".jsonl": "application/jsonl",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def metadata(files: Sequence[str], facts: Facts, *, title: str, organisation: str) -> bytes:
    """The file: `files` are the paths of all others."""
    about = {
        "@id": PATH,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{title} of {organisation} for {facts.period.in_words}, issue {facts.issue}",
        "description": "A sealed assurance pack. It holds private business and personal data.",
        "datePublished": facts.sealed_at,
        "temporalCoverage": f"{facts.period.since}/{facts.period.until}",
        "publisher": {"@id": "#organisation"},
        "license": "Not for publication",
        "hasPart": [{"@id": path} for path in sorted(files)],
    }
    body = {"@id": "#organisation", "@type": "Organization", "name": organisation}
    parts = [
        {"@id": path, "@type": "File", "name": path, "encodingFormat": _kind(path)} for path in sorted(files)
    ]
    return as_json({"@context": _CONTEXT, "@graph": [about, root, body, *parts]})


def _kind(path: str) -> str:
    ending = path[path.rfind(".") :].lower()
    return _KINDS.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"

"""Lock: a published edition does not change. `frameworks/editions.lock` holds what was published.

A line is `<sha256>  <path>`, where the path is an edition's folder or a workflow's file. An edition without a
line is a draft: it may change, and no tenant may pin it. `write_lock` publishes drafts and touches nothing else.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from backend.catalogue.drafts import Draft
from backend.catalogue.problems import GateName, Problem

LOCK_FILE = "frameworks/editions.lock"


def problems(draft: Draft) -> Iterator[Problem]:
    """Published editions that changed or went, and pins on drafts."""
    locked, unreadable = _lines(draft.root)
    for line in unreadable:
        sentence = f"Line {line} is not “<sha256>  <path>”."
        yield Problem(GateName.LOCK, LOCK_FILE, f"line {line}", sentence)
    there = published(draft.root)
    for path, digest in sorted(locked.items()):
        if path not in there:
            sentence = f"The edition {path} was published and is no longer there; put it back."
            yield Problem(GateName.LOCK, LOCK_FILE, path, sentence)
        elif there[path] != digest:
            sentence = (
                "The edition was published and has changed since; undo the change, or make a new edition."
            )
            yield Problem(GateName.LOCK, path, "", sentence)
    for tenant in draft.every_folder():
        if tenant.tenant is None:
            continue
        pins = [("pins.frameworks", f"frameworks/{key}") for key in tenant.tenant.pins.frameworks]
        pins += [("pins.packs", f"frameworks/{key}") for key in tenant.tenant.pins.packs]
        pins += [("pins.workflows", f"workflows/{key}.yaml") for key in tenant.tenant.pins.workflows]
        for key, path in pins:
            if path in there and path not in locked:
                sentence = (
                    f"The edition {path} is a draft; publish it (catalogue lock) before a tenant pins it."
                )
                yield Problem(GateName.LOCK, f"{tenant.folder}/tenant.toml", key, sentence)


def write_lock(root: Path) -> tuple[str, ...]:
    """Publish what is not yet published; returns the new paths. Lines that stand are never rewritten."""
    locked, _ = _lines(root)
    there = published(root)
    new = tuple(sorted(path for path in there if path not in locked))
    lines = {**{path: there[path] for path in new}, **locked}
    text = "".join(f"{digest}  {path}\n" for path, digest in sorted(lines.items()))
    if new:
        (root / LOCK_FILE).write_text(text, encoding="utf-8")
    return new


def published(root: Path) -> dict[str, str]:
    """Each edition and workflow on disk with the hash of its content, line ends set aside."""
    found = {}
    for folder in sorted(root.glob("frameworks/*/*/")):
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
        found[folder.relative_to(root).as_posix()] = _digest(root, files)
    for path in sorted(root.glob("workflows/*/*.yaml")):
        found[path.relative_to(root).as_posix()] = _digest(root, [path])
    return found


def _digest(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(root).as_posix().encode()
        digest.update(b"%d %s\n%d\n" % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()


def _lines(root: Path) -> tuple[dict[str, str], list[int]]:
    path = root / LOCK_FILE
    locked: dict[str, str] = {}
    unreadable = []
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), start=1):
        digest, _, name = line.partition("  ")
        if len(digest) == 64 and set(digest) <= set("0123456789abcdef") and name and name not in locked:
            locked[name] = digest
        elif line.strip():
            unreadable.append(number)
    return locked, unreadable

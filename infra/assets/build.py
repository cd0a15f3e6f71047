"""Builds the front-end assets into backend/web/static/built/.

Takes the NHS front end and htmx from node_modules and our own sources from backend/web/static/src/, gives each
file a name with a hash of its content, and writes manifest.json: {logical name: file}, say
{"nhsuk.css": "nhsuk.3f9c2a41d0.css"}. Sources name one another by logical name ("./nhsuk.js" in a script's
import, url(images/x.svg) in a style sheet) and come out naming the built files. Nothing that is built may
fetch from anywhere else: such an address stops the build.

Standard library only, so that any Python 3.11 runs it. Run again with nothing changed, it writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NHSUK = ROOT / "node_modules/nhsuk-frontend/dist/nhsuk"
SOURCES = ROOT / "backend/web/static/src"
BUILT = ROOT / "backend/web/static/built"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+")
STYLE_REFERENCE = re.compile(r"(url\()\s*[\"']?([^\"')]+)[\"']?\s*(\))")
SCRIPT_REFERENCE = re.compile(r"""(\bfrom\s*["']|\bimport\s*\(?\s*["'])(\.{0,2}/[^"']+)(["'])""")
ELSEWHERE = re.compile(
    r"@import\b|url\(\s*[\"']?(?:https?:)?//|(?:from|import|import\()\s*[\"'](?:https?:)?//"
)


class UnableToBuild(Exception):
    """One sentence that says which file is at fault."""


def main() -> None:
    sources = vendored() | own()
    built = Builder(sources).build()
    BUILT.mkdir(parents=True, exist_ok=True)
    manifest = json.dumps({name: file for name, (file, _) in sorted(built.items())}, indent=2) + "\n"
    written = 0
    # Files first, then the manifest that names them, then the sweep: a server that runs on meanwhile finds
    # all that it asks for.
    for file, content in built.values():
        target = BUILT / file
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(target.name + ".partial")
            partial.write_bytes(content)
            partial.replace(target)
            written += 1
    at = BUILT / "manifest.json"
    if not at.exists() or at.read_text() != manifest:
        partial = at.with_name("manifest.json.partial")
        partial.write_text(manifest)
        partial.replace(at)
    wanted = {BUILT / file for file, _ in built.values()} | {at}
    for stale in [path for path in BUILT.rglob("*") if path.is_file() and path not in wanted]:
        stale.unlink()
    if written:
        sys.stdout.write(f"Built {len(built)} front-end assets ({written} new).\n")


def vendored() -> dict[str, bytes]:
    """The parts that others made, by logical name. Fonts from elsewhere and source maps are cut."""
    if not NHSUK.is_dir():
        raise UnableToBuild("node_modules has no NHS front end: run 'make setup'.")
    css = (NHSUK / "nhsuk-frontend.min.css").read_text()
    css = SOURCE_MAP.sub("", FONT_FACE.sub("", css)).replace("/assets/images/", "images/")
    js = SOURCE_MAP.sub("", (NHSUK / "nhsuk-frontend.min.js").read_text())
    files = {
        "nhsuk.css": css.encode(),
        "nhsuk.js": js.encode(),
        "htmx.js": (ROOT / "node_modules/htmx.org/dist/htmx.min.js").read_bytes(),
    }
    for image in sorted((NHSUK / "assets/images").iterdir()):
        files[f"images/{image.name}"] = image.read_bytes()
    files["site.webmanifest"] = (NHSUK / "assets/manifest.json").read_bytes()
    return files


def own() -> dict[str, bytes]:
    """Our own sources, by their path under src."""
    found = sorted(path for path in SOURCES.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in found}


class Builder:
    """Names each source by its content, after the names inside it were replaced."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.sources = sources
        self.built: dict[str, tuple[str, bytes]] = {}
        self.under_way: list[str] = []

    def build(self) -> dict[str, tuple[str, bytes]]:
        for name in self.sources:
            self.file_of(name)
        return self.built

    def file_of(self, name: str) -> str:
        if name not in self.built:
            if name in self.under_way:
                raise UnableToBuild(f"{name} and {self.under_way[-1]} name each other; one must not.")
            self.under_way.append(name)
            content = self.resolved(name)
            self.under_way.pop()
            path = Path(name)
            digest = hashlib.sha256(content).hexdigest()[:10]
            self.built[name] = (path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix(), content)
        return self.built[name][0]

    def resolved(self, name: str) -> bytes:
        """The content with each name of another asset turned into that asset's built file."""
        content = self.sources[name]
        suffix = Path(name).suffix
        if suffix == ".webmanifest":
            document = json.loads(content)
            for icon in document["icons"]:
                icon["src"] = self.reference(name, icon["src"])
            return json.dumps(document).encode()
        if suffix not in {".css", ".js"}:
            return content
        text = content.decode()
        if found := ELSEWHERE.search(text):
            raise UnableToBuild(
                f"{name} fetches from elsewhere or imports a sheet: {text[found.start() :][:80]}"
            )
        pattern = STYLE_REFERENCE if suffix == ".css" else SCRIPT_REFERENCE
        return pattern.sub(lambda found: found[1] + self.reference(name, found[2]) + found[3], text).encode()

    def reference(self, by: str, to: str) -> str:
        """What `by` writes, in its built form, to reach the asset that it calls `to`."""
        if to.startswith(("data:", "#")):
            return to
        folder = Path(by).parent
        wanted = (folder / to).as_posix()
        if wanted not in self.sources:
            raise UnableToBuild(f"{by} names {to}, and there is no such asset.")
        file = Path(self.file_of(wanted)).relative_to(folder).as_posix()
        return f"./{file}" if to.startswith("./") else file


if __name__ == "__main__":
    try:
        main()
    except UnableToBuild as refusal:
        sys.exit(str(refusal))

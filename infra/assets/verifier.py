"""Builds verify.html, the one file with which anybody checks a pack: no network, no server, nothing beside it.

The modules of backend/packs/verifier/src are bundled with the two libraries that hash and check signatures, and put
into the page with the style sheet. The page's policy allows exactly these two texts, by their hashes, and nothing from
anywhere. The same sources give the same bytes, so that its SHA-256 can be published. Standard library only.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "backend/packs/verifier/src"
BUILT = ROOT / "backend/packs/verifier/verify.html"
MODULES = ROOT / "node_modules"
LIBRARIES = ("@noble/curves", "@noble/hashes")

_BUNDLE = (
    *("--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8", "--legal-comments=none"),
    *("--log-level=warning", "--platform=browser"),
)


class UnableToBuild(Exception):
    """One sentence that says what is missing or wrong."""


def main() -> None:
    page = build()
    if not BUILT.exists() or BUILT.read_bytes() != page:
        partial = BUILT.with_name("verify.html.partial")
        partial.write_bytes(page)
        partial.replace(BUILT)
        sys.stdout.write(f"Built verify.html ({len(page) // 1024} kB).\n")


def build() -> bytes:
    """The page's bytes; raises UnableToBuild."""
    script, style = bundled(), squeezed((SOURCES / "page.css").read_text())
    if "</script" in script.lower() or "</style" in style.lower() or "<!--" in script:
        raise UnableToBuild("The verifier's script or style would end its own element.")
    parts = {
        "POLICY": policy(script, style),
        "STYLE": style,
        "SCRIPT": script,
        "LICENCES": "\n\n".join(licence(name) for name in LIBRARIES),
    }
    page = (SOURCES / "page.html").read_text()
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], page).encode()


def bundled() -> str:
    """All modules as one script."""
    bundler = MODULES / "esbuild/bin/esbuild"
    if not bundler.exists():
        raise UnableToBuild("node_modules has no esbuild: run 'make setup'.")
    command = ["node", str(bundler), str(SOURCES / "main.js"), *_BUNDLE]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise UnableToBuild(f"The verifier could not be bundled: {ran.stderr.strip()[:500]}")
    return ran.stdout


def policy(script: str, style: str) -> str:
    """What the page may do: run this script, also in a worker made of it, wear this style, and nothing else."""
    return (
        f"default-src 'none'; script-src '{source_of(script)}'; style-src '{source_of(style)}'; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def source_of(text: str) -> str:
    """How a policy names the text of an element."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def squeezed(style: str) -> str:
    return re.sub(r"\s+", " ", style).strip()


def licence(name: str) -> str:
    text = (MODULES / name / "LICENSE").read_text().strip().replace("--", "- -")
    return f"{name}\n\n{text}"


if __name__ == "__main__":
    try:
        main()
    except UnableToBuild as refusal:
        sys.exit(str(refusal))

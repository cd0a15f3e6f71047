"""The child’s look at a folder of TOML files in a zip archive: their texts by name, and what is wrong with them."""

import io
import tomllib
import zipfile
import zlib

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents.archive import check_entries

_CAPS = {"entries": 300, "unpacked_bytes": 20 * 1024**2, "ratio": 200}
_MOST = 1_000_000


def read_task(payload: bytes) -> bytes:
    """A bundle of a name and one file in: a zip archive, or one TOML file. A bundle of texts and problems out."""
    head, (data,) = bundle.unpack(payload)
    files = _unpacked(data) if data.startswith(b"PK") else {str(head["name"]).rsplit("/", 1)[-1]: data}
    texts: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for name, content in files.items():
        if not name.endswith(".toml"):
            continue
        try:
            text = content.decode("utf-8")
            tomllib.loads(text)
        except UnicodeDecodeError:
            problems.append((name, "The file is not UTF-8 text."))
        except tomllib.TOMLDecodeError as refusal:
            problems.append((name, f"The file is not sound TOML: {refusal}."))
        except RecursionError:
            problems.append((name, "The file is nested too deeply."))
        else:
            texts[name] = text
    if not texts and not problems:
        raise ConfinedRefusal("holds no TOML file")
    return bundle.pack({"texts": texts, "problems": problems})


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        check_entries(entries, packed=len(data), caps=_CAPS)
        found = {}
        for entry in entries:
            if entry.is_dir() or not entry.filename.endswith(".toml"):
                continue
            with archive.open(entry) as file:
                content = file.read(_MOST + 1)
            if len(content) > _MOST:
                raise ConfinedRefusal(f"holds a file of more than {_MOST // 1_000_000} MB")
            found[entry.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise ConfinedRefusal("is damaged: its archive cannot be unpacked") from None
    return _without_top(found)


def _without_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files without the one folder that all of them lie in."""
    tops = {name.split("/", 1)[0] if "/" in name else "" for name in files}
    if len(tops) == 1 and (top := tops.pop()) and top != "programmes":
        return {name[len(top) + 1 :]: content for name, content in files.items()}
    return files

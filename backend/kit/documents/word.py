"""The child's side of `content.docx_to_html`."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import pictures, word_hidden

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p:fresh > strong
p[style-name='caption'] => p:fresh > strong
p[style-name='List Paragraph'] => p:fresh
p[style-name='No Spacing'] => p:fresh
p[style-name='Body Text'] => p:fresh
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
p[style-name='TOC Heading'] => !
"""
_WRITTEN = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
# Told with their places where the file is looked at.
_TOLD_ELSEWHERE = frozenset({"oMath", "oMathPara"})


def prepare() -> None:
    """Load the converter, once for all children."""
    import mammoth  # noqa: F401


def convert_task(payload: bytes) -> bytes:
    """A bundle of one .docx in; HTML, losses and pictures out. The HTML is not yet safe: the parent cleans it."""
    import mammoth

    _, (given,) = bundle.unpack(payload)
    data = _as_read(given)
    found = pictures.Found()

    @mammoth.images.img_element  # type: ignore[untyped-decorator]  # mammoth carries no types
    def keep(image: Any) -> dict[str, str]:
        with image.open() as file:
            name = found.take(file.read(), named=getattr(image, "alt_text", None) or "")
        return {"src": f"asset:{name}"} if name else {"src": "lost:"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=keep,
            style_map=_STYLES,
            id_prefix="note-",
            include_embedded_style_map=False,
        )
    except (KeyError, ValueError, OSError, AttributeError) as error:
        raise ConfinedRefusal("is damaged: Word's own parts of it cannot be read") from error
    losses = [*found.losses, *_losses(result.messages)]
    names = sorted(found.kept)
    head = {"html": result.value, "losses": losses, "assets": names}
    return bundle.pack(head, [found.kept[name] for name in names])


def _as_read(data: bytes) -> bytes:
    """The same file without the text that is set to be hidden."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [
                name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")
            ]
            parts = {name: archive.read(name) for name in names}
            hidden = word_hidden.hidden_styles(parts)
            written = [name for name in _WRITTEN if name in parts]
            styles = word_hidden.styles_of(parts)
            clean = {name: word_hidden.without_hidden(parts[name], hidden, styles) for name in written}
            if all(clean[name] is parts[name] for name in written):
                return data
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
                for entry in archive.infolist():
                    copy.writestr(entry.filename, clean.get(entry.filename) or archive.read(entry))
            return made.getvalue()
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, OSError, EOFError, NotImplementedError):
        raise ConfinedRefusal("is damaged: Word's own parts of it cannot be read") from None


def _losses(messages: Any) -> list[str]:
    """What the converter says that it did not understand, in plain words, each once."""
    told: dict[str, None] = {}
    for message in messages:
        text = str(message.message)
        if style := re.match(r"Unrecognised (paragraph|run|table) style: '?(.*?)'? \(Style ID", text):
            if style[1] == "paragraph":
                told[f"The style “{style[2][:60]}” was read as ordinary text."] = None
        elif re.match(r"An unrecognised element was ignored: ", text):
            what = text.rsplit("}", 1)[-1].rsplit(":", maxsplit=1)[-1][:40]
            if what not in _TOLD_ELSEWHERE:
                told[f"Something that Word draws by itself (“{what}”) was left out."] = None
        elif "image" in text.lower():
            told["A picture could not be read, and was left out."] = None
    return list(told)

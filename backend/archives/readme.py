"""The page that stands first in an archive: what it is and where what lies, for somebody who is no engineer."""

from backend.archives.rules.manifest import Manifest
from backend.web import templating


def readme(manifest: Manifest) -> str:
    """The page, which needs nothing beside it: no style sheet, no script, no network."""
    return templating.environment().get_template("archives/print/readme.html").render(manifest=manifest)

"""Reading releases: lists, one release, one recipient's side of it, and the sealed file behind it."""

from backend.packs.queries import SealedPack
from backend.releases.queries.opened import Opened, link_of, opened, visit_of
from backend.releases.queries.releases import (
    AccessLine,
    CopyLine,
    DownloadLine,
    ReceiptLine,
    RecipientLine,
    ReleaseView,
    Wanted,
    accesses_of,
    regulators_of,
    release_of,
    releases_of,
    releases_of_pack,
)
from backend.releases.queries.sealed import (
    bytes_of,
    personal_in,
    releasable,
    report_of,
    sealed_pack,
)

__all__ = [
    "AccessLine",
    "CopyLine",
    "DownloadLine",
    "Opened",
    "ReceiptLine",
    "RecipientLine",
    "ReleaseView",
    "SealedPack",
    "Wanted",
    "accesses_of",
    "bytes_of",
    "link_of",
    "opened",
    "personal_in",
    "regulators_of",
    "releasable",
    "release_of",
    "releases_of",
    "releases_of_pack",
    "report_of",
    "sealed_pack",
    "visit_of",
]

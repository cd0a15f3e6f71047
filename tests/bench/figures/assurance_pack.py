"""An assurance pack put together from parts that exist: report, evidence and proofs are at hand."""

import asyncio
import contextlib
import hashlib
import io
import random
import tempfile
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

from backend.kit.clock import real_now
from backend.kit.keys import KeyRing
from backend.kit.notes import verifier_of
from backend.kit.pdf import sealed
from backend.packs import bag
from backend.packs.signed_report import reason_with
from backend.packs.verify import verify_pack
from backend.packs.vouching import ReportKey, Vouched
from tests.bench.harness import Figure, Pair
from tests.packs import proving, signing
from tests.packs.sealed import INFO, KEY

EVIDENCE_FILES = 300
EVIDENCE_BYTES = 400_000  # each


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    chance = random.Random(9)
    evidence = tuple(
        (f"files/papers/{number:03}.pdf", chance.randbytes(EVIDENCE_BYTES))
        for number in range(EVIDENCE_FILES)
    )
    wanted = proving.made(more=evidence)
    files = {path: content for path, content in wanted.files.items() if isinstance(content, bytes)}
    ring = KeyRing.open(Path(tempfile.mkdtemp()) / "keys")
    signer = ring.report_signer(uuid4(), organisation="Example CCG", at=real_now())
    keys = Vouched(
        checkpoint=verifier_of(proving.LOG_KEY),
        report=ReportKey(
            certificate_sha256=signer.sha256, valid_from=signer.valid_from, valid_until=signer.valid_until
        ),
    )

    def ours() -> int:
        """As `building` does it once everything was read: measure, sign the report over the rest, seal, check."""
        beside = bag.measured(files)
        sha256 = [hashlib.sha256(content).hexdigest() for content in files.values()]  # for the index
        report = sealed.seal(
            signing.plain_pdf(),
            signer=signer,
            name="Example CCG",
            reason=reason_with("Sealed with its pack", bag.payload_digest(beside)),
            stamper=None,  # an authority's time is not ours
            at=real_now(),
        )
        pack = bag.write_bag(
            files=beside | {"report.pdf": report},
            info=INFO | {"Probity-Sealed-On": real_now().isoformat()},
            signer=KEY,
            vouched=keys,
        )
        answer = verify_pack(pack, trusted=None)
        assert answer.ok, answer.first_problem
        return len(sha256)

    def base() -> int:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for path, content in files.items():
                hashlib.sha512(content).hexdigest()
                archive.writestr(path, content)
        return len(out.getvalue())

    yield Pair(
        ours=lambda: asyncio.to_thread(ours),  # the report's signer runs a loop of its own
        base=lambda: asyncio.to_thread(base),
        sizes={"bytes": sum(map(len, files.values())), "files": len(files)},
    )


FIGURE = Figure(
    name="assurance-pack",
    goal=2.5,
    floor="SHA-512 of each file, and all of them put into a ZIP as they are",
    prepare=prepared,
)

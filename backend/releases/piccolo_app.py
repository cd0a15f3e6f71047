"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

<<<<<<< HEAD
from backend.releases.tables import (
    Access,
    Answer,
    AnswerFile,
    Download,
    EvidenceRequest,
    Receipt,
    Recipient,
    Release,
    Successor,
    Visit,
)
=======
from backend.releases.tables import Access, Copy, Download, Receipt, Recipient, Release, Visit
>>>>>>> a3070c8 (Release sealed packs to named people by a link with a code, and count what they fetch)

APP_CONFIG = AppConfig(
    app_name="releases",
    migrations_folder_path=Path(__file__).parent / "migrations",
<<<<<<< HEAD
    table_classes=[
        Release,
        Recipient,
        Visit,
        Download,
        Access,
        Receipt,
        EvidenceRequest,
        Answer,
        AnswerFile,
        Successor,
    ],
=======
    table_classes=[Release, Recipient, Visit, Download, Access, Receipt, Copy],
>>>>>>> a3070c8 (Release sealed packs to named people by a link with a code, and count what they fetch)
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.packs.piccolo_app",
        "backend.together.piccolo_app",
    ],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.releases.tables import (
    Access,
    Answer,
    AnswerFile,
    Copy,
    Download,
    EvidenceRequest,
    Receipt,
    Recipient,
    Release,
    Successor,
    Visit,
)

APP_CONFIG = AppConfig(
    app_name="releases",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Release,
        Recipient,
        Visit,
        Download,
        Access,
        Receipt,
        Copy,
        EvidenceRequest,
        Answer,
        AnswerFile,
        Successor,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.packs.piccolo_app",
        "backend.together.piccolo_app",
    ],
)

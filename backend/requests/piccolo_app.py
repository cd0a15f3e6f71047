"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.requests.tables import (
    Answer,
    Correction,
    Disclosure,
    Document,
    Exemption,
    Opinion,
    Pause,
    Redaction,
    Request,
    Requester,
    Review,
    Search,
)

APP_CONFIG = AppConfig(
    app_name="requests",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Request,
        Requester,
        Pause,
        Search,
        Exemption,
        Opinion,
        Document,
        Redaction,
        Answer,
        Review,
        Disclosure,
        Correction,
    ],
    migration_dependencies=["backend.people.piccolo_app", "backend.evidence.piccolo_app"],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.portal.tables import (
    Answer,
    Change,
    Check,
    Key,
    Pack,
    Receipt,
    Recipient,
    Request,
    Taking,
)

APP_CONFIG = AppConfig(
    app_name="portal",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Pack, Recipient, Change, Key, Check, Taking, Receipt, Request, Answer],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.together.piccolo_app",
        "backend.reviewing.piccolo_app",
    ],
)

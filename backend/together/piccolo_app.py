"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.together.tables import (
    Agreement,
    Enclosed,
    Message,
    Received,
    RepresentedSeat,
    SharedItem,
    SharedMeeting,
    Signature,
)

APP_CONFIG = AppConfig(
    app_name="together",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Agreement,
        Signature,
        Message,
        Received,
        Enclosed,
        SharedMeeting,
        SharedItem,
        RepresentedSeat,
    ],
    migration_dependencies=[
        "backend.committees.piccolo_app",
        "backend.meetings.piccolo_app",
        "backend.evidence.piccolo_app",
    ],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.sittings.tables import (
    Action,
    Declaration,
    Entered,
    Extract,
    Hold,
    Irregularity,
    Minute,
    Presence,
    Step,
    Taken,
    Turn,
    Vote,
)

APP_CONFIG = AppConfig(
    app_name="sittings",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Hold,
        Presence,
        Turn,
        Declaration,
        Taken,
        Vote,
        Irregularity,
        Action,
        Minute,
        Step,
        Extract,
        Entered,
    ],
    migration_dependencies=[
        "backend.actions.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.meetings.piccolo_app",
        "backend.people.piccolo_app",
    ],
)

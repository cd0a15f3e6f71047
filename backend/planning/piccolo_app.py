"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.planning.tables import Business, Call, Placement, Question, Row, Settled, Step

APP_CONFIG = AppConfig(
    app_name="planning",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Business, Row, Step, Placement, Call, Question, Settled],
    migration_dependencies=[
        "backend.committees.piccolo_app",
        "backend.meetings.piccolo_app",
        "backend.people.piccolo_app",
    ],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.reviewing.tables import (
    Answer,
    Aside,
    Commissioner,
    Condition,
    Cover,
    Expected,
    Holding,
    Issue,
    Note,
    Outcome,
    Question,
    Reviewed,
)

APP_CONFIG = AppConfig(
    app_name="reviewing",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Commissioner,
        Expected,
        Reviewed,
        Issue,
        Question,
        Answer,
        Outcome,
        Condition,
        Note,
        Cover,
        Aside,
        Holding,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.organisations.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.together.piccolo_app",
    ],
)

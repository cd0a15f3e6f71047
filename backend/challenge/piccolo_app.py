"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.challenge.tables import Question, Step, Topic

APP_CONFIG = AppConfig(
    app_name="challenge",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Question, Step, Topic],
    migration_dependencies=["backend.committees.piccolo_app", "backend.people.piccolo_app"],
)

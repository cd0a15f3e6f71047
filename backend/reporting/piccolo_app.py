"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.reporting.tables import Figure, Issue, IssueFile, Letter, Outcome, Question, Return

APP_CONFIG = AppConfig(
    app_name="reporting",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Return, Question, Letter, Issue, Figure, IssueFile, Outcome],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.actions.piccolo_app",
        "backend.together.piccolo_app",
    ],
)

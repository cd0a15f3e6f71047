"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.actions.tables import Action, SettingTable, Step, Wait

APP_CONFIG = AppConfig(
    app_name="actions",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Action, Step, Wait, SettingTable],
    migration_dependencies=[
        "backend.committees.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.people.piccolo_app",
    ],
)

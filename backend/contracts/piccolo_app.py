"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.contracts.tables import Answer, Contract, Partner, Share, Version

APP_CONFIG = AppConfig(
    app_name="contracts",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Contract, Partner, Share, Version, Answer],
    migration_dependencies=["backend.people.piccolo_app", "backend.organisations.piccolo_app"],
)

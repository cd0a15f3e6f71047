"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.archives.tables import Deletion, Export, Proposal

APP_CONFIG = AppConfig(
    app_name="archives",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Proposal, Export, Deletion],
    migration_dependencies=["backend.people.piccolo_app"],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.organisations.tables import Document, Level, List, Locality, Merge, Organisation, Tie

APP_CONFIG = AppConfig(
    app_name="organisations",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Document, Level, Locality, Organisation, Tie, Merge, List],
    migration_dependencies=["backend.ledger.piccolo_app"],
)

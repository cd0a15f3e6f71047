"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.ledger.tables import Anchor, Auditor, Checkpoint, Event, Key, Leaf

APP_CONFIG = AppConfig(
    app_name="ledger",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Event, Leaf, Checkpoint, Key, Anchor, Auditor],
    migration_dependencies=["backend.tenancy.piccolo_app"],
)

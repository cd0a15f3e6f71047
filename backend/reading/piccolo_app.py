"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.reading.tables import Keeping, Note, Opening, ReadingPreference, ReadVersion, Receipts, Text

APP_CONFIG = AppConfig(
    app_name="reading",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[ReadVersion, Text, Note, Keeping, ReadingPreference, Opening, Receipts],
    migration_dependencies=["backend.meetings.piccolo_app", "backend.packs.piccolo_app"],
)

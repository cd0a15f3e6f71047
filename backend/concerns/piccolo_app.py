"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.concerns.tables import (
    Breach,
    Concern,
    Document,
    Handler,
    Message,
    Notice,
    Publication,
    Referral,
    Settings,
)

APP_CONFIG = AppConfig(
    app_name="concerns",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Breach, Concern, Document, Handler, Message, Notice, Publication, Referral, Settings],
    migration_dependencies=["backend.people.piccolo_app"],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.packs.publishing.tables import MeetingNotice, Publication, PublicReach, PublishingSettings
from backend.packs.tables import (
    Inaccessible,
    Number,
    Opinion,
    Pack,
    Part,
    Preference,
    Redaction,
    Render,
    Signature,
)

APP_CONFIG = AppConfig(
    app_name="packs",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Render,
        Pack,
        Part,
        Preference,
        Number,
        Inaccessible,
        Redaction,
        Opinion,
        Signature,
        Publication,
        MeetingNotice,
        PublicReach,
        PublishingSettings,
    ],
    migration_dependencies=["backend.evidence.piccolo_app", "backend.meetings.piccolo_app"],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.succession.tables import (
    Carried,
    Consent,
    Designate,
    Item,
    Offer,
    Plan,
    Predecessor,
    Reader,
    Settled,
    Task,
)

APP_CONFIG = AppConfig(
    app_name="succession",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Plan, Predecessor, Designate, Task, Item, Settled, Carried, Offer, Reader, Consent],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.interests.piccolo_app",
        "backend.together.piccolo_app",
    ],
)

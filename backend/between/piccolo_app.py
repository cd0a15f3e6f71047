"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.between.tables import Act, ActFault, ActOrganisation, Person, Placement, StrikingUndone

APP_CONFIG = AppConfig(
    app_name="between",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Act, Person, ActOrganisation, ActFault, Placement, StrikingUndone],
    migration_dependencies=[
        "backend.meetings.piccolo_app",
        "backend.people.piccolo_app",
        "backend.powers.piccolo_app",
    ],
)

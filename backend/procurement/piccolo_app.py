"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.procurement.tables.panel import Bidder, ConflictHandling, PanelDeclaration, Participant
from backend.procurement.tables.procurements import Decision, Particulars, Procurement, TookPart
from backend.procurement.tables.publishing import Notice, Representation

APP_CONFIG = AppConfig(
    app_name="procurement",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Procurement,
        Particulars,
        Decision,
        TookPart,
        Participant,
        Bidder,
        PanelDeclaration,
        ConflictHandling,
        Notice,
        Representation,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.organisations.piccolo_app",
        "backend.committees.piccolo_app",
    ],
)

"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.registers.tables.imports import Heading, Import
from backend.registers.tables.naming import Forewarning, NamedPerson
from backend.registers.tables.publications import Publication, PublishedPart, PublishedRow, Reach
from backend.registers.tables.retention import Disposal, Hold
from backend.registers.tables.returns import FitAndProper, RelatedParty, Return, ReturnFile, SentReturn
from backend.registers.tables.staff_lists import StaffListTable

APP_CONFIG = AppConfig(
    app_name="registers",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        FitAndProper,
        Forewarning,
        Heading,
        Import,
        NamedPerson,
        Publication,
        PublishedPart,
        PublishedRow,
        Reach,
        Disposal,
        Hold,
        RelatedParty,
        Return,
        ReturnFile,
        SentReturn,
        StaffListTable,
    ],
    migration_dependencies=["backend.evidence.piccolo_app", "backend.interests.piccolo_app"],
)

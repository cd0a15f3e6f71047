"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.interests.tables.campaigns import Campaign, CampaignPerson, CampaignSnapshot
from backend.interests.tables.copies import Arrival, Delivery
from backend.interests.tables.declarants import DeclarantTable
from backend.interests.tables.declarations import Declaration, Entry
from backend.interests.tables.filters import SavedFilter
from backend.interests.tables.gifts import Gift
from backend.interests.tables.reviews import ReviewMessage
from backend.interests.tables.settings import Pin, Settings
from backend.interests.tables.tally import Tally
from backend.interests.tables.training import Completion, Duty
from backend.interests.tables.withholding import Withholding

APP_CONFIG = AppConfig(
    app_name="interests",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Arrival,
        Campaign,
        CampaignPerson,
        CampaignSnapshot,
        Completion,
        DeclarantTable,
        Declaration,
        Delivery,
        Duty,
        Entry,
        Gift,
        Pin,
        ReviewMessage,
        SavedFilter,
        Settings,
        Tally,
        Withholding,
    ],
    migration_dependencies=["backend.people.piccolo_app", "backend.organisations.piccolo_app"],
)

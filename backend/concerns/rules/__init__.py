"""What may be done to a concern, by whom, and what may be said of it. Values in, answers out."""

from backend.concerns.rules.anonymity import names_in as names_in
from backend.concerns.rules.handling import Capacity as Capacity
from backend.concerns.rules.life import Body as Body
from backend.concerns.rules.life import Category as Category
from backend.concerns.rules.life import Finding as Finding
from backend.concerns.rules.life import Investigator as Investigator
from backend.concerns.rules.life import Route as Route
from backend.concerns.rules.life import State as State

"""A demonstration's whole year, played by its cast through the operations of the rooms, meeting by meeting.

Nothing is written behind an operation's back: each act is somebody's of the cast, at the moment at which it is said to
have happened. A year needs no worker: what a worker would do of it (the search for conflicts, one pack) is done here.
"""

from backend.desk.year.played import Played
from backend.desk.year.playing import Year, year_of

__all__ = ["Played", "Year", "year_of"]

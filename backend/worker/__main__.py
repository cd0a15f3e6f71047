"""`python -m backend.worker`: one worker with the settings of its environment."""

import asyncio
import sys

from backend.kit.settings import BadSetting, read_settings
from backend.worker import UnableToStart, work

if __name__ == "__main__":
    try:
        asyncio.run(work(read_settings()))
    except (BadSetting, UnableToStart) as refusal:
        sys.exit(str(refusal))

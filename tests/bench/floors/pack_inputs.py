"""The bare way to know that nothing has changed: hash what went in."""

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path


def hashed(files: Iterable[Path]) -> float:
    """The seconds that it takes to read and hash the files."""
    began = time.perf_counter()
    for file in files:
        hashlib.sha256(file.read_bytes()).hexdigest()
    return time.perf_counter() - began

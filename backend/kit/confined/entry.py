"""The first thing that a confined child runs: put up the walls, then do the one task it was started for. With the word
`nursery` it is the process that forks such children instead.

Started by path, never imported, with nothing of ours on its path but what it adds itself.
"""

import gc
import json
import mimetypes
import os
import resource
import socket
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO


def main() -> None:
    checkout = Path(__file__).resolve().parents[3]
    sys.path.insert(0, str(checkout))
    # Looked for by libraries that guess a file's kind. What the machine has installed must not change a page.
    mimetypes.knownfiles.clear()
    if sys.argv[1:] != ["nursery"]:
        work()
        return

    from backend.kit.confined import nursery, outcome, walls  # noqa: F401 - children need the other two

    line = socket.socket(fileno=os.dup(0))
    os.dup2(1, 0)
    nursery.tend(line, work)


def work() -> None:
    """Read the order, put up the walls, and answer each payload."""
    # The answer goes out by a descriptor of its own, so that a library that prints cannot spoil it.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    incoming = os.fdopen(os.dup(0), "rb")
    order = json.loads(incoming.readline())

    from backend.kit.confined import walls

    raised = walls.put_up(order)
    for size in order["sizes"]:
        payloads = [incoming.read(size)]
        if len(payloads[0]) != size:
            return
        answer(answers, order["task"], payloads, raised)
        gc.collect()


def answer(answers: BinaryIO, task: str, payloads: list[bytes], walls_refused: list[str]) -> None:
    """Do the task and send one frame: a line of JSON that says how it went, then the bytes.

    The payload is taken out of its list, so that a task which has unpacked it can let go of it.
    """
    from backend.kit.confined.outcome import ConfinedRefusal

    status, text = "failed", ""
    body: list[bytes] = []
    try:
        module, _, name = task.partition(":")
        made: bytes | list[bytes] = getattr(import_module(module), name)(payloads.pop())
        body = [made] if isinstance(made, bytes) else made
        status = "done"
    except ConfinedRefusal as refusal:
        status, text = "refused", str(refusal)
    except MemoryError:
        status = "memory"
    except RecursionError:
        status, text = "failed", "nested too deeply"
    except BaseException as error:  # the parent decides; only the kind and the place are told, never content
        where = traceback.extract_tb(error.__traceback__)[-1]
        status, text = "failed", f"{type(error).__name__} in {Path(where.filename).name} line {where.lineno}"
    used = resource.getrusage(resource.RUSAGE_SELF)
    frame: dict[str, Any] = {
        "status": status,
        "text": text,
        "size": sum(map(len, body)),
        "walls_refused": walls_refused,
        # what the process that answers has used: whoever stops it can't ask the system afterwards
        "used": [used.ru_utime + used.ru_stime, used.ru_maxrss * 1024],
    }
    answers.write(json.dumps(frame).encode() + b"\n")
    answers.writelines(body)
    answers.flush()


if __name__ == "__main__":
    main()

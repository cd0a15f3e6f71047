"""The second best to a file tree of one's own: rules of the kernel (Landlock) over which files may be opened.

They need no privilege and hold inside a chroot or a container that refuses mounts. They say nothing about sockets in
the file tree; those are the call filter's.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every machine
_BENEATH = 1
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FIRST_EDITION = (1 << 13) - 1
_REFER, _TRUNCATE = 1 << 13, 1 << 14

_libc = ctypes.CDLL(None, use_errno=True)


def allow_only(readable: Iterable[str], *, writable: Iterable[str] = ()) -> None:
    """Let this process open nothing but these files, and what is in these folders. Needs no_new_privs.

    OSError where the kernel has no Landlock.
    """
    edition = _call(_CREATE, None, 0, 1)
    handled = _FIRST_EDITION | (_REFER if edition >= 2 else 0) | (_TRUNCATE if edition >= 3 else 0)
    rules = _call(_CREATE, struct.pack("=Q", handled), 8, 0)
    try:
        for path in readable:
            _allow(rules, path, _EXECUTE | _READ | _LIST)
        for path in writable:
            _allow(rules, path, (_READ | _WRITE | _TRUNCATE) & handled)
        _call(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ~_LIST
        _call(_ADD, rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *words: int | bytes | None) -> int:
    answer = int(_libc.syscall(number, *(ctypes.c_long(w) if isinstance(w, int) else w for w in words)))
    if answer < 0:
        reason = ctypes.get_errno()
        raise OSError(reason, os.strerror(reason))
    return answer

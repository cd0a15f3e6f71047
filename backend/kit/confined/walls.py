"""The walls around a confined child, put up by the child itself before it reads a byte of its payload.

In order: a world of its own (network, processes, and a file tree built from an allow-list, read-only), no
privileges and no way back to any, resource limits, and a filter over system calls. Each wall is tried by
itself, so that a machine which refuses one still has the others; `put_up` returns the plain names of the
refused ones.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from backend.kit.confined import calls, landlock

# From <sched.h>, <sys/mount.h> and <sys/prctl.h>; Python 3.11 does not name them.
_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_DETACH = 2
_NO_NEW_PRIVILEGES, _BOUNDING_DROP, _DUMPABLE, _PARENT_DEATH = 38, 24, 4, 1

# What any program on the machine needs to load its libraries and find its fonts.
_SYSTEM = (
    "/usr",
    "/bin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/var/cache/fontconfig",
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_EMPTY_PLACES = ("/mnt", "/srv", "/media", "/opt", "/proc")

_libc = ctypes.CDLL(None, use_errno=True)


def put_up(order: dict[str, Any]) -> list[str]:
    """Raise every wall that this machine allows, and say in plain words which it refused."""
    forced = set(order["forced_refusals"])
    refused: list[str] = []

    def wall(name: str, build: Callable[[], None], otherwise: str) -> bool:
        try:
            if name in forced:
                raise PermissionError("refused on purpose")
            build()
        except (OSError, AttributeError) as error:
            refused.append(f"{otherwise} ({error})")
            return False
        return True

    os.nice(order["niceness"])
    if sys.platform != "linux":
        _limit(order)
        return ["no namespaces, no system call filter: this is not Linux"]
    own_user = os.geteuid() != 0
    if own_user:
        wall("user", _own_user_namespace, "no user namespace")
    wall("network", lambda: _unshare(_NEWNET | _NEWIPC), "no network namespace")
    tree = False
    if wall("files", lambda: _unshare(_NEWNS), "no mount namespace"):
        wall("processes", _own_process_namespace, "no process namespace")
        tree = wall(
            "tree", lambda: _own_file_tree(order["readable"], order["hidden"]), "no file tree of its own"
        )
    wall("privileges", _drop_privileges, "privileges could not be dropped")
    if not tree:
        readable = [*_SYSTEM, *order["readable"], *_DEVICES]
        wall(
            "rules",
            lambda: landlock.allow_only(readable, writable=["/dev/null"]),
            "the home and other files stay in sight",
        )
    _limit(order)
    wall("calls", calls.filter_calls, "no system call filter")
    return refused


def _own_user_namespace() -> None:
    """An ordinary user may make the other namespaces only inside a user namespace of its own."""
    user, group = os.geteuid(), os.getegid()
    _unshare(_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _own_process_namespace() -> None:
    """Go on in a child that sees no other process; this one waits and passes on how it ended."""
    _unshare(_NEWPID)
    inner = 0

    def stop(*_: object) -> None:
        # Killed and then waited for below, so that no dead process is left to whoever is the machine's first.
        if inner:
            os.kill(inner, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    inner = os.fork()
    if inner == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _prctl(_PARENT_DEATH, signal.SIGKILL)
        return
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    os.closerange(3, 1024)
    _, status = os.waitpid(inner, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.kill(os.getpid(), -code)
    os._exit(code if code >= 0 else 1)


def _own_file_tree(readable: Sequence[str], hidden: Sequence[str]) -> None:
    """Build a new root that holds only what the child needs, read-only, and move into it.

    An allow-list rather than a list of things to hide: what nobody thought of (another database's socket, a
    neighbour's home, /etc/passwd) is out of sight as well.
    """
    _mount(None, "/", None, _REC | _PRIVATE)
    sources = [
        path
        for path in dict.fromkeys([*_SYSTEM, *readable])
        if Path(path).exists() or Path(path).is_symlink()
    ]
    root = next(
        (
            p
            for p in _EMPTY_PLACES
            if Path(p).is_dir() and not any(s == p or s.startswith(p + "/") for s in sources)
        ),
        None,
    )
    if root is None:
        raise FileNotFoundError("no empty folder to build a file tree in")
    _mount("tmpfs", root, "tmpfs", _NOSUID | _NODEV, "size=64m,mode=755")
    # A private /tmp, empty and this child's alone; it comes first, since what may be read can itself lie below /tmp.
    (Path(root) / "tmp").mkdir()
    _mount("tmpfs", str(Path(root) / "tmp"), "tmpfs", _NOSUID | _NODEV | _NOEXEC, "size=256m,mode=700")
    placed: list[Path] = []
    for source in sorted(sources, key=lambda path: len(Path(path).parts)):
        _place(Path(source), root, placed)
    for device in _DEVICES:
        _mount_point(Path(device), root)
        _mount(device, root + device, None, _BIND)
    for folder in hidden:
        if any(Path(folder).is_relative_to(place) for place in placed) and Path(root + folder).is_dir():
            _mount("tmpfs", root + folder, "tmpfs", _RDONLY | _NOSUID | _NODEV, "size=4k,mode=000")
    (Path(root) / "proc").mkdir()
    if root != "/proc":
        try:
            _mount("proc", root + "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)
        except OSError:
            # Some containers cover parts of /proc and so refuse a new one. The child can do without.
            _mount("tmpfs", root + "/proc", "tmpfs", _RDONLY, "size=4k")
    _mount(None, root, None, _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV)
    os.chdir(root)
    try:
        _check(_libc.syscall(calls.number("pivot_root"), b".", b"."))
        _check(_libc.umount2(b".", _DETACH))
    except OSError:
        # The root is the machine's first (an initial ramdisk): it cannot be moved, only left.
        os.chroot(".")
    os.chdir("/")


def _place(source: Path, root: str, placed: list[Path]) -> None:
    """Show one source, read-only, at its own path below the new root; a link is copied as a link."""
    if any(source.is_relative_to(place) for place in placed):
        return
    if source.is_symlink():
        target = Path(root + str(source))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.readlink())
        return
    _mount_point(source, root)
    _mount(str(source), root + str(source), None, _BIND | _REC)
    # A user namespace may add to the flags that a mount came with but not take any away.
    kept = os.statvfs(root + str(source)).f_flag & (_NOSUID | _NODEV | _NOEXEC | 1024 | 2048 | 4096)
    relatime = {1024: 1 << 10, 2048: 1 << 11, 4096: 1 << 21}
    flags = (kept & 15) | sum(mount for seen, mount in relatime.items() if kept & seen)
    _mount(None, root + str(source), None, _REMOUNT | _BIND | _RDONLY | _NOSUID | flags)
    placed.append(source)


def _mount_point(source: Path, root: str) -> None:
    target = Path(root + str(source))
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()


def _drop_privileges() -> None:
    """Give up every capability, for good: no mount can be taken off, no process looked into, no set-uid
    program helps.
    """
    _prctl(_NO_NEW_PRIVILEGES, 1)
    for capability in range(64):
        _libc.prctl(_BOUNDING_DROP, capability, 0, 0, 0)
    version3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(version3, nothing))
    _prctl(_DUMPABLE, 0)


def _limit(order: dict[str, Any]) -> None:
    cpu = int(order["cpu_seconds"])
    for which, amount in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, int(order["memory_bytes"])),
        (resource.RLIMIT_FSIZE, int(order["file_bytes"])),
        (resource.RLIMIT_NOFILE, int(order["open_files"])),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(which)
        lower = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(which, (lower, lower))


def _unshare(flags: int) -> None:
    _check(_libc.unshare(flags))


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    _check(
        _libc.mount(
            source.encode() if source else None,
            target.encode(),
            kind.encode() if kind else None,
            ctypes.c_ulong(flags),
            options.encode() if options else None,
        ),
        target,
    )


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, value, 0, 0, 0))


def _check(result: int, where: str = "") -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), where or None)

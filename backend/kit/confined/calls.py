"""A filter over system calls (seccomp): no sockets, no other program, no other process, no new namespaces or
mounts.

This wall needs no privilege, so it stands even where a container or a chroot refuses every namespace. A
refused call fails with "operation not permitted"; nothing is killed, so that a library which only looks
around goes on.
"""

import ctypes
import platform
import struct

# Numbers per machine, from the kernel's own tables; None where the machine never had the call.
_NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "socketpair": 53, "connect": 42, "bind": 49, "fork": 57, "vfork": 58, "execve": 59,
        "execveat": 322, "clone": 56, "clone3": 435, "kill": 62, "tkill": 200, "ptrace": 101,
        "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_open": 434, "pidfd_getfd": 438,
        "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432, "io_uring_setup": 425,
        "bpf": 321, "userfaultfd": 323, "keyctl": 250, "add_key": 248, "request_key": 249,
        "perf_event_open": 298, "name_to_handle_at": 303, "open_by_handle_at": 304, "init_module": 175,
        "finit_module": 313, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
    },
    "aarch64": {
        "socket": 198, "socketpair": 199, "connect": 203, "bind": 200, "execve": 221, "execveat": 281,
        "clone": 220, "clone3": 435, "kill": 129, "tkill": 130, "ptrace": 117, "process_vm_readv": 270,
        "process_vm_writev": 271, "pidfd_open": 434, "pidfd_getfd": 438, "unshare": 97, "setns": 268,
        "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "fsmount": 432, "io_uring_setup": 425, "bpf": 280, "userfaultfd": 282, "keyctl": 219,
        "add_key": 217, "request_key": 218, "perf_event_open": 241, "name_to_handle_at": 264,
        "open_by_handle_at": 265, "init_module": 105, "finit_module": 273, "shmget": 194, "msgget": 186,
        "semget": 190, "mq_open": 180,
    },
}  # fmt: skip
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Handled by themselves below: threads are wanted, processes are not; pivot_root is asked for before the
# filter.
_SPECIAL = {"clone", "clone3"}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000


def number(name: str) -> int:
    """The number of a system call on this machine; OSError where the machine is not known."""
    try:
        return _NUMBERS[platform.machine()][name]
    except KeyError:
        raise OSError(_ENOSYS, f"{name} is not known on {platform.machine()}") from None


def filter_calls() -> None:
    """Install the filter for this process and all its threads. Needs no_new_privs, or privilege."""
    machine = platform.machine()
    if machine not in _NUMBERS:
        raise OSError(_ENOSYS, f"no list of system calls for {machine}")
    program = _program(machine)
    code = ctypes.create_string_buffer(program, len(program))

    class _Filter(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    whole = _Filter(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    if libc.prctl(22, 2, ctypes.byref(whole), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter was not accepted")


def _program(machine: str) -> bytes:
    """Berkeley packet filter code: eight bytes an instruction (code, jump if true, jump if false, value)."""
    numbers = _NUMBERS[machine]
    lines = [
        (_LOAD, 0, 0, 4),  # the machine that the call is made for
        (_EQUAL, 1, 0, _MACHINES[machine]),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_LOAD, 0, 0, 0),  # the call
    ]
    if machine == "x86_64":
        lines += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _ERROR | _EPERM)]
    for name, call in numbers.items():
        if name not in _SPECIAL:
            lines += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _ERROR | _EPERM)]
    # clone3 hides its flags behind a pointer; told that it does not exist, the C library falls back to clone.
    lines += [(_EQUAL, 0, 1, numbers["clone3"]), (_RETURN, 0, 0, _ERROR | _ENOSYS)]
    lines += [
        (_EQUAL, 0, 3, numbers["clone"]),
        (_LOAD, 0, 0, 16),  # its first argument, the flags
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)

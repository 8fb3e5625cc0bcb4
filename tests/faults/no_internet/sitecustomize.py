"""Takes the internet away from this process and from every child; an attempt ends the process.

Python imports this at its start where this folder is on the path. Sockets of the kinds AF_INET
and AF_INET6 are refused by the kernel (seccomp), whoever asks, C code too; where one was asked
for, the stack of every thread goes to the file ``INNERSCAPE_ATTEMPTS`` names. Each process that
runs so is noted in the file ``INNERSCAPE_BANNED`` names.
"""

import ctypes
import faulthandler
import os
import resource
import signal
import struct
from pathlib import Path

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _JUMP_IF, _RETURN = 0x20, 0x15, 0x06
_TRAP, _ALLOW = 0x00030000, 0x7FFF0000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_AF_INET, _AF_INET6 = 2, 10


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def ban(attempts):
    """Refuse internet sockets from now on, in this process and its children."""
    architecture, socket_call = _MACHINES[os.uname().machine]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.register(signal.SIGSYS, file=attempts, all_threads=True, chain=True)
    steps = [
        (_LOAD, 0, 0, 4),
        (_JUMP_IF, 0, 5, architecture),
        (_LOAD, 0, 0, 0),
        (_JUMP_IF, 0, 3, socket_call),
        (_LOAD, 0, 0, 16),
        (_JUMP_IF, 2, 0, _AF_INET),
        (_JUMP_IF, 1, 0, _AF_INET6),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _TRAP),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(
        _SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if "INNERSCAPE_ATTEMPTS" in os.environ:
    # open for the whole life of the process: the handler writes into it
    ATTEMPTS = Path(os.environ["INNERSCAPE_ATTEMPTS"]).open("ab")  # noqa: SIM115
    ban(ATTEMPTS)
    with Path(os.environ["INNERSCAPE_BANNED"]).open("ab") as _banned:
        _banned.write(Path("/proc/self/cmdline").read_bytes() + b"\n")

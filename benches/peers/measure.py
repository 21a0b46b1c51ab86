"""Runs one solver in a process of its own and measures its time and memory."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

POLL = 0.01


class Finished(NamedTuple):
    """How a process ended: exit code (negative: signal), wall seconds, peak resident memory, whether we ended it."""

    code: int
    seconds: float
    peak_mb: float
    killed: bool


def patience(limit: float) -> float:
    """Seconds after which a process that ignores its own time limit is ended."""
    return 1.5 * limit + 60.0


def run(
    command: list[str],
    log: Path,
    limit: float,
    on_line: Callable[[float, str], None] | None = None,
    folder: Path | None = None,
) -> Finished:
    """Runs `command` to its end with its output in `log`; `on_line` gets each line with the second it arrived.

    With `on_line` the output is a terminal, because programs that write into a pipe hold their lines back and
    arrival times would mean nothing. Peak memory is the kernel's for this child alone (wait4); on Linux it cannot
    read less than this small parent, which is why nothing large is imported here before the last run.
    """
    with log.open("wb") as out:
        master, slave = pty.openpty() if on_line else (-1, -1)
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=slave if on_line else out,
            stderr=slave if on_line else out,
            cwd=folder,
            start_new_session=True,
        )
        if on_line:
            os.close(slave)
            os.set_blocking(master, False)
        killed = False
        rest = b""
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    process.returncode = os.waitstatus_to_exitcode(status)
                now = time.monotonic() - start
                if on_line:
                    rest = _lines(rest + _available(master), now, out, on_line)
                if pid:
                    break
                if now > patience(limit) and not killed:
                    os.killpg(process.pid, signal.SIGKILL)
                    killed = True
                time.sleep(POLL)
        except BaseException:
            # Ctrl-C: the child has a session of its own and would live on.
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            raise
        finally:
            if on_line:
                os.close(master)
        unit = 1 if sys.platform == "darwin" else 1024
        return Finished(process.returncode, now, usage.ru_maxrss * unit / 1e6, killed)


def _available(descriptor: int) -> bytes:
    """What can be read without waiting."""
    chunks = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # nothing there now, or (EIO) the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks)


def _lines(data: bytes, now: float, out, on_line: Callable[[float, str], None]) -> bytes:
    """Hands on the whole lines and returns the unfinished one."""
    *lines, rest = data.split(b"\n")
    for line in lines:
        text = line.decode(errors="replace").rstrip()
        out.write(f"{now:10.3f}  {text}\n".encode())
        on_line(now, text)
    return rest

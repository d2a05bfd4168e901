"""Processes that outlive the command that started them. Each is known by a record of its own: process id, start time and
boot. A process id alone may be somebody else's by the time it is used; the three together are nobody else's."""
import os
import pathlib
import select
import signal
import subprocess
import time
from typing import Optional

from failure import ENDING, undisturbed

NAME = "pid"  # of the record in a process's folder


def started(pid: int) -> Optional[str]:
    """When it was started, in ticks since boot: field 22 of /proc/PID/stat. None for one that ended, reaped or not."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat[stat.rindex(")") + 2:].split()  # the name before it may hold anything; these are fields 3, 4, …
    return None if fields[0] in "ZX" else fields[19]


def identity(pid: int) -> str:
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{pid} {started(pid)} {boot}"


def spawn(command: list[str], folder: pathlib.Path, output: pathlib.Path) -> subprocess.Popen:
    """Starts it in the folder, with nothing of ours but the environment: a session of its own, output into a file."""
    def record() -> None:
        # The new process writes its record before it becomes the program, so that none ever runs unrecorded.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        part = folder / f"{NAME}.part"
        part.write_text(identity(os.getpid()))
        part.rename(folder / NAME)

    with undisturbed(), open(output, "wb") as out:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                                preexec_fn=record)


def running(folder: pathlib.Path) -> Optional[int]:
    """The id of the folder's process, if it runs."""
    try:
        recorded = (folder / NAME).read_text()
    except FileNotFoundError:
        return None
    pid = int(recorded.split()[0])
    return pid if identity(pid) == recorded else None


class Running:
    """A process held by a descriptor: signals reach it or nobody, however soon its id is used again."""

    def __init__(self, folder: pathlib.Path, pid: int):
        self.folder = folder
        self.handle = os.pidfd_open(pid)
        if running(folder) != pid:  # it ended before we had hold of it
            os.close(self.handle)
            raise ProcessLookupError

    def send(self, number: signal.Signals) -> None:
        try:
            signal.pidfd_send_signal(self.handle, number)
        except ProcessLookupError:
            pass

    def ended(self, seconds: float) -> bool:
        """Waits for its end; no longer than that."""
        poll = select.poll()
        poll.register(self.handle, select.POLLIN)
        return bool(poll.poll(max(0, seconds) * 1000))


def stop(folders: list[pathlib.Path], grace: float) -> list[pathlib.Path]:
    """Asks their processes to end, and kills those that have not within so many seconds (0: at once). Returns once all have
    ended; which had to be killed."""
    held = []
    for folder in folders:
        try:
            if pid := running(folder):
                held.append(Running(folder, pid))
        except ProcessLookupError:
            pass
    deadline = time.monotonic() + grace
    if grace:
        for process in held:
            process.send(signal.SIGTERM)
    killed = []
    for process in held:
        if not process.ended(deadline - time.monotonic()):
            process.send(signal.SIGKILL)
            process.ended(10)
            killed.append(process.folder)
        os.close(process.handle)
    for folder in folders:
        (folder / NAME).unlink(missing_ok=True)
    return killed

"""Running programs and measuring them: wall time, CPU time, peak memory, bytes on disk."""
import dataclasses
import os
import pathlib
import subprocess
import sys
import time


@dataclasses.dataclass
class Run:
    seconds: float
    cpu_seconds: float
    rss_mib: float
    code: int
    stdout: bytes = b""


def run(command, *, stdout=None, stdin=None, check=(0,)):
    """Runs to the end. With stdout=PIPE the output is kept. Stops the bench on another exit code."""
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=stdout, stdin=stdin)
    output = process.stdout.read() if stdout == subprocess.PIPE else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in check:
        sys.exit(f"bench: exit {code} of: {' '.join(map(str, command))}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code, output)


def bytes_below(folder):
    """Bytes that the files take, by the first folder below (views/, log/, …)."""
    folder = pathlib.Path(folder)
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = path.relative_to(folder).parts[0]
            sizes[part] = sizes.get(part, 0) + path.stat().st_blocks * 512
    return sizes


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)

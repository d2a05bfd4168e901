"""The data folder: what stands in its marker file, whose it is, and one command at a time in it."""
import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import shutil
import time
from typing import Iterator, Optional

from failure import Failure

MARKER = "ops-kafka.json"


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a folder was made for. That does not change afterwards."""
    version: str
    nodes: int
    tls: bool
    sasl: bool
    acl: bool


def read_plan(folder: pathlib.Path) -> Optional[Plan]:
    """None: nothing whole is there."""
    try:
        marker = json.loads((folder / MARKER).read_text())
    except FileNotFoundError:
        return None
    return Plan(**marker["plan"]) if marker["complete"] else None


def write_plan(folder: pathlib.Path, plan: Plan, *, complete: bool) -> None:
    part = folder / f"{MARKER}.part"
    part.write_text(json.dumps({"plan": dataclasses.asdict(plan), "complete": complete}) + "\n")
    part.rename(folder / MARKER)


def is_ours(folder: pathlib.Path) -> bool:
    return (folder / MARKER).is_file()


def empty(folder: pathlib.Path) -> None:
    """For a new start. Refuses what somebody else put there."""
    if not is_ours(folder) and any(folder.iterdir()):
        raise Failure(f"{folder} holds files that ops/kafka did not make; name another folder by --data")
    for entry in folder.iterdir():
        if entry.name == MARKER:
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def wipe(folder: pathlib.Path) -> None:
    if not is_ours(folder):
        raise Failure(f"{folder} was not made by ops/kafka, and is left as it is")
    shutil.rmtree(folder)


@contextlib.contextmanager
def locked(folder: pathlib.Path, seconds: float) -> Iterator[None]:
    """Holds the folder for one command. It has to be there."""
    deadline = time.monotonic() + seconds
    while True:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if take(handle) and same(handle, folder):
                yield
                return
        finally:
            os.close(handle)
        if time.monotonic() > deadline:
            raise Failure(f"another ops/kafka is at work in {folder}")
        time.sleep(0.1)


def take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def same(handle: int, folder: pathlib.Path) -> bool:
    """Whether it is still that folder: who waited for a wipe holds one that is gone."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(folder))
    except FileNotFoundError:
        return False

"""Ledgers whose program runs on storage_fault.cc: a disk that fails where it is told to, and whose every change is
traced. $SILLOK_STORAGE_FAULT is that library; a build with sanitizers has none, as theirs must be loaded first."""
import os
import sys
import tempfile

from oracle import check
from program import Ledger, OfficersLedger, clean_environment
from disk import Disk, read_trace

LIBRARY = os.environ.get("SILLOK_STORAGE_FAULT", "")
SKIPPED = 77  # what ctest shows as skipped


def need_library():
    if not os.path.exists(LIBRARY):
        print("SKIPPED: this build has no library of storage faults (a sanitizer's must be loaded first)")
        sys.exit(SKIPPED)
    if os.access("/dev/shm", os.W_OK):
        tempfile.tempdir = "/dev/shm"  # syncs that are only watched need not be waited for


def preloaded(directory, trace, fail_at=None, crash_at=None):
    more = {name: value for name, value in (("SILLOK_FAULT_AT", fail_at), ("SILLOK_CRASH_AT", crash_at)) if value}
    return clean_environment(LD_PRELOAD=LIBRARY, SILLOK_FAULT_DIR=directory, SILLOK_FAULT_TRACE=trace, **more)


class Traced:
    """Every run of the program leaves a trace; `traces` are their files, oldest first."""

    def run(self, *arguments, fail_at=None, crash_at=None, **more):
        if not hasattr(self, "traces"):
            self.traces = []
        self.traces.append(os.path.join(self.home, f"trace.{len(self.traces)}"))
        return super().run(*arguments, environment=preloaded(self.home, self.traces[-1], fail_at, crash_at), **more)

    def replay(self, disk=None, first=0, without=0):
        """A disk after all runs from `first` on, the last one without so many of its last records."""
        disk = disk or Disk(self.home)
        for trace in self.traces[first:]:
            disk.begin_run()
            records = list(read_trace(trace))
            for record in records[:len(records) - without] if trace == self.traces[-1] else records:
                disk.step(*record)
        return disk


class TracedLedger(Traced, Ledger):
    pass


class TracedOfficersLedger(Traced, OfficersLedger):
    pass


KINDS = {"sandbox": TracedLedger, "officers": TracedOfficersLedger}


class LedgerAt(Ledger):
    """A ledger that is somewhere already, looked at without faults."""

    def __init__(self, path, home):
        self.path, self.home = path, home


def ok(answer, what):
    check(answer.code == 0, f"{what}: {answer}")
    return answer


"""Storage that fails while orders are recorded: ENOSPC or EIO at the n-th write, sync, rename … of a command, for
every n, once or from then on.

The command exits 4, names the storage and says that the same command can be run again; it prints no receipt for what
isn't durable. Exit 0 is right only where all was answered and what failed was housekeeping. Without the fault, all that
oracle.py lists holds. A sync that failed is never followed by a receipt, and what it should have written is not counted
on later either: the power is cut after the retry, and every receipt still has to be there (disk.py).

  storage_test.py [--faults N | --all] [--seed N]
"""
import argparse
import collections
import concurrent.futures
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from disk import Disk, read_trace  # noqa: E402
from oracle import Broken, Oracle, ask_again, check, check_names, check_whole  # noqa: E402
from preload import KINDS, LedgerAt, need_library, ok  # noqa: E402
from program import SILLOK, Ledger, clean_environment, found_unit, hire, order  # noqa: E402

ORDERS = 6
ACTS = (1, 40, 2, 1, 1, 3)
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO}
# Files whose sync stands between an order and its receipt.
PROMISES = ("/anchor", ".log")


class Session:
    """One command on one ledger, run again and again from the same start, each time with another fault."""

    def __init__(self, kind, how, random_):
        self.kind, self.how, self.random = kind, how, random_
        self.ledger = KINDS[kind]()
        ledger = self.ledger
        ok(ledger.submit(found_unit()), "the unit was not made")
        ok(ledger.submit(order("BEFORE", *(hire(f"B{i}") for i in range(30)))), "BEFORE")
        self.base = len(ok(ledger.json("subscribe"), "subscribe").lines())
        self.oracle = Oracle()
        lines = [self.oracle.ask(f"N{i}", [f"P{i}.{k}" for k in range(ACTS[i])], how) for i in range(ORDERS)]
        self.lines = ledger.signed_file(*(json.loads(line) for line in lines))
        with open(self.lines, "rb") as file:  # as they were signed, so that asking again is the same
            for number, line in zip(list(self.oracle.asked), file.read().splitlines(), strict=True):
                self.oracle.asked[number] = (line, *self.oracle.asked[number][1:])
        self.start = os.path.join(ledger.home, "start")
        shutil.copytree(ledger.path, self.start)
        self.traces_of_start = len(ledger.traces)
        ok(self.command(None), f"{kind} {how} without a fault")
        self.calls = next(int(words) for what, words, _ in read_trace(ledger.traces[-1]) if what == "calls")

    def command(self, fail_at):
        arguments = {"submit": ("submit", self.lines), "import": ("import", self.lines, "--trust", "system"),
                     "rebuild": ("rebuild",), "checkpoint": ("checkpoint",)}[self.how]
        return self.ledger.json(*arguments, fail_at=fail_at)

    def back_to_start(self):
        shutil.rmtree(self.ledger.path)
        shutil.copytree(self.start, self.ledger.path)
        del self.ledger.traces[self.traces_of_start:]
        for name in os.listdir(self.ledger.home):
            if name.startswith("trace.") and int(name.split(".")[1]) >= self.traces_of_start:
                os.remove(os.path.join(self.ledger.home, name))

    def try_fault(self, number, error, sticky, name=""):
        """What the command did, in a word."""
        self.back_to_start()
        oracle = Oracle()
        oracle.asked, oracle.imported = self.oracle.asked, self.oracle.imported
        answer = self.command(f"{number}:{ERRORS[error]}{':sticky' if sticky else ''}{name}")
        records = list(read_trace(self.ledger.traces[-1]))
        failed = next((words for what, words, _ in records if what == "failed"), None)
        if failed is None:
            return "not reached"
        self.check_answer(answer, oracle)
        sync_failed = self.check_no_receipt_after(records)
        self.check_restart(oracle)
        if sync_failed:
            self.check_power_cut(oracle)
        return "exit 4" if answer.code == 4 else "housekeeping only"

    def check_answer(self, answer, oracle):
        if self.how in ("submit", "import"):
            oracle.take(answer.out.encode())
        if answer.code == 0:
            if self.how in ("submit", "import"):
                check(len(oracle.promised) == ORDERS, f"exit 0 without every receipt: {answer}")
            return
        check(answer.code == 4, f"not exit 4: {answer}")
        told = json.loads(answer.err.splitlines()[-1])["error"]
        check(told["where"] and "again" in told["message"], f"it does not say what failed and to ask again: {told}")

    def check_no_receipt_after(self, records):
        """Whether a sync failed; if one that a receipt waits for did, no receipt may follow."""
        names, broken, any_sync = {}, None, False
        for what, words, content in records:
            if what == "open":
                handle, _, _, path = words.split(" ", 3)
                names[handle] = path
            elif what == "failed" and words.startswith("sync "):
                any_sync = True
                path = names[words.split()[1]]
                if path.endswith(PROMISES) and "/views/" not in path:
                    broken = path
            elif what == "out" and broken:
                check(b'"recorded"' not in content, f"a receipt after a failed sync of {broken}")
        return any_sync

    def check_restart(self, oracle):
        ok(self.ledger.json("verify", "--views"), "verify --views")
        check_whole(self.ledger, oracle, self.base)
        check_names(self.ledger, oracle, list(oracle.asked), self.random)
        ask_again(self.ledger, oracle, list(oracle.asked))
        check_whole(self.ledger, oracle, self.base)
        ok(self.ledger.json("verify", "--full", "--views"), "verify --full --views")
        ok(self.ledger.json("checkpoint"), "checkpoint")

    def check_power_cut(self, oracle):
        disk = self.ledger.replay(Disk(self.ledger.home))
        with tempfile.TemporaryDirectory(prefix="sillok-cut-") as home:
            disk.write_tree(home, "nothing", self.random)
            after = LedgerAt(os.path.join(home, "ledger"), home)
            ok(after.json("verify", "--views"), "verify --views after a power cut")
            check_whole(after, oracle, self.base)
            check_names(after, oracle, list(oracle.asked), self.random)


def full_disk():
    """A real one: a file system of 4 MiB fills up while orders are recorded, and is given room again."""
    mount = tempfile.mkdtemp(prefix="sillok-full-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount], capture_output=True, check=False)
    if mounted.returncode != 0:
        os.rmdir(mount)
        return f"SKIPPED: a full disk ({mounted.stderr.decode().strip()})"
    try:
        with tempfile.TemporaryDirectory(prefix="sillok-full-files-") as home:
            ledger = LedgerAt(os.path.join(mount, "ledger"), home)
            ok(ledger.json("init", "--sandbox"), "init")
            ok(ledger.submit(found_unit()), "the unit was not made")
            base, oracle = 1, Oracle()
            lines = [oracle.ask(f"F{i}", [f"P{i}.{k}" for k in range(20)]) for i in range(400)]
            # Some in a run of their own: how many of the others share the batch that fails is chance.
            for part, code in ((lines[:20], 0), (lines[20:], 4)):
                answer = ledger.submit(*part)
                oracle.take(answer.out.encode())
                check(answer.code == code, f"a full disk: {answer}")
            check("again" in answer.err and "No space left" in answer.err, f"it does not say what to do: {answer.err}")
            check(20 <= len(oracle.promised) < 400, f"{len(oracle.promised)} receipts of 400 on a full disk")
            before = len(oracle.promised)
            ok(ledger.json("show", "P0.0"), "reading on a full disk")
            ok(ledger.json("verify"), "verify on a full disk")
            subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
            check_whole(ledger, oracle, base)  # views are built beside the live ones: that needs room
            ask_again(ledger, oracle, list(oracle.asked))
            check_whole(ledger, oracle, base)
            ok(ledger.json("verify", "--full", "--views"), "verify --full --views")
        return f"a real full disk: {before} receipts kept, {len(oracle.promised) - before} more after room was made"
    finally:
        subprocess.run(["umount", mount], check=True)
        os.rmdir(mount)


def full_output():
    """Receipts that can't be written are not given: exit 4, and asking again gives them."""
    with Ledger() as ledger, open("/dev/full", "wb") as full:
        path = ledger.file("orders.jsonl", found_unit())
        done = subprocess.run([SILLOK, "--ledger", ledger.path, "--json", "submit", path], stdout=full,
                              stderr=subprocess.PIPE, env=clean_environment(), check=False)
        check(done.returncode == 4 and b"output.unwritable" in done.stderr, f"exit {done.returncode}: {done.stderr!r}")
        check(ok(ledger.json("submit", path), "again").one()["status"] == "duplicate", "the order was not there")
    return "a full disk under stdout: told, and the receipt given when asked again"


WAYS = [(error, sticky) for error in ERRORS for sticky in (False, True)]
# What officers signed for submit is not what they would sign for import: one of both is enough.
# The anchor's few calls are hard to hit by chance, and each matters: written again when opened, then moved on.
AT_ANCHOR = (("officers", "submit"), ("sandbox", "import"))
SESSIONS = [(kind, how) for kind in KINDS for how in ("submit", "import", "rebuild", "checkpoint")
            if (kind, how) != ("officers", "import")]


def one_session(kind, how, seed, count):
    """`count` faults of a session, None for all; gives what to print and what failed."""
    need_library()
    random_ = random.Random(f"{seed} {kind} {how}")
    session = Session(kind, how, random_)
    outcomes, failures = collections.Counter(), []
    with session.ledger:
        tries = [(number, *way) for number in range(1, session.calls + 1) for way in WAYS]
        if count is not None:
            tries = random_.sample(tries, min(count, len(tries)))
            if (kind, how) in AT_ANCHOR:
                tries += [(number, "EIO", False, "@anchor") for number in range(1, 5)]
        for fault in tries:
            try:
                outcomes[session.try_fault(*fault)] += 1
            except Broken as broken:
                failures.append(f"{kind} {how}, call {fault[0]}{''.join(fault[3:])} {fault[1]}{' from then on' if fault[2] else ''}: {broken}")
    return f"{kind} {how}: {len(tries)} faults in {session.calls} calls: {dict(outcomes)}", failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=14)
    parser.add_argument("--all", action="store_true", help="instead: every call of every session, each way")
    parser.add_argument("--seed", type=int, default=20240302)
    options = parser.parse_args()
    need_library()
    print(f"seed {options.seed}", flush=True)
    count = None if options.all else max(1, options.faults // len(SESSIONS))
    failures = []
    with concurrent.futures.ProcessPoolExecutor() as pool:
        running = [pool.submit(one_session, *session, options.seed, count) for session in SESSIONS]
        for session in concurrent.futures.as_completed(running):
            told, failed = session.result()
            print(told, flush=True)
            failures += failed
    for other in (full_disk, full_output):
        try:
            print(other(), flush=True)
        except Broken as broken:
            failures.append(f"{other.__name__}: {broken}")
    for failure in failures[:20]:
        print(f"FAILED {failure[:900]}")
    if failures:
        print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

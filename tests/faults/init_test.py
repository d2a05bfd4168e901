"""Kills `init` at a random moment or at a named point, and lets its storage fail (storage_fault.cc) at the n-th call:
then `init` again completes, or all was done before.

Half a ledger never looks whole: every other command says that there is no ledger. `init` clears only what an `init`
that did not finish has left; beside anything else, and beside a ledger, it touches nothing and exits 2.

  init_test.py [--kills N] [--passes N] [--faults N] [--seed N]
"""
import argparse
import collections
import errno
import json
import os
import random
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import program  # noqa: E402
from disk import read_trace  # noqa: E402
from oracle import Broken, check  # noqa: E402
from points import init_points  # noqa: E402
from preload import LIBRARY, preloaded  # noqa: E402
from program import Ledger, OfficersLedger  # noqa: E402

SILLOK_CRASH = os.environ.get("SILLOK_CRASH", "sillok-crash")
KILLED = -9
COMMANDS = (("show", "P1"), ("subscribe",), ("checkpoint",), ("stats", "present"), ("verify",), ("digest",))


class Founded:
    """Where `init` is killed again and again, and how it is called: as a sandbox, and with two roots."""

    def __init__(self, kind):
        self.home = kind()  # for its keys
        self.path = os.path.join(self.home.home, "new", "ledger")
        if kind is Ledger:
            self.arguments = ("init", "--sandbox")
        else:
            roots = []
            for name in ("new.a", "new.b"):
                public = self.home.answer("keys", "generate", name, "-o", self.home.key(name)).one()["public_key"]
                roots += ["--root", f"{name}={public}", "--key", self.home.key(name)]
            self.arguments = ("init", "--origin", "example.org/new", *roots)

    def run(self, *arguments, binary=None, **environment):
        return program.run("--ledger", self.path, "--json", *arguments, program=binary,
                           environment=program.clean_environment(**environment))

    def files(self):
        return sorted(os.path.join(folder, name) for folder, _, names in os.walk(self.path) for name in names)

    def clear(self):
        subprocess.run(["rm", "-rf", os.path.dirname(self.path)], check=True)

    def judge(self):
        """After a kill; gives what was there."""
        there = os.path.exists(os.path.join(self.path, "LEDGER"))
        before = self.files()
        if there:
            check(self.run("verify", "--full", "--views").code == 0, "it looks whole and is not")
            again = self.run(*self.arguments)
            check(again.code == 2 and "already" in again.err, f"init over a ledger: {again}")
            check([f for f in self.files() if "/views/" not in f] == before, "init over a ledger touched it")
        else:
            for command in COMMANDS:
                answer = self.run(*command)
                check(answer.code == 2 and "sillok init" in answer.err, f"half a ledger: {command}: {answer}")
            if before:
                self.refuses_what_is_not_its_own()
            again = self.run(*self.arguments)
            check(again.code == 0, f"init again: {again}")
        check(self.run("verify", "--full", "--views").code == 0, "verify after init again")
        check(not os.path.exists(os.path.join(self.path, "INIT")) or there, "init finished and says it did not")
        return "whole" if there else "nothing" if not before else "half"

    def refuses_what_is_not_its_own(self):
        own = os.path.join(self.path, "diary.txt")
        with open(own, "w", encoding="utf-8") as file:
            file.write("mine")
        before = self.files()
        answer = self.run(*self.arguments)
        check(answer.code == 2 and self.files() == before, f"init beside another file: {answer}")
        os.remove(own)


def kill_at_random(founded, moment_s):
    process = subprocess.Popen([program.SILLOK, "--ledger", founded.path, *founded.arguments], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env=program.clean_environment())
    try:
        process.wait(timeout=moment_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    check(process.returncode in (0, KILLED), f"exit {process.returncode}")
    return process.returncode


def fail_storage(founded, count, random_):
    """`count` failing calls of `init`; 0 for every one, each way."""
    trace = os.path.join(founded.home.home, "trace")
    watched = os.path.dirname(founded.path)

    def init(fail_at=None):
        founded.clear()
        if os.path.exists(trace):
            os.remove(trace)
        return program.run("--ledger", founded.path, "--json", *founded.arguments,
                           environment=preloaded(watched, trace, fail_at))

    check(init().code == 0, "init without a fault")
    calls = next(int(words) for what, words, _ in read_trace(trace) if what == "calls")
    tries = [(number, error, sticky) for number in range(1, calls + 1) for error in (errno.EIO, errno.ENOSPC)
             for sticky in ("", ":sticky")]
    outcomes = collections.Counter()
    for number, error, sticky in random_.sample(tries, count) if count else tries:
        at = f"{number}:{error}{sticky}"
        answer = init(at)
        try:
            if answer.code == 0:
                check(os.path.exists(os.path.join(founded.path, "LEDGER")), f"exit 0 without a ledger: {answer}")
            else:
                told = json.loads(answer.err.splitlines()[-1])["error"]
                check(answer.code == 4 and "again" in told["message"], f"not exit 4 with what to do: {answer}")
            outcomes[founded.judge()] += 1
        except Broken as broken:
            raise Broken(f"storage that fails at {at}: {broken}") from None
    return f"{sum(outcomes.values())} faults in {calls} calls; found {dict(outcomes)}"


def one_kind(kind, kills, passes, faults, random_):
    founded, outcomes, killed = Founded(kind), collections.Counter(), 0
    with founded.home:
        begin = time.monotonic()
        check(founded.run(*founded.arguments).code == 0, "init")
        takes_s = time.monotonic() - begin
        for point in init_points():
            for _ in range(passes):
                founded.clear()
                answer = founded.run(*founded.arguments, binary=SILLOK_CRASH, SILLOK_CRASH_AT=f"{point}:1")
                if kind is Ledger and answer.code == 0 and point in ("init.after_keys", "init.after_vault"):
                    break  # a sandbox has no files of keys
                check(answer.code == KILLED, f"{point}: {answer}")
                outcomes[founded.judge()] += 1
        while killed < kills:
            founded.clear()
            killed += kill_at_random(founded, random_.uniform(0, takes_s)) == KILLED
            outcomes[founded.judge()] += 1
        told = f"{kind.__name__}: {killed} kills at random moments, {passes} at each point of init; found {dict(outcomes)}"
        return told + ("; " + fail_storage(founded, faults, random_) if os.path.exists(LIBRARY) else "; no faulty storage here")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--faults", type=int, default=8, help="0: at every call of init, each way")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}", flush=True)
    random_ = random.Random(seed)
    try:
        for kind in (Ledger, OfficersLedger):
            print(one_kind(kind, options.kills, options.passes, options.faults, random_), flush=True)
    except Broken as broken:
        print(f"FAILED with --seed {seed}: {broken}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Kills the program by SIGKILL while it records and looks at what is left.

After each kill and restart `verify --views` exits 0 and everything holds that oracle.py lists. Half of
the kills come at a random moment (start-up included), half at a named crash point.

  crash_test.py [--kills N] [--passes N] [--seed N]
"""
import argparse
import collections
import os
import random
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import program  # noqa: E402
from oracle import Broken, Oracle, ask_again, check, check_names, check_whole  # noqa: E402
from points import recording_points  # noqa: E402
from program import Ledger, found_unit  # noqa: E402

SILLOK_CRASH = os.environ.get("SILLOK_CRASH", "sillok-crash")
KILLS_PER_LEDGER = 25
ORDERS_PER_KILL = 12
KILLED = -9


def make_orders(random_, kill, oracle, how):
    """Orders of 1 to 40 acts, so that half of one would show."""
    numbers = []
    for index in range(ORDERS_PER_KILL):
        number = f"K{kill}-{index}"
        persons = [f"P{kill}.{index}.{i}" for i in range(random_.choice((1, 1, 2, 5, 40)))]
        oracle.ask(number, persons, how)
        numbers.append(number)
    return numbers


def run_and_kill(ledger, how, lines, binary, environment, moment_s):
    """Runs one command and kills it after moment_s (None: it dies by itself at a crash point)."""
    command = {"pipe": ["submit", "-"],
               "file": ["submit", ledger.file("orders.jsonl", *lines)],
               "import": ["import", ledger.file("orders.jsonl", *lines), "--trust", "system"],
               "checkpoint": ["checkpoint"]}[how]
    process = subprocess.Popen([binary, "--ledger", ledger.path, "--json", *command],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               bufsize=0, env=program.clean_environment(**environment))
    printed, complained = [], []
    readers = [threading.Thread(target=lambda: printed.append(process.stdout.read())),
               threading.Thread(target=lambda: complained.append(process.stderr.read()))]

    def feed():
        try:
            if how == "pipe":
                process.stdin.write(b"".join(line + b"\n" for line in lines))
        except BrokenPipeError:
            return  # killed while it was still being fed: what this test is about
        finally:
            process.stdin.close()

    readers.append(threading.Thread(target=feed))
    for reader in readers:
        reader.start()
    try:
        process.wait(timeout=program.TIMEOUT_S if moment_s is None else moment_s)
    except subprocess.TimeoutExpired:
        check(moment_s is not None, f"{command} hangs")
        process.kill()
        process.wait()
    for reader in readers:
        reader.join()
    check(process.returncode in (0, KILLED), f"exit {process.returncode}: {complained[0][:2000]!r}")
    return process.returncode, printed[0]


class Campaign:
    def __init__(self, kills, passes, seed):
        self.random = random.Random(seed)
        self.kills, self.passes = kills, passes
        self.points = recording_points()
        self.hits = collections.Counter()
        self.killed = 0  # runs that ended before the moment came don't count
        self.promises = 0
        self.duration_s = {}

    def run(self):
        done = 0
        while self.killed < self.kills or any(self.hits[p] < self.passes for p in self.points):
            # A point that nothing passes any more would be asked for without end.
            check(done < 20 * (self.kills + self.passes * len(self.points)),
                  f"{self.killed} kills after {done} runs, crash points hit: {dict(self.hits)}")
            with Ledger() as ledger:
                oracle = Oracle()
                check(ledger.submit(found_unit()).code == 0, "the unit was not made")
                base = ledger.size()
                for how in ("pipe", "file", "import"):
                    self.measure(ledger, oracle, how)
                for _ in range(KILLS_PER_LEDGER):
                    done += 1
                    base = self.one(ledger, oracle, done, base)
                ask_again(ledger, oracle, list(oracle.asked))
                check(ledger.json("verify", "--full", "--views").code == 0, "verify --full --views")
                self.promises += len(oracle.promised)

    def measure(self, ledger, oracle, how):
        """How long a run takes that nobody kills: random moments are drawn from that time."""
        if how in self.duration_s:
            return
        numbers = make_orders(self.random, f"m{how}", oracle, how)
        begin = time.monotonic()
        code, printed = run_and_kill(ledger, how, [oracle.asked[n][0] for n in numbers],
                                        program.SILLOK, {}, None)
        self.duration_s[how] = time.monotonic() - begin
        oracle.take(printed)
        check(code == 0 and all(n in oracle.promised for n in numbers), f"{how}: not all was recorded")

    def one(self, ledger, oracle, kill, base):
        how = self.random.choice(("pipe", "pipe", "file", "import"))
        numbers = make_orders(self.random, kill, oracle, how)
        lines = [oracle.asked[n][0] for n in numbers]
        wanting = [p for p in self.points if self.hits[p] < self.passes]
        if kill % 2:
            point = self.random.choice(wanting or self.points)
            at = f"{point}:{self.random.randint(1, 2)}"
            if point.startswith("checkpoint."):
                # It is passed where there is more to sign than the last time.
                ask_again(ledger, oracle, numbers)
                how, lines, at = "checkpoint", [], f"{point}:1"
            code, printed = run_and_kill(ledger, how, lines, SILLOK_CRASH, {"SILLOK_CRASH_AT": at}, None)
            self.hits[point] += code == KILLED
        else:
            at = self.random.uniform(0, self.duration_s[how] * 1.1)
            code, printed = run_and_kill(ledger, how, lines, program.SILLOK, {}, at)
        self.killed += code == KILLED
        try:
            if how == "checkpoint":
                check(code == KILLED and not printed, f"exit {code}, printed {printed!r}")
                signed = ledger.json("checkpoint")
                check(signed.code == 0 and signed.one()["size"] == ledger.size(), f"checkpoint: {signed}")
            else:
                oracle.take(printed)
            verified = ledger.json("verify", "--views")
            check(verified.code == 0, f"verify --views: {verified}")
            check_whole(ledger, oracle, base)
            check_names(ledger, oracle, numbers, self.random)
            ask_again(ledger, oracle, numbers)
            return check_whole(ledger, oracle, base)
        except Broken as broken:
            raise Broken(f"kill {kill} of {how} at {at}: {broken}") from None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--passes", type=int, default=1, help="how often each crash point must be hit")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}", flush=True)
    campaign = Campaign(options.kills, options.passes, seed)
    try:
        campaign.run()
    except Broken as broken:
        print(f"FAILED with --seed {seed}: {broken}")
        return 1
    hits = ", ".join(f"{point} {count}" for point, count in sorted(campaign.hits.items()))
    print(f"{campaign.killed} kills, {campaign.promises} receipts kept, crash points hit: {hits or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

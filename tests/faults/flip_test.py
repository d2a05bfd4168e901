"""One bit flipped anywhere in a ledger's files is found and named, or changes no answer: in a sandbox and
in a ledger of officers, which has keys and a vault in files.

Never a wrong answer: after every flip each reading command either fails or says what it said before.
`verify --full --views` exits 0 only where the byte carries nothing (padding, a superseded file).
A write-ahead log that is gone, zeroed or cut is refused or changes nothing, and is seen to be refused.

  flip_test.py [--flips N | --every-bytes N [--of sandbox|officers] [--files PREFIX]] [--orders N] [--jobs N] [--seed N]
"""
import argparse
import collections
import concurrent.futures
import itertools
import os
import random
import shutil
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import program  # noqa: E402
from program import Ledger, OfficersLedger, found_unit, hire, order  # noqa: E402

KINDS = {"sandbox": Ledger, "officers": OfficersLedger}
AS_OF = "2024-06-30"
VERIFY = ("verify", "--full", "--views")
# Text that RocksDB writes for people and never reads for data; a flip there is tried as anywhere else,
# but not drawn as often as a byte that counts.
FOR_PEOPLE = ("LOG", "OPTIONS-")


def build(ledger, orders):
    """Recorded by two runs and a killed one: so tables hold some of it and write-ahead logs the rest."""
    lines = [found_unit()] + [order(f"H-{i}", hire(f"P{i}", name=f"사람{i}")) for i in range(orders)]
    middle = orders // 2
    for part in (lines[:1], lines[1:middle]):
        made = ledger.submit(*part)
        if made.code != 0:
            raise AssertionError(f"the ledger was not made: {made}")
    return ledger.submit_and_kill(*lines[middle:])[-1]["recorded_at"]


def questions(known_at, orders):
    """Asked as of a day and as known at an instant, so that no answer moves with the clock."""
    at = ("--known-at", known_at)
    people = [f"P{index}" for index in (0, orders // 2, orders - 1)]
    return ([("show", person, "--as-of", AS_OF, *at) for person in people] +
            [("history", people[0], *at), ("stats", "present", "--by", "grade", "--as-of", AS_OF, *at),
             ("subscribe", "--from", "0"), ("checkpoint",), ("digest",)])


def ask(path, question):
    return program.run("--ledger", path, "--json", *question)


class Flips:
    def __init__(self, ledger, scratch, orders):
        self.ledger, self.scratch = ledger, scratch
        known_at = build(ledger, orders)
        self.truth = {}
        for question in questions(known_at, orders):
            answer = ask(ledger.path, question)
            if answer.code != 0:
                raise AssertionError(f"{question}: {answer}")
            self.truth[question] = answer.out
        self.files = []
        for folder, _, names in os.walk(ledger.path):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), ledger.path)
                if os.path.getsize(os.path.join(ledger.path, path)):
                    self.files.append(path)
        self.files.sort()
        self.failures = []
        self.outcomes = collections.Counter()
        self.counting = threading.Lock()

    def try_damage(self, name, damage, question=None):
        """Damages a copy by damage(folder) and looks at all it says; True if it was refused.

        Once verify has refused it, `question` alone is asked, if there is one, and not all of them.
        """
        scratch = tempfile.mkdtemp(dir=self.scratch)
        copy = os.path.join(scratch, "copy")
        shutil.copytree(self.ledger.path, copy)
        try:
            damage(copy)
            verdict = ask(copy, VERIFY)
            asked = [question] if question and verdict.code else list(self.truth)
            same = 0
            for question in asked:
                answer = ask(copy, question)
                if answer.code < 0 or (answer.code == 0 and answer.out != self.truth[question]):
                    self.failures.append(f"{name}: {' '.join(question)}: {answer}")
                same += answer.code == 0
            if verdict.code == 0 and same != len(asked):
                self.failures.append(f"{name}: verify sees nothing, but {len(asked) - same} answers fail")
            elif verdict.code not in (0, 1, 2, 3):
                self.failures.append(f"{name}: verify: {verdict}")
            elif verdict.code and not (verdict.err.strip() or '"first_bad":{' in verdict.out or '"views_bad":["' in verdict.out):
                self.failures.append(f"{name}: found, but not named: {verdict}")
            with self.counting:
                self.outcomes["changes no answer" if verdict.code == 0 else "found and named"] += 1
            return verdict.code != 0
        finally:
            shutil.rmtree(scratch)

    def flip(self, path, offset, bit, question=None):
        def damage(folder):
            with open(os.path.join(folder, path), "r+b") as file:
                file.seek(offset)
                byte = file.read(1)[0]
                file.seek(offset)
                file.write(bytes([byte ^ (1 << bit)]))
        return self.try_damage(f"{path} byte {offset} bit {bit}", damage, question)

    def sample(self, random_, count):
        """Every file in turn, so that a small one (anchor, keys) is drawn as often as a table."""
        weights = [1 if os.path.basename(f).startswith(FOR_PEOPLE) else 8 for f in self.files]
        for path in random_.choices(self.files, weights, k=count):
            size = os.path.getsize(os.path.join(self.ledger.path, path))
            self.flip(path, random_.randrange(size), random_.randrange(8))

    def all_bytes(self, random_, step, jobs, prefix):
        """One bit of each `step`-th byte; of what is written for people, of each 128th of those."""
        questions_ = itertools.cycle(self.truth)
        for path in [each for each in self.files if each.startswith(prefix)]:
            size = os.path.getsize(os.path.join(self.ledger.path, path))
            every = step * 128 if os.path.basename(path).startswith(FOR_PEOPLE) else step
            offsets = range(random_.randrange(every), size, every)
            with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
                tried = [pool.submit(self.flip, path, offset, random_.randrange(8), next(questions_))
                         for offset in offsets]
            found = sum(flip.result() for flip in tried)
            print(f"{path}: {len(tried)} of {size} bytes, {found} found and named, {len(self.failures)} wrong so far",
                  flush=True)

    def write_ahead_logs(self):
        """Gone, zeroed, cut in the middle: for each folder that has one."""
        def change(path, new):
            def damage(folder):
                target = os.path.join(folder, path)
                with open(target, "rb") as file:
                    content = new(file.read())
                os.remove(target)
                if content is not None:
                    with open(target, "wb") as file:
                        file.write(content)
            return damage

        refused = 0
        logs = [path for path in self.files if path.endswith(".log")]
        for path in logs:
            for how, new in (("deleted", lambda _: None), ("zeroed", lambda old: bytes(len(old))),
                             ("emptied", lambda _: b""), ("cut in half", lambda old: old[:len(old) // 2])):
                refused += self.try_damage(f"{path} {how}", change(path, new))
        if not logs or not refused:
            self.failures.append(f"no write-ahead log was missed when it was gone: {logs}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=60)
    parser.add_argument("--every-bytes", type=int, default=0, help="instead: each N-th byte of every file")
    parser.add_argument("--of", choices=list(KINDS), help="of one of the two ledgers alone")
    parser.add_argument("--files", metavar="PREFIX", default="", help="of --every-bytes, those alone whose path begins so")
    parser.add_argument("--orders", type=int, default=50, help="how many orders the ledger holds")
    parser.add_argument("--jobs", type=int, default=1, help="of --every-bytes at a time")
    parser.add_argument("--seed", type=int, default=20240302)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    print(f"seed {options.seed}", flush=True)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    failures = []
    for kind in [KINDS[options.of]] if options.of else KINDS.values():
        with kind() as ledger, tempfile.TemporaryDirectory(prefix="sillok-flip-", dir=memory) as scratch:
            flips = Flips(ledger, scratch, options.orders)
            flips.write_ahead_logs()
            if options.every_bytes:
                flips.all_bytes(random_, options.every_bytes, options.jobs, options.files)
            else:
                flips.sample(random_, options.flips // 2)
        print(f"{kind.__name__}: {sum(flips.outcomes.values())} damages: {dict(flips.outcomes)}", flush=True)
        failures += flips.failures
    for failure in failures[:20]:
        print(f"FAILED {failure[:600]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

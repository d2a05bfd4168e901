"""The power goes: what was not synced is lost, as a whole or in parts (disk.py), at any moment from `init` on.

A ledger is made, orders are submitted one by one and imported, a checkpoint is signed, and every change on the disk is
traced (storage_fault.cc). For moments of that trace the directory is put together as the cut leaves it. Then either
  all that oracle.py lists holds for the receipts printed before that moment, or
  the ledger refuses and names what is spoiled, and no reading command answers.
What syncs alone have made safe must always open. Half an `init` is no ledger, and `init` again completes it.

  power_test.py [--cuts N | --all] [--seed N]
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from disk import CUTS, Disk, read_trace  # noqa: E402
from oracle import Broken, Oracle, ask_again, check, check_names, check_whole  # noqa: E402
from preload import KINDS, LedgerAt, need_library, ok  # noqa: E402
from program import found_unit  # noqa: E402

# So much that a writer flushes when it closes: tables, their list and a fresh write-ahead log.
BIG = 1500
READING = (("show", "S0.0"), ("history", "S0.0"), ("subscribe",), ("stats", "present"), ("checkpoint",), ("digest",))
# What may be torn by a cut and is then refused; everything else is put right by itself.
SPOILED = {"anchor.damaged", "log.damaged", "views.damaged", "log.missing_file", "checkpoint.damaged"}


class Story:
    """What is done to a ledger, one traced run of the program after the other."""

    def __init__(self, kind):
        self.ledger = KINDS[kind]()
        self.oracle = Oracle()
        self.sent_in = {}  # order number -> the run it is recorded by: what was sealed for it is safe by then
        ok(self.ledger.submit(found_unit()), "the unit was not made")
        self.base = len(ok(self.ledger.json("subscribe"), "subscribe").lines())
        self.record("submit", [("S0", 1), ("S1", 40), ("S2", 2)])
        self.record("submit", [("B", BIG)])
        if kind == "sandbox":
            self.record("import", [("I0", 3), ("I1", 20), ("I2", 1)])
        ok(self.ledger.json("checkpoint"), "checkpoint")
        self.record("submit", [("S3", 1)])
        self.record("submit", [("S4", 7), ("S5", 1)])

    def record(self, how, orders):
        numbers = [number for number, _ in orders]
        lines = [self.oracle.ask(number, [f"{number}.{i}" for i in range(acts)], how) for number, acts in orders]
        path = self.ledger.signed_file(*(json.loads(line) for line in lines))
        with open(path, "rb") as file:
            for number, line in zip(numbers, file.read().splitlines(), strict=True):
                self.oracle.asked[number] = (line, *self.oracle.asked[number][1:])
        self.sent_in.update((number, len(self.ledger.traces)) for number in numbers)
        ok(self.ledger.json(how, path, *(("--trust", "system") if how == "import" else ())), how)

    def moments(self):
        """Walks the trace; gives (number, run, disk, receipts so far) before each record and at the end."""
        disk, receipts, number = Disk(self.ledger.home), b"", 0
        for run, trace in enumerate(self.ledger.traces):
            disk.begin_run()
            before = receipts
            for record in read_trace(trace):
                yield number, run, disk, receipts
                number += 1
                disk.step(*record)
                receipts = before + b"".join(line + b"\n" for line in bytes(disk.out).split(b"\n")[:-1]
                                             if line.startswith(b'{"order"') and b'"positions"' in line)
        yield number, run, disk, receipts


def look(story, run, home, receipts, random_, cut):
    """Judges one cut; gives what became of it in a word."""
    ledger = LedgerAt(os.path.join(home, "ledger"), home)
    oracle = Oracle()
    oracle.asked, oracle.imported = story.oracle.asked, story.oracle.imported
    oracle.take(b"".join(line for line in receipts.splitlines(keepends=True)
                         if json.loads(line)["order"] in oracle.asked))
    if not os.path.exists(os.path.join(ledger.path, "LEDGER")):
        check(not receipts, "receipts were printed, and there is no ledger")
        for question in READING:
            check(ledger.json(*question).code == 2, f"half an init answers {question}")
        ok(ledger.json("init", "--sandbox"), "init again")
        ok(ledger.json("verify", "--views"), "verify --views after init again")
        return "no ledger yet"
    verified = ledger.json("verify", "--views")
    if verified.code != 0:
        code = refusal(verified)
        check(cut != "nothing", f"what was synced does not open: {verified}")
        check(code in SPOILED, f"refused for no reason: {verified}")
        if not code.startswith("views."):
            for question in READING:
                check(ledger.json(*question).code != 0 or code.startswith("checkpoint."), f"answers {question} though {code}")
            return f"refused: {code}"
        ok(ledger.json("rebuild"), f"rebuild after {code}")
    has_unit = b'"UNIT-1"' in receipts
    if has_unit:
        check_whole(ledger, oracle, story.base)
        check_names(ledger, oracle, list(oracle.asked), random_)
        ask_again(ledger, oracle, [number for number, sent in story.sent_in.items() if sent <= run])
        check_whole(ledger, oracle, story.base)
        signed = ok(ledger.json("checkpoint"), "checkpoint")
        check(signed.one()["size"] == len(ok(ledger.json("subscribe"), "subscribe").lines()), f"{signed}")
    ok(ledger.json("verify", "--full", "--views"), "verify --full --views")
    return "all there" if verified.code == 0 else f"rebuilt: {code}"


def refusal(answer):
    """The code of what does not hold."""
    if answer.err.strip():
        return json.loads(answer.err.splitlines()[-1])["error"]["code"]
    return answer.one()["first_bad"]["reason"].split(" ")[0]


def judge(story, moment, cut, seed):
    """Walks to that moment and cuts; a failure names both."""
    random_ = random.Random(f"{seed} {moment} {cut}")
    for number, run, disk, receipts in story.moments():
        if number == moment:
            with tempfile.TemporaryDirectory(prefix="sillok-cut-") as home:
                disk.write_tree(home, cut, random_)
                try:
                    return look(story, run, home, receipts, random_, cut), None
                except Broken as broken:
                    return "broken", f"cut at record {moment}, {cut} kept: {broken}"
    raise AssertionError(f"no record {moment}")


def telling_moments(story):
    """Those before a sync or an answer: between two of them nothing becomes safe or promised."""
    moments, number = [], 0
    for trace in story.ledger.traces:
        for what, words, _ in read_trace(trace):
            if what in ("sync", "out"):
                moments.append(number)
            number += 1
    return moments + [number], number


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=16)
    parser.add_argument("--all", action="store_true", help="instead: every moment at which something becomes safe")
    parser.add_argument("--seed", type=int, default=20240302)
    options = parser.parse_args()
    need_library()
    print(f"seed {options.seed}", flush=True)
    random_ = random.Random(options.seed)
    failures = []
    for kind in KINDS:
        story = Story(kind)
        with story.ledger:
            safe, end = telling_moments(story)
            tries = [(moment, "nothing") for moment in safe]
            # What can be torn is most just before it is synced; the other moments are for names.
            tries += [(moment, cut) for cut in CUTS[1:] for moment in safe]
            tries += [(random_.randrange(end), cut) for cut in CUTS[1:] for _ in safe]
            if not options.all:
                tries = random_.sample(tries, options.cuts // len(KINDS) - 1) + [(end, "nothing")]
            with concurrent.futures.ProcessPoolExecutor() as pool:
                judged = list(pool.map(judge, *zip(*((story, moment, cut, options.seed) for moment, cut in tries), strict=True)))
            outcomes = collections.Counter(outcome for outcome, _ in judged)
            failures += [f"{kind}, {failure}" for _, failure in judged if failure]
            print(f"{kind}: {len(tries)} cuts in {end} changes: {dict(outcomes)}", flush=True)
    for failure in failures[:20]:
        print(f"FAILED {failure[:900]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The power goes while a ledger moves into a topic or home again: what was not synced is lost, as a whole or in parts (disk.py).
What was recorded before is there, at once or once `anchor repair` has run, and the same `migrate` goes on to its end."""
import collections
import os
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
from topic import OnABroker, main  # noqa: E402
from disk import CUTS  # noqa: E402
from points import move_points  # noqa: E402
from preload import LedgerAt, TracedLedger, need_library  # noqa: E402
from program import act, found_unit, hire, order, run  # noqa: E402

CRASH = os.environ["SILLOK_CRASH"]
KILLED = -9
COUNT = int(os.environ.get("SILLOK_POWER_CUTS", "6"))
SEED = os.environ.get("SILLOK_SEED", "20261130")


# What is changed right before these is this machine's alone: the topic is the same whichever part of it a cut keeps.
OWN_STEPS = ("move.after_fence", "move.after_rows", "move.before_settling", "move.after_settling", "move.before_end", "move.after_home_rows",
             "move.before_home_settling", "move.after_home_settling")
LAST_RECORDS = 12


def all_cuts():
    """(place, records before it that are cut off, what is kept of the rest)"""
    at = [(point, 0, cut) for point in move_points() for cut in CUTS]
    return at + [(point, before, cut) for point in OWN_STEPS for before in range(1, LAST_RECORDS) for cut in CUTS[1:]]


class ThePowerGoes(OnABroker):
    def test_over_a_move(self):
        random_ = random.Random(SEED)
        cuts = all_cuts()
        if COUNT < len(cuts):
            cuts = random_.sample(cuts, COUNT)
        ends = collections.Counter()
        for number, (point, before, cut) in enumerate(cuts):
            what = f"{before} before {point}, {cut} kept, seed {SEED}"
            with self.subTest(what), TracedLedger() as ledger, tempfile.TemporaryDirectory() as home:
                ends[self.cut_at(ledger, home, point, before, cut, f"{self.topic}-{number}", random.Random(what))] += 1
        print(f"{len(cuts)} cuts: {dict(ends)}", flush=True)

    def cut_at(self, ledger, home, point, before, cut, topic, random_):
        there, back = ("migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", topic), ("migrate", "--to", "embedded")
        self.ok(ledger.submit(found_unit(), *(order(f"H-{i}", hire(f"P{i}")) for i in range(4))))
        self.ok(ledger.submit(order("MASS", *(act("trained", f"P{i % 4}", "2024-04-02", course=f"{i}", hours=3) for i in range(300)),
                                    on="2024-04-02")))
        self.ok(ledger.json("evidence", "P1", "--purpose", "before", "-o", os.path.join(self.home, "capsule")))
        goes_home = "departure" in point or "home" in point
        if goes_home:
            self.ok(ledger.json(*there))
            self.ok(ledger.submit(order("LAST", hire("P9"))))
        size = self.ok(ledger.json("verify")).one()["size"]
        killed = ledger.json(*(back if goes_home else there), crash_at=point + ":1", program=CRASH)
        self.assertEqual(killed.code, KILLED, f"{point} is not passed: {killed}")

        ledger.replay(without=before).write_tree(home, cut, random_)
        after = LedgerAt(os.path.join(home, "ledger"), home)
        verified = after.json("--offline", "verify")
        end = "all there"
        if verified.code != 0:
            self.assertNotEqual(cut, "nothing", f"what was synced does not open: {verified}")
            self.refused(verified, 1, "anchor.damaged")
            self.ok(after.json("anchor", "repair"))
            end = "repaired"
        self.assertEqual(self.ok(after.json("--offline", "verify", "--full", "--views")).one()["size"], size)
        if goes_home:
            self.assertEqual(self.ok(after.json(*back)).one()["size"], size)
            self.ok(after.submit(order("AFTER", hire("P10"))))
        else:
            self.assertEqual(self.ok(after.json(*there)).one()["size"], size)
            trust = os.path.join(home, "trust.json")
            self.ok(after.json("trust", "export", "-o", trust))
            other = os.path.join(home, "other")
            self.ok(run("--ledger", other, "--json", "init", "--kafka", self.brokers, "--topic", topic, "--trust", trust))
            self.ok(LedgerAt(other, home).submit(order("AFTER", hire("P10"))))
            self.ok(LedgerAt(other, home).json("verify", "--full"))
        read = self.ok(after.json("evidence", "P10", "--purpose", "after", "-o", os.path.join(home, "capsule"))).one()
        self.assertEqual(read["read"], 1, "the log of reads is whole")
        verified = self.ok(after.json("verify", "--full", "--views", "--reads")).one()
        self.assertEqual((verified["ok"], verified["size"]), (True, size + 1), str(verified))
        self.assertFalse(os.path.exists(os.path.join(after.path, "MOVING")))
        self.assertFalse(os.path.exists(os.path.join(after.path, "moving")))
        return end


if __name__ == "__main__":
    need_library()
    main()

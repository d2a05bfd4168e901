#!/usr/bin/env python3
"""Backups of replicas: what is restored goes on in the topic from where it stood, by a node of its own where the old
one's key is not at hand; and what only the node that publishes may do."""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import OfARealLedger, main  # noqa: E402
from program import clean_environment, run  # noqa: E402


class ANodeOfMany(OfARealLedger):
    def test_a_backup_is_a_beginning_for_another_replica(self):
        self.register("node.b", "b")
        self.assertEqual(self.bring_keys("node.b", "b")["data_keys"], 1)
        file = self.backup("b", "b")
        self.ok(self.ask("b", "verify", "--backup", file))
        for number in range(3):
            self.ok(self.ask("a", "submit", self.signed(number)))
        head = self.head("a")

        restored = self.ok(self.ask("c", "restore", file)).one()
        self.assertEqual((restored["size"], restored["held"]), (head[0] - 3, False), str(restored))
        self.assertEqual(self.head("c"), head, "it reads on from where the backup stood")
        here, there = self.ok(self.ask("c", "replica")).one(), self.ok(self.ask("b", "replica")).one()
        self.assertNotEqual(here["node"], there["node"])
        self.assertFalse(here["may_write"])
        self.refused(self.ask("c", "submit", self.signed(3)), 2, "topic.node")
        self.register("node.c", "c")
        self.bring_keys("node.c", "c")
        self.assertEqual(self.ok(self.ask("c", "submit", self.signed(3))).one()["status"], "recorded")
        self.assertIn("김하나", self.ok(self.ask("c", "show", "P1")).out)
        self.assertEqual({self.head(each) for each in "abc"}, {self.head("c")})

        # Killed at the end, and once more: the key that the first run made is the one that goes on.
        killed = run("--ledger", self.path("e"), "restore", file, program=os.environ["SILLOK_CRASH"],
                     environment=clean_environment(SILLOK_CRASH_AT="restore.before_end:1"))
        self.assertEqual(killed.code, -9, str(killed))
        self.ok(self.ask("e", "restore", file))
        self.assertEqual(self.head("e"), self.head("c"))
        self.refused(self.ask("e", "restore", file, "--keys", os.path.join(self.path("b"), "keys")), 1, "restore.behind")

        again = self.ok(self.ask("d", "restore", file, "--keys", os.path.join(self.path("b"), "keys"))).one()
        self.assertTrue(again["keys"])
        self.assertEqual(self.ok(self.ask("d", "replica")).one()["node"], there["node"], "with its key it is the old node")
        self.refused(self.ask("d", "restore", file), 1, "restore.behind")


class TheNodeOfTheGenesis(OfARealLedger):
    def test_lost_and_restored_it_goes_on(self):
        file = self.backup("a", "a")
        keys = os.path.join(self.ledger.home, "safe")
        shutil.copytree(os.path.join(self.ledger.path, "keys"), keys)
        self.register("node.b", "b")
        self.bring_keys("node.b", "b")
        orders = self.signed(1)
        head, of_persons = self.head("b"), self.published("b")["persons"]
        shutil.rmtree(self.ledger.path)

        restored = self.ok(self.ask("a", "restore", file, "--keys", keys)).one()
        self.assertFalse(restored["held"], "what it records and publishes goes behind all that the topic has")
        self.assertEqual(self.head("a"), head)
        self.assertIn("김하나", self.ok(self.ask("a", "show", "P1")).out)
        self.assertEqual(self.published("a")["persons"], of_persons, "it has the logs beside the events from the topic")
        self.ok(self.ask("a", "submit", orders))
        self.published("a")
        self.ok(self.ask("a", "verify", "--full"))
        self.refused(self.ask("b", "restore", self.home_backup), 1, "restore.before_topic")
        self.assertEqual(self.head("b"), self.head("a"))


class AStoreApart(OfARealLedger):
    def before_it_moves(self):
        self.ledger.answer("anchor", "store", os.path.join(self.ledger.home, "apart"))
        shutil.copytree(self.ledger.path, os.path.join(self.ledger.home, "copy"))

    def test_it_knows_that_the_ledger_has_moved(self):
        # Nothing was published since: whoever looks at checkpoints alone would see no difference.
        old, copy = os.path.join(self.ledger.home, "old"), os.path.join(self.ledger.home, "copy")
        keys = os.path.join(self.ledger.path, "keys")
        orders = self.signed(1)
        self.ok(run("--ledger", old, "--json", "restore", self.home_backup, "--keys", keys))
        self.refused(run("--ledger", old, "--json", "anchor", "release"), 1, "ledger.moved")
        self.refused(run("--ledger", old, "--json", "submit", orders), 1, "ledger.restored")
        self.refused(run("--ledger", copy, "--json", "submit", orders), 1, "ledger.moved")
        self.ok(run("--ledger", copy, "--json", "show", "P1"))
        self.ok(self.ask("a", "submit", orders))
        self.ok(self.ask("a", "migrate", "--to", "embedded"))
        self.ok(self.ask("a", "submit", self.signed(2)))
        self.refused(run("--ledger", copy, "--json", "submit", orders), 1, "checkpoint.behind")


class BackHome(OfARealLedger):
    def test_a_backup_of_the_time_in_the_topic_does_not_take_it_away(self):
        file = self.backup("a", "in-topic")
        self.ok(self.ask("a", "migrate", "--to", "embedded"))
        self.refused(self.ask("a", "restore", file), 1, "restore.after_topic")
        self.ok(self.ask("a", "submit", self.signed(0)))
        self.ok(self.ask("a", "migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", self.topic + "-2"))
        self.refused(self.ask("a", "restore", file), 1, "restore.other_topic")
        self.ok(self.ask("a", "submit", self.signed(1)))


if __name__ == "__main__":
    main()

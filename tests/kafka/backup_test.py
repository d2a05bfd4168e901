#!/usr/bin/env python3
"""Backups of replicas: what is restored goes on in the topic from where it stood, by a node of its own where the old
one's key is not at hand; and what only the node that publishes may do."""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import OnABroker, main  # noqa: E402
from program import OfficersLedger, act, clean_environment, found_unit, hire, order, run  # noqa: E402


def trained(person, number):
    return order(f"T-{number}", act("trained", person, "2024-04-02", course="law", hours=3), on="2024-04-02")


class OfARealLedger(OnABroker):
    """One that is at home in the topic, founded by a node whose directory is ledger.path; `b` is another node."""

    def setUp(self):
        super().setUp()
        self.kafka_options = ("--kafka", self.brokers, "--topic", self.topic)
        self.ledger = OfficersLedger()
        self.addCleanup(self.ledger.close)
        self.ok(self.ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))))
        self.home_backup = self.backup(self.ledger.path, "home")
        self.ledger.answer("migrate", "--to", "kafka", *self.kafka_options)
        self.place.mkdir(exist_ok=True)
        self.ok(self.ask("b", "init", *self.kafka_options, "--trust", self.ledger.trust))

    def path(self, name):
        return self.ledger.path if name == "a" else super().path(name)

    def backup(self, directory, name):
        file = os.path.join(self.ledger.home, name + ".sillok")
        self.ok(self.ask(directory, "backup", "-o", file))
        return file

    def register(self, node, directory):
        public = self.ok(self.ask(directory, "replica")).one()["node"]
        self.ledger.answer("keys", "register", node, "--kind", "node", "--public", public, "--order", f"K-{node}", "--authority", "MPM",
                           "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-01-02", "--key",
                           self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))

    def bring_keys(self, node, directory):
        bundle = os.path.join(self.ledger.home, node + ".keys")
        self.ledger.answer("keys", "export", "--to", node, "-o", bundle)
        return self.ok(self.ask(directory, "keys", "import", bundle, "--node-key",
                                os.path.join(self.path(directory), "keys", "node.key"))).one()

    def signed(self, number):
        return self.ledger.signed_file(trained("P1", number), name=f"{number}.jsonl")


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

    def test_what_is_not_its_to_publish(self):
        self.register("node.b", "b")
        self.bring_keys("node.b", "b")
        told = self.ok(self.ask("b", "checkpoint"))
        self.assertNotIn("persons", told.one())
        self.assertIn("kept by the one node that the ledger's genesis names", told.err)
        proof = self.path("proof")
        with open(proof, "w", encoding="utf-8") as file:
            file.write(self.ok(self.ask("b", "prove", "3")).out)
        self.ok(self.ask("b", "check-proof", proof, "--trust", self.ledger.trust))
        self.refused(self.ask("b", "prove", "--person", "P1"), 1, "publish.other_node")
        self.refused(self.ask("b", "evidence", "P1", "--purpose", "a test", "-o", self.path("x.capsule")), 1, "publish.other_node")
        self.refused(self.ask("b", "migrate", "--to", "embedded"), 2, "publish.other_node")
        self.assertIn("persons", self.ok(self.ask("a", "checkpoint")).one())


class TheNodeThatPublishes(OfARealLedger):
    def test_it_is_held_until_nothing_published_can_be_missing(self):
        file = self.backup("a", "a")
        keys = os.path.join(self.ledger.home, "safe")
        shutil.copytree(os.path.join(self.ledger.path, "keys"), keys)
        newest = os.path.join(self.ledger.home, "newest")
        with open(newest, "w", encoding="utf-8") as out:
            out.write(self.ok(self.ask("a", "checkpoint")).one()["checkpoint"])
        self.register("node.b", "b")
        orders = self.signed(1)
        head = self.head("b")
        shutil.rmtree(self.ledger.path)

        restored = self.ok(self.ask("a", "restore", file, "--keys", keys)).one()
        self.assertTrue(restored["held"])
        self.assertEqual(self.head("a"), head, "it follows all the same")
        self.assertIn("김하나", self.ok(self.ask("a", "show", "P1")).out)
        self.refused(self.ask("a", "submit", orders), 1, "ledger.restored")
        self.ok(self.ask("a", "anchor", "release", "--newest", newest))
        self.ok(self.ask("a", "submit", orders))
        self.assertIn("persons", self.ok(self.ask("a", "checkpoint")).one())
        self.refused(self.ask("b", "restore", self.home_backup), 1, "restore.before_topic")
        self.assertEqual(self.head("b"), self.head("a"))


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

#!/usr/bin/env python3
"""The logs beside the events (persons, reads) on several nodes: each may add to them, all have the same, a witness has never
seen two pasts, and they outlive the node that founded the ledger."""
import os
import shutil
import subprocess
import sys
import threading
import types
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import ROOT, OfARealLedger, main, trained  # noqa: E402
from program import hire, order, run  # noqa: E402
from served import Served, until  # noqa: E402
from witness_test import Witness  # noqa: E402

ROUNDS = 6


class SeveralNodes(OfARealLedger):
    def before_it_moves(self):
        self.evidence("a", "before it moved")
        self.ok(self.ledger.submit(trained("P1", "before")))
        self.published("a")

    def setUp(self):
        super().setUp()
        self.witness = Witness(self.ledger.home, "w1", "--trust", self.ledger.trust)
        self.addCleanup(self.witness.stop)
        self.register("node.b", "b")
        self.bring_keys("node.b", "b")
        for each in "ab":
            self.ok(self.ask(each, "witness", "add", "--key", self.witness.key, "--url", self.witness.url, "--quorum", "1"))
        self.ok(self.ask("b", "trust", "export", "-o", self.path("trust.json")))

    def evidence(self, node, purpose):
        file = os.path.join(self.ledger.home, f"{node}-{purpose}.capsule")
        return self.ask(node, "evidence", "P1", "--purpose", purpose, "-o", file), file

    def checked(self, capsule):
        return self.ok(run("--json", "check-evidence", capsule, "--trust", self.path("trust.json"))).one()

    @staticmethod
    def plain(proof):
        """Without what a witness says, which is when it cosigned."""
        return [line for line in proof.splitlines() if not line.startswith("— w1.example ")]

    def proof(self, node):
        text = self.ok(self.ask(node, "prove", "--person", "P1")).out
        file = self.path(f"{node}.proof")
        file.write_text(text, encoding="utf-8")
        return self.plain(text), self.ok(run("--json", "check-proof", file, "--trust", self.path("trust.json"))).one()

    def holds(self, *nodes):
        for each in nodes:
            answer = self.ok(self.ask(each, "verify", "--full", "--reads")).one()
            self.assertTrue(answer["ok"], str(answer))


class EachMayAdd(SeveralNodes):
    def test_all_have_the_same(self):
        persons = {}
        for number in range(ROUNDS):
            node = "ab"[number % 2]
            self.ok(self.ask("ba"[number % 2], "submit", self.signed(number)))
            both = self.published(node)
            self.assertTrue(both["witnesses"]["met"] and both["persons"]["witnesses"]["met"], str(both))
            persons[number] = both["persons"]["size"]
            answer, capsule = self.evidence(node, f"case {number}")
            self.assertEqual(self.ok(answer).one()["read"], number + 1, "one was before it moved")
            found = self.checked(capsule)
            self.assertEqual((found["reads"], found["purpose"]), (number + 2, f"case {number}"))
            second = subprocess.run([sys.executable, ROOT / "tools" / "verify_py" / "verify.py", capsule, "--trust", self.path("trust.json")],
                                    capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(second.returncode, 0, second.stdout + second.stderr)
        first = persons[0]
        self.assertEqual(list(persons.values()), [first + number for number in range(ROUNDS)], "an entry for each published size")
        (here, checked), (there, _) = self.proof("a"), self.proof("b")
        self.assertEqual(here, there)
        self.assertEqual((checked["complete"], checked["size"]), (True, self.head("a")[0]))
        self.holds("a", "b")
        # Who comes later makes the same ones from the topic alone.
        self.ok(self.ask("c", "init", *self.kafka_options, "--trust", self.ledger.trust))
        self.register("node.c", "c")
        self.bring_keys("node.c", "c")
        self.assertEqual(self.published("c")["persons"]["size"], self.published("a")["persons"]["size"])
        self.assertEqual(self.published("c")["persons"]["checkpoint"].splitlines()[:3], self.published("a")["persons"]["checkpoint"].splitlines()[:3])
        # Cut off when the map was written and not its entries, as a loss of power may: the map is made once more.
        shutil.rmtree(self.path("c") / "persons" / "log")
        self.ok(self.ask("c", "prove", "--person", "P1"))
        self.assertEqual(self.published("c")["persons"]["size"], self.published("a")["persons"]["size"])
        self.holds("c")
        # Thrown away where nothing was marked since: it is built anew all the same, and proves what it did.
        shutil.rmtree(self.path("c") / "persons" / "map")
        self.path("c.proof").write_text(self.ok(self.ask("c", "prove", "--person", "P1")).out, encoding="utf-8")
        self.assertTrue(self.ok(run("--json", "check-proof", self.path("c.proof"), "--trust", self.ledger.trust)).one()["complete"])
        self.holds("c")
        # What another node has sealed since is no damage here.
        self.ok(self.ledger.submit(order("H-9", hire("P9", name="박세나"))))
        full = self.ok(self.ask("c", "verify", "--full"))
        self.assertEqual((full.one()["ok"], "show SEALED here" in full.err), (True, True), str(full))

    def test_at_the_same_time(self):
        failed, positions = [], []
        orders = [self.signed(number) for number in range(2 * ROUNDS)]

        def work(node, mine):
            for number, file in enumerate(mine):
                self.ok(self.ask(node, "submit", file))
                for asked in (lambda: self.ask(node, "checkpoint"), lambda: self.evidence(node, f"at once {number}")[0]):
                    answer = asked()
                    while answer.code == 4:  # whoever is overtaken five times over is told so, and asks again
                        answer = asked()
                    if answer.code != 0:
                        failed.append(str(answer))
                    elif "read" in answer.out:
                        positions.append(answer.one()["read"])

        threads = [threading.Thread(target=work, args=(node, orders[index::2])) for index, node in enumerate("ab")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(failed, [])
        self.assertEqual(sorted(positions), list(range(1, 2 * ROUNDS + 1)), "each read stands once")
        self.assertEqual(self.proof("a")[0], self.proof("b")[0])
        newest = self.published("a")
        self.assertTrue(newest["witnesses"]["met"] and newest["persons"]["witnesses"]["met"], str(newest))
        self.holds("a", "b")

    def test_services_publish(self):
        services = [Served(types.SimpleNamespace(path=self.path(each)), "--publish-every", 1) for each in "ab"]
        for each in services:
            self.addCleanup(each.close)
        self.ok(self.ask("a", "submit", self.signed(1)))
        size = self.ok(self.ask("b", "replica")).one()["size"]
        for each in services:
            until(lambda each=each: each.checkpoint()[0] == size, f"{size} events are published: {each.stderr()}")
            until(lambda each=each: each.ready()[0] == 200, "all holds")
        self.assertEqual([each.stop() for each in services], [0, 0])
        self.assertEqual([each.stderr() for each in services], ["", ""])
        for each in "ab":
            with open(os.path.join(self.path(each), "checkpoint.persons"), encoding="utf-8") as file:
                self.assertIn("w1.example", file.read())
        self.holds("a", "b")


class WhoIsForgotten(SeveralNodes):
    def shred(self, node):
        return self.ask(node, "shred", "P1", "--basis", "retention is over", "--authority", "MPM", "--order", "S-1", "--drafted-by", "kim",
                        "--approved-by", "lee", "--on", "2024-05-02", "--key", self.ledger.key("kim"), "--key", self.ledger.key("lee"))

    def data_keys(self, node):
        file = self.path(f"{node}-{uuid.uuid4().hex}.sillok")
        return self.ok(self.ask(node, "backup", "-o", file)).one()["data_keys"]

    def name(self, node):
        return self.ok(self.ask(node, "show", "P1")).one()["personal"]["name"]

    def test_on_every_replica(self):
        text, _ = self.proof("a")
        self.assertEqual([self.name(each) for each in "ab"], ["김하나", "김하나"])
        before = self.path("before.keys")
        self.ledger.answer("keys", "export", "--to", "node.b", "-o", before)
        service = Served(types.SimpleNamespace(path=self.path("b")), "--publish-every", 0)
        self.addCleanup(service.close)
        self.ok(self.shred("a"))
        self.assertEqual([self.name(each) for each in "ab"], ["ERASED", "ERASED"])
        until(lambda: self.data_keys("b") == 0, "whoever only follows destroys it as well")
        self.assertEqual(service.stop(), 0)
        self.assertEqual(self.data_keys("a"), 0)
        # A bundle of before does not bring it back, on a node that had it and on one that never had.
        self.assertEqual(self.ok(self.ask("b", "keys", "import", before, "--node-key", self.path("b") / "keys" / "node.key")).one()["data_keys"], 0)
        self.assertEqual(self.name("b"), "ERASED")
        self.ok(self.ask("c", "init", *self.kafka_options, "--trust", self.ledger.trust))
        self.ok(self.ask("c", "verify"))
        shutil.rmtree(self.path("c") / "vault")  # as a copy that came without one
        self.assertEqual(self.ok(self.ask("c", "keys", "import", before, "--node-key", self.path("b") / "keys" / "node.key")).one()["data_keys"], 0)
        self.assertEqual(self.name("c"), "ERASED")
        file = self.path("old.proof")
        file.write_text("\n".join(text) + "\n", encoding="utf-8")
        self.holds("a", "b")


class WhoIsLost(SeveralNodes):
    def test_the_founder(self):
        persons = self.published("a")["persons"]["size"]
        shutil.rmtree(self.ledger.path)
        answer, capsule = self.evidence("b", "it goes on")
        self.assertEqual(self.ok(answer).one()["read"], 1)
        self.assertEqual(self.checked(capsule)["reads"], 2)
        self.assertGreaterEqual(self.published("b")["persons"]["size"], persons)
        # Its home is at the other node from now on.
        head = self.head("b")
        home = self.ok(self.ask("b", "migrate", "--to", "embedded")).one()
        self.assertEqual((home["home"], home["size"], home["root"]), ("embedded", *head))
        self.holds("b")
        self.assertEqual(self.ok(self.evidence("b", "at home")[0]).one()["read"], 2)
        backup = self.path("home.sillok")
        self.ok(self.ask("b", "backup", "-o", backup))
        keys = self.path("safe")
        shutil.copytree(self.path("b") / "keys", keys)
        shutil.rmtree(self.path("b"))
        self.assertTrue(self.ok(self.ask("b", "restore", backup, "--keys", keys)).one()["held"])
        self.ok(self.ask("b", "anchor", "release"))
        self.ok(self.ask("b", "migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", self.topic + "-2"))
        self.ok(self.ask("d", "init", "--kafka", self.brokers, "--topic", self.topic + "-2", "--trust", self.ledger.trust))
        self.assertEqual(self.head("d"), self.head("b"))
        self.assertEqual(self.ok(self.evidence("b", "in another topic")[0]).one()["read"], 3)
        self.holds("b")

    def test_the_broker(self):
        self.published("a")
        plain, _ = self.proof("b")
        known = self.ok(self.ask("b", "--offline", "prove", "--person", "P1"))
        self.assertEqual(self.plain(known.out), plain)
        self.refused(self.ask("b", "--offline", "evidence", "P1", "--purpose", "x", "-o", self.path("x")), 4, "broker.unreachable")
        self.assertFalse(self.path("x").exists(), "no log, no answer")
        self.ok(self.ask("a", "submit", self.signed(1)))
        self.ok(self.ask("b", "replica"))
        known = self.ok(self.ask("b", "--offline", "prove", "--person", "P1"))
        self.assertEqual(self.plain(known.out), plain, "as far as it was published")
        self.assertIn("all of the first", known.err)

    def test_the_right_to_write(self):
        plain, _ = self.proof("b")
        self.ledger.answer("keys", "revoke", "node.b", "--kind", "node", "--order", "R-b", "--authority", "MPM", "--drafted-by", "root.a",
                           "--approved-by", "root.b", "--on", "2024-01-02", "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))
        known = self.ok(self.ask("b", "prove", "--person", "P1"))
        self.assertEqual(self.plain(known.out), plain)
        self.assertIn("not registered", known.err)
        answer, capsule = self.evidence("b", "revoked")
        self.refused(answer, 2, "topic.node")
        self.assertFalse(os.path.exists(capsule))
        self.refused(self.ask("b", "migrate", "--to", "embedded"), 2, "topic.node")
        told = self.ok(self.ask("b", "checkpoint"))
        self.assertIn("not registered", told.err)
        self.holds("a", "b")


if __name__ == "__main__":
    main()

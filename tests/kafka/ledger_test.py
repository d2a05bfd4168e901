#!/usr/bin/env python3
"""A ledger that is a topic of a real broker: several directories, one log. What every one of them shows, what is
refused, and that nothing is lost, doubled or forked when two write at once, one dies, or the broker does."""
import base64
import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import BesideAnotherClient, OfficersOnATopic, OnABroker, main  # noqa: E402
from program import act, found_unit, hire, order  # noqa: E402


def trained(person, number, day=1):
    return order(f"T-{person}-{number}", act("trained", person, f"2024-04-{day:02}", course="law", hours=3), on=f"2024-04-{day:02}",
                 recorded_at=f"2024-05-01T00:00:00Z", command_id=f"c-{person}-{number}")


class TheDoorToATopic(OnABroker):
    def test_the_unit_tests_that_want_a_broker(self):
        done = subprocess.run([os.environ["SILLOK_LEDGER_TESTS"], "--gtest_filter=KafkaBrokers.*"], capture_output=True, text=True,
                              timeout=200, check=False, env={**os.environ, "SILLOK_TEST_KAFKA": self.brokers})
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("SKIPPED", done.stdout)


class ATopicIsTheLedger(OnABroker):
    def test_what_one_records_the_other_shows(self):
        made = self.found()
        self.assertEqual(self.join("b")["genesis"], made["genesis"])
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))
        self.assertEqual(self.ok(self.ask("b", "show", "P1")).one()["person"], "P1")
        receipt = self.ok(self.submit("b", order("H-2", hire("P2")))).one()
        self.assertEqual(receipt["status"], "recorded")
        self.ok(self.ask("a", "show", "P2"))
        again = self.ok(self.submit("a", order("H-2", hire("P2")))).one()
        self.assertEqual((again["status"], again["positions"]), ("duplicate", receipt["positions"]))
        self.assertEqual(self.head("a"), self.head("b"))
        digests = [self.ok(self.ask(each, "digest")).one()["views"] for each in "ab"]
        self.assertEqual(*digests)

    def test_a_new_replica_reads_all_there_is(self):
        self.found()
        self.ok(self.submit("a", found_unit(), *(order(f"H-{i}", hire(f"P{i}")) for i in range(300))))
        self.join("late")
        self.assertEqual(self.head("late"), self.head("a"))

    def test_a_large_order_goes_in_parts(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit()))
        self.ok(self.submit("a", order("H-ALL", *(hire(f"P{i}") for i in range(6_000)))))
        self.assertEqual(self.head("a"), self.head("b"))
        self.ok(self.ask("b", "show", "P5999"))

    def test_two_at_once_lose_and_double_nothing(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1")), order("H-2", hire("P2"))))
        receipts = []

        def one_after_the_other(directory, person):
            """Each line when the one before is answered, so that both are at it all the time."""
            with self.start(directory, "submit", "-") as process:
                for number in range(30):
                    process.stdin.write(json.dumps(trained(person, number)).encode() + b"\n")
                    process.stdin.flush()
                    receipts.append(json.loads(process.stdout.readline()))
                process.stdin.close()
                self.assertEqual(process.wait(timeout=60), 0)

        with concurrent.futures.ThreadPoolExecutor() as both:
            for done in [both.submit(one_after_the_other, *each) for each in (("a", "P1"), ("b", "P2"))]:
                done.result()
        self.assertEqual({each["status"] for each in receipts}, {"recorded"}, receipts)
        positions = sorted(tuple(each["positions"]) for each in receipts)
        self.assertEqual(len(set(positions)), 60)
        # They did meet: commits were void because another came first, and both replicas say so of the same records.
        aside = [self.ok(self.ask(each, "replica", "--quarantine")).one()["quarantine"] for each in "ab"]
        self.assertEqual(*aside)
        self.assertIn("other_base", {each["reason"] for each in aside[0]})
        self.assertEqual(self.head("a"), self.head("b"))
        history = self.ok(self.ask("a", "history", "P1")).out
        self.assertEqual(history.count('"trained"'), 30, history)

    def test_a_writer_that_is_killed_has_recorded_or_not(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))
        told = 0
        for number in range(6):
            process = self.start("a", "submit", "-")
            process.stdin.write(json.dumps(trained("P1", number)).encode() + b"\n")
            process.stdin.close()
            try:
                process.wait(timeout=0.1 + 0.15 * number)
            except Exception:
                process.send_signal(signal.SIGKILL)
            process.wait()
            receipt = process.stdout.readline()
            process.stdout.close()
            process.stderr.close()
            told += bool(receipt)
            again = self.ok(self.submit("b", trained("P1", number))).one()
            if receipt:
                self.assertEqual((again["status"], again["positions"]), ("duplicate", json.loads(receipt)["positions"]))
        self.assertEqual(self.head("a"), self.head("b"))
        self.assertEqual(self.ok(self.ask("a", "history", "P1")).out.count('"trained"'), 6)

    def test_what_is_refused(self):
        self.found()
        self.refused(self.ask("c", "init", "--sandbox", "--kafka", self.brokers, "--topic", self.topic), 2, "topic.in_use")
        self.assertFalse(self.path("c").exists(), "nothing is left behind")
        self.refused(self.ask("d", "init", "--sandbox", "--kafka", self.brokers), 2, "init.topic")
        self.refused(self.ask("d", "init", "--sandbox", "--topic", "x"), 2, "init.topic")
        self.refused(self.ask("d", "init", "--sandbox", "--kafka", "127.0.0.1:1", "--topic", "x"), 4, "broker.unreachable")
        other = self.topic + "-2"
        made = self.ok(self.ask("e", "init", "--sandbox", "--kafka", self.brokers, "--topic", other))
        self.assertEqual((made.one()["topic_copies"], "one copy of this topic" in made.err), (1, True), made.err)
        self.ok(self.ask("e", "trust", "export", "-o", self.path("e.trust")))
        self.refused(self.ask("f", "init", "--kafka", self.brokers, "--topic", self.topic, "--trust", self.path("e.trust")), 1,
                     "log.identity_changed")
        self.refused(self.ask("f", "init", "--kafka", self.brokers, "--topic", "empty", "--trust", self.path("e.trust")), 1,
                     "topic.missing")


class ARealLedger(OnABroker):
    def test_a_replica_reads_then_records(self):
        kafka = ("--kafka", self.brokers, "--topic", self.topic)
        ledger = OfficersOnATopic(*kafka)
        self.addCleanup(ledger.close)
        self.ok(ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))))
        self.ok(self.ask("b", "init", *kafka, "--trust", ledger.trust))
        shown = self.ok(self.ask("b", "show", "P1"))
        self.assertIn("SEALED", shown.out)
        self.assertIn("as SEALED", shown.err)
        size, root = self.head("b")
        self.assertEqual((size, root), tuple(ledger.answer("verify", "--full").one()[each] for each in ("size", "root")))

        orders = [ledger.signed_file(order(f"T-{i}", act("trained", "P1", "2024-04-02", course="law", hours=3), on="2024-04-02"),
                                     name=f"{i}.jsonl") for i in range(2)]
        self.refused(self.ask("b", "submit", orders[0]), 2, "topic.node")
        here = self.ok(self.ask("b", "replica")).one()
        self.assertFalse(here["may_write"])
        by_roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-01-02",
                    "--key", ledger.key("root.a"), "--key", ledger.key("root.b"))
        ledger.answer("keys", "register", "node.b", "--kind", "node", "--public", here["node"], "--order", "K-node", *by_roots)
        self.assertEqual(self.ok(self.ask("b", "submit", orders[0])).one()["status"], "recorded")
        self.assertEqual(ledger.answer("submit", orders[0]).one()["status"], "duplicate")
        self.assertEqual(ledger.answer("submit", orders[1]).one()["status"], "recorded")
        self.assertEqual(self.ok(self.ask("b", "submit", orders[1])).one()["status"], "duplicate")
        self.assertEqual(self.head("b")[0], size + 3)


class WhatAnyClientMayWrite(BesideAnotherClient):
    """Whoever may write the topic can't write the ledger."""

    def test_garbage_copies_and_disorder_change_nothing(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit(), *(order(f"H-{i}", hire(f"P{i}")) for i in range(10))))
        for i in range(10):
            self.ok(self.submit("ab"[i % 2], trained(f"P{i}", 1)))
        end = self.replica("a")["next_offset"]
        self.inject("garbage", 10_000)
        self.inject("copy", 0, end)      # each once more
        self.inject("reverse", 0, end)   # and from the end
        self.inject("flip", 0, end)      # and each with one bit changed
        self.ok(self.submit("b", order("H-LAST", hire("PLAST"))))
        self.join("c")
        told = [self.replica(each) for each in "abc"]
        self.assertEqual(told[0], {**told[1]})
        self.assertEqual([each["quarantine"] for each in told[1:]], [told[0]["quarantine"]] * 2)
        self.assertGreaterEqual(told[0]["quarantined"], 10_000 + 3 * end)
        self.assertLessEqual(told[0]["quarantined"], 10_000 + 3 * end + 20)
        self.assertEqual(len(told[0]["quarantine"]), 10_000)
        self.assertEqual(len({self.head(each) for each in "abc"}), 1)
        self.ok(self.ask("c", "show", "PLAST"))


class WhatAnAdministratorMayDo(BesideAnotherClient):
    """A topic that could lose what is recorded, or has: named, read, and not written."""

    def setUp(self):
        super().setUp()
        self.found()
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))

    def only_reads(self, error, code, *words):
        answer = self.submit("a", order("H-2", hire("P2")))
        self.refused(answer, code, error)
        for word in words:
            self.assertIn(word, answer.err)
        self.assertEqual(self.ok(self.ask("a", "--offline", "show", "P1")).one()["person"], "P1")

    def test_settings_that_lose_records(self):
        for name, value in (("retention.ms", "1000"), ("cleanup.policy", "compact"), ("message.timestamp.type", "CreateTime")):
            with self.subTest(name):
                self.inject("set", name, value)
                self.only_reads("topic.settings", 2, f"{name} is {value}, must be")

    def test_records_that_were_deleted(self):
        self.join("b")
        self.ok(self.ask("b", "show", "P1"))
        self.inject("delete-records", 1)
        self.only_reads("topic.settings", 2, "first offset is 1, must be 0")
        self.ok(self.ask("b", "show", "P1"))
        self.refused(self.ask("c", "init", "--kafka", self.brokers, "--topic", self.topic, "--trust", self.path("a.trust")), 1,
                     "topic.truncated")

    def test_a_topic_that_was_made_anew(self):
        end = self.replica("a")["next_offset"]
        self.inject("delete-topic")
        self.ok(self.ask("again", "init", "--sandbox", "--kafka", self.brokers, "--topic", self.topic))
        for i in range(end):
            self.ok(self.submit("again", found_unit(f"U-{i}", f"U{i}")))
        self.only_reads("log.identity_changed", 1)
        self.refused(self.ask("a", "show", "P1"), 1, "log.truncated")


class TheBrokerGoes(OnABroker):
    def test_records_again_when_it_is_back(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))
        before = self.head("a")
        self.assertEqual(self.kafka("stop", "1", "--kill").returncode, 0)
        self.refused(self.submit("a", order("H-2", hire("P2"))), 4, "broker.unreachable")
        self.refused(self.ask("b", "show", "P1"), 4, "broker.unreachable")
        self.assertEqual(self.ok(self.ask("a", "--offline", "show", "P1")).one()["person"], "P1")
        self.assertEqual(self.kafka("start", "1").returncode, 0)
        self.assertEqual(self.head("a"), before)
        self.assertEqual(self.ok(self.submit("b", order("H-2", hire("P2")))).one()["status"], "recorded")
        self.ok(self.ask("a", "show", "P2"))
        self.assertEqual(self.head("a"), self.head("b"))


class AServiceKeepsAReplica(OnABroker):
    def get(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def until(self, path, holds):
        """The answer for which that holds; bounded, and not a matter of speed."""
        for _ in range(600):
            status, text = self.get(path)
            if holds(status, text):
                return text
            time.sleep(0.1)
        raise AssertionError(f"{path}: {status} {text}")

    def test_current_without_being_asked(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit()))
        service = self.start("b", "serve", "--listen", "127.0.0.1:0")
        self.addCleanup(service.wait)
        self.addCleanup(service.kill)
        self.url = json.loads(service.stdout.readline())["url"]
        self.until("/readyz", lambda status, text: status == 200 and "[+]replica ok" in text and "[+]topic ok" in text)
        self.ok(self.submit("a", order("H-1", hire("P1"))))
        size, root = self.head("a")
        figures = self.until("/metrics", lambda _, text: f"\nsillok_log_size {size}\n" in text)
        self.assertLess({"sillok_topic_next_offset", "sillok_topic_epoch", "sillok_topic_quarantined_records_total"},
                        {line.split()[0] for line in figures.splitlines()})
        head = [str(size), base64.b64encode(bytes.fromhex(root)).decode()]
        published = self.until("/checkpoint", lambda status, text: status == 200 and text.split("\n")[1:3] == head)
        self.assertTrue(published.startswith("sandbox.sillok/"))
        self.ok(self.ask("b", "show", "P1"))
        self.ok(self.submit("b", order("H-3", hire("P3"))))  # it gives way
        size, _ = self.head("a")
        self.until("/metrics", lambda _, text: f"\nsillok_log_size {size}\n" in text)

        self.assertEqual(self.kafka("stop", "1", "--kill").returncode, 0)
        self.until("/readyz", lambda status, text: status == 503 and "[-]replica broker.unreachable" in text)
        self.refused(self.ask("b", "show", "P1"), 4, "broker.unreachable")
        self.ok(self.ask("b", "--offline", "show", "P1"))
        self.assertEqual(self.kafka("start", "1").returncode, 0)
        self.until("/readyz", lambda status, text: status == 200 and "[+]replica ok" in text)
        self.ok(self.submit("a", order("H-2", hire("P2"))))
        size, _ = self.head("a")
        self.until("/metrics", lambda _, text: f"\nsillok_log_size {size}\n" in text)
        service.send_signal(signal.SIGTERM)
        _, err = service.communicate(timeout=60)
        self.assertEqual(service.returncode, 0, err.decode())
        self.assertEqual(self.head("b"), self.head("a"))


if __name__ == "__main__":
    main()

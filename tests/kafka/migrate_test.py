#!/usr/bin/env python3
"""A ledger moves from its directory into a topic of a real broker, and comes home again: nothing of it changes, and of
all its homes there is one at any time, wherever a move is cut off."""
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import OnABroker, main, trained  # noqa: E402
from program import OfficersLedger, act, clean_environment, found_unit, hire, order, run  # noqa: E402

KILLS = int(os.environ.get("SILLOK_MOVE_KILLS", "6"))


class Moves(OnABroker):
    def to_topic(self, directory="a", topic=None, brokers=None):
        return self.ask(directory, "migrate", "--to", "kafka", "--kafka", brokers or self.brokers, "--topic", topic or self.topic)

    def to_directory(self, directory="a"):
        return self.ask(directory, "migrate", "--to", "embedded")

    def at_home(self, directory="a"):
        self.ok(self.ask(directory, "init", "--sandbox"))
        self.ok(self.submit(directory, found_unit(), *(order(f"H-{i}", hire(f"P{i}")) for i in range(20))))

    def views(self, directory):
        return self.ok(self.ask(directory, "digest")).one()["views"]

    def published(self, directory):
        return self.ok(run("--ledger", self.path(directory), "checkpoint")).out


class ThereAndBack(Moves):
    def test_nothing_of_it_changes(self):
        self.at_home()
        self.ok(self.submit("a", order("MASS", *(act("trained", f"P{i % 20}", "2024-04-02", course=f"course {i}", hours=3)
                                                 for i in range(6_000)), on="2024-04-02")))
        head, views, published = self.head("a"), self.views("a"), self.published("a")
        checkpoint = self.path("a.checkpoint")
        checkpoint.write_text(published)
        moved = self.ok(self.to_topic()).one()
        self.assertEqual((moved["home"], moved["size"], moved["root"]), ("kafka", *head))
        self.assertFalse(self.path("a").joinpath("moving").exists())
        self.assertFalse(self.path("a").joinpath("MOVING").exists())
        self.assertEqual((self.head("a"), self.views("a"), self.published("a")), (head, views, published))
        self.assertEqual(self.ok(self.to_topic()).one(), moved, "nothing is left to be done")
        self.refused(self.to_topic(topic="another"), 2, "topic.is_replica")

        self.join("b")
        self.assertEqual((self.head("b"), self.views("b")), (head, views))
        self.ok(self.ask("b", "verify", "--against", checkpoint))
        self.ok(self.submit("b", trained("P1", 1)))
        self.ok(self.submit("a", trained("P1", 2)))
        head = self.head("a")
        self.assertEqual(self.head("b"), head)

        home = self.ok(self.to_directory("b")).one()
        self.assertEqual((home["home"], home["size"], home["root"]), ("embedded", *head))
        self.assertEqual(self.ok(self.to_directory("b")).one(), home, "nothing is left to be done")
        self.assertEqual(self.head("a"), head, "the others keep what they have")
        self.refused(self.submit("a", trained("P1", 3)), 1, "ledger.moved")
        self.refused(self.to_directory("a"), 1, "ledger.moved")
        self.assertEqual(self.ok(self.ask("a", "replica")).one()["home"], "left")
        self.ok(self.submit("b", trained("P1", 3)))
        self.ok(self.ask("b", "verify", "--full", "--against", checkpoint))
        self.join("late", source="b")
        self.assertEqual(self.head("late"), head, "the topic says no more")

        self.refused(self.to_topic("b"), 2, "topic.in_use")
        self.ok(self.to_topic("b", self.topic + "-2"))
        self.ok(self.submit("b", trained("P1", 4)))

    def test_an_empty_ledger(self):
        self.ok(self.ask("a", "init", "--sandbox"))
        head = self.head("a")
        self.ok(self.to_topic())
        self.join("b")
        self.assertEqual(self.head("b"), head)
        self.ok(self.submit("b", found_unit(), order("H-1", hire("P1"))))
        self.ok(self.ask("a", "show", "P1"))

    def test_what_is_refused(self):
        self.at_home()
        self.ok(self.ask("other", "init", "--sandbox", "--kafka", self.brokers, "--topic", self.topic))
        self.refused(self.to_topic(), 2, "topic.in_use")
        self.refused(self.ask("a", "migrate", "--to", "kafka", "--topic", "x"), 2, "migrate.topic")
        self.refused(self.ask("none", "migrate", "--to", "embedded"), 2, "ledger.absent")
        self.ok(self.submit("a", trained("P1", 1)))


class CutOff(Moves):
    def kill_until_done(self, *words):
        """Killed at any moment, and run again: what it says in the end, and how often it was killed."""
        draw = random.Random(os.environ.get("SILLOK_SEED", self.id()))
        for kills in range(KILLS):
            process = self.start("a", "migrate", *words)
            time.sleep(draw.uniform(0, 0.6 * (kills + 1) / KILLS))
            process.kill()
            out, err = process.communicate(timeout=60)
            self.assertIn(process.returncode, (0, -9), err)
            if out:  # it was through, and killed as it ended
                return kills
        self.ok(self.ask("a", "migrate", *words))
        return KILLS

    def test_on_the_way_there_and_on_the_way_home(self):
        self.ok(self.ask("a", "init", "--sandbox"))
        self.ok(self.ask("a", "demo", "--officials", "150", "--years", "3"))
        head, views = self.head("a"), self.views("a")
        self.kill_until_done("--to", "kafka", "--kafka", self.brokers, "--topic", self.topic)
        self.assertEqual((self.head("a"), self.views("a")), (head, views))
        self.join("b")
        self.assertEqual((self.head("b"), self.views("b")), (head, views))
        self.ok(self.submit("b", found_unit(), order("H-1", hire("P1"))))
        head = self.head("b")
        self.kill_until_done("--to", "embedded")
        self.assertEqual(self.head("a"), head)
        self.ok(self.submit("a", trained("P1", 2)))
        self.refused(self.submit("b", trained("P1", 3)), 1, "ledger.moved")

    def test_nobody_adds_to_the_logs_beside_it_meanwhile(self):
        self.at_home()
        evidence = ("evidence", "P1", "--purpose", "a case", "-o", self.path("capsule"))
        self.ok(self.ask("a", *evidence))
        there = ("migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", self.topic)
        killed = run("--ledger", self.path("a"), *there, program=os.environ["SILLOK_CRASH"],
                     environment=clean_environment(SILLOK_CRASH_AT="move.before_rows:1"))
        self.assertEqual(killed.code, -9, str(killed))
        for words in (evidence, ("checkpoint",), ("prove", "--person", "P1"), ("backup", "-o", self.path("b.sillok"))):
            self.refused(self.ask("a", *words), 4, "ledger.moving")
        self.ok(self.ask("a", "show", "P1"))
        self.join("b")
        self.ok(self.submit("b", trained("P1", 1)))
        self.assertEqual(self.ok(self.ask("b", *evidence)).one()["read"], 1)
        self.ok(self.ask("a", *there))
        self.assertEqual(self.ok(self.ask("a", *evidence)).one()["read"], 2)
        for each in "ab":
            self.ok(self.ask(each, "verify", "--full", "--reads"))

    def test_beside_who_publishes_all_the_time(self):
        self.ok(self.ask("a", "init", "--sandbox"))
        self.ok(self.ask("a", "demo", "--officials", "60", "--years", "2"))
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))
        move = self.start("a", "migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", self.topic)
        number, others = 0, []
        while move.poll() is None:
            number += 1
            for words in (("checkpoint",), ("evidence", "P1", "--purpose", f"{number}", "-o", self.path("capsule"))):
                answer = self.ask("a", *words)
                if answer.code not in (0, 4):
                    others.append(str(answer))
        told = move.communicate()[1].decode()
        self.assertEqual((move.returncode, others), (0, []), told)
        self.join("b")
        self.ok(self.submit("b", trained("P1", 1)))
        persons = [self.ok(self.ask(each, "checkpoint")).one()["persons"]["checkpoint"].splitlines()[:3] for each in "ba"]
        self.assertEqual(persons[0], persons[1])
        for each in "ab":
            self.ok(self.ask(each, "evidence", "P1", "--purpose", "after", "-o", self.path("capsule")))
            self.ok(self.ask(each, "verify", "--full", "--reads"))

    def test_it_is_called_off_as_long_as_it_is_not_there(self):
        self.at_home()
        kafka = ("--kafka", self.brokers, "--topic", self.topic)
        for point, is_there in (("move.after_fence", False), ("move.after_announcement", False), ("move.before_rows", True)):
            with self.subTest(point):
                killed = run("--ledger", self.path("a"), "--json", "migrate", "--to", "kafka", *kafka[:-1], f"{self.topic}.{point}",
                             program=os.environ["SILLOK_CRASH"], environment=clean_environment(SILLOK_CRASH_AT=point + ":1"))
                self.assertEqual(killed.code, -9, str(killed))
                self.refused(self.submit("a", trained("P1", point)), 4, "ledger.moving")
                self.ok(self.ask("a", "show", "P1"))
                self.refused(self.to_topic(topic="another"), 2, "ledger.moving")
                if is_there:
                    self.refused(self.to_directory(), 4, "ledger.moving")
                    self.ok(self.to_topic(topic=f"{self.topic}.{point}"))
                self.ok(self.to_directory())
                self.assertFalse((self.path("a") / "MOVING").exists())
                self.ok(self.submit("a", trained("P1", point)))
        self.ok(self.to_topic(topic=self.topic + "-2"))
        self.ok(self.submit("a", trained("P1", 9)))


class ARealLedger(Moves):
    def test_it_comes_home_to_who_has_its_keys(self):
        ledger = OfficersLedger()
        self.addCleanup(ledger.close)
        self.ok(ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))))
        kafka = ("--kafka", self.brokers, "--topic", self.topic)
        ledger.answer("migrate", "--to", "kafka", *kafka)
        self.ok(self.ask("b", "init", *kafka, "--trust", ledger.trust))
        self.refused(self.to_directory("b"), 2, "key.absent")
        self.ok(ledger.submit(trained("P1", 1)))
        signed = ledger.signed_file(trained("P1", 2))
        key, hidden = os.path.join(ledger.path, "keys", "vault.key"), os.path.join(ledger.home, "vault.key")
        os.rename(key, hidden)
        self.refused(ledger.json("migrate", "--to", "embedded"), 2, "key.absent")
        os.rename(hidden, key)
        ledger.answer("migrate", "--to", "embedded")
        self.refused(self.ask("b", "submit", signed), 1, "ledger.moved")
        self.assertEqual(ledger.answer("submit", signed).one()["status"], "recorded")
        self.assertIn("김하나", ledger.answer("show", "P1").out)
        ledger.answer("verify", "--full")
        ledger.answer("checkpoint")


if __name__ == "__main__":
    main()

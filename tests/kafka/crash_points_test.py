#!/usr/bin/env python3
"""Killed at each named place of the writer of a topic and of `migrate`: run again, everything ends as if it had not been."""
import json
import os
import pathlib
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
from topic import OnABroker, main  # noqa: E402
from points import move_points, topic_points  # noqa: E402
from program import act, clean_environment, found_unit, hire, order, run  # noqa: E402

CRASH = os.environ["SILLOK_CRASH"]
KILLED = -9
THERE = [name for name in move_points() if "departure" not in name and "home" not in name]
HOME = [name for name in move_points() if name not in THERE]


class KilledAtAPlace(OnABroker):
    def killed(self, point, directory, *arguments, stdin=b"", passes=1):
        answer = run("--ledger", self.path(directory), "--json", *arguments, stdin=stdin, program=CRASH,
                     environment=clean_environment(SILLOK_CRASH_AT=f"{point}:{passes}"))
        self.assertEqual(answer.code, KILLED, f"{point} is not passed: {answer}")
        self.assertEqual(answer.out, "", "it is killed before it answers")

    def digests(self, *directories):
        return {json.dumps(self.ok(self.ask(each, "digest")).one()["views"]) for each in directories}


class AWriter(KilledAtAPlace):
    def test_an_order_is_recorded_once_or_not(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit(), order("H", hire("P1"))))
        for number, point in enumerate(topic_points()):
            with self.subTest(point):
                acts = 4_000 if point == "topic.before_parts" else 1  # more than a record holds
                line = order(f"T-{number}", *(act("trained", "P1", "2024-04-02", course=f"{number}.{i} " + 300 * "x", hours=3) for i in range(acts)),
                             on="2024-04-02")
                text = json.dumps(line).encode() + b"\n"
                before = self.head("b")[0]
                self.killed(point, "a", "submit", "-", stdin=text)
                in_between = self.head("b")[0] - before
                self.assertIn(in_between, (0, acts))
                receipt = self.ok(self.ask("b", "submit", "-", stdin=text)).one()
                self.assertEqual(receipt["status"], "duplicate" if in_between else "recorded")
                self.assertEqual(self.ok(self.ask("a", "submit", "-", stdin=text)).one()["positions"], receipt["positions"])
                self.assertEqual(self.head("a"), self.head("b"))
        self.assertEqual(len(self.digests("a", "b")), 1)


class AMove(KilledAtAPlace):
    def test_there_and_home_again(self):
        self.assertGreaterEqual(min(len(THERE), len(HOME)), 5)
        self.ok(self.ask("a", "init", "--sandbox"))
        self.ok(self.submit("a", found_unit(), *(order(f"H-{i}", hire(f"P{i}")) for i in range(4))))
        self.ok(self.submit("a", order("MASS", *(act("trained", f"P{i % 4}", "2024-04-02", course=f"{i}", hours=3) for i in range(6_000)),
                                       on="2024-04-02")))
        recorded = 0
        for number, point in enumerate(THERE):
            with self.subTest(point):
                topic = f"{self.topic}-{number}"
                there = ("migrate", "--to", "kafka", "--kafka", self.brokers, "--topic", topic)
                self.ok(self.ask("a", "checkpoint"))  # so that the log of persons has something to bring
                self.ok(self.ask("a", "evidence", "P1", "--purpose", point, "-o", self.path("capsule")))
                head = self.head("a")
                self.killed(point, "a", *there, passes=2 if point == "move.before_orders" else 1)
                self.assertEqual(self.head("a"), head, "it can be read all the time")
                if point == "move.before_fence":  # nothing has begun yet
                    pass
                elif point not in ("move.after_settling", "move.before_end"):
                    self.refused(self.submit("a", order("NO", hire("NOBODY"))), 4, "ledger.moving")
                if point == "move.after_settling":  # it is a replica already, and goes on as one
                    self.ok(self.submit("a", order(f"W-{number}", hire(f"W{number}"))))
                    head = self.head("a")
                self.assertEqual(self.ok(self.ask("a", *there)).one()["size"], head[0])
                self.assertFalse((self.path("a") / "MOVING").exists())
                other = f"b{number}"
                self.join(other, topic=topic)
                self.ok(self.submit(other, order(f"X-{number}", hire(f"X{number}"))))
                recorded += 1
                head = self.head("a")
                self.assertEqual(self.head(other), head)

                # Marks and reads of both, so that coming home has something to bring.
                for node in ("a", other):
                    self.ok(self.ask(node, "evidence", "P1", "--purpose", point, "-o", self.path("capsule")))
                back = HOME[number % len(HOME)]
                self.killed(back, "a", "migrate", "--to", "embedded")
                self.assertEqual(self.head("a"), head)
                self.ok(self.ask("a", "migrate", "--to", "embedded"))
                self.ok(self.submit("a", order(f"Y-{number}", hire(f"Y{number}"))))
                recorded += 1
                read = self.ok(self.ask("a", "evidence", "P1", "--purpose", point, "-o", self.path("capsule"))).one()["read"]
                self.assertEqual(read, 4 * number + 3, "each read stands once")
                self.refused(self.submit(other, order(f"Z-{number}", hire(f"Z{number}"))), 1, "ledger.moved")
                self.assertEqual(self.head("a")[0], head[0] + 1)
        self.ok(self.ask("a", "verify", "--full", "--views"))
        self.assertGreaterEqual(recorded, 2 * len(HOME))


if __name__ == "__main__":
    main()

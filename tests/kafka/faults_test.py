#!/usr/bin/env python3
"""Brokers and writers of a topic die, stop, lose what they had not synced, or have a wrong clock, while others record.
What was promised is kept outside of all of them (OnATopic) and looked for at the end in a replica that joins then.

How much of it is told by the environment; `ops/campaign kafka` asks for all:
  SILLOK_BROKER_KILLS (2)  SILLOK_WRITER_KILLS (5)  SILLOK_RACES (3; 2,3,5: so many writers)  SILLOK_RACE_S (2)
  SILLOK_CUTS (1)          SILLOK_DISORDERS (6; 120: all)                      SILLOK_LEADERS_STOPPED (0)"""
import itertools
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
from topic import BesideAnotherClient, OfficersOnATopic, main  # noqa: E402
from oracle import Oracle, check, check_whole, events_after  # noqa: E402
from program import act, clean_environment, found_unit, hire, order, run  # noqa: E402

CLOCK_SHIFT = os.environ.get("SILLOK_CLOCK_SHIFT_LIBRARY", "")
LIMIT_S = 300  # for what must happen some time
KILLED = -signal.SIGKILL


def count(name, few):
    return int(os.environ.get(name, few))


class OnATopic(Oracle):
    """What writers of one topic were asked and have answered. An order is promised, refused for good, or unknown: its
    writer died over it, or said that it can't know."""

    def __init__(self):
        super().__init__()
        self.not_recorded, self.unknown = set(), set()
        self.numbers = itertools.count()
        self.lock = threading.Lock()

    def ask(self, number, persons, how="submit"):
        acts = (hire(person) for person in persons)
        line = json.dumps(order(number, *acts, command_id=f"c-{number}")).encode()
        with self.lock:
            self.asked[number] = (line, len(persons), persons)
        return line

    def promise(self, line):
        with self.lock:
            self.take(line)

    def check(self, replica, base):
        """Against a directory that has read the topic: each promise there, where it was promised, once; nothing that was
        answered `not recorded`; all else once or not at all, and in one piece."""
        check_whole(replica, self, base)
        there = {event["data"]["order"] for event in events_after(replica, base)}
        check(not there & self.not_recorded, f"told `not recorded` and there: {there & self.not_recorded}")
        check(there <= set(self.asked), f"nobody asked for {there - set(self.asked)}")
        silent = set(self.asked) - set(self.promised) - self.not_recorded - self.unknown
        check(not silent, f"never answered: {silent}")


class Directory:
    """A replica as the oracle asks it."""

    def __init__(self, path):
        self.path = path

    def json(self, *arguments, stdin=b""):
        return run("--ledger", self.path, "--json", *arguments, stdin=stdin)


class Writer(threading.Thread):
    """Records in one directory, an order when the one before is answered, until stop(); another process when one ends."""

    def __init__(self, case, directory, oracle, acts=(1, 1, 3)):
        super().__init__(daemon=True)
        self.case, self.directory, self.oracle, self.acts = case, directory, oracle, acts
        self.stopping = threading.Event()
        self.process = None
        self.recorded = 0
        self.answers = {}  # how often a process ended with which code
        self.failure = None

    def run(self):
        try:
            while not self.stopping.is_set():
                self.session()
        except BaseException as failure:  # shown by stop()
            self.failure = failure

    def session(self):
        order_number = None
        self.process = process = self.case.start(self.directory, "submit", "-")
        with process:
            while not self.stopping.is_set():
                order_number = f"{self.directory}.{next(self.oracle.numbers)}"
                line = self.oracle.ask(order_number, [f"{order_number}.{i}" for i in range(random.choice(self.acts))])
                try:
                    process.stdin.write(line + b"\n")
                    process.stdin.flush()
                except BrokenPipeError:
                    break
                answer = process.stdout.readline()
                if not answer.endswith(b"\n"):
                    break
                self.oracle.promise(answer)
                self.recorded += 1
                order_number = None
            try:
                process.stdin.close()
            except BrokenPipeError:
                pass
            complained = process.stderr.read().decode()
            code = process.wait(timeout=LIMIT_S)
        if order_number is None:
            check(code in (0, KILLED), f"exit {code}: {complained}")
            return
        what = "killed" if code == KILLED else json.loads(complained.splitlines()[-1])["error"]["code"]
        self.answers[what] = self.answers.get(what, 0) + 1
        check(code in (4, KILLED), f"exit {code}: {complained}")
        (self.oracle.unknown if what in ("killed", "topic.outcome_unknown") else self.oracle.not_recorded).add(order_number)

    def kill(self):
        if self.process:
            self.process.send_signal(signal.SIGKILL)

    def progress(self):
        """One more receipt; bounded, and not a matter of speed."""
        before = self.recorded
        for _ in range(LIMIT_S * 100):
            if self.recorded > before or self.failure:
                return
            time.sleep(0.01)
        raise AssertionError(f"{self.directory} recorded nothing any more: {self.answers}")

    def stop(self):
        self.stopping.set()
        self.join(LIMIT_S)
        if self.failure:
            raise self.failure
        check(not self.is_alive(), f"{self.directory} does not end")


class Faults(BesideAnotherClient):
    shares_broker = False  # what is done to it here is enough for one

    def setUp(self):
        super().setUp()
        self.oracle = OnATopic()

    def found_with(self, *others):
        """A ledger with a unit, and more replicas of it."""
        self.found()
        for each in others:
            self.join(each)
        self.ok(self.submit("a", found_unit()))
        self.base = self.head("a")[0]

    def writers(self, *directories, **more):
        started = [Writer(self, each, self.oracle, **more) for each in directories]
        for each in started:
            each.start()
            self.addCleanup(each.kill)
            self.addCleanup(each.stopping.set)
        return started

    def stop(self, writers):
        for each in writers:
            each.stopping.set()
        for each in writers:
            each.stop()

    def settle(self, *directories, name="late"):
        """All of the oracle on a replica that joins now, and all others are its equals."""
        self.join(name, directories[0])
        self.oracle.check(Directory(self.path(name)), self.base)
        heads, views, aside = set(), set(), set()
        for each in (name, *directories):
            answer = self.ok(self.ask(each, "verify", "--full", "--views")).one()
            heads.add((answer["size"], answer["root"]))
            views.add(json.dumps(self.ok(self.ask(each, "digest")).one()["views"]))
            aside.add(json.dumps(self.replica(each)["quarantine"]))
        self.assertEqual((len(heads), len(views), len(aside)), (1, 1, 1), heads)

    def ask_again(self, *directories):
        """What has no receipt, once more: where it was killed and where it wasn't, the same answer."""
        left = sorted(self.oracle.unknown | self.oracle.not_recorded)
        self.oracle.unknown.clear()
        self.oracle.not_recorded.clear()
        lines = b"".join(self.oracle.asked[each][0] + b"\n" for each in left)
        answers = [self.ok(self.ask(each, "submit", "-", stdin=lines)) for each in directories]
        for number, *receipts in zip(left, *(each.lines() for each in answers), strict=True):
            self.assertEqual({each["order"] for each in receipts}, {number})
            self.assertEqual({each["status"] for each in receipts[1:]} | {"duplicate"}, {"duplicate"})
            for each in receipts:
                self.oracle.promise(json.dumps(each).encode() + b"\n")
        return len(left)

    def tell(self, text, writers=()):
        ends = {}
        for each in writers:
            for what, how_often in each.answers.items():
                ends[what] = ends.get(what, 0) + how_often
        print(f"{self.topic}: {text}; {len(self.oracle.promised)} receipts kept" + (f", ended {ends}" if ends else ""), flush=True)


class OneBroker(Faults):
    def test_the_broker_is_killed(self):
        self.found_with("b")
        writers = self.writers("a", "b")
        kills = count("SILLOK_BROKER_KILLS", 2)
        for _ in range(kills):
            for each in writers:
                each.progress()
            time.sleep(random.uniform(0, 0.3))
            self.assertEqual(self.kafka("stop", "1", "--kill").returncode, 0)
            time.sleep(random.uniform(0, 1))
            self.assertEqual(self.kafka("start", "1").returncode, 0)
        for each in writers:
            each.progress()
        self.stop(writers)
        self.settle("a", "b")
        self.ask_again("a", "b")
        self.settle("a", "b", name="later")
        self.tell(f"{kills} kills of the broker", writers)

    def test_a_writer_is_killed(self):
        self.found_with("b")
        writers = self.writers("a", "b")
        kills = count("SILLOK_WRITER_KILLS", 5)
        for number in range(kills):
            victim = random.choice(writers)
            if number % 2 == 0:  # else while it starts, as like as not
                victim.progress()
            time.sleep(random.uniform(0.001, 0.4))
            victim.kill()
        for each in writers:
            each.progress()
        self.stop(writers)
        self.settle("a", "b")
        again = self.ask_again("b", "a")
        self.settle("a", "b", name="later")
        self.tell(f"{kills} kills, {again} orders asked for again", writers)

    def test_writers_race(self):
        races = [int(each) for each in os.environ.get("SILLOK_RACES", "3").split(",")]
        seconds = count("SILLOK_RACE_S", 2)
        names = [chr(ord("a") + i) for i in range(max(races))]
        self.found_with(*names[1:])
        rates = {}
        for many in (1, *races):
            writers = self.writers(*names[:many], acts=(1,))
            for each in writers:
                each.progress()
            before = sum(each.recorded for each in writers)
            time.sleep(seconds)
            rates[many] = (sum(each.recorded for each in writers) - before) / seconds
            self.stop(writers)
        self.assertFalse(self.oracle.unknown | self.oracle.not_recorded)
        self.settle(*names)
        self.tell(", ".join(f"{many} writers {rate:.0f} orders/s ({rate / rates[1]:.2f} of one alone)" for many, rate in rates.items()))

    def test_the_broker_loses_what_it_had_not_synced(self):
        for cut in range(count("SILLOK_CUTS", 1)):
            with self.subTest(cut=cut):
                self.topic, self.oracle = f"{self.id().rpartition('.')[2]}-{cut}", OnATopic()
                self.place = self.home / self.topic
                self.lose_the_end(whole_records=cut % 4, torn=cut % 2 == 0)

    def lose_the_end(self, whole_records, torn):
        self.found_with("b", "c")
        self.record("a", *(f"kept.{i}" for i in range(4)))
        self.head("b")
        self.head("c")
        self.record("a", *(f"lost.{i}" for i in range(whole_records + torn)))
        self.head("c")
        ahead = {each: (self.head(each), self.replica(each)["next_offset"]) for each in "ac"}
        self.assertEqual(self.kafka("stop", "1", "--kill").returncode, 0)
        self.cut(whole_records, torn)
        self.assertEqual(self.kafka("start", "1").returncode, 0)
        behind = self.replica("b")["next_offset"]
        for _ in range(2):
            for each in "ac":
                self.refused(self.submit(each, order("NO", hire("NOBODY"))), 1, "log.truncated")
                self.refused(self.ask(each, "show", "lost.0"), 1, "log.truncated")
                self.ok(self.ask(each, "--offline", "show", "lost.0"))
                whole = self.ok(self.ask(each, "--offline", "verify", "--full", "--views")).one()
                self.assertEqual((whole["size"], whole["root"]), ahead[each][0], "it keeps what the topic lost")
            self.assertEqual(self.replica("b")["next_offset"], behind, "nothing was sent by who had read further")
            # The others go on, and past where the topic had ended.
            for _ in range(3):
                self.record("b", f"on.{behind}", *(f"on.{behind}.{i}" for i in range(3)))
                behind = self.replica("b")["next_offset"]
        self.assertGreater(behind, ahead["a"][1])
        # Promises of orders that the broker lost are the replicas' that had read them, and no others'.
        lost = [each for each in self.oracle.promised if each.startswith("lost")]
        self.assertEqual(len(lost), whole_records + torn)
        kept = Directory(self.path("a"))
        for number in lost:
            (first, last), recorded_at = self.oracle.promised.pop(number)
            event = run("--ledger", kept.path, "--json", "--offline", "subscribe", "--from", first).lines()[0]
            self.assertEqual((event["id"], event["data"]["order"], event["data"]["recorded_at"]), (str(first), number, recorded_at))
            self.oracle.not_recorded.add(number)
        self.settle("b")
        self.oracle.not_recorded.clear()
        self.tell(f"{whole_records} records lost whole, {int(torn)} torn")

    def record(self, directory, *numbers):
        """Each by a commit of its own."""
        for number in numbers:
            answer = self.ok(self.ask(directory, "submit", "-", stdin=self.oracle.ask(number, [number]) + b"\n"))
            self.oracle.promise(answer.out.encode())

    def cut(self, whole, torn):
        """The newest bytes of the topic, as a power loss leaves them that comes before they were synced."""
        folder = self.broker / "node-1" / "data" / f"{self.topic}-0"
        segment = max(folder.glob("*.log"))
        content = segment.read_bytes()
        ends, at = [], 0
        while at < len(content) and (length := int.from_bytes(content[at + 8:at + 12], "big")):  # base offset, bytes that follow
            at += 12 + length
            ends.append(at)
        begin = ends[-1 - whole - torn]
        end = begin + (ends[-whole - 1] - begin) // 2 if torn else begin
        os.truncate(segment, end)
        for index in ("index", "timeindex"):
            segment.with_suffix("." + index).unlink()

    def test_records_in_another_order(self):
        self.found()
        self.ok(self.submit("a", found_unit(), order("H", hire("P"))))
        first = self.replica("a")["next_offset"]
        before = self.head("a")[0]
        window = 5
        self.record("a", *(f"W.{i}" for i in range(window + 2)))  # two more that stand behind it
        self.assertEqual(self.replica("a")["next_offset"], first + window + 2, "a commit each")
        orders = list(itertools.permutations(range(window)))
        for number, disorder in enumerate(random.sample(orders, min(len(orders), count("SILLOK_DISORDERS", 6)))):
            with self.subTest(disorder=disorder):
                rest = [*disorder, *(random.choice(disorder) for _ in range(3)), window, window + 1]
                topic = f"{self.topic}-{number}"
                self.inject("into", topic, ",".join(map(str, range(first))))
                early, late = f"e{number}", f"l{number}"
                self.join(early, topic=topic)
                for some in (rest[:3], rest[3:7], rest[7:]):  # one reads while it grows, one when all is there
                    self.inject("into", topic, ",".join(str(first + each) for each in some))
                    self.ok(self.ask(early, "replica"))
                self.join(late, topic=topic)
                told = [self.replica(each) for each in (early, late)]
                self.assertEqual(told[0]["quarantine"], told[1]["quarantine"])
                # By the rule alone: a commit wins where it comes when its base is the head, and never after.
                head, void = 0, []
                for offset, each in enumerate(rest, first):
                    if each == head:
                        head += 1
                    else:
                        void.append(offset)
                self.assertEqual([each["offset"] for each in told[1]["quarantine"]], void, told[1])
                self.assertEqual({each["reason"] for each in told[1]["quarantine"]}, {"other_base"} if void else set())
                self.assertEqual(self.head(early), self.head(late))
                self.assertEqual(self.head(late)[0], before + head)
                self.assertEqual(*(self.ok(self.ask(each, "digest")).one()["views"] for each in (early, late)))
        self.tell(f"{number + 1} orders of {window} records")


@unittest.skipUnless(os.path.exists(CLOCK_SHIFT), "this build has no library of wrong clocks (a sanitizer's must be loaded first)")
class AWrongClock(Faults):
    def submit_at(self, shift_s, directory, file):
        environment = clean_environment(LD_PRELOAD=CLOCK_SHIFT, SILLOK_CLOCK_SHIFT=str(shift_s))
        return run("--ledger", directory, "--json", "submit", file, environment=environment)

    def test_an_hour_ahead_and_an_hour_back(self):
        ledger = OfficersOnATopic("--kafka", self.brokers, "--topic", self.topic)
        self.addCleanup(ledger.close)
        self.ok(ledger.submit(found_unit(), order("H-1", hire("P1"))))
        files = [ledger.signed_file(order(f"T-{i}", act("trained", "P1", "2024-04-02", course=f"{i}", hours=3), on="2024-04-02"),
                                    name=f"{i}.jsonl") for i in range(4)]
        size = ledger.size()
        first = self.ok(self.submit_at(0, ledger.path, files[0])).one()
        for _ in range(2):
            self.refused(self.submit_at(3600, ledger.path, files[1]), 4, "topic.clock")
            self.assertEqual(ledger.size(), size + 1, "nothing was recorded")
        self.assertIn('"time"', ledger.answer("replica", "--quarantine").out)
        back = self.ok(self.submit_at(-3600, ledger.path, files[2])).one()
        right = self.ok(self.submit_at(240, ledger.path, files[1])).one()  # less than five minutes ahead: a time like others
        last = self.ok(self.submit_at(0, ledger.path, files[3])).one()
        times = [each["recorded_at"] for each in (first, back, right, last)]
        self.assertEqual(times, sorted(times), "recorded_at goes back")
        self.assertEqual([each["positions"][0] for each in (first, back, right, last)], [*range(size, size + 4)])
        self.ok(self.ask("late", "init", "--kafka", self.brokers, "--topic", self.topic, "--trust", ledger.trust))
        self.assertEqual(self.head("late"), tuple(ledger.answer("verify", "--full").one()[each] for each in ("size", "root")))


@unittest.skipUnless(count("SILLOK_LEADERS_STOPPED", 0), "three brokers: see ops/campaign kafka")
class ThreeBrokers(Faults):
    nodes = 3

    def leader(self):
        return int(self.inject("leader"))

    def test_the_leader_stops_and_comes_back(self):
        self.found_with("b")
        writers = self.writers("a", "b")
        stops = count("SILLOK_LEADERS_STOPPED", 0)
        for _ in range(stops):
            for each in writers:
                each.progress()
            leader = self.leader()
            line = next(each for each in self.kafka("status").stdout.splitlines() if f" node {leader} " in each)
            pid = int(line.split()[1])
            os.kill(pid, signal.SIGSTOP)
            try:
                time.sleep(20)
                for each in writers:
                    each.progress()  # another leads: they record while it stands still
                self.assertNotEqual(self.leader(), leader)
            finally:
                os.kill(pid, signal.SIGCONT)  # and takes itself for the leader until it is told
            for each in writers:
                each.progress()
        self.stop(writers)
        self.settle("a", "b")
        self.ask_again("a", "b")
        self.settle("a", "b", name="later")
        self.tell(f"{stops} leaders stopped for 20 s", writers)


if __name__ == "__main__":
    main()

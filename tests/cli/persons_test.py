#!/usr/bin/env python3
"""All acts of a person, proved: by the map of persons that checkpoints commit to, and checked without a ledger."""
import base64
import hashlib
import json
import os
import re
import shutil
import unittest

from program import Ledger, of_a_directory, run
from witness_test import Witness

DAY = "2024-01-02"


def order(number, *acts, on=DAY):
    return {"order": f"O{number}", "authority": "U1", "issued_on": on, "legal_basis": ["SPOA:28"], "acts": list(acts)}


def act(name, person, on=DAY, **data):
    return {"act": name, **({"person": person} if person else {}), "effective_on": on, "data": data}


def unit():
    return act("unit_created", None, unit="U1", name_ko="가", name_en="a", kind="ministry")


def hired(person, on=DAY):
    return {**act("hired", person, on, route="open", **{"class": "general"}, grade=9, series="a", unit="U1", probation_months=0),
            "personal": {"birth_on": "1990-01-01"}}


def sanctioned(person, case, on="2024-03-04"):
    return [act("sanction_requested", person, "2024-02-05", case=case, weight="light", misconduct="general", misconduct_on="2024-01-05"),
            act("sanctioned", person, on, case=case, kind="reprimand", misconduct="general", misconduct_on="2024-01-05")]


class Case(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.numbers = iter(range(1, 1000))
        self.trust = self.ledger.file("trust.json")
        self.ledger.run("trust", "export", "-o", self.trust)

    def record(self, *acts, on=DAY):
        answer = self.ledger.submit(order(next(self.numbers), *acts, on=on))
        receipt = answer.one()
        self.assertEqual(receipt["status"], "recorded", str(answer))
        return receipt["positions"][0]

    def prove(self, person, *options, name="person.proof"):
        answer = self.ledger.run("prove", "--person", person, *options)
        self.assertEqual(answer.code, 0, str(answer))
        path = os.path.join(self.ledger.home, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(answer.out)
        return path

    def check(self, proof, trust=None):
        return run("--json", "check-proof", proof, "--trust", trust or self.trust)

    def proved(self, person, *options):
        """The positions that a proof of her shows; it holds."""
        path = self.prove(person, *options)
        answer = self.check(path).one()
        self.assertEqual((answer["ok"], answer["complete"], answer["person"]), (True, True, person), answer)
        self.assertEqual(answer["size"], self.ledger.size())
        with open(path, encoding="utf-8") as file:
            return [int(position) for position in re.findall(r"^index (\d+)$", file.read(), re.M)[1:]]  # the first is the map's

    def history(self, person):
        return [each["position"] for each in self.ledger.json("history", person).one()["events"]]

    def verify(self):
        answer = self.ledger.json("verify", "--full")
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()


class Proofs(Case):
    def test_all_acts_and_no_other_at_each_checkpoint(self):
        self.record(unit())
        self.record(hired("P1"), hired("P2"))
        first = self.proved("P1")
        self.assertEqual(first, self.history("P1"))
        at = self.record(act("trained", "P1", "2024-02-02", course="x", hours=3))
        self.assertEqual(self.proved("P1"), [*first, at])
        self.assertEqual(len(self.proved("P2")), 1)
        self.assertTrue(self.verify()["persons_ok"])

    def test_acts_that_were_moved_and_ids_that_were_merged(self):
        self.record(unit())
        self.record(hired("P1"), hired("P2"), hired("P3"))
        self.ledger.json("checkpoint")
        wrong = self.record(act("trained", "P1", "2024-02-02", course="x", hours=3))
        self.ledger.json("checkpoint")
        moved = self.record({"act": "rectified", "person": "P1", "effective_on": "2024-02-05", "data": {"target": wrong, "person": "P2"}})
        self.assertIn(wrong, self.proved("P2"))
        self.assertIn(moved, self.proved("P2"))
        twin = self.record({**hired("P4"), "effective_on": "2024-05-01"})
        self.ledger.json("checkpoint")
        self.record(act("annulled", "P4", "2024-05-02", target=twin, ground="x"))
        self.record(act("persons_merged", "P3", "2024-05-02", duplicate="P4"))
        self.ledger.json("checkpoint")
        late = self.record(act("trained", "P3", "2024-06-02", course="y", hours=3))
        for person in ("P1", "P2", "P3", "P4"):
            with self.subTest(person):
                self.assertEqual(self.proved(person), self.history(person))
        self.assertIn(twin, self.proved("P3"))
        self.assertIn(late, self.proved("P3"))
        self.assertTrue(self.verify()["persons_ok"])

    def test_no_act_of_a_kind(self):
        self.record(unit())
        self.record(hired("P1"), hired("P2"))
        self.record(*sanctioned("P2", "C1"))
        self.proved("P1", "--no", "sanction", "--on", "2024-12-31")
        self.proved("P2", "--no", "sanction", "--on", "2024-03-03")
        answer = self.ledger.json("prove", "--person", "P2", "--no", "sanction", "--on", "2024-03-04")
        self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
        self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], "person.has_act")
        # Whoever writes the words above the true acts is refuted by them.
        path = self.prove("P2", "--no", "sanction", "--on", "2024-03-03")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("\nabsent sanctioned 2024-03-03\n", text)
        forged = os.path.join(self.ledger.home, "forged")
        with open(forged, "w", encoding="utf-8") as out:
            out.write(text.replace("absent sanctioned 2024-03-03", "absent sanctioned 2024-03-04"))
        answer = self.check(forged)
        self.assertEqual((answer.code, answer.one()["reason"].split(":")[0]), (1, "person.has_act"))
        # Cancelled on appeal it holds no more.
        self.record(act("appealed", "P2", "2024-04-01", case="C1"), act("appeal_decided", "P2", "2024-06-03", case="C1", outcome="cancelled"))
        self.proved("P2", "--no", "sanction", "--on", "2024-12-31")
        self.assertEqual(self.ledger.run("prove", "--person", "P2", "--no", "hired", "--on", "2024-12-31").code, 1)
        self.proved("P2", "--no", "promoted", "--on", "2024-12-31")

    def test_wrong_use(self):
        self.record(unit())
        self.record(hired("P1"))
        for code, options in ((1, ["--person", "NOBODY"]), (2, ["--person", "P1", "7"]), (2, ["--person", "P1", "--no", "sanction"]),
                              (2, ["--person", "P1", "--on", "2024-01-02"]), (2, ["--person", "P1", "--no", "x", "--on", "2024-01-02"]),
                              (2, ["--person", "P1", "--no", "unit_created", "--on", "2024-01-02"]), (2, ["--no", "sanction", "--on", "2024-01-02"]),
                              (2, ["--person", "P1", "--no", "sanction", "--on", "soon"]), (2, ["--person", "P1", "--since", "1"]), (2, [])):
            with self.subTest(options):
                answer = self.ledger.json("prove", *options)
                self.assertEqual((answer.code, answer.out), (code, ""), str(answer))

    def test_witnesses_see_the_log_of_persons_too(self):
        self.record(unit())
        self.record(hired("P1"))
        witness = Witness(self.ledger.home, "w1", "--trust", self.trust)
        self.addCleanup(witness.stop)
        self.ledger.run("witness", "add", "--key", witness.key, "--url", witness.url)
        pinned = self.ledger.file("pinned.json")
        self.ledger.run("trust", "export", "-o", pinned)
        before = self.prove("P1", name="before.proof")
        self.assertTrue(self.check(before, pinned).one()["ok"])
        with open(before, encoding="utf-8") as file:
            self.assertEqual(file.read().count("— w1.example "), 2)  # under her act, and under the map
        witness.stop()
        self.record(act("trained", "P1", "2024-02-02", course="x", hours=3))
        answer = self.check(self.prove("P1", name="alone.proof"), pinned)
        self.assertEqual((answer.code, answer.one()["reason"].split(":")[0]), (1, "checkpoint.not_witnessed"))


class Forgeries(Case):
    def setUp(self):
        super().setUp()
        self.record(unit())
        self.record(hired("P1"), hired("P2"))
        self.record(act("trained", "P1", "2024-02-02", course="x", hours=3))
        self.record(*sanctioned("P1", "C1"))
        with open(self.prove("P1"), encoding="utf-8") as file:
            self.text = file.read()

    def outcome(self, text):
        path = os.path.join(self.ledger.home, "forged")
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
        answer = self.check(path)
        if answer.code == 3:
            return "malformed"
        self.assertEqual(answer.code, 1, str(answer))
        return answer.one()["reason"].split(":")[0]

    @staticmethod
    def parts(text):
        """What stands before the events, and each event's part."""
        begin = text.index("\nact ") + 1
        raw, events = text.encode()[len(text[:begin].encode()):], []
        while raw:
            line, _, rest = raw.partition(b"\n")
            size = int(line.split()[1])
            events.append(line + b"\n" + rest[:size])
            raw = rest[size:]
        return text[:begin].encode(), events

    def test_each_event_counts(self):
        head, events = self.parts(self.text)
        self.assertEqual(len(events), 4)
        for i in range(len(events)):
            with self.subTest(f"without event {i}"):
                self.assertEqual(self.outcome(head + b"".join(events[:i] + events[i + 1:])), "proof.incomplete")
        self.assertEqual(self.outcome(head), "proof.incomplete")
        self.assertEqual(self.outcome(head + b"".join([events[1], events[0], *events[2:]])), "proof.order")
        self.assertEqual(self.outcome(head + b"".join([*events, events[-1]])), "proof.order")
        with open(self.prove("P2", name="other.proof"), encoding="utf-8") as file:
            other = self.parts(file.read())
        self.assertEqual(self.outcome(head + b"".join(sorted([*events, *other[1]], key=lambda e: int(re.search(rb"\nindex (\d+)\n", e)[1])))),
                         "proof.incomplete")
        self.assertEqual(self.outcome(other[0] + b"".join(events)), "proof.incomplete")
        self.assertEqual(self.outcome(self.text.replace("person P1\n", "person P2\n")), "proof.incomplete")
        self.assertEqual(self.outcome(self.text.replace("person P1\n", "person P9\n")), "proof.incomplete")

    def test_an_older_map_with_newer_events_and_the_other_way_round(self):
        old_head, old_events = self.parts(self.text)
        self.record(act("trained", "P1", "2024-02-03", course="y", hours=3))
        with open(self.prove("P1"), encoding="utf-8") as file:
            head, events = self.parts(file.read())
        self.assertEqual(self.outcome(old_head + b"".join(events)), "proof.size")
        self.assertEqual(self.outcome(head + b"".join(old_events)), "proof.size")
        self.assertEqual(self.outcome(head + b"".join(events[:-1])), "proof.incomplete")

    def test_a_map_that_is_not_the_newest_of_its_log(self):
        """Else an older map, in which she has fewer acts, could be shown under a checkpoint of today."""
        def persons_part(text):
            size = int(re.search(r"^persons (\d+)$", text, re.M)[1])
            begin = text.encode().index(b"\n", text.encode().index(b"persons ")) + 1
            return begin, size, text.encode()[begin:begin + size].decode()
        begin, size, older = persons_part(self.text)
        self.record(act("trained", "P2", "2024-02-03", course="y", hours=3))
        with open(self.prove("P1"), encoding="utf-8") as file:
            _, _, newer = persons_part(file.read())
        entry = base64.b64decode(re.search(r"^extra (.*)$", newer, re.M)[1])
        sibling = base64.b64encode(hashlib.sha256(b"\0" + entry).digest()).decode()
        shown = older.split("\n\n")[0] + f"\n{sibling}\n\n" + newer.split("\n\n", 1)[1]
        raw = self.text.encode()
        forged = raw[:begin].replace(f"persons {size}".encode(), f"persons {len(shown.encode())}".encode()) + shown.encode() + raw[begin + size:]
        self.assertEqual(self.outcome(forged), "proof.not_newest")

    def test_every_byte_counts(self):
        raw = self.text.encode()
        head, events = self.parts(self.text)
        accepted = []
        for place in range(0, len(raw), 11):
            changed = bytearray(raw)
            changed[place] ^= 1
            try:
                self.outcome(bytes(changed))
            except AssertionError:
                accepted.append(place)
        self.assertEqual(accepted, [], [raw[place - 20:place + 20] for place in accepted])

    def test_what_is_added_or_cut_off(self):
        for name, text in (("a byte behind", self.text + "x"), ("a line behind", self.text + "\n"), ("the last byte gone", self.text[:-1]),
                           ("another version", self.text.replace("/v1", "/v2", 1)), ("no header", self.text.split("\n", 1)[1]),
                           ("a line before", "\n" + self.text), ("a word twice", self.text.replace("person P1\n", "person P1\nperson P1\n")),
                           ("a size with a zero in front", self.text.replace("persons ", "persons 0", 1)),
                           ("nothing in the map's place", re.sub(r"^map .*$", "map ", self.text, flags=re.M)),
                           ("half a hash in it", re.sub(r"^map .*$", "map AAAA", self.text, flags=re.M)),
                           ("no hashes in it, spelled otherwise", re.sub(r"^map .*$", "map  -", self.text, flags=re.M))):
            with self.subTest(name):
                self.assertEqual(self.outcome(text), "malformed")
        self.assertEqual(self.outcome(re.sub(r"^map .*$", "map -", self.text, flags=re.M)), "proof.incomplete")
        other = base64.b64encode(bytes(64)).decode()
        self.assertEqual(self.outcome(re.sub(r"^(map .*)$", rf"\1\nother {other}", self.text, flags=re.M)), "proof.incomplete")


class Keeping(Case):
    def test_grown_by_and_by_the_map_is_the_one_built_at_once(self):
        lines = os.path.join(self.ledger.home, "demo.jsonl")
        self.assertEqual(run("demo", "--officials", "120", "--years", "4", "--seed", "5", "--out", lines).code, 0)
        with open(lines, "rb") as file:
            orders = file.read().splitlines(keepends=True)
        part = len(orders) // 6 + 1
        for begin in range(0, len(orders), part):
            some = self.ledger.file("some.jsonl")
            with open(some, "wb") as out:
                out.writelines(orders[begin:begin + part])
            self.assertEqual(self.ledger.run("submit", some).code, 0)
            self.assertEqual(self.ledger.run("checkpoint").code, 0)
        self.assertTrue(self.verify()["persons_ok"])
        size = self.ledger.json("checkpoint").one()["persons"]["size"]
        self.assertEqual(size, 6)
        self.assertEqual(self.ledger.json("checkpoint").one()["persons"]["size"], 6)  # nothing new, no new entry
        # The map can be thrown away; the log of its roots can't.
        shutil.rmtree(os.path.join(self.ledger.path, "persons", "map"))
        self.assertEqual(self.proved("P000003"), self.history("P000003"))
        self.assertTrue(self.verify()["persons_ok"])

    @of_a_directory
    def test_a_log_of_roots_that_is_gone_is_missed(self):
        lines = os.path.join(self.ledger.home, "demo.jsonl")
        self.assertEqual(run("demo", "--officials", "60", "--years", "2", "--seed", "5", "--out", lines).code, 0)
        with open(lines, "rb") as file:
            orders = file.read().splitlines()
        for some in (orders[:len(orders) // 2], orders[len(orders) // 2:]):
            self.assertEqual(self.ledger.run("submit", self.ledger.file("some.jsonl", *some)).code, 0)
            self.assertEqual(self.ledger.run("checkpoint").code, 0)
        shutil.rmtree(os.path.join(self.ledger.path, "persons"))
        answer = self.ledger.json("verify", "--full")
        self.assertEqual((answer.code, answer.one()["persons_ok"]), (1, False), str(answer))
        self.assertTrue(answer.one()["persons_bad"].startswith("persons.missing"))
        answer = self.ledger.json("prove", "--person", "P000003")
        self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], "checkpoint.behind")

    @of_a_directory
    def test_another_root_than_the_log_gives_is_found(self):
        self.record(unit())
        self.record(hired("P1"), hired("P2"))
        self.ledger.run("checkpoint")
        self.assertTrue(self.verify()["persons_ok"])
        fork = Ledger(sandbox=False)
        self.addCleanup(fork.close)
        shutil.copytree(self.ledger.path, fork.path)
        self.assertEqual(fork.submit(order("X", act("trained", "P1", "2024-02-03", course="y", hours=3))).one()["status"], "recorded")
        self.record(act("trained", "P1", "2024-02-03", course="x", hours=3))
        for each in (fork, self.ledger):
            each.run("checkpoint")
        # The log of persons of the one beside the events of the other, with its checkpoints.
        shutil.rmtree(os.path.join(fork.path, "persons"))
        shutil.copytree(os.path.join(self.ledger.path, "persons"), os.path.join(fork.path, "persons"))
        shutil.copy(os.path.join(self.ledger.path, "checkpoint.persons"), os.path.join(fork.path, "checkpoint.persons"))
        answer = fork.json("verify", "--full")
        self.assertEqual((answer.code, answer.one()["persons_ok"]), (1, False), str(answer))
        self.assertTrue(answer.one()["persons_bad"].startswith("persons.other_root"))
        # Nor is it forgotten behind a newer one that is right.
        shutil.rmtree(os.path.join(fork.path, "persons", "map"))
        self.assertEqual(fork.submit(order("Y", hired("P3"))).one()["status"], "recorded")
        self.assertEqual(fork.json("checkpoint").code, 0)
        answer = fork.json("verify", "--full")
        self.assertEqual((answer.code, answer.one()["persons_ok"]), (1, False), str(answer))
        self.assertIn("entry 1 ", answer.one()["persons_bad"] + " ")


if __name__ == "__main__":
    unittest.main()

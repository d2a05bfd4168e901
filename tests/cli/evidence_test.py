#!/usr/bin/env python3
"""Case capsules as an investigator and a court meet them: everything of a person in one file, checked without the ledger."""
import json
import os
import re
import shutil
import unittest

from program import Answers, Ledger, OfficersLedger, act, found_unit, hire, of_a_directory, order, run


class Case(Answers):
    @staticmethod
    def make():
        return Ledger()

    def setUp(self):
        self.ledger = self.make()
        self.addCleanup(self.ledger.close)
        self.ok(self.ledger.submit(found_unit(), order("H-1", hire("P1"), hire("P2", name="이두리")), order("H-2", hire("P3", name="박세리"))))
        self.trust = os.path.join(self.ledger.home, "trust.json")
        self.ok(self.ledger.json("trust", "export", "-o", self.trust))
        self.case = os.path.join(self.ledger.home, "case")

    def ask(self, *persons, file=None, purpose="ethics case 17", **options):
        named = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        return self.ledger.json("evidence", *persons, "--purpose", purpose, "-o", file or self.case, *named)

    def check(self, *options, file=None, trust=True):
        return run("--json", "check-evidence", file or self.case, *(("--trust", self.trust) if trust else ()), *options)

    def bytes(self, file=None):
        with open(file or self.case, "rb") as capsule:
            return capsule.read()

    def sanction(self, number, on, **more):
        return order(number, act("sanctioned", "P1", on, case="C1", kind="reprimand", misconduct="money", misconduct_on="2024-04-01",
                                 facts="받은 돈 100만 원", **more), on=on)

    def imported(self, line):
        return self.ok(self.ledger.json("import", self.ledger.signed_file(line), "--trust", "system"))


class Capsule(Case):
    def test_everything_of_a_person_and_nothing_opened(self):
        self.imported(self.sanction("S-1", "2024-05-02"))
        said = self.ok(self.ask("P1", by="kim")).one()
        size = self.ledger.size()
        self.assertEqual((said["size"], said["persons"], said["bytes"]), (size, ["P1"], os.path.getsize(self.case)))
        found = self.ok(self.check()).one()
        self.assertEqual({name: found[name] for name in ("ok", "reason", "position", "size", "person", "complete", "purpose", "made_by", "events", "reads", "opened", "pinned")},
                         {"ok": True, "reason": None, "position": None, "size": size, "person": "P1", "complete": True, "purpose": "ethics case 17",
                          "made_by": "kim", "events": 2, "reads": 1, "opened": [], "pinned": True})
        self.assertEqual(found["root"], self.ledger.json("verify").one()["root"])
        for word in ("김하나", "1998-05-04", "100만"):
            self.assertNotIn(word.encode(), self.bytes())
        # The reading moves nothing but its own log.
        self.assertEqual(self.ledger.size(), size)
        self.assertEqual(self.ok(self.ledger.json("verify", "--full", "--reads")).one()["reads"], 1)

    def test_only_the_fields_asked_for_are_opened(self):
        self.imported(self.sanction("S-1", "2024-05-02"))
        self.ok(self.ask("P1", "P2", open="name,facts"))
        found = self.ok(self.check()).one()
        self.assertEqual([(each["field"], each["value"]) for each in found["opened"]],
                         [("name", "김하나"), ("name", "이두리"), ("facts", "받은 돈 100만 원")])
        self.assertEqual((found["person"], found["persons"]), (None, ["P1", "P2"]))
        self.assertNotIn(b"1998-05-04", self.bytes())
        for wrong in ("grade", "unit", "nonsense", "name,grade"):
            answer = self.ask("P1", open=wrong)
            self.assertEqual(answer.code, 2, str(answer))
            self.assertIn("evidence.field", answer.err)

    def test_frozen_as_of_and_known_at(self):
        first = self.ledger.json("history", "P1").one()["events"][0]
        self.ok(self.ledger.submit(order("R-1", act("regularized", "P1", "2024-09-02"), on="2024-09-02"),
                                   order("T-1", act("promoted", "P1", "2026-03-02", kind="ordinary", grade=8), on="2026-03-02")))
        for point, grade in (({"as_of": "2024-12-31"}, 9), ({"as_of": "2026-03-02"}, 8),
                             ({"as_of": "2026-03-02", "known_at": first["recorded_at"]}, 9)):
            self.ok(self.ask("P1", **point))
            found = self.ok(self.check()).one()
            self.assertEqual(found["as_of"], point["as_of"])
            if "known_at" in point:
                self.assertEqual(found["known_at"], first["recorded_at"])
            # All events are inside, whatever the point; the record is that of the point.
            self.assertEqual(found["events"], 3)
            record = json.loads(self.bytes().split(b"\nrecord ", 1)[1].split(b"\n", 1)[1].split(b"\n")[0].rsplit(b"}", 1)[0] + b"}")
            self.assertEqual(record["grade"], grade)
            self.assertEqual(record, {name: value for name, value in self.shown("P1", point).items() if name != "personal"})

    def shown(self, person, point):
        return self.ok(self.ledger.json("show", person, *(part for name, value in point.items() for part in (f"--{name.replace('_', '-')}", value)),
                                        *(() if "known_at" in point else ("--known-at", self.check().one()["known_at"])))).one()

    def test_merged_and_moved_acts(self):
        """What corrections brought to her stands in the fold that the checker makes, too; not before it was known."""
        before = self.ledger.json("history", "P1").one()["events"][-1]["recorded_at"]
        line = order("M-1", act("persons_merged", "P1", "2024-06-03", duplicate="P3"), on="2024-06-03")
        self.imported(line)
        for point in ({}, {"known_at": before}):
            self.ok(self.ask("P1", "P2", **point))
            self.assertGreaterEqual(self.ok(self.check()).one()["events"], 4)

    def test_reads_are_shown(self):
        for number, persons in enumerate((("P1",), ("P2",), ("P2", "P1"), ("P1",))):
            self.ok(self.ask(*persons, purpose=f"case {number}"))
        self.assertEqual(self.ok(self.check()).one()["reads"], 3)
        self.ok(self.ask("P3"))
        self.assertEqual(self.ok(self.check()).one()["reads"], 1)
        self.assertEqual(self.ledger.json("verify", "--reads").one()["reads"], 5)

    def test_no_log_no_answer(self):
        os.makedirs(os.path.join(self.ledger.path, "access"))
        with open(os.path.join(self.ledger.path, "access", "log"), "w", encoding="ascii") as file:
            file.write("in the way")
        answer = self.ask("P1")
        self.assertNotEqual(answer.code, 0)
        self.assertFalse(os.path.exists(self.case))

    @of_a_directory
    def test_a_changed_log_of_reads_is_found(self):
        self.ok(self.ask("P1"))
        self.ok(self.ask("P2"))
        access = os.path.join(self.ledger.path, "access")
        kept = access + ".kept"
        shutil.copytree(access, kept)
        shutil.rmtree(os.path.join(access, "log"))
        answer = self.ledger.json("verify", "--reads")
        self.assertEqual(answer.code, 1)
        self.assertIn("access.missing", answer.one()["first_bad"]["reason"])
        shutil.rmtree(access)
        shutil.copytree(kept, access)
        logs = os.path.join(access, "log")
        for name in sorted(os.listdir(logs)):
            if name.endswith((".log", ".sst")) and os.path.getsize(os.path.join(logs, name)) > 200:
                with open(os.path.join(logs, name), "r+b") as file:
                    file.seek(120)
                    byte = file.read(1)[0]
                    file.seek(120)
                    file.write(bytes([byte ^ 8]))
        self.assertEqual(self.ledger.json("verify", "--reads").code, 1)
        shutil.rmtree(access)
        shutil.copytree(kept, access)
        self.ok(self.ledger.json("verify", "--reads"))

    def test_no_byte_of_it_may_change(self):
        self.ok(self.ask("P1", open="name"))
        whole = self.bytes()
        other = os.path.join(self.ledger.home, "other")
        for place in range(0, len(whole), max(1, len(whole) // 150)):
            with open(other, "wb") as file:
                file.write(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1:])
            self.assertIn(self.check(file=other).code, (1, 3), place)
        for changed in (whole[:-1], whole + b"\n", whole + b"x", whole[:100], b"", whole.replace(b"ethics case 17", b"ethics case 18")):
            with open(other, "wb") as file:
                file.write(changed)
            self.assertIn(self.check(file=other).code, (1, 3))
            self.assertIn(self.check(file=other, trust=False).code, (1, 3))

    def test_pinned_or_not(self):
        self.ok(self.ask("P1"))
        answer = self.ok(self.check(trust=False))
        self.assertFalse(answer.one()["pinned"])
        self.assertIn("--trust", answer.err)
        with Ledger() as other:
            trust = os.path.join(other.home, "trust.json")
            self.ok(other.json("trust", "export", "-o", trust))
            answer = run("--json", "check-evidence", self.case, "--trust", trust)
            self.assertEqual(answer.code, 1, str(answer))
            self.assertIn("capsule.other_ledger", answer.one()["reason"])

    def test_wrong_use(self):
        self.assertEqual(self.ask("NOBODY").code, 1)
        self.assertEqual(self.ask("P1", purpose="two\nlines").code, 2)
        self.assertEqual(self.ledger.json("evidence", "P1", "-o", self.case).code, 2)
        self.assertEqual(self.check(file=self.ledger.file("text", "no capsule")).code, 3)
        self.assertFalse(os.path.exists(self.case))

    def test_custody(self):
        self.ok(self.ask("P1"))
        for number, name in enumerate(("han", "choi")):
            key = os.path.join(self.ledger.home, f"{name}.key")
            public = self.ok(run("--json", "keys", "generate", name, "-o", key)).one()["public_key"]
            self.ok(run("--json", "hand-over", self.case, "--key", key, "--note", f"받음 {number}", "-o", self.case))
            found = self.ok(self.check()).one()["custody"]
            self.assertEqual((len(found), found[-1]["holder"], found[-1]["note"], found[-1]["key"]), (number + 1, name, f"받음 {number}", public))
        for note in ("\u202eevil", "bell\u009b", " "):
            answer = run("--json", "hand-over", self.case, "--key", os.path.join(self.ledger.home, "han.key"), "--note", note, "-o", self.case)
            self.assertEqual(answer.code, 2, str(answer))
        self.assertEqual(os.stat(self.case).st_mode & 0o777, 0o600)
        whole = self.bytes()
        first, second = whole.index(b"\ncustody ") + 1, whole.rindex(b"\ncustody ") + 1
        other = os.path.join(self.ledger.home, "other")
        for changed, code in ((whole[:first] + whole[second:], 1), (whole[:first] + whole[second:] + whole[first:second], 1), (whole[:second], 0),
                              (whole.replace("받음 1".encode(), "받음 3".encode()), 1), (whole.replace(b"by han", b"by hen"), 1)):
            with open(other, "wb") as file:
                file.write(changed)
            self.assertEqual(self.check(file=other).code, code)
            handed = run("--json", "hand-over", other, "--key", os.path.join(self.ledger.home, "han.key"), "--note", "x", "-o", other)
            self.assertEqual(handed.code, code, str(handed))


class Officers(Case):
    """A real ledger: the capsule says by what right its signers signed."""

    @staticmethod
    def make():
        return OfficersLedger()

    def test_by_what_right_they_signed(self):
        self.ok(self.ask("P1", "P3", open="name"))
        found = self.ok(self.check()).one()
        self.assertEqual([each["value"] for each in found["opened"]], ["김하나", "박세리"])
        whole = self.bytes()
        # The genesis, and key and grant of each of two officers.
        self.assertEqual(len(re.findall(rb"key \d+\nc2sp.org/tlog-proof@v1\n", whole)), 5)
        self.assertNotIn(b'"seed"', whole)

    @of_a_directory
    def test_a_restored_ledger_gives_none(self):
        backup = os.path.join(self.ledger.home, "backup")
        self.ok(self.ask("P1"))
        self.ok(self.ledger.json("backup", "-o", backup))
        copy = os.path.join(self.ledger.home, "copy")
        self.ok(run("--ledger", copy, "restore", backup, "--keys", os.path.join(self.ledger.path, "keys")))
        answer = run("--ledger", copy, "--json", "evidence", "P1", "--purpose", "x", "-o", self.case)
        self.assertEqual(answer.code, 1, str(answer))
        self.assertIn("ledger.restored", answer.err)
        # Its reads came along.
        self.assertEqual(self.ok(run("--ledger", copy, "--json", "verify", "--reads")).one()["reads"], 1)


if __name__ == "__main__":
    unittest.main()

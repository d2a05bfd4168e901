"""verify --against: whether the log contains a checkpoint that somebody kept elsewhere."""
import json
import os
import shutil
import unittest

import program
from program import Ledger, found_unit, hire, of_a_directory, order


def at(path, *arguments):
    """The same program on another directory."""
    return program.run("--ledger", path, "--json", *arguments)


class Against(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.assertEqual(self.ledger.submit(found_unit(), order("A-1", hire("P1"))).code, 0)
        self.older = os.path.join(self.ledger.home, "older")
        shutil.copytree(self.ledger.path, self.older)
        self.early = self.kept("early")
        self.early_size = self.ledger.begin + 2
        self.assertEqual(self.ledger.submit(order("A-2", hire("P2"))).code, 0)
        self.late = self.kept("late")

    def kept(self, name):
        note = self.ledger.run("checkpoint").out
        with open(os.path.join(self.ledger.home, name), "w", encoding="utf-8") as file:
            file.write(note)
        return file.name

    def changed(self, old, new):
        with open(self.late, encoding="utf-8") as file:
            note = file.read()
        self.assertIn(old, note)
        return self.ledger.file("changed", note.replace(old, new).removesuffix("\n"))

    def broken(self, answer, code):
        self.assertEqual(answer.code, 1, str(answer))
        self.assertFalse(answer.one()["ok"])
        self.assertFalse(answer.one()["against"]["ok"])
        self.assertIn(code, answer.one()["against"]["reason"])

    def test_what_the_log_contains(self):
        for path, size in ((self.early, self.early_size), (self.late, self.early_size + 1)):
            answer = self.ledger.json("verify", "--against", path)
            self.assertEqual(answer.code, 0, str(answer))
            self.assertEqual(answer.one()["against"]["size"], size)
            self.assertTrue(answer.one()["against"]["ok"])
            self.assertIsNone(answer.one()["against"]["reason"])
        self.assertNotIn("against", self.ledger.json("verify").one())

    def test_pinned_by_a_trust_file(self):
        trust = os.path.join(self.ledger.home, "trust.json")
        self.assertEqual(self.ledger.run("trust", "export", "-o", trust).code, 0)
        self.assertEqual(self.ledger.json("verify", "--against", self.late, "--trust", trust).code, 0)
        with Ledger() as other:
            self.assertEqual(other.run("trust", "export", "-o", trust).code, 0)
            self.broken(self.ledger.json("verify", "--against", self.late, "--trust", trust), "trust.other_ledger")

    @of_a_directory
    def test_a_ledger_that_was_set_back(self):
        answer = at(self.older, "verify", "--against", self.late)
        self.broken(answer, "log.behind_checkpoint")
        self.assertIsNone(answer.one()["first_bad"], "in itself the older copy holds")

    @of_a_directory
    def test_a_fork_signed_with_the_same_key(self):
        made = at(self.older, "submit", self.ledger.file("b.jsonl", order("B-2", hire("P9"))))
        self.assertEqual(made.code, 0, str(made))
        self.broken(at(self.older, "verify", "--against", self.late), "checkpoint.forked")

    def test_a_signature_that_does_not_hold(self):
        changed = self.changed(f"\n{self.early_size + 1}\n", f"\n{self.early_size}\n")
        self.broken(self.ledger.json("verify", "--against", changed), "checkpoint.signature")
        with Ledger() as other:
            self.assertEqual(other.submit(found_unit()).code, 0)
            foreign = other.file("foreign", other.run("checkpoint").out.removesuffix("\n"))
            self.broken(self.ledger.json("verify", "--against", foreign), "checkpoint.origin")

    def test_no_checkpoint_at_all(self):
        for content in ("", "hello", "{}"):
            path = self.ledger.file("none", content)
            answer = self.ledger.json("verify", "--against", path)
            self.assertEqual(answer.code, 3, str(answer))
            self.assertIn(path, json.loads(answer.err.splitlines()[-1])["error"]["where"])
        self.assertEqual(self.ledger.json("verify", "--against", self.late + "-absent").code, 3)

    @of_a_directory
    def test_text(self):
        answer = self.ledger.run("verify", "--against", self.early)
        self.assertIn(f"contains the checkpoint of {self.early_size} events", answer.out)
        answer = program.run("--ledger", self.older, "verify", "--against", self.late)
        self.assertRegex(answer.out, "DOES NOT CONTAIN")


if __name__ == "__main__":
    unittest.main()

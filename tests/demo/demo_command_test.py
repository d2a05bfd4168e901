"""The demo through the program: its lines are taken by a fresh sandbox without a refusal, and both ways
in end in the same record."""
import hashlib
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from program import Ledger, run  # noqa: E402


class DemoCommand(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)

    def write(self, name, *options):
        path = os.path.join(self.ledger.home, name)
        made = run("--json", "demo", *options, "--out", path)
        self.assertEqual(made.code, 0, str(made))
        return path

    def test_a_fresh_sandbox_refuses_nothing(self):
        for options in (("--officials", "150", "--years", "10"), ("--officials", "80", "--years", "29", "--seed", "7"),
                        ("--officials", "1", "--years", "1"), ("--officials", "20", "--years", "1", "--seed", "3")):
            with self.subTest(options):
                path = self.write("demo.jsonl", *options)
                with Ledger() as ledger:
                    taken = ledger.json("submit", path)
                    self.assertEqual(taken.code, 0, str(taken))
                    receipts = taken.lines()
                    with open(path, encoding="utf-8") as lines:
                        self.assertEqual(len(receipts), sum(1 for _ in lines))
                    self.assertEqual([each for each in receipts if each["status"] != "recorded"], [])
                    verified = ledger.json("verify", "--full", "--views")
                    self.assertEqual(verified.code, 0, str(verified))
                    self.assertTrue(verified.one()["views_ok"])

    def test_lines_name_no_officers_and_carry_their_instant(self):
        with open(self.write("demo.jsonl", "--officials", "30", "--years", "1"), encoding="utf-8") as lines:
            for line in lines:
                self.assertIn('"recorded_at"', line)
                self.assertNotIn('"drafted_by"', line)

    def test_the_seed_decides(self):
        def digest(name, seed):
            path = self.write(name, "--officials", "60", "--years", "2", "--seed", seed)
            return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        first = digest("a.jsonl", "42")
        self.assertEqual(first, digest("b.jsonl", "42"))
        self.assertNotEqual(first, digest("c.jsonl", "43"))

    def test_into_the_ledger_or_by_a_file_is_the_same(self):
        filled = self.ledger.json("demo", "--officials", "60", "--years", "3")
        self.assertEqual(filled.code, 0, str(filled))
        path = self.write("demo.jsonl", "--officials", "60", "--years", "3")
        with Ledger() as other:
            self.assertEqual(other.json("submit", path).code, 0)
            # Keys differ from sandbox to sandbox, answers do not.
            for question in (["show", "P000005"], ["stats", "present", "--by", "grade"]):
                self.assertEqual(self.ledger.json(*question).one(), other.json(*question).one())


if __name__ == "__main__":
    unittest.main()

"""`import --format csv` on tests/data/csv: exactly the order lines that stand beside it, and what is
said of a bad row or map."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

CSV = pathlib.Path(__file__).resolve().parents[1] / "data" / "csv"


class CsvImport(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="sillok-csv-")
        self.addCleanup(self._folder.cleanup)
        self.run_sillok("init", "--sandbox")

    def run_sillok(self, *arguments):
        ledger = os.path.join(self._folder.name, "ledger")
        return subprocess.run([os.environ["SILLOK"], "--ledger", ledger, "--json", *arguments], capture_output=True,
                              text=True)

    def import_csv(self, rows, mapping):
        sheet, map_file = (os.path.join(self._folder.name, name) for name in ("staff.csv", "staff.map.json"))
        pathlib.Path(sheet).write_text(rows, encoding="utf-8")
        pathlib.Path(map_file).write_text(json.dumps(mapping), encoding="utf-8")
        done = self.run_sillok("import", sheet, "--format", "csv", "--map", map_file, "--trust", "statement")
        return done, [json.loads(line) for line in done.stdout.splitlines()]

    def example(self):
        return (CSV / "staff.csv").read_text("utf-8"), json.loads((CSV / "staff.map.json").read_text("utf-8"))

    def test_the_example_gives_exactly_its_order_lines(self):
        done, receipts = self.import_csv(*self.example())
        self.assertEqual(0, done.returncode, done.stderr)
        orders = (CSV / "staff.orders.jsonl").read_text("utf-8").splitlines()
        self.assertEqual([json.loads(line)["order"] for line in orders],
                         [receipt["order"] for receipt in receipts[:-1]])
        # The same content under the same number is a duplicate; anything else would be refused.
        again = self.run_sillok("import", str(CSV / "staff.orders.jsonl"), "--trust", "statement").stdout.splitlines()
        self.assertEqual(["duplicate"] * len(orders), [json.loads(line)["status"] for line in again[:-1]])

    def test_an_unreadable_row_takes_its_order_with_it_and_no_other(self):
        rows, mapping = self.example()
        done, receipts = self.import_csv(rows.replace("1990.5.4", "1990.2.30"), mapping)
        self.assertEqual(3, done.returncode)
        unreadable = receipts.pop()["summary"]["unreadable"]
        self.assertEqual([2], [error["line"] for error in unreadable])
        self.assertIn("생년월일", unreadable[0]["message"])
        self.assertNotIn("1990.2.30", json.dumps(unreadable))
        orders = {receipt["order"] for receipt in receipts}
        self.assertNotIn("HR-2019-11", orders)
        self.assertIn("HR-2019-27", orders)
        self.assertEqual(1, self.run_sillok("show", "S-0002").returncode)

    def test_a_mistake_in_the_map_records_nothing(self):
        rows, mapping = self.example()
        before = self.run_sillok("subscribe").stdout
        self.assertNotEqual("", before)
        for name, broken in (("a column nobody uses", {**mapping, "ignore": []}),
                             ("a column that isn't there", {**mapping, "ignore": ["비고", "X"]}),
                             ("no acts", {**mapping, "acts": []}),
                             ("an unknown member", {**mapping, "aktes": []}),
                             ("an unknown act", {**mapping, "acts": [{**mapping["acts"][0], "act": "hird"}]})):
            with self.subTest(name):
                done, _ = self.import_csv(rows, broken)
                self.assertEqual(3, done.returncode, done.stderr)
                self.assertRegex(done.stderr, r"staff\.(map\.json|csv)")
        self.assertEqual(before, self.run_sillok("subscribe").stdout)


if __name__ == "__main__":
    unittest.main()

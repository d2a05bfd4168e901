"""A faulty import put right by one order of 5,000 rectifications: one preview, one receipt, one decision."""
import unittest

from program import Ledger, act, found_unit, hire, order

COUNT = 5_000
ASKED = (0, 1, 2_499, COUNT - 1)


class BulkCorrection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The older system had one series for another, and a seventh of the people in a grade too low."""
        cls.ledger = Ledger()
        lines = [found_unit()]
        lines += [order(f"I-{i}", *(hire(f"P{j}", name=f"김{j}", probation_months=0) for j in range(i, i + 500))) for i in range(0, COUNT, 500)]
        answer = cls.ledger.json("import", cls.ledger.file("old.jsonl", *lines), "--trust", "system")
        if answer.code != 0 or answer.lines()[-1]["summary"]["findings"] != 0:
            raise AssertionError(str(answer))
        cls.first = cls.ledger.begin + 1

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def rectified(self, i):
        data = {"series": "audit", **({"grade": 8} if i % 7 == 0 else {})}
        return act("rectified", f"P{i}", "2024-06-03", target=self.first + i, data=data)

    def correction(self, number, *more):
        return order(number, *(self.rectified(i) for i in range(COUNT)), *more, on="2024-06-03")

    def seen(self, i, *options):
        record = self.ledger.json("show", f"P{i}", *options).one()
        return record["series"], record["grade"]

    def test_1_one_act_at_fault_refuses_the_whole_order(self):
        size = self.ledger.size()
        answer = self.ledger.submit(self.correction("BAD", act("rectified", "P1", "2024-06-03", target=self.first, data={"grade": 8})))
        self.assertEqual((answer.code, self.ledger.size()), (1, size), str(answer))
        refused = answer.one()
        self.assertEqual((refused["code"], refused["act"], refused["person"]), ("correction.target_unknown", COUNT, "P1"))
        self.assertEqual(self.seen(0), ("administration", 9))

    def test_2_the_preview_is_one_and_records_nothing(self):
        size = self.ledger.size()
        told = self.ledger.json("submit", "--dry-run", self.ledger.file("dry.jsonl", self.correction("FIX"))).one()
        self.assertEqual((told["status"], told["dry_run"], told["positions"]), ("recorded", True, [size, size + COUNT - 1]))
        raised = {f"P{i}" for i in range(0, COUNT, 7)}
        self.assertEqual({each["person"] for each in told["pay_months"]}, raised, "who is in another grade is paid otherwise")
        self.assertEqual({(each["before"], each["after"]) for each in told["pay_months"] if each["month"] == "2024-05"}, {(1877000, 1913400)})
        self.assertEqual((self.ledger.size(), self.seen(0)), (size, ("administration", 9)))

    def test_3_one_receipt_and_every_record_is_right(self):
        size = self.ledger.size()
        before = [self.ledger.run("--json", "show", f"P{i}", "--as-of", "2024-06-30", "--known-at", "2024-06-02T00:00:00Z").out for i in ASKED]
        receipt = self.ledger.submit(self.correction("FIX"))
        self.assertEqual(receipt.code, 0, str(receipt))
        self.assertEqual((receipt.one()["status"], receipt.one()["positions"], self.ledger.size()), ("recorded", [size, size + COUNT - 1], size + COUNT))
        again = self.ledger.submit(self.correction("FIX")).one()
        self.assertEqual((again["status"], again["positions"], self.ledger.size()), ("duplicate", receipt.one()["positions"], size + COUNT))
        for i, then in zip(ASKED, before):
            self.assertEqual(self.seen(i), ("audit", 8 if i % 7 == 0 else 9))
            self.assertEqual(self.seen(i, "--as-of", "2024-03-02"), ("audit", 8 if i % 7 == 0 else 9), "from the hire on")
            events = self.ledger.json("history", f"P{i}").one()["events"]
            self.assertEqual([(event["act"], event["order"]) for event in events], [("hired", f"I-{i // 500 * 500}"), ("rectified", "FIX")])
            self.assertEqual((events[0]["rectified_by"], events[1]["target"]), ([size + i], self.first + i))
            now = self.ledger.run("--json", "show", f"P{i}", "--as-of", "2024-06-30", "--known-at", "2024-06-02T00:00:00Z").out
            self.assertEqual(now.replace('"final":true', '"final":false'), then.replace('"final":true', '"final":false'), "what was known before stays")
        figures = self.ledger.json("stats", "present", "--by", "grade", "--as-of", "2024-06-03").one()
        self.assertEqual({row["grade"]: row["value"] for row in figures["rows"]}, {"8": len(range(0, COUNT, 7)), "9": COUNT - len(range(0, COUNT, 7))})
        verified = self.ledger.json("verify", "--views").one()
        self.assertEqual((verified["ok"], verified["views_ok"], verified["orders"]), (True, True, COUNT // 500 + 3))


if __name__ == "__main__":
    unittest.main()

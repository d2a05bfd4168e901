"""Bad input gets exit 3 with file, line and field; nothing of that order is recorded; the rest goes on."""
import copy
import json
import os
import subprocess
import unicodedata
import unittest

import program
from program import Ledger, as_bytes, found_unit, hire, order

NAME = "김하나"
LINE_BYTES_MAX = 64 << 20


def bad_order(change):
    """The order BAD-1 with `change` done to it, as bytes of a line."""
    line = order("BAD-1", hire("PBAD"))
    changed = change(line)
    return as_bytes(line if changed is None else changed)


def put(value, *path):
    def change(line):
        place = line
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return change


def drop(*path):
    def change(line):
        place = line
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]
    return change


def text(old, new):
    """Changes the bytes of the line instead of its meaning."""
    def change(line):
        raw = as_bytes(line)
        if raw.count(old) < 1:
            raise AssertionError(f"{old} is not in the line")
        return raw.replace(old, new, 1)
    return change


DATA = ("acts", 0, "data")
PERSONAL = ("acts", 0, "personal")
# name, what is done to the line, what the message must name besides file and line
CASES = [
    ("truncated in the middle", lambda line: as_bytes(line)[:90], ""),
    ("truncated by one byte", lambda line: as_bytes(line)[:-1], ""),
    ("two objects on a line", lambda line: as_bytes(line) * 2, ""),
    ("an array for an order", lambda line: b"[" + as_bytes(line) + b"]", ""),
    ("not JSON at all", lambda line: b"order;authority;issued_on", ""),
    ("a trailing comma", lambda line: as_bytes(line)[:-1] + b",}", ""),
    ("NaN", text(b'"grade": 9', b'"grade": NaN'), ""),
    ("text for a number", put("nine", *DATA, "grade"), "acts[0].data.grade"),
    ("a fraction for a grade", put(9.5, *DATA, "grade"), "acts[0].data.grade"),
    ("a number beyond its range", put(10**12, *DATA, "grade"), "acts[0].data.grade"),
    ("a number for text", put(7, *DATA, "series"), "acts[0].data.series"),
    ("a number for a date", put(20240302, "acts", 0, "effective_on"), "acts[0].effective_on"),
    ("an object for acts", put({"act": "hired"}, "acts"), "acts"),
    ("no acts", put([], "acts"), "acts"),
    ("null for a unit", put(None, *DATA, "unit"), "acts[0].data.unit"),
    ("an unknown value", put("lottery", *DATA, "route"), "acts[0].data.route"),
    ("an unknown act", put("hird", "acts", 0, "act"), "acts[0].act"),
    ("an act of the program's own", put("genesis", "acts", 0, "act"), "acts[0]"),
    ("an unknown field of the data", put(9, *DATA, "grde"), "grde"),
    ("an unknown field of the act", put(9, "acts", 0, "colour"), "colour"),
    ("an unknown field of the header", put("x", "isued_on"), "isued_on"),
    ("an unknown personal field", put("x", *PERSONAL, "nickname"), "nickname"),
    ("no order number", drop("order"), "order"),
    ("no legal basis", drop("legal_basis"), "legal_basis"),
    ("no unit", drop(*DATA, "unit"), "unit"),
    ("no person", drop("acts", 0, "person"), "person"),
    ("an id with a space", put("P BAD", "acts", 0, "person"), "acts[0].person"),
    ("an id of 65 characters", put("P" * 65, "acts", 0, "person"), "acts[0].person"),
    ("an empty id", put("", "acts", 0, "person"), "acts[0].person"),
    ("a key twice in the header", text(b'"order":', b'"order": "BAD-0", "order":'), "order"),
    ("a key twice in the data", text(b'"grade": 9', b'"grade": 9, "grade": 8'), "grade"),
    ("a key twice, once escaped", text(b'"grade": 9', b'"grade": 9, "gr\\u0061de": 8'), "grade"),
    ("a personal key twice", text(b'"sex": "F"', b'"sex": "F", "sex": "M"'), "sex"),
    ("a lone byte FF", text(b'"administration"', b'"admin\xffistration"'), ""),
    ("an overlong slash", text(b'"administration"', b'"admin\xc0\xafistration"'), ""),
    ("a surrogate in UTF-8", text(b'"administration"', b'"admin\xed\xa0\x80istration"'), ""),
    ("half a surrogate pair", text(b'"administration"', b'"admin\\ud800istration"'), ""),
    ("a name in NFD", put(unicodedata.normalize("NFD", NAME), *PERSONAL, "name"), "acts[0].personal.name"),
    ("remarks in NFD", put(unicodedata.normalize("NFD", NAME), "remarks"), "remarks"),
    ("a control character", put("a\u0007b", "remarks"), "remarks"),
    ("a line feed in text", put("a\nb", "remarks"), "remarks"),
    ("a bidi override", put("a\u202eb", "remarks"), "remarks"),
    ("29 February of 2023", put("2023-02-29", "acts", 0, "effective_on"), "acts[0].effective_on"),
    ("no day at all", put("0000-00-00", "acts", 0, "effective_on"), "acts[0].effective_on"),
    ("a 13th month", put("2024-13-01", "issued_on"), "issued_on"),
    ("a 31st of April", put("2024-04-31", *PERSONAL, "birth_on"), "acts[0].personal.birth_on"),
    ("a date without its zeros", put("2024-3-2", "issued_on"), "issued_on"),
    ("a date with a time", put("2024-03-02T00:00:00Z", "issued_on"), "issued_on"),
    ("text of 2,001 characters", put("가" * 2001, "remarks"), "remarks"),
    ("70 KiB in one event", put([{"title": "x" * 2000, "sha256": "0" * 64}] * 36, "evidence"), ""),
    ("a career of 10,000 posts",
     put([{"from": "2001-01-01", "to": "2002-01-01", "grade": 9, "percent": 100}] * 10000,
         *DATA, "prior_career"), ""),
    ("brackets 100,000 deep", text(b'"SPOA:28"', b"[" * 100000 + b"]" * 100000), ""),
]


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        made = cls.ledger.submit(found_unit())
        if made.code != 0:
            raise AssertionError(f"the unit was not made: {made}")
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def check_refused_line(self, bad, names):
        """Between two good lines the bad one leaves nothing, and both good ones are recorded."""
        type(self).count += 1
        before, after = f"A-{self.count}", f"Z-{self.count}"
        size = self.ledger.size()
        path = self.ledger.file("mixed.jsonl", order(before, hire(f"PA{self.count}")), bad,
                                order(after, hire(f"PZ{self.count}")))
        answer = self.ledger.json("submit", path)
        self.assertEqual(answer.code, 3, str(answer))
        self.assertIn(f"{path}:2", answer.err, str(answer))
        self.assertIn(names, answer.err, str(answer))
        self.assertNotIn(NAME, answer.err, "a message never holds personal data")
        self.assertEqual([(r["order"], r["status"]) for r in answer.lines()],
                         [(before, "recorded"), (after, "recorded")], str(answer))
        self.assertEqual(self.ledger.size(), size + 2)
        self.assertEqual(self.ledger.json("show", "PBAD").code, 1)
        self.check_error_line(answer)

    def check_error_line(self, answer):
        error = json.loads(answer.err.splitlines()[-1])["error"]
        self.assertRegex(error["code"], r"^[a-z_]+\.[a-z_]+$")
        self.assertTrue(error["message"])
        self.assertIn("where", error)

    def test_lines_that_cannot_be_read(self):
        for name, change, names in CASES:
            with self.subTest(name):
                self.check_refused_line(bad_order(change), names)
        # The number of a line that was not read is still free, and the unspoilt line is good.
        good = self.ledger.submit(bad_order(lambda line: None))
        self.assertEqual((good.code, good.one()["status"]), (0, "recorded"), str(good))

    def test_a_line_of_64_mib_and_one_byte(self):
        line = as_bytes(order("BAD-1", hire("PBAD")))
        self.check_refused_line(line + b" " * (LINE_BYTES_MAX + 1 - len(line)), "")

    def test_without_json_the_message_is_one_line_with_file_line_and_field(self):
        path = self.ledger.file("one.jsonl", bad_order(put("2023-02-29", "acts", 0, "effective_on")))
        answer = self.ledger.run("submit", path)
        self.assertEqual(answer.code, 3, str(answer))
        self.assertEqual(len(answer.err.splitlines()), 1, str(answer))
        self.assertIn(f"{path}:1", answer.err)
        self.assertIn("acts[0].effective_on", answer.err)

    def test_a_file_that_is_not_there(self):
        answer = self.ledger.json("submit", os.path.join(self.ledger.home, "absent.jsonl"))
        self.assertIn(answer.code, (2, 3), str(answer))
        self.check_error_line(answer)

    def test_standard_input_is_named_too(self):
        answer = self.ledger.json("submit", "-", stdin=b"{\n")
        self.assertEqual(answer.code, 3, str(answer))
        self.assertIn("-:1", answer.err.replace("<stdin>", "-").replace("stdin", "-"), str(answer))


class Refusals(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.assertEqual(self.ledger.submit(found_unit()).code, 0)
        self.first = self.ledger.submit(order("N-1", hire("P1")))
        self.assertEqual(self.first.code, 0, str(self.first))

    def refused(self, line, code):
        size = self.ledger.size()
        answer = self.ledger.submit(line)
        self.assertEqual(answer.code, 1, str(answer))
        receipt = answer.one()
        self.assertEqual((receipt["status"], receipt["code"]), ("refused", code), str(answer))
        self.assertEqual(self.ledger.size(), size, "a refusal leaves nothing in the log")
        return receipt

    def test_an_order_number_with_other_content(self):
        receipt = self.refused(order("N-1", hire("P2")), "order.number_reused")
        self.assertEqual(receipt["order"], "N-1")
        self.assertEqual(self.ledger.json("show", "P2").code, 1)

    def test_the_same_order_again_is_a_duplicate(self):
        again = self.ledger.submit(order("N-1", hire("P1")))
        self.assertEqual(again.code, 0, str(again))
        first = self.first.one()
        self.assertEqual(again.one(), {**first, "status": "duplicate"})

    def test_a_person_hired_twice(self):
        receipt = self.refused(order("N-2", hire("P1")), "person.exists")
        self.assertEqual((receipt["act"], receipt["person"]), (0, "P1"))

    def test_twice_in_one_order(self):
        receipt = self.refused(order("N-3", hire("P3"), hire("P3")), "person.exists")
        self.assertEqual(receipt["act"], 1)
        self.assertEqual(self.ledger.json("show", "P3").code, 1)

    def test_an_unreadable_line_wins_over_a_refused_one(self):
        for lines in ((b"{", order("N-1", hire("P2"))), (order("N-1", hire("P2")), b"{")):
            answer = self.ledger.submit(*lines, order(f"N-{lines[0] == b'{'}", hire(f"Q{lines[0] == b'{'}")))
            self.assertEqual(answer.code, 3, str(answer))
            self.assertEqual([r["status"] for r in answer.lines()], ["refused", "recorded"], str(answer))

    def test_time_that_goes_back(self):
        ahead = self.ledger.submit(order("T-1", hire("T1"), recorded_at="2030-01-01T00:00:00.000000Z"))
        self.assertEqual(ahead.code, 0, str(ahead))
        back = self.ledger.submit(order("T-2", hire("T2"), recorded_at="2029-01-01T00:00:00.000000Z"))
        self.assertEqual(back.code, 3, str(back))
        self.assertIn("recorded_at", back.err)

    def test_a_dry_run_records_nothing(self):
        size = self.ledger.size()
        dry = self.ledger.file("dry.jsonl", order("D-1", hire("PD")))
        answer = self.ledger.json("submit", "--dry-run", dry)
        self.assertEqual((answer.code, answer.one()["dry_run"]), (0, True), str(answer))
        self.assertEqual(self.ledger.size(), size)
        self.assertIn("dry run", self.ledger.run("submit", "--dry-run", dry).out)


class TwoProcesses(unittest.TestCase):
    def test_the_second_writer_is_told_to_ask_again(self):
        with Ledger() as ledger:
            self.assertEqual(ledger.submit(found_unit()).code, 0)
            first = subprocess.Popen([program.SILLOK, "--ledger", ledger.path, "--json", "submit", "-"],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     env=program.clean_environment())
            first.stdin.write(as_bytes(order("W-1", hire("W1"))) + b"\n")
            first.stdin.flush()
            # A receipt is printed as lines arrive, not at the end of input.
            self.assertEqual(json.loads(first.stdout.readline())["status"], "recorded")
            second = ledger.submit(order("W-2", hire("W2")))
            self.assertEqual(second.code, 4, str(second))
            self.assertEqual(second.out, "")
            dry = ledger.json("submit", "--dry-run", ledger.file("dry.jsonl", order("W-2", hire("W2"))))
            self.assertEqual(dry.code, 0, str(dry))  # it records nothing
            # Reading goes on beside the writer and sees what has a receipt.
            shown = ledger.json("show", "W1")
            self.assertEqual((shown.code, shown.one()["person"]), (0, "W1"), str(shown))
            rest, _ = first.communicate(as_bytes(order("W-3", hire("W3"))) + b"\n", timeout=60)
            self.assertEqual(json.loads(rest)["status"], "recorded")
            self.assertEqual(first.returncode, 0)
            self.assertEqual(ledger.submit(order("W-2", hire("W2"))).code, 0)


if __name__ == "__main__":
    unittest.main()

"""A user's own spreadsheet comes in by a map, to the letter of tests/data/csv/README.md."""
import copy
import csv
import io
import json
import os
import re
import unittest

from program import Ledger

EXAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "csv")


def example(name):
    with open(os.path.join(EXAMPLE, name), encoding="utf-8", newline="") as file:
        return file.read()


STAFF = example("staff.csv")
MAP = json.loads(example("staff.map.json"))
LINES = [json.loads(line) for line in example("staff.orders.jsonl").splitlines()]


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def text_of(rows, **how):
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


def with_cell(line, column, cell):
    """The example with one cell changed; lines from 1, the first holds the names."""
    rows = rows_of(STAFF)
    rows[line - 1][rows[0].index(column)] = cell
    return text_of(rows)


def with_line(line, change):
    lines = STAFF.splitlines()
    lines[line - 1] = change(lines[line - 1])
    return "\n".join(lines) + "\n"


def changed_map(change):
    changed = copy.deepcopy(MAP)
    change(changed)
    return changed


class Spreadsheet(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)

    def bring_in(self, text=STAFF, mapping=None, ledger=None):
        ledger = ledger or self.ledger
        sheet = ledger.file("sheet.csv")
        with open(sheet, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return ledger.json("import", sheet, "--format", "csv", "--map", ledger.file("map.json", mapping or MAP),
                           "--trust", "statement")

    def recorded(self, answer):
        return [line["order"] for line in answer.lines() if line.get("status") == "recorded"]

    def expect_lines(self, lines, ledger=None):
        """The ledger holds these order lines and no others: every one of them is a duplicate now."""
        ledger = ledger or self.ledger
        again = ledger.json("import", ledger.file("lines.jsonl", *lines), "--trust", "statement")
        self.assertEqual(again.code, 0, str(again))
        self.assertEqual([line["status"] for line in again.lines()[:-1]], ["duplicate"] * len(lines), str(again))
        self.assertEqual(ledger.size(), ledger.begin + sum(len(line["acts"]) for line in lines))

    def test_the_example_is_exactly_its_order_lines(self):
        answer = self.bring_in()
        self.assertEqual(answer.code, 0, str(answer))
        self.assertEqual(self.recorded(answer), [line["order"] for line in LINES])
        self.assertEqual(answer.lines()[-1]["summary"]["unreadable"], [])
        self.expect_lines(LINES)
        with Ledger() as other:
            self.assertEqual(other.json("import", other.file("o.jsonl", *LINES), "--trust", "statement").code, 0)
            for person in {act["person"] for line in LINES for act in line["acts"] if "person" in act}:
                here, there = (each.json("history", person).one()["events"] for each in (self.ledger, other))
                for event in here + there:
                    del event["leaf_hash"]
                self.assertEqual(here, there)

    def test_the_same_again_changes_nothing(self):
        self.bring_in()
        before = self.ledger.size()
        again = self.bring_in()
        self.assertEqual(again.code, 0, str(again))
        self.assertEqual({line["status"] for line in again.lines()[:-1]}, {"duplicate"})
        self.assertEqual(self.ledger.size(), before)

    def test_other_shapes_of_the_same_table(self):
        rows = rows_of(STAFF)
        blank = [[""] * len(rows[0])]
        spaced = [[f" {cell}\u3000" if cell else " " for cell in row] for row in rows]
        tabbed = {**MAP, "delimiter": "\t"}
        korean = {**MAP, "encoding": "cp949"}
        for name, text, mapping in (
                ("byte order mark", "\ufeff" + STAFF, MAP), ("LF", text_of(rows, lineterminator="\n"), MAP),
                ("CR", text_of(rows, lineterminator="\r"), MAP), ("no end of the last line", STAFF.rstrip("\n"), MAP),
                ("all in quotes", text_of(rows, quoting=csv.QUOTE_ALL), MAP), ("spaces around cells", text_of(spaced), MAP),
                ("empty lines", "\n\n".join(STAFF.splitlines()) + "\n\n", MAP), ("rows of nothing", text_of(rows + blank), MAP),
                ("tabs", text_of(rows, delimiter="\t"), tabbed), ("cp949", STAFF.encode("cp949"), korean),
                ("a line end in a cell", with_cell(3, "비고", "경력\n3년 \"인정\""), MAP)):
            with self.subTest(name), Ledger() as ledger:
                answer = self.bring_in(text, mapping, ledger)
                self.assertEqual(answer.code, 0, str(answer))
                self.expect_lines(LINES, ledger)

    def test_syllables_that_only_windows_has(self):
        name = "똠방뷁"
        answer = self.bring_in(with_cell(2, "성명", name).encode("cp949"), {**MAP, "encoding": "cp949"})
        self.assertEqual(answer.code, 0, str(answer))
        self.assertEqual(self.ledger.json("show", "S-0001").one()["personal"]["name"], name)

    def test_unreadable_rows(self):
        # name, text, line, column, orders that must not be there
        cases = [
            ("no date", with_cell(5, "임용일", "어제"), 5, "임용일", {"HR-2020-02", "LEAVE-S-0004-4", "BACK-S-0004-4"}),
            ("the contract's date is not the map's", with_cell(4, "임용일", "2019-07-01"), 4, "임용일", {"HR-2019-27"}),
            ("a day that never was", with_cell(4, "생년월일", "1985.2.29"), 4, "생년월일", {"HR-2019-27"}),
            ("no number", with_cell(4, "호봉", "구"), 4, "호봉", {"HR-2019-27"}),
            ("a fraction of a step", with_cell(4, "호봉", "9.5"), 4, "호봉", {"HR-2019-27"}),
            ("a number beyond its range", with_cell(4, "호봉", "1000"), 4, "호봉", {"HR-2019-27"}),
            ("a cell the table has not", with_cell(4, "직급", "육급"), 4, "직급", {"HR-2019-27"}),
            ("an empty cell of a needed field", with_cell(4, "부서코드", ""), 4, "부서코드", {"HR-2019-27"}),
            ("no code", with_cell(4, "사번", "S 3"), 4, "사번", {"HR-2019-27"}),
            ("text not in NFC", with_cell(4, "성명", "\u1100\u1161"), 4, "성명", {"HR-2019-27"}),
            ("a control character", with_cell(4, "성명", "박\n세찬"), 4, "성명", {"HR-2019-27"}),
            ("another header of the same order", with_cell(3, "임용일", "2019.3.5"), 3, "임용일", {"HR-2019-11"}),
            ("the second act of a row", with_cell(5, "휴직사유", "여행"), 5, "휴직사유", {"HR-2020-02", "LEAVE-S-0004-4", "BACK-S-0004-4"}),
            ("a row cut short", with_line(4, lambda line: line.rsplit(",", 12)[0]), 4, "직급", {"HR-2019-27"}),
            ("a cell too many", with_line(4, lambda line: line + ",x"), 4, "비고", {"HR-2019-27"}),
            ("a stray quote", with_line(4, lambda line: line.replace("박세찬", '박"세찬')), 4, "성명", {"HR-2019-27"}),
            ("text after a quote", with_line(4, lambda line: line.replace("박세찬", '"박"세찬')), 4, "성명", {"HR-2019-27"}),
            ("a quote never closed", with_line(4, lambda line: line.replace("박세찬", '"박세찬')), 4, "성명", {"HR-2019-27"}),
            ("not UTF-8", STAFF.encode().replace("박세찬".encode(), b"\xb9\xda\xbc\xbc\xc2\xf9"), 4, "성명", {"HR-2019-27"}),
        ]
        for name, text, line, column, missing in cases:
            with self.subTest(name), Ledger() as ledger:
                answer = self.bring_in(text, ledger=ledger)
                self.assertEqual(answer.code, 3, str(answer))
                told = answer.err.splitlines()
                self.assertRegex(told[0], rf"^sillok: .*sheet\.csv:{line}: column {column}: .")
                self.assertEqual(json.loads(told[-1])["error"]["where"].rsplit("/", 1)[-1], f"sheet.csv:{line}: column {column}")
                self.assertEqual(len(told), 2, "one row, one line and its JSON")
                for cell in ("박세찬", "최나래", "1985", "육급", "여행", "어제"):
                    self.assertNotIn(cell, answer.err + answer.out)
                unreadable = answer.lines()[-1]["summary"]["unreadable"]
                self.assertEqual([each["line"] for each in unreadable], [line])
                self.assertIn(column, unreadable[0]["message"])
                self.expect_lines([each for each in LINES if each["order"] not in missing], ledger)

    def test_a_row_that_does_not_even_tell_its_order_spoils_those_beside_it(self):
        # An order is recorded whole or not at all, and the broken row may be of either.
        text = with_line(2, lambda line: '"' + line)
        with Ledger() as ledger:
            answer = self.bring_in(text, ledger=ledger)
            self.assertEqual(answer.code, 3, str(answer))
            self.expect_lines([each for each in LINES if each["order"] != "HR-2019-11"], ledger)
        text = with_line(4, lambda line: '"' + line)
        with Ledger() as ledger:
            answer = self.bring_in(text, ledger=ledger)
            self.assertEqual(answer.code, 3, str(answer))
            beside = {"HR-2019-11", "HR-2019-27", "HR-2020-02", "LEAVE-S-0004-4", "BACK-S-0004-4"}
            self.expect_lines([each for each in LINES if each["order"] not in beside], ledger)

    def test_a_row_that_tells_no_act(self):
        def only_leaves(mapping):
            mapping["acts"][0]["when"] = {"column": "직렬", "not_in": [""]}
        answer = self.bring_in(mapping=changed_map(only_leaves))
        self.assertEqual(answer.code, 3, str(answer))
        self.assertRegex(answer.err, r"sheet\.csv:9: the row tells no")
        self.expect_lines([line for line in LINES if line["order"] != "HR-2021-08"])

    def test_rows_are_told_by_line_and_numbered_without_the_empty_ones(self):
        lines = with_cell(2, "비고", "둘\n셋").splitlines()
        lines.insert(5, "")
        answer = self.bring_in("\n".join(lines).replace("경력채용,2019.7.1", "몰라,2019.7.1") + "\n")
        self.assertEqual(answer.code, 3, str(answer))
        self.assertRegex(answer.err, r"sheet\.csv:5: column 채용구분: ")
        self.assertIn("LEAVE-S-0004-4", self.recorded(answer))

    def test_mistakes_in_the_map(self):
        def act(change):
            return lambda mapping: change(mapping["acts"][0])
        # name, what is done to the map, what the error must name
        cases = [
            ("no acts", lambda m: m.pop("acts"), "acts"),
            ("an empty list of acts", lambda m: m.update(acts=[]), "acts"),
            ("no order", lambda m: m.pop("order"), "order"),
            ("no authority", lambda m: m["order"].pop("authority"), "authority"),
            ("an unknown member", lambda m: m.update(colour="red"), "colour"),
            ("an unknown act", act(lambda a: a.update(act="hird")), "acts[0].act"),
            ("an act of the program's own", act(lambda a: a.update(act="genesis")), "acts[0].act"),
            ("an unknown column", act(lambda a: a["data"].update(step={"column": "호붕"})), "호붕"),
            ("an unknown column in a text", act(lambda a: a["data"].update(unit="{부소}")), "부소"),
            ("an unknown column in a condition", act(lambda a: a.update(when={"column": "부소"})), "부소"),
            ("an unknown column ignored", lambda m: m["ignore"].append("부소"), "부소"),
            ("a column of no use", lambda m: m.pop("ignore"), "sheet.csv:1: column 비고"),
            ("an unknown field", act(lambda a: a["data"].update(grde=9)), "acts[0].data.grde"),
            ("an unknown field of the act", act(lambda a: a.update(colour=9)), "acts[0].colour"),
            ("an unknown personal field", act(lambda a: a["personal"].update(nick="x")), "acts[0].personal.nick"),
            ("an unknown header field", lambda m: m["order"].update(isued_on="x"), "order.isued_on"),
            ("a needed field left out", act(lambda a: a["data"].pop("route")), "acts[0].data.route"),
            ("no person", act(lambda a: a.pop("person")), "acts[0].person"),
            ("a constant of the wrong type", act(lambda a: a["data"].update(step="nine")), "acts[0].data.step"),
            ("a constant no act may have", lambda m: (m["acts"][0]["personal"].update(sex="X"), m["ignore"].append("성별")), "acts[0].personal.sex"),
            ("an open brace", act(lambda a: a["data"].update(unit="{부서코드")), "acts[0].data.unit"),
            ("an unknown part of a cell", act(lambda a: a["data"].update(step={"column": "호봉", "vals": {}})), "acts[0].data.step"),
            ("an unknown part of a condition", act(lambda a: a.update(when={"column": "직급", "is": "x"})), "acts[0].when"),
            ("a bad date format", lambda m: m.update(dates=["YY.M.D"]), "dates"),
            ("a long delimiter", lambda m: m.update(delimiter=";;"), "delimiter"),
            ("an unknown encoding", lambda m: m.update(encoding="ebcdic"), "encoding"),
            ("a bad line in first", lambda m: m["first"][0].pop("legal_basis"), "first[0].legal_basis"),
            ("a list for a map", lambda m: None, "map.json"),
        ]
        before = self.ledger.size()
        for name, change, place in cases:
            with self.subTest(name):
                mapping = [MAP] if name == "a list for a map" else changed_map(change)
                answer = self.bring_in(mapping=mapping)
                self.assertEqual(answer.code, 3, str(answer))
                self.assertEqual(answer.out, "")
                error = json.loads(answer.err.splitlines()[-1])["error"]
                self.assertIn(place, error["where"] + " " + error["message"])
                self.assertEqual(self.ledger.size(), before)

    def test_broken_json_of_a_map_is_told_by_line(self):
        text = example("staff.map.json").replace('"order": {\n', '"order": {,\n', 1)
        sheet = self.ledger.file("sheet.csv", STAFF)
        answer = self.ledger.json("import", sheet, "--format", "csv", "--map", self.ledger.file("map.json", text), "--trust", "paper")
        self.assertEqual(answer.code, 3, str(answer))
        line = text[:text.index("{,")].count("\n") + 1
        self.assertRegex(answer.err, rf"map\.json:{line}: not JSON")

    def test_names_of_columns(self):
        names = STAFF.splitlines()[0]
        for name, first in (("twice", names.replace("비고", "성명")), ("none", names.replace("비고", "")), ("a stray quote", names.replace("비고", '비"고'))):
            with self.subTest(name):
                answer = self.bring_in(first + "\n" + STAFF.split("\n", 1)[1])
                self.assertEqual(answer.code, 3, str(answer))
                self.assertRegex(answer.err, r"sheet\.csv:1: ")
        self.assertEqual(self.bring_in("").code, 3)
        self.assertEqual(self.ledger.size(), self.ledger.begin)

    def test_every_kind_of_value(self):
        mapping = {
            "first": LINES[:1], "dates": ["YYYYMMDD", "M/D/YYYY"], "ignore": [],
            "order": {"order": "{{{no}}}-{row}", "authority": "9990000", "issued_on": {"column": "on"}, "legal_basis": ["SPOA:28", "{law}"],
                      "remarks": {"column": "note"}},
            "acts": [
                {"act": "hired", "when": [{"column": "kind", "in": ["h"]}, {"column": "score", "empty": True}],
                 "order": {"order": "H-{no}"}, "person": "P{no}", "effective_on": "{on}",
                 "data": {"route": "open", "class": "general", "grade": "9", "series": {"column": "note", "empty": "ADM"}, "unit": "9990000",
                          "prior_career": [{"from": "2001-02-03", "to": {"column": "on"}, "grade": None, "percent": {"column": "share"}}]}},
                {"act": "trained", "when": {"column": "kind", "not_in": ["h", "s"]}, "order": {"order": "T-{row}"}, "person": "P{no}", "effective_on": "{on}",
                 "data": {"course": "{{{kind}}} {row}", "hours": {"column": "share"}, "score": {"column": "score"}}},
                {"act": "seconded", "when": [{"column": "kind", "in": ["s"]}], "person": "P{no}", "effective_on": {"column": "on"},
                 "order": {"order": "S-{no}"},
                 "data": {"host": "9990000-IT", "ground": {"column": "share", "values": {"5": "x5"}}, "until": "20301231", "separate_quota": {"column": "score"}}},
            ]}
        sheet = "no,kind,on,law,note,share,score\n1,h,20200102,,,80,\n1,t,1/3/2020,ACT:1,,12,97.5\n1,s,20200104,,seen,5,true\n"
        head = {"authority": "9990000"}
        expected = LINES[:1] + [
            {"order": "H-1", **head, "issued_on": "2020-01-02", "legal_basis": ["SPOA:28"], "acts": [
                {"act": "hired", "person": "P1", "effective_on": "2020-01-02", "data": {
                    "route": "open", "class": "general", "grade": 9, "series": "ADM", "unit": "9990000",
                    "prior_career": [{"from": "2001-02-03", "to": "2020-01-02", "grade": None, "percent": 80}]}}]},
            {"order": "T-2", **head, "issued_on": "2020-01-03", "legal_basis": ["SPOA:28", "ACT:1"], "acts": [
                {"act": "trained", "person": "P1", "effective_on": "2020-01-03", "data": {"course": "{t} 2", "hours": 12, "score": 97.5}}]},
            {"order": "S-1", **head, "issued_on": "2020-01-04", "legal_basis": ["SPOA:28"], "remarks": "seen", "acts": [
                {"act": "seconded", "person": "P1", "effective_on": "2020-01-04", "data": {
                    "host": "9990000-IT", "ground": "x5", "until": "2030-12-31", "separate_quota": True}}]}]
        answer = self.bring_in(sheet, mapping)
        self.assertEqual(answer.code, 0, str(answer))
        self.expect_lines(expected)

    def test_what_the_ledger_cannot_take_is_told_by_row(self):
        mapping = changed_map(lambda m: m["order"].update(recorded_at="{메모}"))
        rows = rows_of(STAFF)
        rows[0].append("메모")
        for number, row in enumerate(rows[1:]):
            row.append("2030-01-01T00:00:00Z" if number != 3 and number != 4 else "2000-01-01T00:00:00Z")
        answer = self.bring_in(text_of(rows), mapping)
        self.assertEqual(answer.code, 3, str(answer))
        lines = [each["line"] for each in answer.lines()[-1]["summary"]["unreadable"]]
        self.assertEqual(sorted(set(lines)), [5, 6])
        self.assertTrue(re.search(r"sheet\.csv:5: ", answer.err), answer.err)
        self.assertNotIn("HR-2020-02", self.recorded(answer))


if __name__ == "__main__":
    unittest.main()

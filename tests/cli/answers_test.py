"""Answers as programs read them: feeds say what the history says, positions are those of events."""
import json
import os
import subprocess
import unittest

import program
from program import Ledger, OfficersLedger, OnALedger, act, found_unit, hire, order


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        begin = cls.begin = cls.ledger.begin
        sanction = act("sanctioned", "P1", "2024-05-01", case="C1", kind="suspension", months=2, misconduct="money", misconduct_on="2024-04-01")
        answer = cls.ledger.submit(
            found_unit(), order("1", hire("P1", on="2023-03-02", probation_months=0), hire("P2", on="2023-03-02", probation_months=0), on="2023-03-02"),
            order("2", act("promoted", "P1", "2024-04-01", kind="ordinary", grade=8)),
            order("3", act("rectified", "P1", "2024-06-01", target=begin + 3, data={"grade": 7})),
            order("4", sanction, act("appealed", "P1", "2024-06-02", case="C1")),
            order("5", act("appeal_decided", "P1", "2024-07-01", case="C1", outcome="cancelled")),
            order("6", act("transferred", "P2", "2024-07-01", unit="U1", post="X")), order("7", act("annulled", "P2", "2024-08-01", target=begin + 8, ground="error")))
        if answer.code != 0:
            raise AssertionError(str(answer))

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def test_a_feed_says_what_the_history_says(self):
        told = {event["position"]: event for person in ("P1", "P2") for event in self.ledger.json("history", person).one()["events"]}
        events = self.ledger.json("subscribe").lines()
        self.assertEqual([int(event["id"]) for event in events], list(range(self.begin + 10)))
        for event in events:
            known = told.get(int(event["id"]))
            if known is None:
                continue
            known.pop("personal", None)  # stays sealed in a feed
            self.assertEqual(event["data"], known)
        self.assertEqual(sorted(told), list(range(self.begin + 1, self.begin + 10)))
        promoted, _, sanctioned, _, decided, transferred, _ = (event["data"] for event in events[self.begin + 3:])
        self.assertEqual((promoted["rectified_by"], sanctioned["annulled_by"], decided["target"], transferred["annulled_by"]),
                         ([self.begin + 4], self.begin + 7, self.begin + 5, self.begin + 9))

    def test_a_feed_ends_where_it_was_asked_to(self):
        last = self.begin + 9
        for arguments, ids in ((("--limit", "0"), []), (("--from", "3", "--limit", "2"), [3, 4]), (("--from", last), [last]),
                               (("--from", last + 1), []), (("--from", last - 1, "--limit", "18446744073709551615"), [last - 1, last])):
            with self.subTest(arguments):
                self.assertEqual([event["id"] for event in self.ledger.json("subscribe", *arguments).lines()], [str(each) for each in ids])

    def test_a_feed_that_follows(self):
        last = str(self.begin + 9)
        with subprocess.Popen([program.SILLOK, "--ledger", self.ledger.path, "--json", "subscribe", "--from", last, "--follow", "--limit", "1"],
                              stdout=subprocess.PIPE, env=program.clean_environment()) as feed:
            self.assertEqual(json.loads(feed.stdout.readline())["id"], last)
            self.assertEqual(feed.wait(), 0)

    def test_positions_are_those_of_events(self):
        last = self.begin + 9
        self.assertEqual(self.ledger.json("digest").one()["position"], last)
        self.assertEqual(self.ledger.json("show", "P2").one()["position"], last)
        self.assertEqual(self.ledger.json("stats", "present").one()["position"], last)
        self.assertEqual(self.ledger.json("rebuild").one()["position"], last)

    def test_nobody_is_a_figure_too(self):
        answer = self.ledger.json("stats", "present", "--as-of", "1990-01-01").one()
        self.assertEqual((answer["rows"], answer["total"]), ([{"value": 0}], 0))
        self.assertEqual(self.ledger.json("stats", "present", "--by", "grade", "--as-of", "1990-01-01").one()["rows"], [])

    def test_a_sanction_that_runs_for_no_months_has_none(self):
        with Ledger() as ledger:
            reprimand = act("sanctioned", "P1", "2024-05-01", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-04-01")
            self.assertEqual(ledger.submit(found_unit(), order("1", hire("P1")), order("2", reprimand)).code, 0)
            self.assertIsNone(ledger.json("show", "P1", "--as-of", "2024-06-01").one()["sanctions"][0]["months"])


class AsOthersSeeIt(OnALedger):
    """What a reader might be misled by."""

    def test_a_feed_leaves_out_what_is_sealed_and_says_erased_of_nothing(self):
        number = self.ledger.begin + 2
        self.recorded(found_unit(), order("1", hire("P1", probation_months=0)),
                      order("2", act("qualified", "P1", "2024-04-01", licence="driving", number="12-34")),
                      order("3", act("rectified", "P1", "2024-05-01", target=number, data={"number": "99-99", "licence": "sailing"})))
        feed = self.ledger.json("subscribe", "--from", number)
        self.assertNotIn("ERASED", feed.out)
        self.assertEqual([event["data"]["data"] for event in feed.lines()],
                         [{"licence": "driving"}, {"target": number, "data": {"licence": "sailing"}}])
        self.assertIn("99-99", self.ledger.json("history", "P1").out)

    def test_nobody_held_what_was_not_known_yet(self):
        self.recorded(found_unit(), order("1", hire("P1", probation_months=0)),
                      order("2", act("transferred", "P1", "2024-03-05", unit="U1", post="N1"), on="2024-03-05"))
        for place, known_at, code in (("N1", "2024-03-03T00:00:00Z", 1), ("N1", "2024-03-06T00:00:00Z", 0), ("U1", "1900-01-01T00:00:00Z", 1)):
            with self.subTest(place=place, known_at=known_at):
                answer = self.ledger.json("who-held", place, "--on", "2024-03-05", "--known-at", known_at)
                self.assertEqual(answer.code, code, str(answer))

    def test_nobody_dies_twice(self):
        self.recorded(found_unit(), order("1", hire("P1", probation_months=0)), order("2", act("died", "P1", "2024-06-30")))
        for number, day in (("3", "2024-06-30"), ("4", "2024-06-20"), ("5", "2024-07-20")):
            refused = self.ledger.submit(order(number, act("died", "P1", day)))
            self.assertEqual((refused.code, refused.one()["code"]), (1, "state.not_active"), str(refused))
        self.recorded(order("6", act("annulled", "P1", "2024-07-01", target=self.ledger.begin + 2, ground="error"), act("died", "P1", "2024-06-20")))
        self.assertEqual(self.ledger.json("show", "P1", "--as-of", "2024-12-31").one()["dead_on"], "2024-06-20")

    def test_the_source_of_a_sanction_that_an_appeal_changed(self):
        suspension = act("sanctioned", "P1", "2024-05-01", case="C1", kind="suspension", months=2, misconduct="money", misconduct_on="2024-04-01")
        self.recorded(found_unit(), order("1", hire("P1", probation_months=0)), order("2", suspension), order("3", act("appealed", "P1", "2024-06-02", case="C1")),
                      order("4", act("appeal_decided", "P1", "2024-07-01", case="C1", outcome="changed", kind="reprimand")))
        record = self.ledger.json("show", "P1", "--as-of", "2024-08-01").one()
        self.assertEqual((record["sanctions"][0]["kind"], record["sources"]["sanctions"]), ("reprimand", self.ledger.begin + 4))

    def test_a_class_without_grades_has_none_since_no_day(self):
        self.recorded(found_unit(), order("1", hire("P1", **{"class": "political", "grade": None, "series": None, "probation_months": 0})))
        record = self.ledger.json("show", "P1").one()
        self.assertEqual((record["grade"], record["grade_since"]), (None, None))

    def test_the_last_day_of_the_calendar_is_a_day(self):
        self.recorded(found_unit(), order("1", hire("P1", probation_months=0)),
                      order("2", act("concurrent_started", "P1", "9999-04-01", unit="U1", post="Q", until="9999-12-31")),
                      order("3", hire("P2", on="9999-12-31")), order("4", hire("P3", probation_months=0)),
                      order("5", act("leave_started", "P3", "2024-04-01", ground="LV.UNION", until="9999-12-31")))
        self.assertEqual(self.ledger.json("show", "P1", "--as-of", "9999-12-30").one()["concurrent"][0]["until"], "9999-12-31")
        self.assertEqual(self.ledger.json("show", "P2", "--as-of", "9999-12-31").one()["hired_on"], "9999-12-31")
        self.assertEqual(self.ledger.json("show", "P3", "--as-of", "2024-12-31").one()["leave"]["until"], "9999-12-31")
        self.assertEqual(self.ledger.json("verify", "--full").code, 0)

    def test_the_same_rows_written_otherwise_are_the_same(self):
        def table(row):
            return order("1", {"act": "policy_adopted", "effective_on": "2024-03-02",
                               "data": {"table": "T", "valid_from": "2024-01-01", "applies_by": "act", "rows": [row], "legal_reference": "SPOA:28"}})
        self.recorded(table({"a": 1, "b": {"y": [1, {"q": 1, "p": "ㄱ\"\\"}], "x": None}}))
        again = self.ledger.submit(table({"b": {"x": None, "y": [1, {"p": "ㄱ\"\\", "q": 1}]}, "a": 1}))
        self.assertEqual((again.code, again.one()["status"]), (0, "duplicate"), str(again))
        other = self.ledger.submit(table({"b": {"x": None, "y": [1, {"p": "ㄱ\"\\", "q": 2}]}, "a": 1}))
        self.assertEqual(other.one()["code"], "order.number_reused", str(other))

    def test_a_byte_order_mark_is_no_part_of_the_first_line(self):
        answer = self.ledger.json("submit", self.ledger.file("bom.jsonl", b"\xef\xbb\xbf" + program.as_bytes({**found_unit(), "drafted_by": "kim", "approved_by": "lee"})))
        self.assertEqual((answer.code, answer.one()["status"]), (0, "recorded"), str(answer))
        sealed = self.ledger.run("order", "digest", os.path.join(self.ledger.home, "bom.jsonl"))
        self.assertEqual((sealed.code, sealed.one()["order"]), (0, "UNIT-1"), str(sealed))

    def test_what_a_sandbox_seals_names_its_own_officers_where_the_line_names_none(self):
        sealed = self.ledger.run("order", "digest", "-", stdin=program.as_bytes(found_unit()) + b"\n")
        self.assertEqual(sealed.code, 0, str(sealed))
        self.assertEqual((sealed.one()["drafted_by"], sealed.one()["approved_by"]), ("sandbox.drafter", "sandbox.approver"))
        answer = self.ledger.json("submit", self.ledger.file("sealed.jsonl", sealed.one()))
        self.assertEqual((answer.code, answer.one()["status"]), (0, "recorded"), str(answer))


class Imported(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)

    def bring_in(self, *lines):
        answer = self.ledger.json("import", self.ledger.file("old.jsonl", *lines), "--trust", "paper")
        self.assertEqual(answer.code, 0, str(answer))
        return answer.lines()

    def test_one_person_may_have_signed_in_an_older_system(self):
        lines = self.bring_in(found_unit(), order("1", hire("P1"), drafted_by="kim", approved_by="kim"))
        self.assertEqual(lines[1]["status"], "recorded")
        self.assertEqual([each["code"] for each in lines[1]["findings"]], ["authority.same_person"])
        self.assertEqual(self.ledger.json("verify", "--full").code, 0)
        trust = os.path.join(self.ledger.home, "trust.json")
        self.assertEqual(self.ledger.json("trust", "export", "-o", trust).code, 0)
        proof = self.ledger.file("act.proof", *self.ledger.run("prove", self.ledger.begin + 1).out.splitlines())
        self.assertEqual(program.run("--json", "check-proof", proof, "--trust", trust).code, 0)
        refused = self.ledger.submit(order("2", hire("P2"), drafted_by="kim", approved_by="kim"))
        self.assertEqual((refused.code, refused.one()["code"]), (1, "authority.same_person"))

    def test_what_is_found_is_shown_of_the_person(self):
        self.bring_in(found_unit(), order("1", hire("P1", unit="NOPE")), order("2", act("annulled", "P1", "2024-06-01", target=self.ledger.begin + 99, ground="x")),
                      order("3", act("appealed", "P1", "2024-06-01", case="none")),
                      order("4", act("concurrent_started", "P1", "2024-06-01", unit="U1", post="Q", until="2024-05-15")))
        rules = [each["rule"] for each in self.ledger.json("show", "P1", "--as-of", "2024-12-31").one()["findings"]]
        self.assertEqual(sorted(rules), ["concurrent.ended_before_start", "correction.target_unknown", "correction.target_unknown", "organization.unknown_unit"])

    def test_a_leave_that_is_long_over(self):
        self.bring_in(found_unit(), order("1", hire("P1", probation_months=0)), order("2", act("leave_started", "P1", "2024-06-01", ground="LV.SICK", until="2024-07-01")))
        for as_of, expected in (("2024-07-31", []), ("2024-08-01", ["leave.overdue"])):
            self.assertEqual([each["rule"] for each in self.ledger.json("show", "P1", "--as-of", as_of).one()["findings"]], expected, as_of)

    def test_a_refused_line_is_one_finding(self):
        self.bring_in(found_unit(), order("1", hire("P1")))
        lines = self.bring_in(order("1", hire("P1", unit="NOPE"), hire("P1")))
        self.assertEqual((lines[0]["code"], lines[-1]["summary"]["findings"]), ("order.number_reused", 1))


class Genesis(unittest.TestCase):
    def test_its_proof_holds_by_what_is_pinned(self):
        with OfficersLedger() as signed, Ledger(sandbox=False) as bare:
            public = [bare.json("keys", "generate", name, "-o", os.path.join(bare.home, name)).one()["public_key"] for name in ("a", "b")]
            self.assertEqual(bare.json("init", "--root", f"a={public[0]}", "--root", f"b={public[1]}").code, 0)
            for ledger in (signed, bare):
                trust = os.path.join(ledger.home, "t.json")
                self.assertEqual(ledger.json("trust", "export", "-o", trust).code, 0)
                proof = ledger.file("0.proof", *ledger.run("prove", "0").out.splitlines())
                answer = program.run("--json", "check-proof", proof, "--trust", trust)
                self.assertEqual(answer.code, 0, str(answer))
                with open(trust, encoding="utf-8") as file:
                    pinned = json.load(file)
                pinned["genesis"] = "00" * 32
                other = ledger.file("other.json", pinned)
                answer = program.run("--json", "check-proof", proof, "--trust", other)
                self.assertEqual(answer.code, 1, str(answer))
                self.assertIn("proof.genesis", answer.one()["reason"])

    def test_a_trust_file_that_cannot_be_read_pins_nothing(self):
        with OfficersLedger() as ledger:
            with open(ledger.trust, encoding="utf-8") as file:
                pinned = json.load(file)
            proof = ledger.file("1.proof", *ledger.run("prove", ledger.begin).out.splitlines())

            def changed(**more):
                officers = [{**pinned["officers"][0], **more}, *pinned["officers"][1:]]
                return program.run("--json", "check-proof", proof, "--trust", ledger.file("changed.json", {**pinned, "officers": officers}))

            self.assertEqual(changed().code, 0)
            for member in ({"to": "x"}, {"from": "5"}, {"to": -1}, {"to": 1.5}, {"from": True}, {"to": []}, {"to": 1e30}, {"root": "yes"}):
                answer = changed(**member)
                self.assertEqual((answer.code, answer.out), (3, ""), f"{member}: {answer}")
            answer = program.run("--json", "check-proof", proof, "--trust", ledger.file("changed.json", {**pinned, "witnesses": [5]}))
            self.assertEqual(answer.code, 3, str(answer))


if __name__ == "__main__":
    unittest.main()

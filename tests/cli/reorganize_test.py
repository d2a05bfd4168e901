"""reorganize: a plan looked at on a fork of the ledger, then carried out by one order, all or nothing."""
import hashlib
import json
import os
import unittest

from program import Answers, Ledger, OfficersLedger, act, hire, order

DAY = "2020-09-12"


def unit(code, kind="agency", parent=None):
    data = {"unit": code, "name_ko": f"{code}청", "name_en": code, "kind": kind}
    return {"act": "unit_created", "effective_on": "2015-01-01", "data": {**data, "parent": parent} if parent else data}


def new(code, **more):
    return {"unit": code, "name_ko": f"{code}청", "name_en": code, "kind": "agency", **more}


def plan(name="R-1", **what):
    return {"plan": name, "effective_on": DAY, "legal_basis": ["GOA:17472"], **what}


def canonical_hash(plan):
    return hashlib.sha256(json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


class Case(Answers):
    """X has six people (P1 seconded, P2 on leave, P3 with a request pending), its division X1 two, Y one."""

    def setUp(self):
        self.ledger = self.make()
        self.addCleanup(self.ledger.close)
        people = [hire(f"P{i}", on="2018-01-02", probation_months=0, unit="X", post=f"X-{i}") for i in range(1, 7)]
        people += [hire(f"D{i}", on="2018-01-02", probation_months=0, unit="X1") for i in (1, 2)]
        people += [hire("Y1", on="2018-01-02", probation_months=0, unit="Y")]
        self.record(order("U", unit("X"), unit("X1", "division", "X"), unit("Y"), unit("Z"), on="2015-01-01"))
        self.record(order("H", *people, on="2018-01-02"))
        self.record(order("S", act("seconded", "P1", "2020-03-02", host="PMO", ground="x", until="2021-03-01"),
                          act("leave_started", "P2", "2020-03-02", ground="LV.CHILD", until="2021-03-02"),
                          act("sanction_requested", "P3", "2020-03-02", case="C-1", weight="light", misconduct="general",
                              misconduct_on="2020-01-02"), on="2020-03-02"))

    @staticmethod
    def make():
        return Ledger()

    def record(self, *lines):
        return self.ok(self.ledger.submit(*lines))

    def ask(self, plan, *options):
        return self.ledger.json("reorganize", self.ledger.file("plan.json", plan), *options)

    def preview(self, plan, *options):
        return self.ok(self.ask(plan, "--preview", *options)).one()

    def refused_by(self, plan, *options):
        """The problems that a preview names, and that a commit refuses for; nothing is recorded."""
        size = self.ledger.size()
        looked = self.ask(plan, "--preview", *options)
        self.assertEqual(looked.code, 1, str(looked))
        problems = {(each["person"], each["code"]) for each in looked.one()["problems"]}
        done = self.ask(plan, "--commit", *options)
        self.assertEqual((done.code, done.one()["status"]), (1, "refused"), str(done))
        self.assertEqual(self.ledger.size(), size)
        return problems

    def commit(self, plan, *options):
        return self.ok(self.ask(plan, "--commit", *options)).one()

    def show(self, person, on):
        return self.ok(self.ledger.json("show", person, "--as-of", on)).one()


class Committed(Case):
    WHOLE = plan(create=[new("K")], move=[{"unit": "X", "to": "K"}], abolish=["X", "X1"])

    def test_a_unit_becomes_another_and_careers_go_on(self):
        before = {person: self.show(person, "2020-09-11") for person in ("P1", "P2", "P3", "P4", "D1")}
        shown = self.preview(self.WHOLE)
        self.assertEqual((shown["moved"], shown["left_behind"], shown["problems"]), (8, [], []))
        self.assertEqual((shown["before"], shown["after"]), ({"K": 0, "X": 6, "X1": 2}, {"K": 8, "X": 0, "X1": 0}))
        self.assertEqual(shown["plan_hash"], canonical_hash(self.WHOLE))
        self.assertEqual({each["person"]: each["status"] for each in shown["absent"]}, {"P1": "seconded", "P2": "on_leave"})
        self.assertEqual((shown["pay_effect"]["difference"], shown["units_left"]), (0, []))
        self.assertEqual(self.preview({**self.WHOLE, "plan": "R-0", "abolish": ["X"]})["units_left"], ["X1"])
        done = self.commit(self.WHOLE)
        self.assertEqual((done["status"], done["moved"], done["plan_hash"]), ("recorded", 8, shown["plan_hash"]))
        for person, then in before.items():
            now = self.show(person, DAY)
            same = ("status", "class", "grade", "series", "post", "step", "hired_on", "grade_since", "post_since", "promotable_on",
                    "next_step_on", "seconded_to", "base_pay", "retires_on")
            self.assertEqual({each: now[each] for each in same}, {each: then[each] for each in same}, person)
            self.assertEqual((then["unit"] in ("X", "X1"), now["unit"]), (True, "K"))
        events = self.ok(self.ledger.json("history", "P1")).one()["events"]
        last = events[-1]
        self.assertEqual((last["act"], last["effective_on"], last["data"]), ("deemed_transferred", DAY, {"plan": "R-1", "from": "X", "to": "K"}))
        at = done["positions"]
        self.assertTrue(at[0] < last["position"] <= at[1])
        lineage = self.ok(self.ledger.json("units", "--lineage", "K", "--as-of", "2021-01-01")).one()
        self.assertEqual([(each["unit"], each["to"]) for each in lineage["predecessors"]], [("X", DAY)])
        self.assertEqual([(each["share"], each["persons"]) for each in lineage["edges"]], [(1, 8)])
        heads = self.ok(self.ledger.json("stats", "present", "--by", "unit", "--as-of", DAY)).one()
        self.assertEqual({row["unit"]: row["value"] for row in heads["rows"]}, {"K": 8, "Y": 1})
        self.assertTrue(self.ok(self.ledger.json("verify", "--full", "--views")).one()["ok"])

    def test_every_act_cites_the_plan(self):
        done = self.commit(self.WHOLE)
        said = [json.loads(line) for line in self.ok(self.ledger.json("subscribe", "--from", str(done["positions"][0]))).out.splitlines()]
        self.assertEqual(len(said), done["positions"][1] - done["positions"][0] + 1)
        self.assertEqual({json.dumps(each["data"].get("evidence")) for each in said},
                         {json.dumps([{"title": "reorganization plan R-1", "sha256": done["plan_hash"]}])})
        self.assertEqual(json.loads(said[0]["data"]["data"]["document"]), self.WHOLE)

    def test_asked_again_it_gives_the_first_receipt(self):
        done = self.commit(self.WHOLE)
        again = self.commit(self.WHOLE)
        self.assertEqual((again["status"], again["positions"], again["moved"]), ("duplicate", done["positions"], 8))
        other = self.ask({**self.WHOLE, "legal_basis": ["another"]}, "--commit")
        self.assertEqual((other.code, other.one()["code"]), (1, "plan.carried_out"))

    def test_the_list_is_complete(self):
        done = self.commit(self.WHOLE)
        listed = self.ok(self.ledger.json("reorganize", "--list", "R-1")).one()
        self.assertEqual([each["person"] for each in listed["persons"]], ["D1", "D2", "P1", "P2", "P3", "P4", "P5", "P6"])
        self.assertEqual((listed["moved"], listed["out"], listed["in"]), (8, {"X": 6, "X1": 2}, {"K": 8}))
        self.assertEqual({each["from"] for each in listed["persons"]}, {"X", "X1"})
        self.assertTrue(all(done["positions"][0] < each["position"] <= done["positions"][1] for each in listed["persons"]))
        self.assertEqual(self.ledger.json("reorganize", "--list", "NONE").code, 1)

    def test_persons_and_exceptions(self):
        mixed = plan(create=[new("K"), new("L")], split=[{"from": "X", "to": ["X", "K", "L"]}],
                     move=[{"unit": "X", "to": "K", "except": ["P5", "P6", "D1", "D2"]},
                           {"persons": ["P5"], "to": "L", "posts": {"P5": "L-1"}}, {"unit": "X1", "to": "L"}])
        shown = self.preview(mixed)
        self.assertEqual((shown["moved"], shown["left_behind"]), (7, ["P6"]))
        self.assertEqual(shown["after"], {"K": 4, "L": 3, "X": 1, "X1": 0})
        self.commit(mixed)
        self.assertEqual((self.show("P5", DAY)["unit"], self.show("P5", DAY)["post"], self.show("P6", DAY)["unit"]), ("L", "L-1", "X"))
        edges = self.ok(self.ledger.json("units", "--lineage", "X", "--as-of", DAY)).one()["edges"]
        self.assertEqual({(each["from"], each["to"], each["kind"]) for each in edges},
                         {("X", "K", "split"), ("X", "L", "split")})
        edges = self.ok(self.ledger.json("units", "--lineage", "X1", "--as-of", DAY)).one()["edges"]
        self.assertEqual([(each["to"], each["kind"], each["share"]) for each in edges], [("L", "split", 1)])

    def test_people_who_are_taken_out_stay(self):
        stays = plan(create=[new("K")], move=[{"unit": "X", "to": "K"}])
        shown = self.preview(stays, "--take-out", "P4,P5")
        self.assertEqual((shown["moved"], shown["left_behind"]), (6, ["P4", "P5"]))
        self.assertEqual(shown["plan_hash"], canonical_hash({**stays, "take_out": ["P4", "P5"]}))
        self.commit(stays, "--take-out", "P4,P5")
        self.assertEqual({self.show(person, DAY)["unit"] for person in ("P4", "P5")}, {"X"})

    def test_a_merger_takes_everybody_along(self):
        merged = plan(create=[new("M")], merge=[{"from": ["X", "Y"], "to": "M"}], quota=[{"unit": "M", "grade": 9, "count": 3}])
        shown = self.preview(merged)
        self.assertEqual((shown["moved"], sum(shown["before"].values()), sum(shown["after"].values())), (9, 9, 9))
        over = shown["over_quota"]
        self.assertEqual([(each["unit"], each["grade"], each["quota"]) for each in over], [("M", 9, 3)])
        self.assertGreater(over[0]["present"], 3)
        self.commit(merged)
        self.assertEqual(self.show("Y1", DAY)["unit"], "M")

    def test_what_moved_since_the_preview_refuses_it(self):
        self.preview(self.WHOLE)
        self.record(order("T", act("transferred", "P4", "2020-06-01", unit="Y"), on="2020-06-01"))
        size = self.ledger.size()
        done = self.ask(self.WHOLE, "--commit")
        self.assertEqual((done.code, done.one()["code"]), (1, "plan.state_moved"), str(done))
        self.assertEqual(done.one()["differences"], [{"person": "P4", "previewed": "X -> K", "now": "not concerned"}])
        self.assertEqual(self.ledger.size(), size)
        self.assertEqual(self.preview(self.WHOLE)["moved"], 7)
        self.assertEqual(self.commit(self.WHOLE)["moved"], 7)

    def test_rival_plans_stand_side_by_side(self):
        self.preview(self.WHOLE)
        self.preview(plan("R-2", merge=[{"from": ["X"], "to": "Z"}]))
        plans = self.ok(self.ledger.json("reorganize", "--plans")).one()
        self.assertEqual((plans["carried_out"], [each["plan"] for each in plans["previewed"]]), ([], ["R-1", "R-2"]))
        self.commit(self.WHOLE)
        plans = self.ok(self.ledger.json("reorganize", "--plans")).one()
        self.assertEqual(([each["plan"] for each in plans["carried_out"]], [each["plan"] for each in plans["previewed"]]), (["R-1"], ["R-2"]))

    def test_a_long_plan_stands_in_several_acts(self):
        people = [f"Q{i:05}" for i in range(9_000)]
        self.record(order("MANY", *(hire(person, on="2019-01-02", probation_months=0, unit="Y") for person in people), on="2019-01-02"))
        long = plan(create=[new("K")], move=[{"persons": people, "to": "K"}])
        done = self.commit(long)
        self.assertEqual(done["moved"], 9_000)
        listed = self.ok(self.ledger.json("reorganize", "--list", "R-1")).one()
        self.assertEqual((listed["moved"], listed["plan_hash"]), (9_000, canonical_hash(long)))
        self.assertTrue(self.ok(self.ledger.json("verify", "--full", "--views")).one()["ok"])


class Refused(Case):
    def test_a_person_in_two_moves(self):
        twice = plan(move=[{"persons": ["P4", "P5"], "to": "Y"}, {"persons": ["P4"], "to": "Z"}])
        self.assertIn(("P4", "plan.person_twice"), self.refused_by(twice))
        along = plan(move=[{"unit": "X", "to": "Y"}, {"persons": ["P4"], "to": "Z"}])
        self.assertEqual(self.refused_by(along), {("P4", "plan.person_twice")})

    def test_people_left_in_a_unit_that_ends(self):
        self.assertEqual(self.refused_by(plan(abolish=["Y"])), {("Y1", "organization.people_left")})
        part = plan(create=[new("K")], move=[{"unit": "X", "to": "K", "except": ["P1"]}], abolish=["X", "X1"])
        self.assertEqual(self.refused_by(part), {("P1", "organization.people_left")})
        self.assertEqual(self.refused_by(plan(split=[{"from": "Y", "to": ["Z"]}])), {("Y1", "organization.people_left")})

    def test_a_merger_into_what_ends(self):
        self.assertIn((None, "organization.closed"), self.refused_by(plan(merge=[{"from": ["X"], "to": "Z"}], abolish=["Z"])))
        self.record(order("END", {"act": "unit_abolished", "effective_on": "2020-06-01", "data": {"unit": "Z"}}, on="2020-06-01"))
        self.assertIn("organization.closed", {code for _, code in self.refused_by(plan(merge=[{"from": ["X"], "to": "Z"}]))})

    def test_a_circle(self):
        circle = plan(merge=[{"from": ["X"], "to": "Y"}, {"from": ["Y"], "to": "X"}])
        self.assertIn((None, "organization.cycle"), self.refused_by(circle))

    def test_persons_who_are_not_there(self):
        self.record(order("OUT", act("resigned", "P6", "2020-06-01"), on="2020-06-01"))
        problems = self.refused_by(plan(move=[{"persons": ["P6", "NOBODY"], "to": "Y"}]))
        self.assertLessEqual({("P6", "state.not_active"), ("NOBODY", "person.unknown")}, problems)

    def test_units_that_are_not_there(self):
        self.assertIn("organization.unknown_unit", {code for _, code in self.refused_by(plan(move=[{"unit": "X", "to": "NO"}]))})
        self.assertIn("organization.exists", {code for _, code in self.refused_by(plan(create=[new("Y")]))})

    def test_what_cannot_be_read(self):
        for what, place in (({"mvoe": []}, "mvoe"), ({"move": [{"to": "Y"}]}, "move[0]"), ({"split": [{"from": "X", "to": []}]}, "split[0].to"),
                            ({"create": [{"unit": "K"}]}, "create[0].name_ko"), ({"effective_on": "2020-13-01"}, "effective_on"),
                            ({"move": [{"unit": "X", "to": "Y", "persons": ["P1"]}]}, "move[0]")):
            with self.subTest(what):
                answer = self.ask({**plan(), **what}, "--preview")
                self.assertEqual(answer.code, 3, str(answer))
                self.assertIn(place, answer.err)
        self.assertEqual(self.ledger.json("reorganize", os.path.join(self.ledger.home, "none"), "--preview").code, 3)

    def test_what_is_no_question(self):
        for arguments in ((), ("--preview",), ("--list", "R-1", "--plans")):
            self.assertEqual(self.ledger.json("reorganize", *arguments).code, 2, arguments)
        self.assertEqual(self.ask(plan(), "--preview", "--commit").code, 2)

    def test_an_order_line_cannot_move_anybody_by_law(self):
        answer = self.ledger.submit(order("FAKE", act("deemed_transferred", "P4", DAY, plan="R-1", **{"from": "X", "to": "Y"}), on=DAY))
        self.assertEqual(answer.code, 3, str(answer))


class ByOfficers(Case):
    @staticmethod
    def make():
        return OfficersLedger()

    def test_two_officers_sign_it(self):
        whole = plan(create=[new("K")], move=[{"unit": "X", "to": "K"}], abolish=["X", "X1"])
        head = {"authority": "MPM", "order": "R-2020", "issued_on": "2020-09-10", "drafted_by": "kim", "approved_by": "lee"}
        self.refused(self.ask(whole, "--commit"), 2, "option.missing")
        done = self.commit({**whole, **head}, "--key", self.ledger.key("kim"), "--key", self.ledger.key("lee"))
        self.assertEqual((done["status"], done["order"], done["moved"]), ("recorded", "R-2020", 8))
        same = self.ask({**whole, **head, "plan": "R-9", "approved_by": "kim"}, "--commit", "--key", self.ledger.key("kim"))
        self.assertEqual(same.code, 1, str(same))
        self.assertTrue(self.ledger.answer("verify", "--full", "--views").one()["ok"])


if __name__ == "__main__":
    unittest.main()

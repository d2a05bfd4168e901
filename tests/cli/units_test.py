"""units: the organization of any day on both axes, who descends from whom, and the pictures of both."""
import json
import unittest
import xml.etree.ElementTree

from program import Answers, Ledger, act, hire, order

SVG = "{http://www.w3.org/2000/svg}"


def unit(code, on, kind="agency", parent=None, name=None):
    data = {"unit": code, "name_ko": name or f"{code}청", "name_en": f"Agency {code}", "kind": kind}
    return {"act": "unit_created", "effective_on": on, "data": {**data, "parent": parent} if parent else data}


def of_units(kind, on, **data):
    return {"act": kind, "effective_on": on, "data": {key.rstrip("_"): value for key, value in data.items()}}


class Units(Answers):
    """M with a bureau and its divisions; X and Y become Z, which parts with W; of Z's four people one goes to W."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        cls.at = {}

        def record(name, *acts, on):
            answer = cls.ledger.submit(order(name, *acts, on=on))
            if answer.code != 0:
                raise AssertionError(str(answer))
            cls.at[name] = answer.one()["positions"][0]

        record("units", unit("M", "2000-01-01", "ministry", name="<행정> & \"안전\"부"), unit("M1", "2000-01-01", "bureau", "M"),
               unit("M11", "2001-01-01", "division", "M1"), unit("M2", "2002-01-01", "division", "M"),
               unit("X", "2000-01-01"), unit("Y", "2000-01-01"), on="2002-01-01")
        record("people", *(hire(f"P{i}", on="2005-01-03", probation_months=0, unit="X") for i in range(1, 4)),
               hire("P4", on="2005-01-03", probation_months=0, unit="Y"), on="2005-01-03")
        record("merger", unit("Z", "2010-01-01"), of_units("unit_merged", "2010-01-01", from_=["X", "Y"], to="Z"),
               *(act("transferred", f"P{i}", "2010-01-01", unit="Z") for i in range(1, 5)), on="2010-01-01")
        record("rename", of_units("unit_renamed", "2015-01-01", unit="Z", name_ko="새청", name_en="New agency"), on="2015-01-01")
        record("split", unit("W", "2020-01-01"), of_units("unit_split", "2020-01-01", from_="Z", to=["Z", "W"]),
               of_units("function_moved", "2020-01-01", from_="Z", to="M", function="감사"),
               act("transferred", "P4", "2020-01-01", unit="W"), on="2020-01-01")
        record("end", of_units("unit_abolished", "2022-01-01", unit="M1"), on="2022-01-01")

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def ask(self, *arguments):
        return self.ok(self.ledger.json("units", *arguments)).one()

    def codes(self, *arguments):
        return [each["unit"] for each in self.ask(*arguments)["units"]]

    def test_the_units_of_a_day(self):
        self.assertEqual(self.codes("--as-of", "1999-12-31"), [])
        self.assertEqual(self.codes("--as-of", "2009-12-31"), ["M", "M1", "M11", "M2", "X", "Y"])
        self.assertEqual(self.codes("--as-of", "2010-01-01"), ["M", "M1", "M11", "M2", "Z"])
        self.assertEqual(self.codes(), ["M", "M11", "M2", "W", "Z"])
        found = {each["unit"]: each for each in self.ask("--as-of", "2014-12-31")["units"]}
        self.assertEqual(found["Z"], {"unit": "Z", "name_ko": "Z청", "name_en": "Agency Z", "kind": "agency", "parent": None,
                                      "created_on": "2010-01-01", "closed_on": None, "source": self.at["merger"]})
        self.assertEqual((found["M1"]["parent"], found["M1"]["closed_on"]), ("M", "2022-01-01"))
        self.assertEqual({each["unit"]: each["name_ko"] for each in self.ask("--as-of", "2015-01-01")["units"]}["Z"], "새청")

    def test_as_it_was_known(self):
        known = self.ask("--as-of", "2023-01-01", "--known-at", "2021-06-01T00:00:00Z")
        self.assertIn("M1", [each["unit"] for each in known["units"]], "its end was not recorded yet")
        self.assertEqual((known["as_of"], known["known_at"], known["final"]), ("2023-01-01", "2021-06-01T00:00:00.000000Z", True))
        self.assertLess(known["position"], self.at["end"])
        self.assertEqual(self.ask("--lineage", "Z", "--known-at", "2012-01-01T00:00:00Z")["successors"], [])

    def test_the_tree(self):
        def drawn(units):
            return {each["unit"]: drawn(each["units"]) for each in units}
        self.assertEqual(drawn(self.ask("--tree", "--as-of", "2021-12-31")["units"]),
                         {"M": {"M1": {"M11": {}}, "M2": {}}, "W": {}, "Z": {}})
        self.assertEqual(drawn(self.ask("--tree")["units"]), {"M": {"M11": {}, "M2": {}}, "W": {}, "Z": {}})
        self.assertEqual(drawn(self.ask("--tree", "--under", "M1", "--as-of", "2021-12-31")["units"]), {"M1": {"M11": {}}})
        text = self.ok(self.ledger.run("units", "--tree", "--as-of", "2021-12-31")).out.splitlines()
        self.assertEqual([line.split()[:2] for line in text],
                         [["M", "<행정>"], ["├─", "M1"], ["│", "└─"], ["└─", "M2"], ["W", "W청"], ["Z", "새청"]])

    def test_the_lineage(self):
        found = self.ask("--lineage", "W")
        self.assertEqual([(each["unit"], each["name_ko"], each["from"], each["to"]) for each in found["predecessors"]],
                         [("X", "X청", "2000-01-01", "2010-01-01"), ("Y", "Y청", "2000-01-01", "2010-01-01"),
                          ("Z", "새청", "2010-01-01", "2020-01-01")])
        self.assertEqual(found["successors"], [])
        self.assertEqual([(each["unit"], each["to"]) for each in self.ask("--lineage", "X")["successors"]], [("Z", None), ("W", None)])
        self.assertEqual([each["unit"] for each in self.ask("--lineage", "X", "--as-of", "2019-12-31")["successors"]], ["Z"])
        self.assertEqual([each["unit"] for each in self.ask("--lineage", "W", "--without", "X")["predecessors"]], ["Y", "Z"])
        self.assertEqual([each["name_ko"] for each in self.ask("--lineage", "Z")["names"]], ["Z청", "새청"])

    def test_shares_follow_the_people(self):
        edges = {(each["from"], each["to"]): each for each in self.ask("--lineage", "Z")["edges"]}
        self.assertEqual({key: (each["share"], each["share_by"], each["persons"]) for key, each in edges.items()},
                         {("X", "Z"): (1, "whole", 3), ("Y", "Z"): (1, "whole", 1), ("Z", "W"): (0.25, "persons", 1),
                          ("Z", "M"): (None, None, None)})
        self.assertEqual((edges["Z", "M"]["kind"], edges["Z", "M"]["function"]), ("function_moved", "감사"))
        self.assertEqual(edges["Z", "W"]["source"], self.at["split"] + 1)

    def test_pictures_are_well_formed_and_escape_what_they_show(self):
        for arguments, shown in ((("--tree",), ["<행정> & \"안전\"부", "M11청"]), (("--lineage", "Z"), ["X청", "새청", "W청"]),
                                 (("--lineage", "M2"), ["M2청"])):
            with self.subTest(arguments):
                picture = xml.etree.ElementTree.fromstring(self.ok(self.ledger.run("units", *arguments, "--format", "svg")).out)
                self.assertEqual(picture.tag, SVG + "svg")
                texts = [each.text for each in picture.iter(SVG + "text")]
                for text in shown:
                    self.assertIn(text, texts)
                self.assertFalse(list(picture.iter(SVG + "script")))
                dot = self.ok(self.ledger.run("units", *arguments, "--format", "dot")).out
                self.assertTrue(dot.startswith("digraph ") and dot.endswith("}\n"), dot)
        self.assertIn('"M" [label="<행정> & \\"안전\\"부"]', self.ok(self.ledger.run("units", "--tree", "--format", "dot")).out)
        self.assertIn('"Z" -> "W" [label="2020-01-01 split 25 %"]',
                      self.ok(self.ledger.run("units", "--lineage", "Z", "--format", "dot")).out)

    def test_for_people(self):
        text = self.ok(self.ledger.run("units", "--lineage", "Z")).out
        for line in ("before it", "after it", "its names", "25.0 %"):
            self.assertIn(line, text)
        self.assertIn("nothing was merged", self.ok(self.ledger.run("units", "--lineage", "M2")).out)
        self.assertEqual(len(self.ok(self.ledger.run("units")).out.splitlines()), 6, "a heading and five units")

    def test_what_is_no_question(self):
        self.refused(self.ledger.json("units", "--lineage", "NO"), 1, "organization.unknown_unit")
        self.refused(self.ledger.json("units", "--tree", "--under", "X"), 1, "organization.unknown_unit")
        for arguments, code in ((("--lineage", "Z", "--tree"), "option.lineage"), (("--under", "M"), "option.under"),
                                (("--without", "M"), "option.without"), (("--format", "svg"), "option.format"),
                                (("--tree", "--format", "png"), "option.format")):
            with self.subTest(arguments):
                self.refused(self.ledger.json("units", *arguments), 2, code)


if __name__ == "__main__":
    unittest.main()

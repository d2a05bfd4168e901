"""The readers on tables made up here: what the real sets hold too rarely, or not at all."""
import csv
import io
import json
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "import"))
import congress  # noqa: E402
import korea  # noqa: E402
import ministers  # noqa: E402
import navy  # noqa: E402
import order_lines  # noqa: E402
import whitehouse  # noqa: E402

DATA = ROOT / "tests" / "data"


def write(folder, name, text):
    (pathlib.Path(folder) / (name + ".csv")).write_text(text, encoding="utf-8")


def lines(book):
    out = io.StringIO()
    book.write(out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def acts_of(orders, person):
    return [(act["act"], act["effective_on"], act["data"]) for order in orders for act in order["acts"]
            if act.get("person") == person]


class OrderBook(unittest.TestCase):
    def test_an_order_never_grows_beyond_its_limits(self):
        book = order_lines.OrderBook("A")
        for number in range(600):
            book.add("2000-01-01", 0, "many", "resigned", {}, legal="L", person=f"P{number}", note="+" + "x" * 36)
        orders = lines(book)
        self.assertEqual([f"P{number}" for number in range(600)],
                         [act["person"] for order in orders for act in order["acts"]])
        self.assertEqual(len(orders), len({order["order"] for order in orders}))
        for order in orders:
            self.assertLessEqual(len(order["acts"]), 250)
            self.assertLessEqual(len(order["remarks"]), 2000)
            self.assertEqual(len(order["acts"]), len(order["remarks"].split(" ")))

    def test_two_headers_for_one_order_are_an_error(self):
        book = order_lines.OrderBook("A")
        book.add("2000-01-01", 0, "g", "resigned", {}, legal="L", person="P1", remarks="one")
        with self.assertRaises(ValueError):
            book.add("2000-01-01", 0, "g", "resigned", {}, legal="L", person="P2", remarks="two")


class Readers(unittest.TestCase):
    def test_lines_are_dated_numbered_once_and_keep_names_apart(self):
        for name, reader in (("ministers", ministers), ("navy", navy), ("whitehouse", whitehouse), ("congress", congress),
                             ("korea", korea)):
            with self.subTest(name):
                orders = lines(reader.read(DATA / name))
                self.assertEqual(orders, sorted(orders, key=lambda order: order["issued_on"]))
                self.assertEqual(len(orders), len({order["order"] for order in orders}))
                clear = json.dumps([{**order, "acts": [{**act, "personal": None} for act in order["acts"]
                                                       if act["act"] not in ("unit_created", "post_established")]}
                                    for order in orders], ensure_ascii=False)
                names = {act["personal"]["name"] for order in orders for act in order["acts"] if "personal" in act}
                self.assertEqual(name not in ("whitehouse", "korea"), bool(names))
                self.assertEqual([], [text for text in names if text in clear])

    def test_every_minister_appointment_is_traced_once(self):
        orders = lines(ministers.read(DATA / "ministers"))
        notes = " ".join(order.get("remarks", "") for order in orders if "-government" in order["order"])
        for row in order_lines.table(DATA / "ministers", "appointment"):
            self.assertEqual((1, 1), (notes.count("+" + row["id"]), notes.count("!" + row["id"])), row["id"])

    def test_a_minister_with_leave_an_acting_post_and_a_new_name(self):
        with tempfile.TemporaryDirectory() as folder:
            write(folder, "organisation", "id,name,start_date,end_date\nO,Office,,\n")
            write(folder, "organisation_link", "id,predecessor_organisation_id,successor_organisation_id,type,"
                                               "link_start_date,link_end_date\n")
            write(folder, "person", "id,name,start_date,end_date\nM,Ann,,2001-05-01\nM,Lady Ann,2001-05-01,\n")
            write(folder, "post", "id,organisation_id,name,rank_equivalence,rank_equivalence_value\n"
                                  "p1,O,Minister,MoS,4\np2,O,Secretary,SoS,3\n")
            write(folder, "appointment", "id,person_id,post_id,start_date,end_date\n"
                                         "a1,M,p1,2001-01-01,2003-01-01\na2,M,p2,2001-02-01,2001-03-01\n")
            write(folder, "appointment_characteristics",
                  "id,appointment_id,is_acting,is_on_leave,leave_reason,start_date,end_date\n"
                  "c1,a2,True,False,,2001-02-01,2001-03-01\nc2,a1,False,True,Maternity leave,2002-01-01,2002-06-01\n")
            seat = {"unit": "O", "post": "p2"}
            self.assertEqual(acts_of(lines(ministers.read(folder)), "M"), [
                ("hired", "2001-01-01", {"route": "political", "class": "political", "grade": None, "series": "MoS",
                                         "unit": "O", "post": "p1", "probation_months": 0}),
                ("assigned_acting", "2001-02-01", seat), ("acting_ended", "2001-03-01", seat),
                ("personal_updated", "2001-05-01", {}),
                ("leave_started", "2002-01-01", {"ground": "LV.CHILD", "until": "2002-06-01"}),
                ("reinstated", "2002-06-01", {}), ("resigned", "2003-01-01", {})])

    def test_an_officer_who_left_before_he_came_keeps_both_dates_and_serves_no_day(self):
        with tempfile.TemporaryDirectory() as folder:
            head = ["Generation", "name", "date.midshipman", "date.lieutenant", "date.mastercommandant", "date.captain",
                    "date.leftservice", "Notes"]
            text = io.StringIO()
            csv.writer(text).writerows([head, ["4", "A", "1845-09-08", "", "", "", "1801-05-20", ""],
                                        ["2", "B", "1799-01-01", "", "", "", "", "cashiered"]])
            write(folder, "naval-promotions", text.getvalue())
            orders = lines(navy.read(folder))
        self.assertEqual([(act, day) for act, day, _ in acts_of(orders, "N0001")],
                         [("resigned", "1801-05-20"), ("hired", "1845-09-08"), ("appointment_cancelled", "1845-09-08")])
        self.assertEqual([(act, day) for act, day, _ in acts_of(orders, "N0002")],
                         [("hired", "1799-01-01"), ("dismissed", navy.AFTER_LIST)])


if __name__ == "__main__":
    unittest.main()

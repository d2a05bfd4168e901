"""White House staff 2009-2019 (yearly reports to Congress) as order lines: whitehouse.py DATA_DIR > lines.jsonl

Each row of a report is one order dated 1 July, for one person. No act of the ledger carries a
salary, and a wrong one would spoil its figures: the pay of the report stands, as reported, in the
order's remarks ("salary 113000.00 Per Annum"), which `history` and `subscribe` show beside every event.

unit WHO, post = one for each title (the title as reported), class `special` without a grade,
series = status (Employee, Detailee, Employee-part-time: hours aren't reported, so no hours_changed).
A Detailee is hired at AGENCY, the home agency that the report doesn't name, and seconded to WHO;
the titles of detailees are posts of AGENCY. First report = hired (back after a gap: route rehire),
another title = transferred, another status = series_changed, Detailee to Employee = returned and
transferred_in, a year missing = resigned on the first report without the person.
A report shows a person on its day and says nothing of the days after: each order carries the term
(hired until, term_extended) and the secondment to the day of the next report.
"""
from collections import defaultdict

from order_lines import OrderBook, main, table

UNIT, HOME = "WHO", "AGENCY"
REPORT, DETAIL = "US:3-USC-113", "US:3-USC-112"
BEGIN, LINES, GONE = range(3)  # orders of one day, in this order


def read(folder):
    book = OrderBook("WHO")
    people = defaultdict(dict)
    for row in table(folder, "salaries"):
        people[row["person_id"]][int(row["year"])] = row
    years = sorted({year for reports in people.values() for year in reports})
    posts = _organization(book, people, years[0])
    for person in sorted(people):
        _career(book, person, people[person], years, posts)
    return book


def _day(year):
    return f"{year}-07-01"


def _unit(row):
    return HOME if row["status"] == "Detailee" else UNIT


def _organization(book, people, first_year):
    """Units and posts; gives the post code of each (unit, title)."""
    for unit, ko, en in ((UNIT, "백악관 비서실", "White House Office"), (HOME, "원 소속 기관", "Home agency of a detailee")):
        book.add(_day(first_year), BEGIN, "a-units", "unit_created",
                 {"unit": unit, "name_ko": ko, "name_en": en, "kind": "office"}, legal=REPORT)
    first = {}
    for reports in people.values():
        for year, row in reports.items():
            seat = (_unit(row), row["title"])
            first[seat] = min(first.get(seat, year), year)
    posts = {seat: f"{seat[0]}-{number:04d}" for number, seat in enumerate(sorted(first), 1)}
    for seat, code in posts.items():
        book.add(_day(first[seat]), BEGIN, "b-posts", "post_established",
                 {"unit": seat[0], "post": code, "title": seat[1]}, legal=REPORT)
    return posts


def _career(book, person, reports, years, posts):
    for year in years:
        row, before = reports.get(year), reports.get(year - 1)
        if row:
            remarks = f"salary {row['salary']} {row['pay_basis']}"
            legal = DETAIL if row["status"] == "Detailee" else REPORT
            for act, data in _acts(row, before, min(reports) < year, posts, _day(year + 1)):
                book.add(_day(year), LINES, person, act, data, legal=legal, person=person, remarks=remarks)
        elif before:
            book.add(_day(year), GONE, "gone", "resigned", {}, legal=REPORT, person=person,
                     remarks="not in the report")


def _acts(row, before, known, posts, until):
    detailed, was_detailed = row["status"] == "Detailee", bool(before) and before["status"] == "Detailee"
    series = row["status"].replace(" (", "-").replace(")", "")
    seat = {"unit": _unit(row), "post": posts[_unit(row), row["title"]]}
    if not before:
        yield "hired", {"route": "rehire" if known else "open", "class": "special", "grade": None,
                        "series": series, **seat, "probation_months": 0, "until": until}
    else:
        yield "term_extended", {"until": until}  # first: what follows needs somebody in service
        if was_detailed:
            yield ("secondment_extended", {"until": until}) if detailed else ("returned", {})
        if was_detailed and not detailed:
            yield "transferred_in", seat
        elif (_unit(before), before["title"]) != (_unit(row), row["title"]):
            yield "transferred", seat
        if before["status"] != row["status"]:
            yield "series_changed", {"series": series}
    if detailed and not was_detailed:
        yield "seconded", {"host": UNIT, "ground": "detail", "until": until}


if __name__ == "__main__":
    main(read)

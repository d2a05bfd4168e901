"""UK ministers 1979-2010 (IfG Ministers Database) as order lines: ministers.py DATA_DIR > lines.jsonl

unit = organisation id, post = post id, person = person id; class `political` without a grade;
series = rank_equivalence of the main post, post grade = its value (PM 1 … Parl. 7).
  first appointment = hired; one beside it = concurrent_started; the next one on the day the main
  one ends = transferred; none left = resigned; back after a gap = hired again, route rehire;
  an acting appointment = assigned_acting; leave = leave_started; a new name = personal_updated.
All changes of a day are one order. Its remarks have a note for each act, in order: `+ID` an
appointment that begins, `!ID` one that ends, `=ID` a concurrent one that goes on as the main one,
`.` none: so every act can be traced to the row it comes from.
  Merger, Name change = unit_merged, Demerger = unit_split, effective on the day the old department
  ends, at the latest on link_end_date; where the old one goes on, unit_split with itself among the
  parts. Transfer of functions = function_moved. The remarks keep type, first and last day.
A department or post whose beginning the source doesn't give stands from the day before the first
appointment. Left out: cabinet_status, display names, and event.csv (days, not acts of personnel).
"""
import datetime
from collections import Counter, defaultdict

from order_lines import OrderBook, main, table

PREROGATIVE = "UK:royal-prerogative"
REORGANIZATION = "UK:Ministers-of-the-Crown-Act-1975"
FIRST_DAY = "1979-05-03"
UNITS, POSTS, CHANGES, NAMES, LINKS, ENDS = range(6)  # orders of one day, in this order
LEAVE = {"maternity": "LV.CHILD", "paternity": "LV.CHILD", "parental": "LV.CHILD", "family": "LV.FAMILY"}


def read(folder):
    book = OrderBook("GB")
    posts = {row["id"]: row for row in table(folder, "post")}
    organisations = table(folder, "organisation")
    appointments = [dict(row, acting=False) for row in table(folder, "appointment")]
    by_id = {row["id"]: row for row in appointments}
    for row in appointments:
        row["organisation"] = posts[row["post_id"]]["organisation_id"]
        row["series"] = posts[row["post_id"]]["rank_equivalence"].rstrip(".").replace(". ", "-")
        row["rank"] = int(posts[row["post_id"]]["rank_equivalence_value"])
    leaves = []
    for spell in table(folder, "appointment_characteristics"):
        if spell["is_acting"] == "True":
            _must_be_whole(spell, by_id[spell["appointment_id"]])
            by_id[spell["appointment_id"]]["acting"] = True
        if spell["is_on_leave"] == "True":
            leaves.append(spell)

    _departments(book, organisations)
    _reorganizations(book, organisations, table(folder, "organisation_link"))
    _posts(book, posts, appointments)
    careers = defaultdict(list)
    for row in appointments:
        careers[row["person_id"]].append(row)
    names = defaultdict(list)
    for row in sorted(table(folder, "person"), key=lambda row: row["start_date"]):
        names[row["id"]].append((row["start_date"], row["name"]))
    for person in sorted(careers):
        _career(book, person, careers[person], names[person])
    for spell in leaves:
        _leave(book, spell, by_id[spell["appointment_id"]]["person_id"])
    return book


def _must_be_whole(spell, appointment):
    if (spell["start_date"], spell["end_date"]) != (appointment["start_date"], appointment["end_date"]):
        raise ValueError(f"appointment {appointment['id']}: acting for a part of it only")


def _departments(book, organisations):
    for row in organisations:
        data = {"unit": row["id"], "name_ko": row["name"], "name_en": row["name"], "kind": "ministry"}
        remarks = "" if row["start_date"] else "first day not known; it stood on this day"
        group = "departments" if row["start_date"] else "departments-before"
        book.add(row["start_date"] or FIRST_DAY, UNITS, group, "unit_created", data, legal=PREROGATIVE,
                 remarks=remarks)


def _reorganizations(book, organisations, links):
    end = {row["id"]: row["end_date"] for row in organisations}
    acts = defaultdict(list)  # (effective day, link, type, first, last, act, the one side) -> the other side
    for row in links:
        old, new, kind = row["predecessor_organisation_id"], row["successor_organisation_id"], row["type"]
        first, last = row["link_start_date"], row["link_end_date"]
        ends = _ends_in(end[old], first, last)
        key = (max(first, end[old]) if ends else last, row["id"], kind, first, last)
        if kind.startswith("Transfer of functions"):
            acts[key + ("function_moved", old)].append(new)
        elif kind == "Demerger" or not ends:
            acts[key + ("unit_split", old)].append(new)
        else:
            acts[key + ("unit_merged", new)].append(old)
    succession = [(key, others) for key, others in sorted(acts.items())]
    # The last act on an old department that ends by it closes it; before that it goes on as one of its parts.
    closed_by = {}
    for number, ((_, _, _, first, last, act, one), others) in enumerate(succession):
        olds = {"unit_split": [one], "unit_merged": others}.get(act, [])
        closed_by |= {old: number for old in olds if _ends_in(end[old], first, last)}
    count = Counter()
    for number, ((day, link, kind, first, last, act, one), others) in enumerate(succession):
        if act == "function_moved":
            changes = [{"from": one, "to": other, "function": kind} for other in others]
        elif act == "unit_split":
            changes = [{"from": one, "to": others if closed_by.get(one) == number else [one, *others]}]
        else:
            changes = [{"from": others, "to": one}]
        count[link] += 1
        for data in changes:
            book.add(day, LINKS, f"link-{link[:8]}-{count[link]}", act, data, legal=REORGANIZATION,
                     remarks=f"{kind}; from {first} to {last}; link {link}")
    for row in organisations:
        if row["end_date"] and row["id"] not in closed_by:
            book.add(row["end_date"], ENDS, "abolished", "unit_abolished", {"unit": row["id"]},
                     legal=REORGANIZATION)


def _ends_in(end, first, last):
    """Whether a department's last day lies in a link's days, or is the day before them."""
    day_before = (datetime.date.fromisoformat(first) - datetime.timedelta(1)).isoformat()
    return bool(end) and day_before <= end <= last


def _posts(book, posts, appointments):
    first = {}
    for row in appointments:
        first[row["post_id"]] = min(first.get(row["post_id"], "9999"), row["start_date"])
    for post in sorted(first):
        row = posts[post]
        rank = row["rank_equivalence"]
        book.add(first[post], POSTS, "posts-" + rank.replace(". ", "-").rstrip("."), "post_established",
                 {"unit": row["organisation_id"], "post": post, "title": row["name"],
                  "grade": int(row["rank_equivalence_value"])}, legal=PREROGATIVE, remarks=rank)


def _career(book, person, appointments, names):
    def act(day, kind, note, data, personal=None):
        book.add(day, CHANGES, "government", kind, data, legal=PREROGATIVE, person=person, personal=personal,
                 note=note)

    def seat(row):
        return {"unit": row["organisation"], "post": row["post_id"]}

    def beside(day, row, ends):
        kinds = ("assigned_acting", "acting_ended") if row["acting"] else ("concurrent_started", "concurrent_ended")
        act(day, kinds[ends], ("!" if ends else "+") + row["id"], seat(row))

    days = sorted({row["start_date"] for row in appointments} | {row["end_date"] for row in appointments} - {""})
    main_one, series, others, was_hired = None, None, [], False
    for day in days:
        begun = sorted((row for row in appointments if row["start_date"] == day),
                       key=lambda row: (row["acting"], row["rank"], row["organisation"], row["id"]))
        for row in [row for row in others if row["end_date"] == day]:
            beside(day, row, ends=True)
            others.remove(row)
        ended = main_one if main_one and main_one["end_date"] == day else None
        if main_one is None and begun:
            main_one = begun.pop(0)
            series = main_one["series"]
            name = [text for start, text in names if start <= day] or [names[0][1]]
            act(day, "hired", "+" + main_one["id"],
                {"route": "rehire" if was_hired else "political", "class": "political", "grade": None,
                 "series": series, **seat(main_one), "probation_months": 0}, {"name": name[-1]})
            was_hired = True
        elif ended and begun:
            main_one = begun.pop(0)
            act(day, "transferred", f"!{ended['id']}+{main_one['id']}", seat(main_one))
        elif ended and others:
            main_one = min(others, key=lambda row: (row["acting"], row["rank"], row["id"]))
            others.remove(main_one)
            act(day, "acting_ended" if main_one["acting"] else "concurrent_ended", ".", seat(main_one))
            act(day, "transferred", f"!{ended['id']}={main_one['id']}", seat(main_one))
        elif ended:
            act(day, "resigned", "!" + ended["id"], {})
            main_one = None
        if main_one and main_one["series"] != series:
            series = main_one["series"]
            act(day, "series_changed", ".", {"series": series})
        for row in begun:
            beside(day, row, ends=False)
        others += begun
    hired_on = days[0]
    for start, name in names:
        if start > hired_on:
            book.add(start, NAMES, "names", "personal_updated", {}, legal=PREROGATIVE, person=person,
                     personal={"name": name})


def _leave(book, spell, person):
    ground = LEAVE.get(spell["leave_reason"].split(" ")[0].lower(), "LV.SICK")
    book.add(spell["start_date"], NAMES, "leave", "leave_started", {"ground": ground, "until": spell["end_date"]},
             legal=PREROGATIVE, person=person, remarks="")
    book.add(spell["end_date"], NAMES, "leave", "reinstated", {}, legal=PREROGATIVE, person=person)


if __name__ == "__main__":
    main(read)

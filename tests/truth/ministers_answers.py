"""What a ledger of UK ministers says of tests/data/truth/ministers_*.csv.

Appointments are read off the notes in the orders' remarks (tools/import/ministers.py); who holds
what on a day, and how many, is asked of the ledger and compared with them.
"""
import re
from collections import Counter, defaultdict

from figures import days, median, shifted

GOVERNMENT_ON = ("1979-06-01", "1983-06-12", "1990-11-29", "1997-05-02", "2001-06-10", "2009-06-06")
HEADCOUNT_ON = tuple(f"{year}-01-01" for year in range(1980, 2011))
POSTS = ("Prime Minister", "Chancellor of the Exchequer", "Home Secretary", "Foreign Secretary",
         "Secretary of State for Transport")
STEPS = (("PUSS", "MoS"), ("MoS", "SoS"), ("PUSS", "SoS"))
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
WINDING_UP_DAYS = 31  # the last ministers of a department that has ended leave within a month


def answers(ledger):
    organization = Organization(ledger)
    appointments, gives, seats = _appointments(ledger)
    for row in appointments.values():
        row["rank"], row["unit"] = organization.rank[row["post"]], organization.unit_of[row["post"]]
    offices = _holders(ledger, organization, appointments, gives)
    moved = _moved(organization, appointments.values())
    posts = [row for row in appointments.values() if organization.title[row["post"]] in POSTS]
    _compare_post_holders(ledger, posts)
    names = ledger.names({row["person"] for row in posts} | {person for *_, person in moved} |
                         {appointments[key]["person"] for day in GOVERNMENT_ON for key in offices[day]})
    return {
        "ministers_government_on_date": (
            ["date", "department", "post", "rank", "person", "appointment_id"],
            sorted((day, organization.name[row["unit"]], organization.title[row["post"]], row["rank"],
                    names[row["person"]], key)
                   for day in GOVERNMENT_ON for key in offices[day] for row in (appointments[key],))),
        "ministers_holders_of_post": (
            ["post", "start", "end", "person"],
            sorted((organization.title[row["post"]], row["start"], row["end"], names[row["person"]]) for row in posts)),
        "ministers_headcount_by_department": (
            ["date", "department", "organisation_id", "ministers"],
            list(_headcount(ledger, organization, appointments, seats))),
        "ministers_tenure_by_rank": (["rank", "appointments", "median_days"], _tenure(appointments.values())),
        "ministers_time_to_promotion": (["from_rank", "to_rank", "persons", "median_days"],
                                        _time_to_promotion(appointments.values())),
        "ministers_moved_by_reorganization": (
            ["date", "type", "from_department", "to_department", "person_id", "person"],
            sorted((*row, names[row[-1]]) for row in moved)),
        "ministers_department_lineage": (["department", "organisation_id", "ancestor", "ancestor_id"],
                                         sorted(organization.lineage())),
    }


class Organization:
    def __init__(self, ledger):
        self._ledger = ledger
        created = ledger.acts("unit_created")
        established = ledger.acts("post_established")
        self.name = {event.data["unit"]: event.data["name_en"] for event in created}
        self.title = {event.data["post"]: event.data["title"] for event in established}
        self.unit_of = {event.data["post"]: event.data["unit"] for event in established}
        self.rank = {event.data["post"]: event.remarks for event in established}
        self._from = {event.data["unit"]: event.effective_on for event in created}
        self._to = {event.data["unit"]: event.effective_on for event in ledger.acts("unit_abolished")}
        self.links = []  # (type, first day, last day, old, new)
        for event in ledger.acts("unit_merged", "unit_split", "function_moved"):
            kind, first, last = re.fullmatch(rf"(.+); from (\S+) to (\S+); link {ID}", event.remarks).groups()
            olds = event.data["from"] if event.act == "unit_merged" else [event.data["from"]]
            news = event.data["to"] if event.act == "unit_split" else [event.data["to"]]
            self.links += [(event.act, kind, first, last, old, new) for old in olds for new in news if old != new]
            if event.act != "function_moved":
                self._to |= {old: event.effective_on for old in olds if old not in news}

    def on(self, day):
        """Departments whose posts someone may hold on that day."""
        return [unit for unit in sorted(self.name)
                if self._from[unit] <= day <= shifted(self._to.get(unit, "2100-01-01"), WINDING_UP_DAYS)]

    def lineage(self):
        units = sorted(self.name)
        for unit, answer in zip(units, self._ledger.ask_each([("units", "--lineage", unit) for unit in units])):
            for old in answer["predecessors"]:
                yield self.name[unit], unit, old["name_en"], old["unit"]


def _appointments(ledger):
    """Appointments by id; for each event that gives a post the appointment it gives; main seats of a person."""
    found, gives, seats = {}, {}, defaultdict(list)
    for events in ledger.orders():
        if not any(event.act in ("hired", "transferred", "resigned", "concurrent_started", "concurrent_ended")
                   for event in events):
            continue
        for event, note in zip(events, events[0].remarks.split(" "), strict=True):
            if event.act in ("hired", "transferred"):
                seats[event.person].append((event.effective_on, event.data["unit"]))
            for mark, key in re.findall(rf"([+!=])({ID})", note):
                if mark == "!":
                    found[key]["end"] = event.effective_on
                    continue
                gives[event.position] = key
                if mark == "+":
                    found[key] = {"person": event.person, "post": event.data["post"], "start": event.effective_on}
    return found, gives, seats


def _holders(ledger, organization, appointments, gives):
    """day -> appointments held on it, by who-held on every department; compared with the appointments."""
    questions = [(day, unit) for day in GOVERNMENT_ON for unit in organization.on(day)]
    offices = {day: set() for day, _ in questions}
    for (day, unit), answer in zip(questions, ledger.ask_each([("who-held", unit, "--on", day)
                                                              for day, unit in questions])):
        for holder in answer["holders"]:
            key = gives[holder["source"]]
            row = appointments[key]
            if (row["person"], row["post"], row["unit"], unit) != (holder["person"], holder["post"], unit, holder["unit"]):
                raise AssertionError(f"who-held {unit} on {day}: {holder} is not {row}")
            offices[day].add(key)
    for day, keys in offices.items():
        expected = {key for key, row in appointments.items() if row["start"] <= day < row["end"]}
        if keys != expected:
            raise AssertionError(f"{day}: who-held and the acts differ: {sorted(keys ^ expected)}")
    return offices


def _compare_post_holders(ledger, rows):
    """Each post on the day an appointment to it begins: exactly those who hold it."""
    answers = ledger.ask_each([("who-held", row["post"], "--on", row["start"]) for row in rows])
    for asked, answer in zip(rows, answers):
        expected = {row["person"] for row in rows
                    if row["post"] == asked["post"] and row["start"] <= asked["start"] < row["end"]}
        if {holder["person"] for holder in answer["holders"]} != expected:
            raise AssertionError(f"who-held {asked['post']} on {asked['start']}: {answer['holders']}, not {expected}")


def _headcount(ledger, organization, appointments, seats):
    """Head count has each person once, at the department of the main post; to it come those who hold
    only another post there."""
    for day in HEADCOUNT_ON:
        held = [(key, row) for key, row in appointments.items() if row["start"] <= day < row["end"]]
        main_units = {row["person"]: unit_on(seats[row["person"]], day) for _, row in held}
        elsewhere = {(row["unit"], row["person"]) for _, row in held if main_units[row["person"]] != row["unit"]}
        present, total = ledger.present(["unit"], day)
        if total != len(main_units):
            raise AssertionError(f"{day}: {total} present, {len(main_units)} with an appointment")
        ministers = Counter({unit: count for (unit,), count in present.items()})
        ministers.update(unit for unit, _ in elsewhere)
        for unit in sorted(ministers, key=lambda unit: (organization.name[unit], unit)):
            yield day, organization.name[unit], unit, ministers[unit]


def unit_on(seats, day):
    """The last of the (date, unit) up to that day."""
    return [unit for since, unit in seats if since <= day][-1]


def _tenure(appointments):
    times = defaultdict(list)
    for row in appointments:
        times[row["rank"]].append(days(row["start"], row["end"]))
    return [(rank, len(values), median(values)) for rank, values in sorted(times.items())]


def _time_to_promotion(appointments):
    first = defaultdict(dict)
    for row in appointments:
        ranks = first[row["person"]]
        ranks[row["rank"]] = min(ranks.get(row["rank"], row["start"]), row["start"])
    rows = []
    for lower, higher in STEPS:
        times = [days(ranks[lower], ranks[higher]) for ranks in first.values()
                 if lower in ranks and higher in ranks and ranks[lower] <= ranks[higher]]
        rows.append((lower, higher, len(times), median(times)))
    return rows


def _moved(organization, appointments):
    """Who left the old department and came to the new one in the days of a reorganization."""
    moved = []
    for _, kind, first, last, old, new in organization.links:
        begin, end = shifted(first, -1), shifted(last, 1)
        left = {row["person"] for row in appointments if row["unit"] == old and begin <= row["end"] <= end}
        came = {row["person"] for row in appointments if row["unit"] == new and begin <= row["start"] <= end}
        moved += [(first, kind, organization.name[old], organization.name[new], person) for person in left & came]
    return moved

"""What a ledger of members of Congress says of tests/data/truth/congress_*.csv and executive_*.csv."""
from collections import Counter, defaultdict

from figures import days

CHAMBERS = {"HOUSE": "rep", "SENATE": "sen"}
OFFICES = {"PRESIDENT": "prez", "VICEPRESIDENT": "viceprez"}
MEMBERS_ON = ("1995-06-01", "2005-06-01", "2015-06-01", "2021-01-04", "2023-06-01", "2025-06-01", "2026-06-01")
EXECUTIVE_ON = ("1841-04-05", "1865-04-14", "1865-04-15", "1881-09-20", "1945-04-12", "1963-11-23", "1973-12-06",
                "1974-08-09", "1974-12-19", "2001-01-20")


def answers(ledger):
    terms = _terms(ledger)
    return {
        "congress_on_date": (["date", "chamber", "party", "members"], list(_members(ledger))),
        "congress_house_to_senate": (["bioguide", "name", "house_end", "senate_start", "days"],
                                     _house_to_senate(ledger, terms)),
        "congress_not_elected": (["bioguide", "name", "chamber", "state", "start", "how"], _not_elected(ledger, terms)),
        "congress_discipline_by_decade": (["decade", "sanction", "cases"], _discipline(ledger)),
        "executive_on_date": (["date", "office", "name"], _executive(ledger)),
    }


def _members(ledger):
    for day in MEMBERS_ON:
        present, _ = ledger.present(["unit", "series"], day)
        for (unit, party), count in sorted(present.items()):
            if unit in CHAMBERS:
                yield day, CHAMBERS[unit], party, count


def _terms(ledger):
    """Terms of each person in order: a hire or an extension begins one, a transfer that day moves it."""
    terms = defaultdict(list)
    for event in ledger.acts("hired", "term_extended", "transferred"):
        held = terms[event.person]
        if event.act == "transferred":
            held[-1] |= event.data
            continue
        before = held[-1] if event.act == "term_extended" else {}
        held.append({**before, **event.data, "start": event.effective_on, "how": event.remarks.split(" ")[0]})
    return terms


def _house_to_senate(ledger, terms):
    moved = {}
    for person, held in terms.items():
        senate = min((term["start"] for term in held if term["unit"] == "SENATE"), default="")
        house = max((term["until"] for term in held if term["unit"] == "HOUSE" and term["start"] < senate), default="")
        if house:
            moved[person] = house, senate
    names = ledger.names(moved)
    return [(person, names[person], house, senate, days(house, senate))
            for person, (house, senate) in sorted(moved.items())]


def _not_elected(ledger, terms):
    found = [(person, term) for person, held in terms.items() for term in held
             if term["unit"] in CHAMBERS and term["how"] in ("appointment", "special-election")]
    names = ledger.names(person for person, _ in found)
    return sorted((person, names[person], CHAMBERS[term["unit"]], term["post"].split("-")[0], term["start"], term["how"])
                  for person, term in found)


def _discipline(ledger):
    count = Counter((event.effective_on[:3] + "0", event.data["case"].split("-")[0].lower())
                    for event in ledger.acts("sanctioned"))
    return [(*key, number) for key, number in sorted(count.items())]


def _executive(ledger):
    questions = [(day, post) for day in EXECUTIVE_ON for post in OFFICES]
    answers = ledger.ask_each([("who-held", post, "--on", day) for day, post in questions])
    held = [(day, post, holder["person"]) for (day, post), answer in zip(questions, answers)
            for holder in answer["holders"]]
    names = ledger.names(person for _, _, person in held)
    return [(day, OFFICES[post], names[person]) for day, post, person in held]

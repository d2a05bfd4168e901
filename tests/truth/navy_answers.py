"""What a ledger of navy officers says of tests/data/truth/navy_*.csv."""
from collections import Counter, defaultdict

from figures import days, median

RANKS = ["midshipman", "lieutenant", "mastercommandant", "captain"]
STRENGTH_ON = ("1800-01-01", "1801-06-01", "1805-01-01", "1812-06-18", "1815-06-01", "1820-01-01", "1830-01-01",
               "1840-01-01", "1849-01-01", "1861-04-12", "1865-04-09", "1875-01-01")
BEFORE_PEACE_ACT = "1801-03-02"


def answers(ledger):
    dates, generation, left, let_go = defaultdict(dict), {}, {}, []
    for event in ledger.acts("hired", "promoted"):
        dates[event.person][event.data["series"]] = event.effective_on
        generation[event.person] = event.remarks.removeprefix("generation ")
    for event in ledger.acts("resigned", "dismissed", "died"):
        if "day not known" not in event.remarks:
            left[event.person] = event.effective_on
        if event.data.get("ground", "").startswith("PEA"):
            let_go.append(event.person)
    return {
        "navy_strength_by_rank": (["date", "rank", "officers"], list(_strength(ledger))),
        "navy_time_to_promotion": (["generation", "from_rank", "to_rank", "officers", "median_days"],
                                   _time_to_promotion(dates, generation)),
        "navy_promotions_by_year": (["year", "rank", "officers"], _by_year(dates)),
        "navy_dates_out_of_order": (["row", "column", "date", "later_column", "earlier_date"],
                                    _out_of_order(ledger, dates, left)),
        "navy_peace_establishment": (["rank", "officers"], _peace_establishment(ledger, let_go)),
    }


def _strength(ledger):
    for day in STRENGTH_ON:
        present, _ = ledger.present(["series"], day)
        for rank in RANKS:
            yield day, rank, present.get((rank,), 0)


def _time_to_promotion(dates, generation):
    times = defaultdict(list)
    for person, held in dates.items():
        for lower, higher in zip(RANKS, RANKS[1:]):
            if lower in held and higher in held and held[lower] <= held[higher]:
                times[generation[person], lower, higher].append(days(held[lower], held[higher]))
    return [(*key, len(values), median(values)) for key, values in sorted(times.items())]


def _by_year(dates):
    count = Counter((day[:4], rank) for held in dates.values() for rank, day in held.items())
    return [(*key, number) for key, number in sorted(count.items())]


def _out_of_order(ledger, dates, left):
    rows = []
    for person in sorted(dates):
        known = [("date." + rank, dates[person][rank]) for rank in RANKS if rank in dates[person]]
        if person in left:
            known.append(("date.leftservice", left[person]))
        rows += [(int(person[1:]), first, day, second, earlier)
                 for (first, day), (second, earlier) in zip(known, known[1:]) if earlier < day]
    # Who left before he came, was promoted after he had left, or went down by a promotion, cannot be
    # right: his record says so, and import did of all but the last.
    persons = [f"N{row[0]:04d}" for row in rows]
    records = ledger.ask_each([("show", person, "--as-of", "1875-01-01") for person in persons])
    missed = [person for person, record in zip(persons, records) if not record["findings"]]
    missed += [person for person, row in zip(persons, rows)
               if row[3] == "date.leftservice" and person not in ledger.flagged]
    if missed:
        raise AssertionError(f"nothing was found wrong with {missed}")
    return rows


def _peace_establishment(ledger, let_go):
    answers = ledger.ask_each([("show", person, "--as-of", BEFORE_PEACE_ACT) for person in let_go])
    count = Counter(answer["series"] if answer["status"] not in ("none", "separated") else "none" for answer in answers)
    return sorted(count.items())

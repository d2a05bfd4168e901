"""What a ledger of White House staff says of tests/data/truth/whitehouse_*.csv."""
import statistics
from collections import Counter, defaultdict

STATUS = {"Employee": "Employee", "Detailee": "Detailee", "Employee-part-time": "Employee (part-time)"}


def answers(ledger):
    titles = {event.data["post"]: event.data["title"] for event in ledger.acts("post_established")}
    reports = _reports(ledger, titles)
    return {
        "whitehouse_payroll": (["year", "status", "persons", "total_salary", "median_salary"],
                               _payroll(ledger, reports)),
        "whitehouse_changes": (["year", "joined", "returned", "left", "stayed", "raised", "lowered", "retitled",
                                "restatused", "median_raise"], _changes(ledger, reports)),
    }


def _reports(ledger, titles):
    """year -> person -> (status, salary, title), from the events of each person in their order."""
    reports, held = defaultdict(dict), defaultdict(dict)
    for event in ledger.events:
        if not event.remarks.startswith("salary "):
            continue
        now = held[event.person]
        if "series" in event.data:
            now["status"] = STATUS[event.data["series"]]
        if "post" in event.data:
            now["title"] = titles[event.data["post"]]
        salary = float(event.remarks.split(" ")[1])
        reports[int(event.effective_on[:4])][event.person] = (now["status"], salary, now["title"])
    return reports


def _payroll(ledger, reports):
    rows = []
    for year, people in sorted(reports.items()):
        salaries = defaultdict(list)
        for status, salary, _ in people.values():
            salaries[status].append(salary)
        present, total = ledger.present(["series"], f"{year}-07-01")
        for (series,), count in sorted(present.items()):
            paid = salaries[STATUS[series]]
            rows.append((year, STATUS[series], count, f"{sum(paid):.2f}", f"{statistics.median(paid):.2f}"))
        if total != len(people):
            raise AssertionError(f"{year}: {total} present, {len(people)} paid")
    return rows


def _changes(ledger, reports):
    count = Counter()
    for event in ledger.acts("hired", "resigned", "series_changed"):
        what = {"resigned": "left", "series_changed": "restatused"}.get(event.act) or (
            "returned" if event.data["route"] == "rehire" else "joined")
        count[int(event.effective_on[:4]), what] += 1
    rows = []
    for year in sorted(reports)[1:]:
        raises = []
        for person in reports[year].keys() & reports[year - 1].keys():
            (_, old_salary, old_title), (_, salary, title) = reports[year - 1][person], reports[year][person]
            count[year, "stayed"] += 1
            count[year, "retitled"] += old_title != title
            count[year, "lowered"] += salary < old_salary
            if salary > old_salary:
                raises.append(salary - old_salary)
        count[year, "raised"] = len(raises)
        rows.append((year, *(count[year, what] for what in ("joined", "returned", "left", "stayed", "raised", "lowered",
                                                            "retitled", "restatused")),
                     f"{statistics.median(raises):.2f}" if raises else ""))
    return rows

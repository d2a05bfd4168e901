#!/usr/bin/env python3
"""Each row of the rule tables that decide is held by a story: changed, that story fails (tests/scenarios/README.md)."""
import csv
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from story import Story, Teller  # noqa: E402

POLICIES = Path(__file__).parents[2] / "schemas" / "policies"
# Tables that no rule looks into yet: they are shipped to be read, and by later parts of the program.
INFORMATIVE = {"access_scope", "appeal_deadlines", "authority_grants", "cert_fields", "committee_deadlines",
               "ethics_registrants", "leave_pay", "post_employment", "removal_pay", "report_deadlines", "sanction_pay",
               "stat_calendar", "separate_quota", "lowest_rating", "pay_table"}
# Rows of deciding tables that wait for what the contract has no act or word for: a request for a review of a sanction
# too light; which rating is the lowest one.
WAITING = {("request_blocks", "review_requested"), ("restriction_give_back", "lowest_rating")}
# Cells that tell about a row, or how its figure is read.
ABOUT = {"valid_from", "valid_to", "id", "unit", "applies_by", "legal_reference", "confidence", "source", "per",
         "cap_unit", "promulgated_on"}


def rows():
    for path in sorted(POLICIES.glob("*.csv")):
        if path.stem in INFORMATIVE:
            continue
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                if (path.stem, row["id"]) in WAITING:
                    continue
                cells = [name for name, cell in row.items() if name not in ABOUT and cell != ""]
                yield path.stem, row, cells or ["valid_to"]


def typed(cell):
    if cell == "true":
        return True
    return int(cell) if cell.lstrip("-").isdigit() else cell


def changed(row, column):
    """The act that adopts the row again with one cell changed."""
    out = {name: typed(cell) for name, cell in row.items() if cell != "" and name not in ("valid_from", "applies_by")}
    out["id"] = row["id"]
    out.setdefault("value", None) if "value" in row else None
    if column == "valid_to":
        out["valid_to"] = row["valid_from"]  # as if it were not there
    elif out[column] is True:
        out[column] = False
    elif isinstance(out[column], int):
        percent = row.get("unit") == "percent" and column == "value"
        out[column] = 0 if percent and out[column] > 0 else 100 if percent else out[column] + 1
    else:
        out[column] = "never" if out[column] != "never" else "no_sanction"
    return out


def adoption(table, row, column):
    return {"order": "changed", "authority": "HQ", "issued_on": "1949-08-12", "legal_basis": ["story"],
            "acts": [{"act": "policy_adopted", "effective_on": row["valid_from"],
                      "data": {"table": table, "valid_from": row["valid_from"], "applies_by": row["applies_by"],
                               "rows": [changed(row, column)], "legal_reference": row["legal_reference"]}}]}


def main():
    stories = [Story(path) for path in sorted(Path(__file__).parent.rglob("*.story"))]
    covering = {}
    for story in stories:
        for words in story.covers:
            column = words[3] if len(words) > 3 else None
            covering.setdefault(words[:3], []).append((column, story))
    teller = Teller(os.environ["SILLOK"])
    wanted = sys.argv[1:]
    cases, uncovered, known = [], [], set()
    for table, row, cells in rows():
        key = (table, row["id"], row["valid_from"])
        known.add(key)
        if wanted and table not in wanted:
            continue
        for column in cells:
            main_column = "value" if "value" in cells else cells[0]
            found = [story for named, story in covering.get(key, []) if (named or main_column) == column]
            if not found:
                uncovered.append(f"{' '.join(key)} {column}")
            cases += [(key, row, column, story) for story in found]

    def holds(case):
        key, row, column, story = case
        return bool(teller.tell(story, [adoption(key[0], row, column)]))

    failures = [f"no story covers {each}" for each in uncovered]
    failures += [f"{' '.join(key)}: {story.path.name} covers a row that is not there"
                 for key, found in covering.items() for _, story in found if key not in known]
    with ThreadPoolExecutor(2) as pool:
        for (key, _, column, story), held in zip(cases, pool.map(holds, cases)):
            if not held:
                failures.append(f"{' '.join(key)} {column}: {story.path.name} comes out the same when it is changed")
    for each in failures:
        print(each)
    print(f"{len(cases)} changed rows told, {len(failures)} not held")
    return 1 if failures or not cases else 0


sys.exit(main())

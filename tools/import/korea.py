"""Korea's central agencies from 1998 on and their reorganizations as order lines: korea.py DATA_DIR > lines.jsonl

unit = slug: the table has a row for each name of an agency, joined by an edge, and most renamings brought other
agencies' work along. Of one day, in this order:
  what begins = unit_created; function_move = function_moved; rename, merge and status_change to another slug =
  unit_merged; split = unit_split, with the origin among its parts where it goes on; where an agency that ends is in
  several rows that day, one unit_split into all; abolish = unit_abolished.
An agency that stood before the table begins is created on the day before it, and its remarks say so.
Left out: committees of which no day is known (the brochure alone names them); a status_change that keeps the slug.
"""
from collections import defaultdict

from order_lines import REMARKS_MAX, OrderBook, main, table

GOVERNMENT = "GOA:2"
FIRST_DAY = "1998-02-27"
CREATED, FUNCTIONS, PARTED, ENDED = range(4)  # orders of one day, in this order
KINDS = {"ministry": "ministry", "agency": "agency", "office": "office", "committee": "agency", "board": "agency"}


def read(folder):
    agencies = {row["slug"]: row for row in table(folder, "agencies")}
    changes = [dict(row, old=_slugs(row["from_slugs"]), new=_slugs(row["to_slugs"]))
               for row in table(folder, "reorganizations")]
    book = OrderBook("KR")
    _created(book, agencies, changes)
    for number, row in enumerate(changes):
        if row["kind"] == "function_move":
            for old in row["old"]:
                for new in row["new"]:
                    data = {"from": old, "to": new, "function": row["note"] or "not told"}
                    _add(book, row, FUNCTIONS, f"function-{number}", "function_moved", data)
        elif row["kind"] == "abolish":
            for old in row["old"]:
                _add(book, row, ENDED, f"abolished-{old}", "unit_abolished", {"unit": old})
    _parted(book, agencies, changes)
    return book


def of_no_known_day(agency):
    return agency["confidence"] == "L" and not agency["from"] and not agency["to"]


def _slugs(joined):
    return [slug for slug in joined.split(";") if slug]


def _remarks(row):
    return f"{row['kind']} {row['from_slugs']} > {row['to_slugs']}; {row['note']}; {row['source']}, {row['confidence']}"


def _add(book, row, rank, group, act, data, remarks=None):
    book.add(row["effective_on"], rank, group, act, data, legal=row["legal_basis"] or GOVERNMENT,
             remarks=(remarks or _remarks(row))[:REMARKS_MAX])


def _created(book, agencies, changes):
    legal = {(slug, row["effective_on"]): row["legal_basis"] for row in reversed(changes) for slug in row["new"]}
    for slug, row in agencies.items():
        if of_no_known_day(row):
            continue
        day = row["from"] or FIRST_DAY
        book.add(day, CREATED, f"created-{slug}", "unit_created",
                 {"unit": slug, "name_ko": row["name_ko"], "name_en": row["name_en"], "kind": KINDS[row["kind"]]},
                 legal=legal.get((slug, day)) or GOVERNMENT,
                 remarks="" if row["from"] else "first day not known; it stood on this day")


def _parted(book, agencies, changes):
    rows_of = defaultdict(list)  # (day, old) -> [(row, new)]
    for row in changes:
        if row["kind"] in ("rename", "merge", "split", "status_change"):
            for old in row["old"]:
                rows_of[row["effective_on"], old] += [(row, new) for new in row["new"] if new != old]
    merged = defaultdict(list)  # (day, new) -> [(row, old)]
    for (day, old), rows in rows_of.items():
        targets = list(dict.fromkeys(new for _, new in rows))
        goes_on = agencies[old]["to"] != day
        if len(targets) == 1 and not goes_on:
            merged[day, targets[0]].append((rows[0][0], old))
        elif targets:
            _add(book, rows[0][0], PARTED, f"split-{old}", "unit_split",
                 {"from": old, "to": [old, *targets] if goes_on else targets})
    for (_, new), olds in merged.items():
        _add(book, olds[0][0], PARTED, f"merged-{new}", "unit_merged", {"from": [old for _, old in olds], "to": new},
             "; ".join(dict.fromkeys(_remarks(row) for row, _ in olds)))


if __name__ == "__main__":
    main(read)

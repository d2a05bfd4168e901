"""Officers of the line of the US Navy (historydata) as order lines: navy.py DATA_DIR > lines.jsonl

person = N and the number of the row; class `special`, series = rank, grade 4 (midshipman) to 1
(captain). The first rank date = hired at that rank, each later one = promoted, leftservice =
resigned, or dismissed under the Peace Establishment Act (PEA), or what the note says. All
commissions of a day and a generation are one order; its remarks say the generation.

Impossible dates stay as they are: the ledger grades them. Who left before he came (three rows) has
`resigned` on the day given and, because no day of service follows from such dates,
`appointment_cancelled` on the day he came.
What the list tells without a day (let go, killed, cashiered, date `unknown`) is effective on
1905-02-13, the day after the last date of the list: by then it was so. These orders say "day not
known" in their remarks, and so does the order with the two officers who have a name and no dates.
"""
from order_lines import OrderBook, main, table

RANKS = ["midshipman", "lieutenant", "mastercommandant", "captain"]
UNIT = "USN"
AFTER_LIST = "1905-02-13"
NAVY_ACT, PEACE_ACT = "US:1-Stat-350", "US:2-Stat-110"  # 1794-03-27 and 1801-03-03
BEGIN, COME, RISE, LEAVE, CANCEL, LIST = range(6)  # orders of one day, in this order
# Remarks are in the clear: what a note says, without the names in it.
NOTES = {
    "killed by Sterett?": ("died", "killed, perhaps by a fellow officer"),
    "cashiered": ("dismissed", "cashiered"),
    "resigned to join army 1800": ("resigned", "to join the army, 1800"),
    "Rear Adm, 1892": (None, "rear admiral 1892"),
}


def read(folder):
    book = OrderBook("USN")
    rows = table(folder, "naval-promotions")
    first_day = min(row["date." + rank] for row in rows for rank in RANKS if row["date." + rank])
    book.add(first_day, BEGIN, "navy", "unit_created",
             {"unit": UNIT, "name_ko": "미국 해군", "name_en": "United States Navy", "kind": "agency"}, legal=NAVY_ACT)
    for number, row in enumerate(rows, 1):
        _officer(book, f"N{number:04d}", row)
    return book


def _officer(book, person, row):
    generation = "generation " + row["Generation"]
    dates = sorted((row["date." + rank], index) for index, rank in enumerate(RANKS) if row["date." + rank])
    name = {"name": row["name"]}
    if not dates:
        book.add(AFTER_LIST, LIST, "names-G" + row["Generation"], "personal_updated", {}, legal=NAVY_ACT,
                 person=person, personal=name, remarks=f"day not known; {generation}")
    for day, index in dates:
        held = {"grade": 4 - index, "series": RANKS[index]}
        if (day, index) == dates[0]:
            book.add(day, COME, "appointed-G" + row["Generation"], "hired",
                     {"route": "open", "class": "special", **held, "unit": UNIT, "probation_months": 0},
                     legal=NAVY_ACT, person=person, personal=name, remarks=generation)
        else:
            book.add(day, RISE, "promoted-G" + row["Generation"], "promoted", {"kind": "ordinary", **held},
                     legal=NAVY_ACT, person=person, remarks=generation)
    _separation(book, person, row, dates[0][0] if dates else None)


def _separation(book, person, row, came):
    kind, reason = _reason(row["Notes"])
    left = row["date.leftservice"]
    if kind is None and not left:
        if reason:
            book.add(AFTER_LIST, LIST, "note-" + person, "personal_updated", {}, legal=NAVY_ACT, person=person,
                     personal={"name": row["name"]}, remarks="later: " + reason)
        return
    kind = kind or "resigned"
    dated = left not in ("", "unknown")
    remarks = "; ".join(filter(None, [reason, "" if dated else "day not known"]))
    peace = reason.startswith("PEA")
    group = {"resigned": "left", "dismissed": "let-go", "died": "died"}[kind]
    if row["Notes"] not in ("", "PEA"):
        group += "-" + person  # remarks of its own
    book.add(left if dated else AFTER_LIST, LEAVE if dated else LIST, group, kind,
             {"ground": reason} if kind == "dismissed" else {}, legal=PEACE_ACT if peace else NAVY_ACT,
             person=person, remarks=remarks)
    if dated and came is not None and left < came:
        book.add(came, CANCEL, "cancelled", "appointment_cancelled", {"ground": f"left on {left}, before he came"},
                 legal=NAVY_ACT, person=person, remarks="dates of the list out of order")


def _reason(note):
    """What a note makes of a separation: (act or None, words)."""
    if note in NOTES:
        return NOTES[note]
    if "PEA" in note:
        more = note.replace("PEA", "").strip(" ;")
        return "dismissed", "PEA 1801" + (f"; {more}" if more else "")
    if note:
        return "died", note
    return None, ""


if __name__ == "__main__":
    main(read)

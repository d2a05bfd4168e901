"""Members of Congress, presidents and formal sanctions as order lines: congress.py DATA_DIR > lines.jsonl

person = bioguide id, or G and the govtrack id where there is none; class `political` without a
grade, series = party; units HOUSE, SENATE, EXECUTIVE; a post for each seat: WA-1 (WA-0 at large),
WA-S1 (class), PRESIDENT, VICEPRESIDENT.
First term = hired (route political, after a gap rehire) until its end, where it ends by itself. The
next one, if it begins on that very day, = term_extended, and transferred where the seat is another
one (a district, the Senate after the House, the presidency after the vice presidency),
series_changed where the party is. Whom an appointment, special election or succession brought in
has an order whose remarks begin with that word.

sanction = sanctioned, case = SANCTION-person-date; expulsion, reprimand as they are; exclusion =
removal; fined = pay_cut (the House deducts fines from the salary); censure = warning, for the
ledger has no rank for it. The case keeps the word, the remarks the body. The day of the misconduct
isn't in the source: misconduct_on is the day of the sanction. Who was sanctioned and is not in the
list of terms has no hire and no name here: the ledger lists that as a finding.
Left out: senate_class and term_no beyond what the post and the order of terms say.
"""
from collections import Counter, defaultdict

from order_lines import OrderBook, main, table

UNITS = {"rep": "HOUSE", "sen": "SENATE", "prez": "EXECUTIVE", "viceprez": "EXECUTIVE"}
NAMES = {"HOUSE": ("하원", "House of Representatives"), "SENATE": ("상원", "Senate"),
         "EXECUTIVE": ("대통령과 부통령", "President and Vice President")}
LEGAL = {"HOUSE": "US:Constitution-1-2", "SENATE": "US:Constitution-1-3", "EXECUTIVE": "US:Constitution-2-1"}
DISCIPLINE = "US:Constitution-1-5"
SANCTIONS = {"expulsion": "expulsion", "exclusion": "removal", "reprimand": "reprimand", "fined": "pay_cut",
             "censure": "warning"}
BEGIN, POSTS, TERMS, SANCTIONED = range(4)  # orders of one day, in this order


def read(folder):
    book = OrderBook("US")
    terms = [_member(row) for row in table(folder, "terms")] + [_office(row) for row in table(folder, "executive_terms")]
    _organization(book, terms)
    people = defaultdict(list)
    for term in terms:
        people[term["person"]].append(term)
    for person in sorted(people):
        before = None
        for term in sorted(people[person], key=lambda term: term["start"]):
            _term(book, term, before)
            before = term
    persons = {term["govtrack_id"]: term["person"] for term in terms if term["govtrack_id"]}
    _discipline(book, table(folder, "discipline"), persons)
    return book


def _member(row):
    seat = row["district"] if row["chamber"] == "rep" else "S" + row["senate_class"]
    return dict(row, person=row["bioguide"], unit=UNITS[row["chamber"]], post=f"{row['state']}-{seat}",
                title=f"{'Representative' if row['chamber'] == 'rep' else 'Senator'} {row['state']} {seat}")


def _office(row):
    post = {"prez": "PRESIDENT", "viceprez": "VICEPRESIDENT"}[row["office"]]
    how = "" if row["how"] == "election" else row["how"]
    return dict(row, person="G" + row["govtrack_id"], unit="EXECUTIVE", post=post, how=how, end_type="",
                title={"prez": "President", "viceprez": "Vice President"}[row["office"]])


def _organization(book, terms):
    first_unit, first_post = {}, {}
    for term in terms:
        first_unit[term["unit"]] = min(first_unit.get(term["unit"], "9999"), term["start"])
        seat = (term["unit"], term["post"], term["title"])
        first_post[seat] = min(first_post.get(seat, "9999"), term["start"])
    for unit, day in sorted(first_unit.items()):
        ko, en = NAMES[unit]
        book.add(day, BEGIN, "unit-" + unit, "unit_created",
                 {"unit": unit, "name_ko": ko, "name_en": en, "kind": "agency"}, legal=LEGAL[unit])
    for (unit, post, title), day in sorted(first_post.items()):
        book.add(day, POSTS, "seats-" + unit, "post_established", {"unit": unit, "post": post, "title": title},
                 legal=LEGAL[unit])


def _term(book, term, before):
    remarks = " ".join(filter(None, [term["how"], term["end_type"] and "ends by " + term["end_type"]]))
    group = term["unit"] + "".join("-" + word for word in remarks.split())

    def act(kind, data, personal=None):
        book.add(term["start"], TERMS, group, kind, data, legal=LEGAL[term["unit"]], person=term["person"],
                 personal=personal, remarks=remarks)

    seat = {"unit": term["unit"], "post": term["post"]}
    series = term["party"].replace(" ", "-")
    if before is None or before["end"] < term["start"]:
        act("hired", {"route": "rehire" if before else "political", "class": "political", "grade": None,
                      "series": series, **seat, "probation_months": 0, "until": term["end"]},
            {"name": term["name"]})
        return
    act("term_extended", {"until": term["end"]})
    if (before["unit"], before["post"]) != (term["unit"], term["post"]):
        act("transferred", seat)
    if before["party"] != term["party"]:
        act("series_changed", {"series": series})


def _discipline(book, rows, persons):
    seen = Counter()
    for row in rows:
        person = persons.get(row["govtrack_id"], "G" + row["govtrack_id"])
        case = f"{row['sanction'].upper()}-{person}-{row['date']}"
        seen[case] += 1
        if seen[case] > 1:
            case += f"-{seen[case]}"
        book.add(row["date"], SANCTIONED, case, "sanctioned",
                 {"case": case, "kind": SANCTIONS[row["sanction"]], "misconduct": "other",
                  "misconduct_on": row["date"]},
                 legal=DISCIPLINE, person=person, remarks=row["body"])


if __name__ == "__main__":
    main(read)

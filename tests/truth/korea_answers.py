"""Korea's central agencies: who had the work of twelve of today's, and when, by `units --lineage`; and that on each day
the agencies of the table stand, under their names, by `units --as-of`."""
import sys

from ledger import DATA, ROOT

sys.path.insert(0, str(ROOT / "tools" / "import"))
import korea  # noqa: E402
import order_lines  # noqa: E402

TRUTH = DATA / "korea" / "truth"
START = "1998-02-28"
DAYS = ["1998-03-01", "2000-01-01", "2005-01-01", "2008-03-01", "2013-04-01", "2014-12-01", "2017-08-01", "2020-09-12",
        "2025-10-01", "2026-01-02", "2026-10-02"]
# Of each its work, and who came to it with other work (make_truth.py of the data set).
WORK = {
    "MPM": ("personnel policy", "EPC"),
    "MOIS": ("local government and government organization", "CSC EPC MPSS"),
    "MOFE": ("economic policy and tax", "MPB99"),
    "MPB": ("budget", "MOFE98"),
    "MSIT": ("science and technology", "MOEHRD"),
    "MOTIR": ("trade and industry", "MIC MOST"),
    "MCEE": ("environment", ""),
    "MSS": ("small business", ""),
    "MOLIT": ("land and transport", "MOMAF"),
    "MOF": ("maritime affairs and fisheries", "MOCT MAF"),
    "KDCA": ("public health and diseases", "NYC"),
    "KHS": ("cultural heritage", ""),
}


def answers(ledger):
    agencies = {row["slug"]: row for row in order_lines.table(DATA / "korea", "agencies")}
    _check_days(ledger, agencies)
    present, on_date = [], []
    for code, (work, without) in WORK.items():
        left_out = ("--without", without.replace(" ", ",")) if without else ()
        answer = ledger.ask("units", "--lineage", code, "--as-of", DAYS[-1], *left_out)
        spans = [(code, answer["created_on"], answer["closed_on"])]
        spans += [(each["unit"], each["from"], each["to"]) for each in answer["predecessors"]]
        for begin, end, slugs in _segments(spans):
            confidence = max((agencies[slug]["confidence"] for slug in slugs), key="HML".index)
            present.append((code, work, begin, end, *_named(slugs, agencies), confidence))
        on_date += [(code, work, day, *_named(_on(spans, day), agencies)) for day in DAYS]
    return {
        "lineage": (["present", "function", "from", "to", "slugs", "names_ko", "confidence"], present),
        "lineage_on_date": (["present", "function", "date", "slugs", "names_ko"], on_date),
    }


def _on(spans, day):
    return sorted(unit for unit, begin, end in spans if begin <= day < (end or "9999"))


def _segments(spans):
    """From day to day as long as the same agencies have the work."""
    found = []
    for day in sorted({START} | {day for span in spans for day in span[1:] if day and day > START}):
        units = _on(spans, day)
        if found and found[-1][2] == units:
            continue
        if found:
            found[-1][1] = day
        found.append([day, "", units])
    return found


def _named(slugs, agencies):
    return ";".join(slugs), ";".join(agencies[slug]["name_ko"] for slug in slugs)


def _check_days(ledger, agencies):
    for day in DAYS:
        answer = ledger.ask("units", "--as-of", day)
        stands = {(each["unit"], each["name_ko"]) for each in answer["units"]}
        wanted = {(slug, row["name_ko"]) for slug, row in agencies.items()
                  if row["from"] <= day < (row["to"] or "9999") and not korea.of_no_known_day(row)}
        if stands != wanted:
            raise AssertionError(f"units --as-of {day}: {sorted(stands ^ wanted)}")

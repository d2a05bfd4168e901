#!/usr/bin/env python3
"""Writes agencies.inc from a folder holding agencies.csv and reorganizations.csv:
    make_agencies.py FOLDER > agencies.inc
Left out: bodies of which neither the first nor the last day is known from more than one brochure."""
import csv
import json
import pathlib
import sys


def day(text):
    return int(text.replace("-", "")) if text else 0


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


folder = pathlib.Path(sys.argv[1])
with open(folder / "agencies.csv", encoding="utf-8") as f:
    agencies = [r for r in csv.DictReader(f)
                if r["from"] or r["to"] or r["kind"] != "committee" or r["source"] != "BR"]
with open(folder / "reorganizations.csv", encoding="utf-8") as f:
    changes = list(csv.DictReader(f))

print("// Korea's central agencies since 1998 and their reorganizations: facts (names, dates, numbers of acts), which")
print("// are free of copyright (Copyright Act of Korea, article 7), compiled from the statute book and reports of the")
print("// day. Written by make_agencies.py. Days are YYYYMMDD, 0 where open or before 1998-02-28.")
print("inline constexpr AgencyFact kAgencyFacts[] = {")
for r in agencies:
    print("    {%s, %s, %s, %s, %d, %d}," % (
        quoted(r["slug"]), quoted(r["name_ko"]), quoted(r["name_en"]), quoted(r["kind"]), day(r["from"]), day(r["to"])))
print("};")
print("inline constexpr ReorganizationFact kReorganizationFacts[] = {")
for r in changes:
    print("    {%d, %s, %s, %s, %s}," % (
        day(r["effective_on"]), quoted(r["kind"]), quoted(r["from_slugs"]), quoted(r["to_slugs"]),
        quoted(r["legal_basis"].split(";")[0])))
print("};")

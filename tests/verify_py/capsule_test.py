#!/usr/bin/env python3
"""Case capsules before two verifiers: what is good holds for both, and what one could forge who has the ledger's key for neither."""
import base64
import collections
import datetime
import hashlib
import json
import os
import re
import unittest

from support import Case, both, differences, flips, key_of
from ledgers import AgreementCase, act, hired, sanctioned
from program import Ledger, OfficersLedger, RootsLedger, act as act_of, found_unit, hire, order, run

from capsules import Forgery, acts_of, as_json, custody_entry, joined, key_in, moved, patched, sandbox_ledger_key
from event import Entry
from proof import ActProof

counted = collections.Counter()


def why(answer):
    """The exit code, and the reason where it isn't 0."""
    code, said = answer
    return code, said if isinstance(said, str) else said["reason"]


class CapsuleCase(AgreementCase):
    maxDiff = 4_000

    def capsule(self, *persons, purpose="case 1", **options):
        file = os.path.join(self.ledger.home, "case")
        named = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        answer = self.ledger.json("evidence", *persons, "--purpose", purpose, "-o", file, *named)
        self.assertEqual(answer.code, 0, answer)
        with open(file, "rb") as capsule:
            return capsule.read()

    def all_hold(self, cases, compared=True):
        results = both(cases)
        counted["good"] += len(cases)
        self.assertEqual([(case.name, why(mine), why(other)) for case, mine, other in results if (mine[0], other[0]) != (0, 0)], [])
        self.assertEqual(differences(results), [])
        if compared:
            self.assertEqual([case.name for case, mine, _ in results if mine[1]["record"] != "compared"], [])
        return results

    def none_hold(self, cases):
        """Neither holds, for both have found it false or unreadable."""
        results = both(cases)
        counted["forged"] += len(cases)
        self.assertEqual([(case.name, why(mine), why(other)) for case, mine, other in results
                          if not {mine[0], other[0]} <= {1, 3}], [])
        return results


class GoodInASandbox(CapsuleCase):
    def setUp(self):
        super().setUp()
        for unit in ("U1", "U2"):
            self.record(act("unit_created", None, "2000-01-01", unit=unit, name_ko="가", name_en="a", kind="ministry"), on="2000-01-01")

    def both_ways(self, name, capsule):
        return [Case(name, capsule, self.trust()), Case(name + ", by what is inside", capsule, None)]

    def test_points_persons_and_fields(self):
        self.record({**hired("P1"), "personal": {"name": "김하나", "birth_on": "1990-01-01", "phone": "010"}}, hired("P2"), on="2020-01-02")
        known = self.ledger.json("history", "P1").one()["events"][0]["recorded_at"]
        self.imported({**sanctioned("P1"), "data": {**sanctioned("P1")["data"], "facts": "받은 돈 100만 원"}})
        self.record(act("promoted", "P1", "2024-02-02", kind="ordinary", grade=8), on="2024-02-02")
        cases = []
        for name, persons, options in (
                ("one", ("P1",), {}), ("two", ("P1", "P2"), {}), ("the other way round", ("P2", "P1"), {}), ("opened", ("P1", "P2"), {"open": "name,facts,birth_on,phone"}),
                ("as of before", ("P1",), {"as_of": "2019-12-31"}), ("as of between", ("P1",), {"as_of": "2024-02-01"}), ("as of the day", ("P1",), {"as_of": "2024-02-02"}),
                ("known before", ("P1",), {"known_at": known, "as_of": "2029-01-01"}), ("by another", ("P1",), {"by": "한.검사"}), ("by kim", ("P1",), {"by": "kim", "purpose": "윤리 17"})):
            cases += self.both_ways(name, self.capsule(*persons, **options))
        self.all_hold(cases)

    def test_one_asked_for_twice(self):
        self.record(hired("P1"), on="2020-01-02")
        self.all_hold(self.both_ways("twice", self.capsule("P1", "P1")))

    def test_custody(self):
        self.record(hired("P1"), on="2020-01-02")
        whole, cases = self.capsule("P1"), []
        for name, text in (("han", "받음 1"), ("choi", "to the court"), ("han", "and back")):
            whole += b"custody %d\n" % len(entry := custody_entry(whole, name, key_of(name), text)) + entry
            cases += self.both_ways(text, whole)
        self.all_hold(cases)

    def test_corrected_and_merged(self):
        points, capsules = ("2020-06-01", "2024-03-04", "2029-01-01"), {}
        for person in ("P1", "P2", "P3", "P4", "P5", "P6"):
            self.record(hired(person), on="2020-01-02")
        promoted = self.record(act("promoted", "P1", "2024-01-02", kind="ordinary", grade=8), on="2024-01-02")
        self.record(act("rectified", "P1", "2024-03-01", target=promoted, effective_on="2024-03-05"), on="2024-03-01")
        gone = self.record(act("transferred", "P2", "2024-01-02", unit="U2"), on="2024-01-02")
        self.record(act("annulled", "P2", "2024-03-01", target=gone, ground="x"), on="2024-03-01")
        capsules["annulled"] = [self.capsule("P2", as_of=day) for day in points]
        self.record(act("reinstated_act", "P2", "2024-04-01", target=gone), on="2024-04-01")
        self.imported(sanctioned("P3", kind="demotion"), on="2024-01-02")
        self.imported(sanctioned("P3", case="C2", kind="expulsion"))
        before = self.ledger.json("history", "P3").one()["events"][-1]["recorded_at"]
        self.record(act("appeal_decided", "P3", "2024-07-10", case="C2", outcome="cancelled"), on="2024-07-10")
        merged = self.record(act("persons_merged", "P4", "2024-05-02", duplicate="P5"), on="2024-05-02")
        capsules["merged"] = [self.capsule("P4", "P5", as_of=day) for day in points]
        self.record(act("persons_split", "P4", "2024-07-02", target=merged, person="P5"), on="2024-07-02")
        self.imported(act("appointment_cancelled", "P6", "2024-08-01", ground="x"))
        capsules["all"] = [self.capsule("P1", "P2", "P3", "P4", "P5", "P6", as_of=day) for day in points]
        capsules["known before"] = [self.capsule("P3", as_of=day, known_at=before) for day in points]
        self.all_hold([case for name, made in capsules.items() for capsule in made for case in self.both_ways(name, capsule)])

    def test_a_career_of_all_turns(self):
        """The record on the day of each act, of acts that move class, grade, unit or post."""
        self.record(act("post_established", None, "2000-01-01", unit="U1", post="A1", title="x"), act("post_established", None, "2000-01-01", unit="U2", post="B1", title="x"), on="2000-01-01")
        turns = [("promoted", {"kind": "ordinary", "grade": 8, "unit": "U2"}), ("transferred", {"unit": "U1", "post": "A1"}), ("series_changed", {"series": "b", "grade": 7}),
                 ("removed_from_position", {"ground": "3"}), ("reinstated", {"post": "A1"}), ("demoted_by_consent", {"grade": 8}), ("seconded", {"host": "U2", "ground": "1", "until": "2031-01-01"}),
                 ("returned", {"unit": "U2"}), ("transferred_in", {"unit": "U2", "post": "B1"}), ("resigned", {}),
                 ("hired", {"route": "fixed_term", "class": "specific", "grade": 5, "series": "c", "unit": "U2", "until": "2024-12-01"}), ("term_extended", {"until": "2024-12-20"}),
                 ("hired", {"route": "political", "class": "political", "grade": None, "series": None, "unit": "U1"}), ("died", {})]
        self.record(hired("P1"), on="2020-01-02")
        for month, (kind, data) in enumerate(turns):
            self.imported({**act(kind, "P1", f"20{22 + month // 4}-{1 + month % 4 * 3:02}-15", **data), **({"personal": {"birth_on": "1990-01-01"}} if kind == "hired" else {})})
        days = [f"20{22 + month // 4}-{1 + month % 4 * 3:02}-15" for month in range(len(turns))] + ["2022-01-14", "2022-10-14", "2024-12-19", "2024-12-20", "2025-04-16", "2030-01-01"]
        trust = self.trust()
        self.all_hold([Case(day, self.capsule("P1", as_of=day), trust) for day in days])

    def test_corrections_of_corrections(self):
        """Rectified twice over; moved to an id that is merged; ids merged twice, and in a circle; an appointment cancelled with what followed."""
        for person in ("P1", "P2", "P3", "P4", "P5", "P6", "P7"):
            self.record(hired(person), on="2020-01-02")
        first = self.record(act("promoted", "P1", "2024-01-02", kind="ordinary", grade=8), on="2024-01-02")
        second = self.record(act("rectified", "P1", "2024-03-01", target=first, effective_on="2024-03-05"), on="2024-03-01")
        self.record(act("rectified", "P1", "2024-03-02", target=second, effective_on="2024-03-06"), on="2024-03-02")
        mistaken = self.imported(act("transferred", "P2", "2024-01-02", unit="U2"))
        self.imported(act("persons_merged", "P2", "2024-05-02", duplicate="P3"))
        self.imported(act("rectified", "P2", "2024-05-03", target=mistaken, person="P3"))
        for one, other in (("P4", "P5"), ("P6", "P5"), ("P7", "P4"), ("P4", "P7")):
            self.imported(act("persons_merged", one, "2024-05-02", duplicate=other))
        trust = self.trust()
        self.all_hold([Case(f"{person} on {day}", self.capsule(person, as_of=day), trust)
                       for person in ("P1", "P2", "P3", "P4", "P5", "P6", "P7") for day in ("2024-03-05", "2024-03-06", "2029-01-01")])

    def test_corrected_by_acts_on_others(self):
        """What is said of her acts counts, whoever's act says it: a merge annulled by an act on who stays, a transfer by an act on another."""
        for person in ("P1", "P2", "P3", "P4"):
            self.record(hired(person), on="2020-01-02")
        merged = self.record(act("persons_merged", "P2", "2024-05-02", duplicate="P1"), on="2024-05-02")
        self.record(act("annulled", "P2", "2024-06-02", target=merged, ground="x"), on="2024-06-02")
        moved_on = self.imported(act("transferred", "P3", "2024-01-02", unit="U2"))
        self.imported(act("annulled", "P4", "2024-03-01", target=moved_on, ground="x"))
        trust = self.trust()
        self.all_hold([Case(person, self.capsule(person), trust) for person in ("P1", "P2", "P3", "P4")])

    def test_appointments_cancelled(self):
        """With what followed up to the next hire, on the same day too; what was recorded behind the cancellation stands."""
        for person, turns in {"P1": [("resigned", "2024-01-02"), ("hired", "2024-01-02")], "P2": [("promoted", "2024-01-02")], "P3": [("resigned", "2024-01-02"), ("hired", "2024-02-02"), ("promoted", "2024-03-02")]}.items():
            self.record(hired(person), on="2020-01-02")
            for kind, on in turns:
                self.imported(hired(person, on=on) if kind == "hired" else act(kind, person, on, **({"kind": "ordinary", "grade": 8} if kind == "promoted" else {})))
            self.imported(act("appointment_cancelled", person, "2024-08-01", ground="x"))
            self.imported(act("transferred", person, "2024-01-03", unit="U2"))
        trust = self.trust()
        self.all_hold([Case(f"{person} on {day}", self.capsule(person, as_of=day), trust) for person in ("P1", "P2", "P3") for day in ("2023-01-01", "2024-01-02", "2024-01-03", "2024-03-02", "2029-01-01")])


class GoodOfDemo(CapsuleCase):
    def test_a_synthetic_service(self):
        self.assertEqual(self.ledger.run("demo", "--officials", "20", "--years", "4", "--seed", "3").code, 0)
        people = [f"P{i:06}" for i in range(1, 21)]
        trust = self.trust()
        self.all_hold([Case(day, self.capsule(*people, as_of=day), trust) for day in ("2021-07-01", "2023-01-01", "2024-07-01", "2026-01-01")])


class Forged(CapsuleCase):
    """A sandbox: two persons, a promotion, a sanction with sealed facts, two reads before."""

    def setUp(self):
        super().setUp()
        self.record(act("unit_created", None, "2000-01-01", unit="U1", name_ko="가", name_en="a", kind="ministry"), on="2000-01-01")
        self.hired = self.record({**hired("P1"), "personal": {"name": "김하나", "birth_on": "1990-01-01"}},
                                 {**hired("P2"), "personal": {"name": "이두리", "birth_on": "1991-01-01"}}, on="2020-01-02")
        self.promoted = self.record(act("promoted", "P1", "2024-02-02", kind="ordinary", grade=8), on="2024-02-02")
        self.pinned = self.trust()
        self.key = sandbox_ledger_key(self.pinned)
        self.first = self.capsule("P1", purpose="before")
        self.alien = self.capsule("P2", purpose="of another")
        self.whole = self.capsule("P1", "P2", open="name", by="kim")
        self.good = Forgery(self.whole, self.key)

    def case(self, name, forgery, parts=None):
        return Case(name, forgery if isinstance(forgery, bytes) else forgery.signed(parts), self.pinned)

    def test_the_forger_can_make_good_ones(self):
        self.assertEqual(self.good.signed(), self.whole)
        entries, paths = self.good.entries()
        persons = {"P1": [self.hired, self.promoted], "P2": [self.hired + 1]}
        again = self.good.in_another_log(entries, [0], persons, self.promoted + 9, paths)
        self.all_hold([self.case(name, each) for name, each in (
            ("as it is", self.good), ("other reads", self.good.with_reads()), ("in another log", again), ("another purpose", self.good.with_manifest(purpose="x")),
            ("by another", self.good.with_manifest(made_by="lee")), ("made at another time", self.good.with_manifest(made_at="2027-01-01T00:00:00.000000Z")))])

    def test_manifest(self):
        said, cases = self.good.manifest, []
        changes = {"purpose": "x", "persons": ["P1"], "as_of": "2024-02-01", "known_at": "2024-02-01T00:00:00.000000Z", "size": said["size"] - 1,
                   "root": "00" * 32, "made_by": "lee", "origin": "x.example", "genesis": "00" * 32, "opened": [], "made_at": "2027-01-01T00:00:00.000000Z"}
        for name, value in changes.items():
            cases.append(self.case(f"{name} alone", self.good.with_manifest(read=False, **{name: value})))
            if name not in ("purpose", "made_by", "made_at"):
                cases.append(self.case(f"{name} and its read", self.good.with_manifest(**{name: value})))
            cases.append(self.case(f"no {name}", self.changed(manifest_raw=as_json({k: v for k, v in said.items() if k != name})).with_reads()))
        for name, value in (("persons", ["P2", "P1"]), ("persons", ["P1", "P2", "P3"]), ("persons", []), ("persons", ["P1", "P1"]), ("persons", "P1"), ("size", said["size"] + 1),
                            ("root", said["root"][:-1]), ("opened", ["birth_on"]), ("opened", "name"), ("as_of", "2024-2-1"), ("as_of", None),
                            ("opened", ["name", 1]), ("known_at", "2024-02-30T00:00:00.000000Z"), ("known_at", 1), ("made_at", 1)):
            cases.append(self.case(f"{name}: {value}", self.good.with_manifest(**{name: value})))
        for name, members in (("a size in words", {"size": str(said["size"])}), ("a size below", {"size": -1}), ("a size with a point", {"size": float(said["size"])}), ("a purpose that is none", {"purpose": 1}),
                              ("a reader that is none", {"made_by": None})):
            cases.append(self.case(name, self.changed(manifest_raw=as_json({**said, **members}))))
        cases += [self.case(name, self.changed(manifest_raw=raw).with_reads()) for name, raw in (
            ("a member twice", self.good.manifest_raw[:-1] + b',"purpose":"y"}'), ("no JSON", b"{"), ("a list", b"[]"), ("text behind", self.good.manifest_raw + b"x"))]
        self.none_hold(cases)

    def changed(self, **members):
        found = self.good.copy()
        for name, value in members.items():
            setattr(found, name, value)
        return found

    def test_persons_and_events(self):
        self.good.opened = []
        good, cases = self.good, []
        swap = lambda pair: list(reversed(pair))  # noqa: E731
        cases += [self.case("a person left out", self.changed(persons=good.persons[:1], records=good.records[:1])),
                  self.case("a person doubled", self.changed(persons=good.persons + good.persons[:1], records=good.records + good.records[:1])),
                  self.case("one twice instead", self.changed(persons=good.persons[:1] * 2, records=good.records[:1] * 2)),
                  self.case("one twice, and so in the manifest", self.changed(persons=good.persons[:1] * 2, records=good.records[:1] * 2).with_manifest(persons=["P1", "P1"])),
                  self.case("persons swapped", self.changed(persons=swap(good.persons), records=swap(good.records))),
                  self.case("records swapped", self.changed(records=swap(good.records))), self.case("proofs swapped", self.changed(persons=swap(good.persons))),
                  self.case("one left out, of all but the manifest's name", self.changed(persons=good.persons[:1], records=good.records[:1], reads=good.access([good.last_read(persons=["P1"])]))),
                  self.case("no person", self.changed(persons=[], records=[])), self.case("of nobody", self.changed(persons=[], records=[]).with_manifest(persons=[])),
                  self.case("an absence", self.changed(persons=[good.persons[0].replace(b"person P1\n", b"person P1\nabsent died 2029-01-01\n"), good.persons[1]]))]
        head, acts = acts_of(good.persons[0])
        build = lambda acts: head + b"".join(b"act %d\n" % len(each) + each for each in acts)  # noqa: E731
        for name, shown in (("the first event left out", acts[1:]), ("the last event left out", acts[:-1]), ("no events", []), ("an event doubled", acts + acts[-1:]), ("events swapped", swap(acts)),
                            ("an event of another", acts_of(good.persons[1])[1])):
            cases.append(self.case(name, self.changed(persons=[build(shown), good.persons[1]])))
        entries, paths = good.entries()
        for name, persons, _ in (
                ("the map says so too, not the record: promotion", {"P1": [self.hired], "P2": [self.hired + 1]}, 0), ("the same: hire", {"P1": [self.promoted], "P2": [self.hired + 1]}, 0),
                ("the same: all", {"P1": [], "P2": [self.hired + 1]}, 0)):
            forged = good.in_another_log(entries, [0], persons, self.promoted + 9, paths)
            cases.append(self.case(name, forged))
        other = good.in_another_log(entries, [0], {"P1": [self.hired, self.promoted], "P2": [self.hired + 1]}, self.promoted + 30, paths)
        for name, mixed in (("persons of another size", {"persons": [good.persons[0], other.persons[1]]}), ("all persons of another size", {"persons": other.persons}),
                            ("the genesis of another size", {"keys": other.keys})):
            cases.append(self.case(name, self.changed(**mixed)))
        same = good.in_another_log(entries, [0], {"P1": [self.hired, self.promoted], "P2": [self.hired + 1]}, good.manifest["size"], paths)
        for name, mixed in (("a person of another root", {"persons": [good.persons[0], same.persons[1]]}), ("all of another root", {"persons": same.persons, "keys": same.keys}),
                            ("the genesis of another root", {"keys": same.keys})):
            cases.append(self.case(name, self.changed(**mixed)))
        cases += [self.case("no genesis", self.changed(keys=[])), self.case("the genesis twice", self.changed(keys=good.keys * 2)),
                  self.case("an act for the genesis", self.changed(keys=acts[:1])), self.case("acts behind the genesis in disorder", self.changed(keys=good.keys + swap(acts)))]
        self.none_hold(cases)

    def test_records(self):
        good, cases = self.good, []
        for name, values in {"grade": (7, 9, None, "8", 8.0, True), "class": ("specific", None), "series": ("b", None), "unit": ("U2", None), "post": ("A1", ""),
                             "hired_on": ("2020-01-03", None, "2020-1-2"), "grade_since": ("2024-02-01", None), "post_since": ("2024-02-02",), "dead_on": ("2024-02-02",),
                             "merged_into": ("P2",), "person": ("P2", None), "as_of": ("2024-02-01", None), "known_at": ("2024-02-01T00:00:00.000000Z", None)}.items():
            for value in (*values, ...):
                record = {k: v for k, v in {**good.records[0], name: value}.items() if v is not ...}
                cases.append(self.case(f"{name}: {value}", self.changed(records=[record, good.records[1]])))
        parts = good.parts()
        at = [word for word, _ in parts].index("record")
        for name, raw in (("a member twice", parts[at][1][:-1] + b',"grade":7}'), ("no JSON", b"x"), ("nothing", b""), ("a list", b"[]")):
            cases.append(self.case(name, good, [*parts[:at], ["record", raw], *parts[at + 1:]]))
        for name, point in (("as of before", {"as_of": "2024-02-01"}), ("known before", {"known_at": "2020-01-01T15:00:00.000000Z"})):
            forged = self.changed(records=[{**each, **point} for each in good.records]).with_manifest(**point)
            cases.append(self.case(name + ", everywhere but in the fields", forged))
        self.none_hold(cases)

    def test_opened(self):
        good, cases = self.good, []
        lines = [each.split(" ") for each in good.opened]
        [first, second] = lines
        variants = {"keys swapped": [[first[0], "name", second[2]], [second[0], "name", first[2]]], "a field that is not there": [[first[0], "phone", first[2]]],
                    "of another event": [[str(self.promoted), "name", first[2]]], "of an event not shown": [[str(self.hired - 1), "name", first[2]]],
                    "of one behind the end": [["9999999", "name", first[2]]], "under another name": [[first[0], "birth_on", first[2]]],
                    "no key": [[first[0], "name", base64.b64encode(bytes(32)).decode()]], "a short key": [[first[0], "name", first[2][:-4]]],
                    "a zero in front": [["0" + first[0], "name", first[2]]], "a sign": [["+" + first[0], "name", first[2]]], "without a name": [[first[0], first[2]]],
                    "a word more": [first + ["x"]], "two spaces": [[first[0], "", "name", first[2]]]}
        for name, variant in variants.items():
            cases.append(self.case(name, self.changed(opened=[" ".join(each) for each in variant])))
        for opened in ([], ["birth_on"], ["Name"], ["personal_name"]):
            cases.append(self.case(f"asked for: {opened}", good.with_manifest(opened=opened)))
        self.none_hold(cases)

    def test_reads(self):
        good, cases = self.good, []
        own, other = good.last_read(), good.last_read(persons=["P9"])
        self.assertEqual(len(good.reads), 3)
        for name, reads in (("the last left out", good.reads[:-1]), ("all left out", []), ("the last twice", good.reads + good.reads[-1:]), ("the first twice", good.reads[:1] + good.reads),
                            ("swapped", list(reversed(good.reads))), ("the last one first", good.reads[-1:] + good.reads[:-1]),
                            ("an earlier checkpoint", Forgery(self.first, self.key).reads + good.reads[1:]), ("two checkpoints", Forgery(self.alien, self.key).reads + good.reads),
                            ("of another capsule", Forgery(self.first, self.key).reads), ("a log of another name", good.access([own], name=good.origin + "/persons")),
                            ("the ledger's own log", good.access([own], name=good.origin)),
                            ("one that does not stand there", [good.access([own])[0].replace(b"index 0", b"index 1")]),
                            ("two checkpoints of one size", good.access([own, own])[:1] + good.access([good.last_read(at=1), own])[1:])):
            cases.append(self.case(name, self.changed(reads=reads)))
        for name, reads in (("of another person before", good.access([other, own])), ("of another person between", good.access([own, other, own])), ("of another person behind", good.access([own, other])),
                            ("no persons before", good.access([good.last_read(persons=[]), own])),
                            ("not chained", good.access([good.last_read(at=1), own], chained=False)), ("back in time", good.access([good.last_read(at=1_900_000_000_000_000), own])),
                            ("a byte behind", good.access([own + b"\0"])), ("cut off", good.access([own[:-1]])), ("too many persons said", good.access([own.replace(b"\0\0\0\2\0\0\0\2P1", b"\0\0\4\1\0\0\0\2P1")])),
                            ("a text that is none", good.access([own.replace(b"kim", b"k\xffm")]))):
            cases.append(self.case(name, self.changed(reads=reads)))
        for name, more in {"another manifest": {"query": bytes(32)}, "another reader": {"reader": "lee"}, "another purpose": {"purpose": "x"}, "fewer persons": {"persons": ["P1"]}, "more persons": {"persons": ["P1", "P2", "P3"]},
                           "persons in another order": {"persons": ["P2", "P1"]}, "another size": {"size": good.manifest["size"] - 1}}.items():
            cases.append(self.case(name, good.with_reads(**more)))
        self.none_hold(cases)
        self.all_hold([self.case("an earlier one left out", self.changed(reads=good.reads[1:])), self.case("two of them", self.changed(reads=good.reads[2:])),
                       self.case("one behind it", self.changed(reads=good.access([own, other], shown=[0]))), self.case("of a person and others", self.changed(reads=good.access([good.last_read(persons=["P9", "P2"]), own])))])

    def test_custody(self):
        whole, holders = self.whole, []
        for name in ("han", "choi", "yun"):
            holders.append(custody_entry(whole, name, key_of(name), "note " + name))
            whole += b"custody %d\n" % len(holders[-1]) + holders[-1]

        def held(*entries):
            return self.whole + b"".join(b"custody %d\n" % len(each) + each for each in entries)
        one, two, three = holders
        self.all_hold([Case(f"{count} holders", held(*holders[:count]), self.pinned) for count in range(4)])
        tables = {"the first dropped": (two, three), "the second dropped": (one, three), "swapped": (one, three, two), "the first twice": (one, one), "the last twice": (one, two, two),
                  "another note": (one.replace(b"note note", b"note nope"),), "another name": (one.replace(b"by han", b"by hen"),), "another time": (one.replace(b"2026-01-02", b"2026-01-03"),),
                  "another key": (re.sub(rb"key .*", b"key " + two.split(b"\n")[1][4:], one),), "no note": (re.sub(rb"note .*\n", b"", one),), "lines swapped": (b"\n".join([one.split(b"\n")[1], one.split(b"\n")[0], *one.split(b"\n")[2:]]),),
                  "a line more": (one + b"x\n",), "no last line feed": (one[:-1],), "a word for a time": (custody_entry(self.whole, "han", key_of("han"), "x", at="today"),),
                  "a bell": (custody_entry(self.whole, "han", key_of("han"), "x\x07"),),
                  "a signature of another domain": (custody_entry(b"x", "han", key_of("han"), "x"),), "by nobody's key": (re.sub(rb"key .*", b"key " + base64.b64encode(b"\x01" + bytes(31)), re.sub(rb"signed .*", b"signed " + base64.b64encode(b"\x01" + bytes(63)), one)),)}
        cases = [Case(name, held(*entries), self.pinned) for name, entries in tables.items()]
        cases.append(Case("of another capsule", self.first + held(one)[len(self.whole):], self.pinned))
        self.none_hold(cases)

    def test_parts(self):
        good, cases = self.good, []
        parts = good.parts()
        words = [word for word, _ in parts]
        for i in range(len(parts) - 1):
            if parts[i][1] != parts[i + 1][1] and not words[i] == words[i + 1] == "opened":
                cases.append(self.case(f"{words[i]} and {words[i + 1]} swapped", good, [*parts[:i], parts[i + 1], parts[i], *parts[i + 2:]]))
        for i, (word, _) in enumerate(parts):
            if word != "opened":
                cases.append(self.case(f"{word} doubled", good, [*parts[:i + 1], *parts[i:]]))
            cases += [self.case(f"{word} at the end", good, [*parts[:i], *parts[i + 1:], parts[i]])] if i < len(parts) - 1 else []
            if word not in ("opened",) and not (word == "read" and i < len(parts) - 1):
                cases.append(self.case(f"{word} left out", good, parts[:i] + parts[i + 1:]))
        raw = joined(parts)
        for each in re.finditer(rb"^(manifest|trust|key|person|record|read|custody) (\d+)$", raw, re.M):
            for name, length in (("one more", b"%d" % (int(each[2]) + 1)), ("one less", b"%d" % (int(each[2]) - 1)), ("a zero in front", b"0" + each[2]), ("a sign", b"+" + each[2]), ("hex", b"0x10"),
                                 ("huge", b"9" * 30), ("none", b""), ("two spaces", b" " + each[2])):
                before = raw[:each.start(2)] + length + raw[each.end(2):]
                cases.append(Case(f"{each[1].decode()}: {name}", self.sign_raw(before), self.pinned))
        whole = self.whole
        signed = whole.rindex(b"signed ")
        for name, changed in (("nothing", whole[:len(b"sillok-capsule/v1\n")]), ("a line feed behind", whole + b"\n"), ("a byte behind", whole + b"x"), ("a word behind", whole + b"read 0\n"), ("twice", whole + whole),
                              ("signed twice", whole + whole[signed:]), ("cut", whole[:-1]), ("not signed", whole[:signed]), ("signed by nobody", whole[:signed] + b"signed " + base64.b64encode(bytes(64)) + b"\n"),
                              ("signed by another", Forgery(whole, key_of("x")).signed()), ("signed, with a space", whole[:-1] + b" \n"), ("carriage returns", whole[:signed].replace(b"\n", b"\r\n") + whole[signed:]),
                              ("an empty custody", whole + b"custody 0\n"), ("lines between", self.sign_raw(raw.replace(b"\nread ", b"\n\nread ", 1))), ("another word", self.sign_raw(raw + b"more x\n"))):
            cases.append(Case(name, changed, self.pinned))
        self.none_hold(cases)

    def sign_raw(self, before):
        return before + self.whole[self.whole.rindex(b"signed "):][:7] + base64.b64encode(self.key.sign(
            b"sillok-capsule/v1/signed\n" + hashlib.sha256(before).digest())) + b"\n"

    def test_every_eleventh_byte(self):
        whole = self.capsule("P2", open="name")
        whole += b"custody %d\n" % len(entry := custody_entry(whole, "han", key_of("han"), "x")) + entry
        self.all_hold([Case("whole", whole, self.pinned)])
        self.none_hold([case for case in flips("flipped", whole, self.pinned, 11) if case.proof.startswith(b"sillok-capsule/v1\n")])

    def test_trust(self):
        good, pinned = self.good, json.loads(self.pinned)
        cases = [Case("of another ledger", self.whole, json.dumps({**pinned, "genesis": "00" * 32}).encode()), Case("of another name", self.whole, json.dumps({**pinned, "origin": "x.example"}).encode()),
                 Case("another seed", self.whole, json.dumps({**pinned, "seed": "00" * 32}).encode())]
        for name, members in (("another key inside", {"ledger_keys": [pinned["ledger_keys"][0].replace("+", "+0", 1)]}), ("another genesis inside", {"genesis": "00" * 32}), ("another seed inside", {"seed": "00" * 32}),
                              ("no keys inside", {"ledger_keys": []})):
            cases.append(Case(name, self.changed(trust=as_json({**pinned, **members})).signed(), None))
        cases.append(Case("no trust inside", self.changed(trust=b"x").signed(), None))
        self.none_hold(cases)


class BehindAChangeOfRoots(CapsuleCase):
    """New roots have given a new drafter her key and grant; a root of before signs nothing any more."""

    def new_ledger(self):
        return RootsLedger()

    def test_the_set_of_roots_is_replayed(self):
        ledger = self.ledger
        ledger.change("proposed", "root.a", "root.b", "R-1", "root.a", "root.c")
        ledger.change("in_force", "root.c", "root.a", "R-2", "root.a", "root.c")
        public = ledger.answer("keys", "generate", "park", "-o", ledger.key("park")).one()["public_key"]
        for number, command in (("K-9", ("keys", "register", "park", "--public", public)), ("G-9", ("grant", "park", "--role", "drafter", "--scope", "*"))):
            self.assertEqual(ledger.by("root.c", "root.a", number, *command).code, 0)
        self.assertEqual(ledger.submit(found_unit(), order("H-1", hire("P1"))).code, 0)
        line = {**order("H-2", hire("P2")), "drafted_by": "park", "approved_by": "lee"}
        signed = ledger.file("line", *ledger.answer("order", "digest", ledger.file("line", line)).out.encode().splitlines())
        for name in ("park", "lee"):
            signed = ledger.file("line", *ledger.answer("order", "sign", signed, "--key", ledger.key(name)).out.encode().splitlines())
        self.assertEqual(ledger.json("submit", signed).code, 0)
        capsule, trust = self.capsule("P1", "P2"), self.trust()
        self.all_hold([Case("as it is", capsule, trust), Case("by what is inside", capsule, None)])
        good = Forgery(capsule, key_in(os.path.join(ledger.path, "keys", "ledger.key")))
        acts = {Entry(ActProof(each).entry_raw).act: i for i, each in enumerate(good.keys)}
        self.assertIn("roots_changed", acts)
        for name, keys in (("without the change of roots", [each for each in good.keys if Entry(ActProof(each).entry_raw).act != "roots_changed"]),
                           ("without its confirmation", [each for i, each in enumerate(good.keys) if i != acts["roots_changed"]])):
            changed = good.copy()
            changed.keys = keys
            self.none_hold([Case(name, changed.signed(), trust)])


class Rights(CapsuleCase):
    """A real ledger whose officers have many grants, and a hire whose opening names others than those it was signed under."""

    GRANTS = {"kim approver": ("kim", "approver", "*"), "another authority's": ("kim", "drafter", "OTHER"), "this authority's": ("kim", "drafter", "1760000"),
              "of its day": ("kim", "drafter", "*", "--from", "2024-03-02", "--to", "2024-03-03"), "until its day": ("kim", "drafter", "*", "--to", "2024-03-02"),
              "from the day after": ("kim", "drafter", "*", "--from", "2024-03-03"), "of the year of its record": ("kim", "drafter", "*", "--from", "2026-01-01", "--to", "2999-01-01"),
              "lee drafter": ("lee", "drafter", "*"), "lee for some": ("lee", "approver.agency_head", "*"), "kim for some": ("kim", "approver.agency_head", "*"),
              **{name: ("kim", "drafter", "*", "--from", f"2001-01-0{day}") for day, name in enumerate(("revoked", "to be revoked", "revoked twice"), 1)}}

    FAR = (datetime.date(2999, 1, 1).toordinal() - datetime.date(1970, 1, 1).toordinal()) * 86_400_000_000 - 9 * 3_600_000_000  # 00:00 in Korea

    def by_roots(self, *arguments, on="2024-01-03"):
        roots = [part for name in ("root.a", "root.b") for part in ("--key", self.ledger.key(name))]
        self.ledger.answer(*arguments, "--order", f"R{next(self.numbers)}", "--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", on, *roots)
        self.at = self.ledger.size() - 1
        return self.at

    @classmethod
    def setUpClass(cls):
        cls.shared = OfficersLedger()
        cls.addClassCleanup(cls.shared.close)
        cls.made = None

    def setUp(self):
        """One ledger for all; the tests only read."""
        self.ledger, self.numbers = self.shared, iter(range(1, 100))
        if not self.made:
            self.fill()
            type(self).made = dict(vars(self))
        vars(self).update({name: value for name, value in self.made.items() if not name.startswith("_")})

    def fill(self):
        with open(self.ledger.trust, "rb") as file:
            self.pinned = file.read()
        self.grants = {name: self.by_roots("grant", officer, "--role", role, "--scope", scope, *more) for name, (officer, role, scope, *more) in self.GRANTS.items()}
        for name, on in (("revoked", "2024-01-03"), ("to be revoked", "2999-01-01"), ("revoked twice", "2999-01-01"), ("revoked twice", "2998-01-01")):
            self.by_roots("revoke-grant", "--position", self.grants[name], "--reason", "x", on=on)
        for line in (found_unit(), order("H-1", hire("P1"))):
            self.assertEqual(self.ledger.submit(line).one()["status"], "recorded")
        self.good = Forgery(self.capsule("P1", open="name"), key_in(os.path.join(self.ledger.path, "keys", "ledger.key")))
        self.hire = self.ledger.size() - 1
        # What comes behind the hire: keys taken away and given anew, and an order of roots.
        self.revoked = self.by_roots("keys", "revoke", "kim", "--reason", "left")
        public = self.ledger.answer("keys", "generate", "kim2", "-o", self.ledger.key("kim2")).one()["public_key"]
        self.renewed = self.by_roots("keys", "register", "kim", "--public", public)
        self.entries, self.paths = {}, {}
        for position in [0, *range(77, self.ledger.size())]:
            proof = ActProof(self.prove(position))
            self.entries[position], self.paths[position] = proof.entry_raw, proof.order_path
        self.on_rights = [position for position in self.entries if position and position != self.hire and Entry(self.entries[position]).act != "unit_created"]

    def forged(self, name, changes=(), hire_at=None, without=(), extra=(), order=None, **point):
        """A log in which the hire's opening says other things, or in which it stands elsewhere."""
        entries, at = dict(self.entries), hire_at or self.hire
        raw = entries.pop(self.hire)
        for path, form, value in changes:
            raw = patched(raw, form, value, *path)
        if at in entries:
            raise AssertionError("there stands another")
        entries[at] = moved(raw, at)
        keys = sorted({0, *self.on_rights, *extra} & set(entries) - set(without))
        keys = order(keys) if order else keys
        forged = self.good.copy()
        forged.opened = []
        forged.records = [{**each, **point} for each in forged.records]
        made = forged.in_another_log(entries, [position for position in keys if position < at or order or position in extra], {"P1": [at]}, max([*entries, at]) + 9, self.paths)
        return Case(name, made.with_manifest(**point, made_at="2999-12-31T00:00:00.000000Z").signed(), self.pinned)

    @staticmethod
    def opening(name, position):
        return (("opening", name), "<Q", position)

    def test_good(self):
        [first] = self.all_hold([Case("as it is", self.good.signed(), self.pinned)])
        self.assertEqual(first[1][1]["opened"][0]["value"], "김하나")
        drafter = lambda name: [self.opening("drafter_grant", self.grants[name])]  # noqa: E731
        approver = lambda name: [self.opening("approver_grant", self.grants[name])]  # noqa: E731
        self.all_hold([self.forged("in another log"), self.forged("farther behind", hire_at=self.hire + 50, without=(self.revoked, self.renewed)),
                       *(self.forged(name, drafter(name), without=[78, *(at for other, at in self.grants.items() if at < self.grants[name])])
                         for name in ("kim approver", "this authority's", "of its day", "to be revoked", "kim for some")),
                       self.forged("lee for some", approver("lee for some"), without=(80,)),
                       self.forged("drafter revoked", drafter("to be revoked"), without=[78, *(at for name, at in self.grants.items() if name != "to be revoked")])])

    def test_grants(self):
        drafter = lambda position: [self.opening("drafter_grant", position)]  # noqa: E731
        approver = lambda position: [self.opening("approver_grant", position)]  # noqa: E731
        def alone(position):
            return [at for at in (78, *self.grants.values()) if at != position]
        cases = [self.forged(f"{name}, beside others", drafter(self.grants[name])) for name in self.GRANTS]
        cases += [self.forged(name, drafter(self.grants[name]), without=alone(self.grants[name])) for name in ("another authority's", "until its day", "from the day after", "of the year of its record", "lee drafter", "lee for some", "revoked")]
        cases += [self.forged("approver: " + name, approver(self.grants[name]), without=(80, *(alone(self.grants[name])[1:]))) for name in ("lee drafter", "kim approver")]
        cases += [self.forged("the approver's own", drafter(80)), self.forged("the drafter's own", approver(78)), self.forged("a key for a grant", drafter(77)), self.forged("itself", drafter(self.hire)),
                  self.forged("the genesis", drafter(0)), self.forged("of nowhere", drafter(2**63)), self.forged("none", drafter(None)), self.forged("none of the approver", approver(None)),
                  self.forged("none at all", drafter(None) + approver(None)), self.forged("one behind it", drafter(self.hire + 1))]
        day = 86_400_000_000
        for name in ("to be revoked", "revoked twice"):
            for late in (0, 1):
                at = self.FAR + late * day
                cases.append(self.forged(f"{name}: {late} days late", drafter(self.grants[name]) + [(("recorded_at",), "<q", at)], without=alone(self.grants[name]), known_at="2999-12-31T00:00:00.000000Z"))
        self.none_hold(cases)
        others = [78, *(at for at in self.grants.values() if at != self.grants["to be revoked"])]
        self.all_hold([self.forged("the day before", drafter(self.grants["to be revoked"]) + [(("recorded_at",), "<q", self.FAR - 1)], without=others, known_at="2999-12-31T00:00:00.000000Z")])

    def test_keys(self):
        drafter = lambda position: [self.opening("drafter_key", position)]  # noqa: E731
        approver = lambda position: [self.opening("approver_key", position)]  # noqa: E731
        cases = [self.forged("the approver's", drafter(79)), self.forged("the drafter's", approver(77)), self.forged("a grant for a key", drafter(78)), self.forged("none", drafter(None)),
                 self.forged("none of the approver", approver(None)), self.forged("of nowhere", drafter(2**63)), self.forged("the genesis", drafter(0)),
                 self.forged("without all", drafter(None) + approver(None) + [self.opening("drafter_grant", None), self.opening("approver_grant", None)])]
        cases += [self.forged(f"without the proof of {position}", without=(position,)) for position in (0, 77, 78, 79, 80)]
        behind = self.hire + 50
        cases += [self.forged("behind its revocation", hire_at=behind, without=(self.renewed,)), self.forged("behind another key of hers", hire_at=behind, without=(self.revoked,)),
                  self.forged("behind both", hire_at=behind), self.forged("with her next key, signed with the last", drafter(self.renewed), hire_at=behind),
                  self.forged("with a key behind it", drafter(self.renewed), extra=(self.renewed,))]
        # In another order than that of positions: what took the key away, before what gave it.
        front = lambda at: lambda keys: [0, at, *(each for each in keys[1:] if each != at and each != self.renewed)]  # noqa: E731
        cases += [self.forged("the revocation in front", hire_at=behind, order=front(self.revoked)),
                  self.forged("the revocation of the grant in front", [self.opening("drafter_grant", self.grants["revoked"])], order=front(self.grants["revoked twice"] + 1)),
                  self.forged("all the other way round", order=lambda keys: [0, *reversed(keys[1:])]), self.forged("a key twice", order=lambda keys: [0, 77, *keys[1:]]),
                  self.forged("revoked, and given again by the same proof", hire_at=behind, order=lambda keys: [*(each for each in keys if each != self.renewed), 77]),
                  self.forged("an act on a unit among them", extra=(self.hire - 1,), order=sorted), self.forged("the hire among them", extra=(self.hire,), order=sorted)]
        self.none_hold(cases)
        self.all_hold([self.forged("before its revocation", extra=(self.revoked, self.renewed))])


def tearDownModule():
    print(f"{counted['good']} good capsules, {counted['forged']} forged ones")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Two verifiers, one answer: the program and the one in Python agree on proofs that hold and on what they show."""
import os
import re
import shutil
import unittest

from support import Case, both, differences
from ledgers import AgreementCase, absent, act, hired, sanctioned
import program
from program import Ledger, OfficersLedger, RootsLedger, found_unit

import schema
from event import OF_NO_PERSON

D = ("2024-01-01", "2024-03-03", "2024-03-04", "2024-05-09", "2024-05-10", "2024-07-10", "2029-01-01")
SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "schemas")


class Proofs(AgreementCase):
    def test_single_acts_mass_orders_and_the_beginning(self):
        self.record(act("unit_created", None, "2000-01-01", unit="U1", name_ko="가", name_en="a", kind="ministry"), on="2000-01-01")
        people = [f"P{i}" for i in range(37)]
        first = self.record(*map(hired, people), on="2020-01-02")
        self.imported(act("trained", "P1", "2024-02-02", course="x", hours=3))
        size = self.ledger.json("checkpoint").one()["size"]
        trust = self.trust()
        positions = {0, 1, 2, 50, 76, *range(first - 1, size)}
        self.agree([Case(f"act {at}", self.prove(at), trust) for at in sorted(positions)])
        self.agree([Case(f"act 3 in the first {at}", self.prove(3, "--at", at), trust) for at in (4, 64, 77, first, size)])
        grown = []
        for since in (1, 2, 3, 63, 64, 65, first, size - 1, size):
            old = self.ledger.run("checkpoint", "--at", since).out.encode()
            grown.append(Case(f"grown since {since}", self.prove("--since", since), trust, old=old))
        self.agree(grown)
        for person in people[:5]:
            self.agree([Case(f"all of {person}", self.prove("--person", person), trust)])

    def test_a_synthetic_service_and_every_kind_of_act(self):
        self.assertEqual(self.ledger.run("demo", "--officials", "12", "--years", "4", "--seed", "3").code, 0)
        trust, cases = self.trust(), []
        size = self.ledger.json("checkpoint").one()["size"]
        cases += [Case(f"act {at}", self.prove(at), trust) for at in range(77, size, 13)]
        kinds = [kind for kind in schema.ACT_NAMES if kind not in OF_NO_PERSON]
        for person in ("P000001", "P000002", "P000005", "P000009"):
            whole = self.prove("--person", person)
            for i, kind in enumerate(kinds):
                cases.append(Case(f"{person} without {kind}", absent(whole, person, kind, f"{2021 + i % 5}-07-01"), trust))
        held = self.agree(cases, holds=False)
        self.assertGreater(held, len(cases) // 2)

    def test_a_beginning_whose_roots_sign_later(self):
        ledger = Ledger(sandbox=False)
        self.addCleanup(ledger.close)
        self.ledger = ledger
        keys = [f"--root={name}={ledger.json('keys', 'generate', name, '-o', os.path.join(ledger.home, name)).one()['public_key']}"
                for name in ("root.a", "root.b")]
        self.assertEqual(ledger.run("init", "--origin", "example.org/later", *keys).code, 0)
        trust = self.trust()
        self.agree([Case(f"act {at}", self.prove(at), trust) for at in (0, 1, 76)])


class OfficersProofs(AgreementCase):
    def new_ledger(self):
        return OfficersLedger()

    def test_keys_that_officers_hold(self):
        self.assertEqual(self.ledger.submit(found_unit()).one()["status"], "recorded")
        roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-01-03",
                 "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))
        self.ledger.answer("keys", "revoke", "kim", "--reason", "left", "--order", "R-kim", *roots)
        trust, size = self.trust(), self.ledger.json("checkpoint").one()["size"]
        self.assertIn(b'"to":82', trust)
        self.agree([Case(f"act {at}", self.prove(at), trust) for at in (0, 1, *range(76, size))])
        # The same keys for other positions: the day after is as wrong as the day before.
        for name, to, code in (("to the order itself", 81, 0), ("to before it", 80, 1), ("to none", "null", 0)):
            changed = trust.replace(b'"to":82', b'"to":%s' % str(to).encode())
            [(_, mine, other)] = both([Case(name, self.prove(81), changed)])
            self.assertEqual((mine[0], other[0]), (code, code), (name, mine, other))
        for since, code in ((80, 0), (81, 1), (82, 1)):
            changed = trust.replace(b'"from":77', b'"from":%d' % since).replace(b'"to":82', b'"to":99')
            [(_, mine, other)] = both([Case(f"from {since}", self.prove(81), changed)])
            self.assertEqual((mine[0], other[0]), (code, code), (since, mine, other))


class RootsProofs(AgreementCase):
    """Both verifiers know a root by the positions it was one at."""

    def new_ledger(self):
        return RootsLedger()

    def register(self, drafter, approver, name, path=None):
        answer = self.ledger.register(drafter, approver, name, path=path)
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()["positions"][0]

    def proved(self, path, position):
        answer = program.run("--ledger", path, "prove", position)
        self.assertEqual(answer.code, 0, str(answer))
        return answer.out.encode()

    def test_orders_before_at_and_behind_a_change_of_the_roots(self):
        fork = os.path.join(self.ledger.home, "fork")
        proposed = self.ledger.change("proposed", "root.a", "root.b", "R-1", "root.a", "root.c")
        before, old = self.register("root.a", "root.b", "park"), self.trust()
        shutil.copytree(self.ledger.path, fork)
        confirmed = self.ledger.change("in_force", "root.c", "root.a", "R-2", "root.a", "root.c")
        behind, new = self.register("root.c", "root.a", "choi"), self.trust()
        forked = [self.register("root.b", "root.a", name, path=fork) for name in ("forged", "forged.too")]
        self.assertEqual((before, confirmed, behind), (proposed + 1, proposed + 2, proposed + 3))
        self.assertEqual(forked, [confirmed, behind])
        ours = {at: self.proved(self.ledger.path, at) for at in (0, proposed, before, confirmed, behind)}
        theirs = {at: self.proved(fork, at) for at in forked}
        self.agree([Case(f"act {at}", proof, new) for at, proof in ours.items()])
        self.agree([Case(f"before: act {at}", ours[at], old) for at in (0, proposed, before)])
        self.agree([Case(f"as if nothing had changed: act {at}", proof, old) for at, proof in theirs.items()])
        refused = [Case(f"not pinned then: act {at}", ours[at], old) for at in (confirmed, behind)]
        refused += [Case(f"a former root: act {at}", proof, new) for at, proof in theirs.items()]
        self.assertEqual(self.agree(refused, holds=False), 0)


class Absences(AgreementCase):
    """One person each; what is asked of her on days around those of her acts."""

    def setUp(self):
        super().setUp()
        self.record(act("unit_created", None, "2000-01-01", unit="U1", name_ko="가", name_en="a", kind="ministry"), on="2000-01-01")

    def decision(self, person, outcome="cancelled", on="2024-07-10", **data):
        return act("appeal_decided", person, on, case="C1", outcome=outcome, **data)

    def stories(self):
        """(person, number of days in D on which `sanctioned` is absent), one after the other."""
        people = (f"P{i}" for i in range(100))

        def one():
            person = next(people)
            self.record(hired(person), on="2020-01-02")
            return person, self.imported(sanctioned(person))
        p, at = one()
        yield "sanctioned", p, 2
        p, at = one()
        gone = self.record(act("annulled", p, "2024-05-10", target=at, ground="x"), on="2024-05-10")
        yield "annulled", p, 7
        self.record(act("reinstated_act", p, "2024-07-10", target=at), on="2024-07-10")
        yield "annulled and reinstated", p, 2
        p, at = one()
        gone = self.record(act("annulled", p, "2024-05-10", target=at, ground="x"), on="2024-05-10")
        self.record(act("annulled", p, "2024-05-11", target=gone, ground="x"), on="2024-05-11")
        yield "an annulment annulled", p, 2
        p, at = one()
        moved = self.record(act("rectified", p, "2024-05-10", target=at, effective_on="2024-05-10"), on="2024-05-10")
        yield "another day", p, 4
        self.record(act("rectified", p, "2024-05-11", target=at, effective_on="2024-07-10"), on="2024-05-11")
        yield "another day again", p, 5
        p, at = one()
        moved = self.record(act("rectified", p, "2024-05-10", target=at, effective_on="2024-05-10"), on="2024-05-10")
        self.record(act("annulled", p, "2024-05-11", target=moved, ground="x"), on="2024-05-11")
        yield "another day, annulled", p, 2
        p, at = one()
        self.record(self.decision(p), on="2024-07-10")
        yield "cancelled on appeal", p, 7
        p, at = one()
        decided = self.record(self.decision(p), on="2024-07-10")
        self.record(act("annulled", p, "2024-07-11", target=decided, ground="x"), on="2024-07-11")
        yield "cancelled on appeal, annulled", p, 2
        p, at = one()
        self.record(self.decision(p, "changed", kind="warning"), on="2024-07-10")
        yield "changed on appeal", p, 2
        p, at = one()
        decided = self.record(self.decision(p, "dismissed"), on="2024-07-10")
        yield "appeal dismissed", p, 2
        self.record(act("rectified", p, "2024-07-11", target=decided, data={"outcome": "cancelled"}), on="2024-07-11")
        yield "appeal dismissed, rectified", p, 7
        p, at = one()
        gone = self.record(act("expunged", p, "2024-05-10", case="C1"), on="2024-05-10")
        yield "expunged", p, 5
        self.record(act("rectified", p, "2024-07-10", target=gone, effective_on="2024-07-10"), on="2024-07-10")
        yield "expunged on another day", p, 4
        self.record(act("annulled", p, "2024-07-11", target=gone, ground="x"), on="2024-07-11")
        yield "expunged, annulled", p, 2
        p, at = one()
        self.imported(act("removed_from_position", p, "2024-03-05", ground="3", case="C1"))
        self.imported(act("expunged", p, "2024-05-10", case="C1", kind="removed_from_position"))
        yield "a removal of the case expunged", p, 2
        p, at = one()
        self.imported(sanctioned(p, "C2"))
        self.record(act("expunged", p, "2024-05-10", case="C1"), on="2024-05-10")
        yield "one of two cases expunged", p, 2
        p, at = one()
        self.imported(act("expunged", p, "2024-03-04", case="C1"))
        yield "expunged on its day", p, 7
        person = next(people)
        self.record(hired(person), on="2020-01-02")
        self.imported(act("expunged", person, "2024-03-04", case="C1"))
        self.imported(sanctioned(person))
        yield "recorded behind an expungement of its day", person, 2
        p, at = one()
        self.record(act("expunged", p, "2024-05-10", case="C1"), on="2024-05-10")
        self.record(sanctioned(p, on="2024-07-10"), on="2024-07-10")
        yield "sanctioned again in an expunged case", p, 3
        p, at = one()
        self.imported(sanctioned(p, on="2024-05-10"))
        self.record(self.decision(p), on="2024-07-10")
        yield "the later of a case cancelled", p, 2
        self.record(self.decision(p), on="2024-07-10")
        yield "both of a case cancelled", p, 7
        p, at = one()
        late = self.imported(sanctioned(p, on="2024-05-10"))
        self.record(act("annulled", p, "2024-05-11", target=late, ground="x"), on="2024-05-11")
        self.record(self.decision(p), on="2024-07-10")
        yield "the one of a case that stood cancelled", p, 7
        self.record(act("reinstated_act", p, "2024-07-11", target=late), on="2024-07-11")
        yield "the later one stands again, so it was meant", p, 2
        p, at = one()
        self.record(act("rectified", p, "2024-05-10", target=at, data={"case": "C9"}), on="2024-05-10")
        self.record(act("expunged", p, "2024-05-10", case="C9"), on="2024-05-10")
        yield "expunged under its rectified case", p, 5
        p, at = one()
        other, _ = one()
        self.record(act("rectified", p, "2024-05-10", target=at, person=other), on="2024-05-10")
        yield "moved away", p, 7
        yield "moved to", other, 2
        p, at = one()
        twin, _ = one()
        merged = self.record(act("persons_merged", p, "2024-05-02", duplicate=twin), on="2024-05-02")
        yield "merged", p, 2
        yield "merged away", twin, 0
        self.record(act("persons_split", p, "2024-07-02", target=merged, person=twin), on="2024-07-02")
        yield "split again", twin, 0
        yield "split again, the one that stays", p, 0
        p, at = one()
        other, _ = one()
        self.imported(act("annulled", other, "2024-05-10", target=at, ground="x"))
        yield "annulled by an act on another", p, 7
        p, at = one()
        twin, mistaken = one()
        self.imported(act("persons_merged", p, "2024-05-02", duplicate=twin))
        self.imported(act("rectified", p, "2024-05-03", target=mistaken, person=twin))
        yield "given back behind the merge", p, 2
        self.imported(act("annulled", p, "2024-05-04", target=at, ground="x"))
        yield "given back behind the merge, and no other", p, 7
        p, at = one()
        first = self.record(act("rectified", p, "2024-05-10", target=at, effective_on="2024-05-10"), on="2024-05-10")
        self.record(act("rectified", p, "2024-05-11", target=first, effective_on="2024-07-10"), on="2024-05-11")
        yield "a rectification rectified", p, 5
        p, at = one()
        self.imported(act("appointment_cancelled", p, "2024-05-10", ground="x"))
        yield "an appointment cancelled", p, 7
        self.imported(hired(p, on="2024-05-10"))
        self.imported(sanctioned(p, "C2", on="2024-07-10"))
        yield "sanctioned once hired again", p, 5
        p, at = one()
        self.imported(hired(p, on="2024-05-10"))
        self.imported(sanctioned(p, "C2", on="2024-07-10"))
        self.imported(act("appointment_cancelled", p, "2024-05-09", ground="x"))
        yield "the first of two appointments cancelled", p, 5
        person = next(people)
        self.record(hired(person), on="2020-01-02")
        self.imported(act("appointment_cancelled", person, "2024-05-10", ground="x"))
        self.imported(sanctioned(person))
        yield "recorded behind the cancellation", person, 2
        p, at = one()
        self.imported(act("resigned", p, "2024-04-01"))
        self.imported(hired(p, on="2024-05-01"))
        self.imported(act("appointment_cancelled", p, "2024-05-10", ground="x"))
        yield "the second appointment cancelled", p, 2
        p, at = one()
        self.imported(act("award_revoked", p, "2024-05-10", target=at))
        yield "revoked as if it were an award", p, 2

    def test_sanctions_as_corrected(self):
        cases, expected = [], {}
        for name, person, days_absent in self.stories():
            trust, whole = self.trust(), self.prove("--person", person)
            cases.append(Case(name, whole, trust))
            cases += [Case(name, absent(whole, person, "sanctioned", day), trust) for day in D]
            expected[name] = 1 + days_absent
        self.assertGreater(len(cases), 200)
        results = both(cases)
        self.assertEqual(differences(results), [])
        for name, count in expected.items():
            self.assertEqual(sum(mine[0] == 0 for case, mine, _ in results if case.name == name), count, name)

    def test_awards_and_other_acts(self):
        self.record(hired("P1"), on="2020-01-02")
        award = self.record(act("awarded", "P1", "2024-03-04", kind="medal", name="x", grantor="y"), on="2024-03-04")
        revoked = self.record(act("award_revoked", "P1", "2024-05-10", target=award), on="2024-05-10")
        trust, whole = self.trust(), self.prove("--person", "P1")
        self.assertEqual(self.agree([Case(day, absent(whole, "P1", "awarded", day), trust) for day in D], holds=False), 7)
        self.record(act("annulled", "P1", "2024-05-10", target=revoked, ground="x"), on="2024-05-10")
        trust, whole = self.trust(), self.prove("--person", "P1")
        self.assertEqual(self.agree([Case(day, absent(whole, "P1", "awarded", day), trust) for day in D], holds=False), 2)

    def test_what_a_cancelled_appointment_leaves(self):
        """It takes what followed from it, but not what only adds to a record, nor corrections."""
        self.record(hired("P1"), on="2020-01-02")
        for kind, data in (("trained", {"course": "x", "hours": 3}), ("transferred", {"unit": "U1"}), ("awarded", {"kind": "medal", "name": "x", "grantor": "y"}),
                           ("appealed", {"case": "C1"}), ("appeal_decided", {"case": "C1", "outcome": "dismissed"}), ("investigation_opened", {"case": "C1", "kind": "audit"}),
                           ("investigation_closed", {"case": "C1", "outcome": "cleared"}), ("educated", {"school": "x", "degree": "bachelor", "field": "z"})):
            self.imported(act(kind, "P1", "2024-03-04", **data))
        self.imported({**act("personal_updated", "P1", "2024-03-04"), "personal": {"phone": "1"}})
        self.imported(act("appointment_cancelled", "P1", "2024-05-10", ground="x"))
        trust, whole = self.trust(), self.prove("--person", "P1")
        kinds = ["trained", "transferred", "awarded", "appealed", "appeal_decided", "investigation_opened", "investigation_closed", "educated", "personal_updated",
                 "hired", "appointment_cancelled"]
        gone = {"transferred", "appealed", "investigation_opened", "hired"}
        self.refused({kind: (Case(kind, absent(whole, "P1", kind, "2024-05-10"), trust), "-" if kind in gone else "person.has_act") for kind in kinds})

    def test_ids_that_were_merged(self):
        """Of which none is proved, and of which none can be told; the reason, whatever is asked."""
        def story(*acts):
            people = [f"Q{next(self.numbers)}" for _ in range(4)]
            positions = [self.record(hired(each), on="2020-01-02") for each in people]
            for make in acts:
                positions.append(self.imported(make(people, positions)))
            return people

        def merge(one, other):
            return lambda people, _: act("persons_merged", people[one], "2024-05-02", duplicate=people[other])
        hired_at = {"merged": (merge(0, 1),), "twice": (merge(0, 1), merge(2, 1)), "in a chain": (merge(0, 1), merge(2, 0)), "in a chain, from its end": (merge(2, 0), merge(0, 1)),
                    "in a circle": (merge(0, 1), merge(1, 0)), "and split": (merge(0, 1), lambda people, at: act("persons_split", people[0], "2024-06-02", target=at[-1], person=people[1])),
                    "and annulled": (merge(0, 1), lambda people, at: act("annulled", people[3], "2024-06-02", target=at[-1], ground="x")),
                    "two into one": (merge(0, 1), merge(0, 2)), "twice into one": (merge(0, 1), merge(0, 1))}
        gone, unknown, plain = "person.merged", "person.undecided", "-"
        expected = {"merged": (plain, gone, plain, plain), "twice": (unknown, gone, unknown, plain), "in a chain": (gone, gone, unknown, plain),
                    "in a chain, from its end": (gone, gone, unknown, plain), "in a circle": (gone, gone, plain, plain), "and split": (unknown, gone, plain, plain),
                    "and annulled": (unknown, gone, plain, None), "two into one": (plain, gone, gone, plain), "twice into one": (unknown, gone, plain, plain)}
        made = {name: story(*acts) for name, acts in hired_at.items()}
        trust, table = self.trust(), {}
        for name, people in made.items():
            for person, code in zip(people, expected[name]):
                if code is not None:
                    whole = self.prove("--person", person)
                    table[f"{name}: {person}"] = (Case(name, absent(whole, person, "sanctioned", "2024-05-10"), trust), code)
                    table[f"{name}: all of {person}"] = (Case(name, whole, trust), "-")
        self.refused(table)

    def test_corrections_count_where_they_are_asked_for(self):
        """They are acts shown, though what they say stands in no fact of its own."""
        self.record(hired("P1"), on="2020-01-02")
        at = self.imported(sanctioned("P1"))
        self.record(self.decision("P1", "dismissed"), on="2024-07-10")
        self.record(act("annulled", "P1", "2024-07-11", target=at, ground="x"), on="2024-07-11")
        trust, whole = self.trust(), self.prove("--person", "P1")
        for kind in ("appeal_decided", "annulled"):
            [(_, mine, other)] = both([Case(kind, absent(whole, "P1", kind, "2029-01-01"), trust)])
            self.assertEqual((mine[0], other[0]), (1, 1), mine)
            self.assertTrue(mine[1]["reason"].startswith("person.has_act"), mine)


class Schema(unittest.TestCase):
    """schema.py says what schemas/*.fbs say."""

    TYPES = {"string": "", "[string]": ":[text]", "long": ":i64", "int": ":i32", "short": ":i16", "bool": ":bool", "ulong": ":u64",
             "uint": ":u32", "ubyte": ":u8", "Sex": ":u8", "SealedName": ":u8", "PatchKind": ":u8", "Trust": ":u8",
             "SignatureAlgorithm": ":u8", "[Career]": ":[Career]", "[FieldPatch]": ":[FieldPatch]", "[SealedField]": ":[SealedField]",
             "[Evidence]": ":[Evidence]", "Hash": ":*32", "Signature": ":*64", "KeyId": ":*16", "Nonce": ":*24", "EvidenceHash": ":*32",
             "Opening": ":Opening", "ActData": ":union"}

    def test_every_table(self):
        lines = {**schema.ENVELOPE, **schema.ORDER, **schema.BODY}
        for file in ("act", "order", "envelope"):
            with open(os.path.join(SCHEMAS, file + ".fbs"), encoding="utf-8") as source:
                text = re.sub(r"//.*", "", source.read())
            for name, fields in re.findall(r"table (\w+) \{(.*?)\}", text, re.S):
                line = []
                for field, kind, default, attributes in re.findall(r"(\w+):([\w\[\]]+)([^(;]*)\(([^)]*)\)", fields):
                    written = self.TYPES.get(kind) if kind != "[ubyte]" else ":buffer" if "force_align" in attributes else ":bytes"
                    written = ":document" if field == "document" else written
                    scalar = written[1:2] in ("i", "u", "b") and kind not in ("ActData", "[ubyte]")
                    plain = scalar and "null" not in default and "ed25519" not in default
                    line += (["act_type:utype"] if kind == "ActData" else []) \
                        + [field + ("!" if "required" in attributes else "") + written + ("=0" if plain else "")]
                snake = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
                self.assertEqual(lines.get(name, lines.get(snake)).split(), line, name)
            union = re.search(r"union ActData \{(.*?)\}", text, re.S)
            if union:
                names = [re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in re.findall(r"\w+", union[1])]
                self.assertEqual(names, list(schema.ACT_NAMES))


if __name__ == "__main__":
    unittest.main()

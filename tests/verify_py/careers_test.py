#!/usr/bin/env python3
"""Careers at random, with corrections, merges and appeals at random: both verifiers find the same of every absence and every record."""
import datetime
import random
import unittest

from support import Case, both, told
from ledgers import absent

from absence import OF_TARGETS, ON_ACTS
from builder import DAY
from made import EPOCH, HIRED, Made

PEOPLE = ("P1", "P1", "P2", "P3")
KINDS = ("hired", "hired", "sanctioned", "sanctioned", "promoted", "resigned", "transferred", "annulled", "annulled", "rectified", "rectified", "reinstated_act", "persons_merged",
         "persons_split", "appeal_decided", "expunged", "appointment_cancelled", "investigation_opened", "investigation_closed", "awarded", "award_revoked", "removed_from_position", "died")
ASKED = ("sanctioned", "hired", "resigned", "transferred", "annulled", "rectified", "reinstated_act", "persons_merged", "appeal_decided", "investigation_closed", "awarded",
         "appointment_cancelled", "expunged", "removed_from_position")
CAREERS = 40


def iso(day):
    return (EPOCH + datetime.timedelta(days=day)).isoformat()


def fields_of(kind, target, chance):
    case, unit, person, day = f"C{chance.randint(1, 2)}", f"U{chance.randint(1, 3)}", chance.choice(PEOPLE), DAY + 10 * chance.randint(0, 6)
    return {"hired": {**HIRED[1], "unit": unit, "grade": chance.choice((9, 8))}, "promoted": {"kind": "ordinary", "grade": 7}, "transferred": {"unit": unit},
            "sanctioned": {"case": case, "kind": chance.choice(("reprimand", "expulsion", "demotion")), "misconduct": "general", "misconduct_on": DAY},
            "annulled": {"target": target, "ground": "x"}, "reinstated_act": {"target": target}, "award_revoked": {"target": target}, "persons_split": {"target": target, "person": person},
            "rectified": {"target": target, **chance.choice(({"effective_on": day}, {"person": person}, {"data": [{"name": "case", "kind": 2, "text": case}]}, {"effective_on": day, "person": person}))},
            "persons_merged": {"duplicate": person}, "appeal_decided": {"case": case, "outcome": chance.choice(("cancelled", "changed", "dismissed")), **chance.choice(({}, {"kind": "demotion"}))},
            "expunged": {"case": case, **chance.choice(({}, {"kind": "sanction"}, {"kind": "removed_from_position"}))}, "appointment_cancelled": {"ground": "x"},
            "investigation_opened": {"case": case, "kind": "audit"}, "investigation_closed": {"case": case, "outcome": "cleared"}, "awarded": {"kind": "medal", "name": "x", "grantor": "y"},
            "removed_from_position": {"ground": "3", "case": case}}.get(kind, {})


def career(seed):
    """A ledger whose acts behind position 4 are all shown as the history of P1."""
    chance, made, kinds = random.Random(seed), Made(), {}
    for _ in range(chance.randint(2, 9)):
        target, kind = chance.choice(list(kinds) or [5]), chance.choice(KINDS)
        if kind == "rectified" and kinds.get(target) in ON_ACTS or kind == "persons_split" and kinds.get(target) in OF_TARGETS:
            continue  # what a correction's own day is then, no law says
        at = made.add(kind, fields_of(kind, target, chance), subject=chance.choice(PEOPLE), effective_on=DAY + 10 * chance.randint(0, 6), opening={"trust": 1})
        kinds[at] = kind
    return chance, made, list(kinds)


class Careers(unittest.TestCase):
    maxDiff = None

    def test_they_agree(self):
        cases = []
        for seed in range(CAREERS):
            chance, made, shown = career(seed)
            trust, whole = made.trust_file(), made.proof("P1", shown)
            cases += [Case(f"{seed}: {kind}", absent(whole, "P1", kind, iso(DAY + chance.choice((0, 10, 30, 60)))), trust) for kind in ASKED]
            for days in (0, 20, 60) if shown else ():
                capsule = made.capsule({"P1": shown}, as_of=iso(DAY + days))
                capsule.records = [made.record_of("P1", shown, iso(DAY + days))]
                cases.append(Case(f"{seed}: record after {days} days", capsule.signed(), trust))
        results = both(cases)
        self.assertEqual([(case.name, told(mine), told(other)) for case, mine, other in results if told(mine) != told(other)], [])
        held = sum(mine[0] == 0 for _, mine, _ in results)
        self.assertTrue(len(results) // 4 < held < len(results) * 9 // 10, (held, len(results)))


if __name__ == "__main__":
    unittest.main()

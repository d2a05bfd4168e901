"""Ledgers to be proved from, and the two verifiers on what they prove."""
import os
import unittest

from support import both, differences, told
from program import Ledger, order


def act(kind, person, on, /, **data):
    return {"act": kind, **({"person": person} if person else {}), "effective_on": on, "data": data}


def hired(person, on="2020-01-02"):
    return {**act("hired", person, on, route="open", **{"class": "general"}, grade=9, series="a", unit="U1", probation_months=0),
            "personal": {"birth_on": "1990-01-01"}}


def sanctioned(person, case="C1", on="2024-03-04", kind="reprimand"):
    return act("sanctioned", person, on, case=case, kind=kind, misconduct="general", misconduct_on="2024-01-05")


class AgreementCase(unittest.TestCase):
    def setUp(self):
        self.ledger = self.new_ledger()
        self.addCleanup(self.ledger.close)
        self.numbers = iter(range(1, 100_000))

    def new_ledger(self):
        return Ledger()

    def record(self, *acts, on, **header):
        receipt = self.ledger.submit(order(f"O{next(self.numbers)}", *acts, on=on, **header)).one()
        self.assertEqual(receipt["status"], "recorded", receipt)
        return receipt["positions"][0]

    def imported(self, *acts, on="2024-01-02"):
        line = order(f"I{next(self.numbers)}", *acts, on=on, drafted_by="old", approved_by="old")
        answer = self.ledger.json("import", self.ledger.file("old.jsonl", line), "--trust", "paper")
        receipt = answer.lines()[0]
        self.assertEqual(receipt["status"], "recorded", answer)
        return receipt["positions"][0]

    def trust(self):
        path = os.path.join(self.ledger.home, "pinned.json")
        self.assertEqual(self.ledger.run("trust", "export", "-o", path).code, 0)
        with open(path, "rb") as file:
            return file.read()

    def prove(self, *options):
        answer = self.ledger.run("prove", *options)
        self.assertEqual(answer.code, 0, answer)
        return answer.out.encode()

    def agree(self, cases, holds=True):
        """That both say the same, and how many hold."""
        results = both(cases)
        self.assertEqual(differences(results), [])
        count = sum(mine[0] == 0 for _, mine, _ in results)
        if holds:
            self.assertEqual(count, len(cases), [(case.name, mine) for case, mine, _ in results if mine[0]])
        return count

    def refused(self, table):
        """Of {name: (case, code of the reason, or - where it holds)}: that both say just that."""
        results = both([case for case, _ in table.values()])
        said = {name: (told(mine)[1], told(other)[1]) for name, (_, mine, other) in zip(table, results)}
        self.assertEqual(said, {name: (code, code) for name, (_, code) in table.items()})


def absent(proof, person, kind, day):
    return proof.replace(f"person {person}\n".encode(), f"person {person}\nabsent {kind} {day}\n".encode(), 1)

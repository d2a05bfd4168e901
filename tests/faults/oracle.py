"""What the program has promised, kept outside of it, and whether a ledger still holds it.

After any fault and a restart
  1. every printed receipt is in the log, at the positions and with the recorded_at it named,
  2. no order is there in half, and positions have no gap,
  3. what was sealed can be opened: a person with a receipt has her name,
  4. the same lines again give a duplicate for what is there and are recorded for what isn't.
"""
import collections
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from program import as_bytes, hire, order  # noqa: E402


class Broken(AssertionError):
    pass


def check(holds, message):
    if not holds:
        raise Broken(message)


class Oracle:
    """What the program has promised so far, and what it was asked."""

    def __init__(self):
        self.asked = collections.OrderedDict()  # order number -> (line, how many acts, persons)
        self.promised = {}                      # order number -> (positions, recorded_at)
        self.imported = set()                   # orders whose trust grade says that they were imported

    def ask(self, number, persons, how="submit"):
        """An order that hires these persons; gives its line."""
        line = as_bytes(order(number, *(hire(person, name=f"사람{person}") for person in persons)))
        self.asked[number] = (line, len(persons), persons)
        if how == "import":
            self.imported.add(number)
        return line

    def take(self, text):
        """The complete lines of stdout are promises; a torn last line is none."""
        for line in text.split(b"\n")[:-1]:
            answer = json.loads(line)
            if "summary" in answer:
                continue
            check(answer["status"] in ("recorded", "duplicate"), f"refused: {answer}")
            promise = (tuple(answer["positions"]), answer["recorded_at"])
            number = answer["order"]
            check(self.promised.setdefault(number, promise) == promise,
                  f"{number}: promised {self.promised[number]}, now {promise}")


def events_after(ledger, position):
    answer = ledger.json("subscribe", "--from", position)
    check(answer.code == 0, f"subscribe: {answer}")
    return answer.lines()


def check_whole(ledger, oracle, base):
    """Points 1 and 2 for everything recorded from position `base` on; gives the new size."""
    found = collections.OrderedDict()
    expected = base
    for event in events_after(ledger, base):
        check(int(event["id"]) == expected, f"position {expected} is missing, {event['id']} stands there")
        found.setdefault(event["data"]["order"], []).append((expected, event["data"]["recorded_at"]))
        expected += 1
    for number, places in found.items():
        if number not in oracle.asked:
            continue
        check(len(places) == oracle.asked[number][1],
              f"{number} is there in half: {len(places)} of {oracle.asked[number][1]} acts")
        check(places[-1][0] - places[0][0] + 1 == len(places), f"{number} is not in one piece: {places}")
    for number, ((first, last), recorded_at) in oracle.promised.items():
        if first < base:
            continue
        check(number in found, f"{number} has a receipt for {first}..{last} and is gone")
        check((found[number][0][0], found[number][-1][0]) == (first, last), f"{number} moved: {found[number]}")
        check(found[number][0][1] == recorded_at, f"{number}: recorded_at changed to {found[number][0][1]}")
    return expected


def check_names(ledger, oracle, numbers, random_):
    promised = [number for number in numbers if number in oracle.promised]
    if promised:
        person = random_.choice(oracle.asked[random_.choice(promised)][2])
        answer = ledger.json("show", person)
        check(answer.code == 0 and answer.one()["personal"]["name"] == f"사람{person}", f"{person}: {answer}")


def ask_again(ledger, oracle, numbers):
    """The same lines by the same command: each is answered, as a duplicate where it has a receipt."""
    for imported in (False, True):
        same = [n for n in numbers if (n in oracle.imported) == imported]
        if not same:
            continue
        path = ledger.file("again.jsonl", *(oracle.asked[n][0] for n in same))
        answer = ledger.json(*(("import", path, "--trust", "system") if imported else ("submit", path)))
        check(answer.code == 0, f"the same lines again: {answer}")
        receipts = [r for r in answer.lines() if "order" in r]
        check([r["order"] for r in receipts] == same, f"a receipt is missing: {answer}")
        for receipt in receipts:
            check(receipt["status"] == "duplicate" or receipt["order"] not in oracle.promised,
                  f"a second receipt for {receipt['order']}: {receipt}")
        oracle.take(answer.out.encode())

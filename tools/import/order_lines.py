"""What the readers of this folder share: reading tables, and writing order lines (contract §3).

A reader turns one real data set into order lines for `sillok import FILE`. It drops and mends
nothing in silence: what a set cannot say in acts stands in an order's remarks, and each reader's
head says what it leaves out. The same input gives the same bytes.
"""
import csv
import gzip
import json
import os
import sys
import unicodedata

ACTS_MAX = 250  # of one order: a government formed in a day is one order, a century of midshipmen isn't
REMARKS_MAX = 2000  # characters, contract §3


def table(folder, name):
    """Rows of `name`.csv, or of the bundled `name`.csv.gz; cells without spaces around them, in NFC."""
    plain = os.path.join(folder, name + ".csv")
    if os.path.exists(plain):
        stream = open(plain, encoding="utf-8-sig", newline="")
    else:
        stream = gzip.open(plain + ".gz", "rt", encoding="utf-8-sig", newline="")
    with stream:
        return [
            {key.strip(): unicodedata.normalize("NFC", (cell or "").strip()) for key, cell in row.items()}
            for row in csv.DictReader(stream)
        ]


class _Order:
    def __init__(self, legal, remarks):
        self.legal, self.remarks, self.acts, self.notes = legal, remarks, [], []


class OrderBook:
    """Collects acts under orders and writes them by date of issue.

    One order is (day, rank, group); ranks order the orders of one day. An order's remarks are
    either fixed for the group, or the notes of its acts in their order, joined by spaces.
    """

    def __init__(self, authority):
        self._authority = authority
        self._orders = {}

    def add(self, day, rank, group, act, data, *, legal, person=None, personal=None, remarks="", note=None,
            effective_on=None):
        order = self._orders.setdefault((day, rank, group), _Order(legal, remarks))
        if (order.legal, order.remarks) != (legal, remarks):
            raise ValueError(f"order {day} {group}: two headers")
        line = {"act": act}
        if person is not None:
            line["person"] = person
        line["effective_on"] = effective_on or day
        line["data"] = data
        if personal:
            line["personal"] = personal
        order.acts.append(line)
        order.notes.append(note)

    def write(self, out):
        numbers = set()
        for (day, _, group), order in sorted(self._orders.items()):
            for part, (acts, remarks) in enumerate(_parts(order), 1):
                number = f"{day}-{group}" if part == 1 else f"{day}-{group}-{part}"
                if number in numbers:
                    raise ValueError(f"order number {number} twice")
                numbers.add(number)
                line = {"order": number, "authority": self._authority, "issued_on": day,
                        "legal_basis": [order.legal]}
                if remarks:
                    line["remarks"] = remarks
                line["acts"] = acts
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _parts(order):
    """(acts, remarks) of at most ACTS_MAX acts and REMARKS_MAX characters of notes each."""
    acts, notes, length = [], [], 0
    for act, note in zip(order.acts, order.notes):
        more = len(note) + 1 if note is not None else 0
        if acts and (len(acts) == ACTS_MAX or length + more > REMARKS_MAX):
            yield acts, " ".join(notes) or order.remarks
            acts, notes, length = [], [], 0
        acts.append(act)
        if note is not None:
            notes.append(note)
            length += more
    yield acts, " ".join(notes) or order.remarks


def main(read):
    """`READER.py DATA_DIR > lines.jsonl`, where read(DATA_DIR) gives an OrderBook."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {os.path.basename(sys.argv[0])} DATA_DIR > lines.jsonl")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        book = read(sys.argv[1])
    except FileNotFoundError as error:
        sys.exit(f"{error.filename}: not there; give the folder that holds the tables")
    book.write(sys.stdout)

#!/usr/bin/env python3
"""Both verifiers answer tests/vectors/proofs as its index says: what holds, what doesn't, and why."""
import os
import unittest

from support import HERE, Case, both, told

VECTORS = os.path.join(HERE, "..", "vectors", "proofs")
CODES = {"good": 0, "refused": 1, "unreadable": 3}


def content(name):
    if name == "-":
        return None
    with open(os.path.join(VECTORS, name), "rb") as file:
        return file.read()


def rows():
    with open(os.path.join(VECTORS, "index.tsv"), encoding="utf-8") as file:
        head, *lines = [line.rstrip("\n").split("\t") for line in file]
    return [dict(zip(head, line, strict=True)) for line in lines]


class Vectors(unittest.TestCase):
    maxDiff = None

    def test_every_vector(self):
        index = rows()
        cases = [Case(row["proof"], content(row["proof"]), content(row["trust"]), content(row["payload"]), content(row["old"])) for row in index]
        wrong = []
        for row, (_, mine, other) in zip(index, both(cases), strict=True):
            for who, reason, answer in (("program", "reason", other), ("python", "python_reason", mine)):
                if told(answer) != (CODES[row[who]], row[reason]):
                    wrong.append((row["proof"], who, told(answer), (row[who], row[reason])))
        self.assertEqual(wrong, [])

    def test_they_agree_on_all(self):
        """Whether it holds; what can't be read doesn't."""
        index = rows()
        self.assertEqual([row["proof"] for row in index if (row["program"] == "good") != (row["python"] == "good")], [])
        self.assertGreaterEqual(sum(row["program"] == row["python"] == "good" for row in index), 45)
        self.assertGreaterEqual(sum(row["program"] != "good" and row["python"] != "good" for row in index), 240)
        for row in index:
            self.assertEqual(row["proof"].startswith("good-"), row["program"] == "good", row["proof"])
            self.assertTrue(row["says"], row["proof"])

    def test_every_file_is_in_the_index(self):
        named = {row[kind] for row in rows() for kind in ("proof", "trust", "old", "payload")} - {"-"}
        self.assertEqual(named | {"README.md", "index.tsv", "make.py", "make_made.py"}, set(os.listdir(VECTORS)))
        self.assertEqual(len(rows()), len({row["proof"] for row in rows()}))


if __name__ == "__main__":
    unittest.main()

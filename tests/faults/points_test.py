"""tests/faults/points.txt names every crash point of the source, with its file, once."""
import os
import re
import unittest

from points import listed

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
SITE = re.compile(r'SILLOK_CRASH_POINT\("([^"]*)"\)')


def sites():
    found = []
    for top in ("ledger", "projections", "tools"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                path = os.path.join(folder, name)
                if not name.endswith((".cc", ".h")) or name == "crash_point.h":
                    continue
                with open(path, encoding="utf-8") as file:
                    found += [(point, os.path.relpath(path, ROOT)) for point in SITE.findall(file.read())]
    return found


class Points(unittest.TestCase):
    def test_the_list_is_the_source(self):
        self.assertEqual(sorted(listed()), sorted(sites()))

    def test_each_name_stands_once_and_in_no_header(self):
        names = [point for point, _ in sites()]
        self.assertGreater(len(names), 0)
        self.assertEqual(len(names), len(set(names)))
        for point, path in sites():
            self.assertRegex(point, r"^[a-z][a-z0-9_.]*$")
            self.assertTrue(path.endswith(".cc"), f"{point} stands in {path}")


if __name__ == "__main__":
    unittest.main()

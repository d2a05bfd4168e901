"""A table of RocksDB whose properties claim to be what they are not: Debian's library does not return an error there, it
aborts. The program ends as it does of damage, and names a way out."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from program import Answers, Ledger, found_unit, hire, order  # noqa: E402

FOOTER = 53  # bytes at the end of a table; before it stand the index of its last blocks, and these


class AnAssertion(Answers):
    def test_ends_as_damage_does(self):
        with Ledger() as ledger:
            self.ok(ledger.submit(found_unit(), order("H-1", hire("P1"))))
            log = os.path.join(ledger.path, "log")
            table = max((os.path.join(log, name) for name in os.listdir(log) if name.endswith(".sst")), key=os.path.getmtime)
            with open(table, "rb") as file:
                whole = file.read()
            aborted = 0
            for place in range(len(whole) - FOOTER - 80, len(whole) - FOOTER):
                with open(table, "wb") as file:
                    file.write(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1:])
                answer = ledger.json("verify", "--full")
                self.assertEqual(answer.code, 1, f"byte {place}: {answer}")
                if "Assertion" in answer.err:
                    aborted += 1
                    self.assertIn('"code":"program.aborted"', answer.err)
            print(f"{aborted} of 80 bytes are met by an assertion of the library")
            with open(table, "wb") as file:
                file.write(whole)
            self.ok(ledger.json("verify", "--full"))


if __name__ == "__main__":
    unittest.main()

"""What a person sees: tables that fit the window, Hangul two columns wide, numbers to the right."""
import fcntl
import os
import pty
import struct
import subprocess
import termios
import unicodedata
import unittest

import program
from program import Ledger, hire, order

UNITS = (("MOIS", "행정안전부", "Ministry of the Interior and Safety"),
         ("CIO", "고위공직자범죄수사처", "Corruption Investigation Office for High-ranking Officials"),
         ("NIS", "국가정보원", "National Intelligence Service"))


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def on_terminal(columns, *arguments):
    """What the program writes on a terminal of that width, stdout and stderr together."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = program.clean_environment(TERM="xterm")
    environment.pop("COLUMNS", None)
    with subprocess.Popen([program.SILLOK, *arguments], stdin=slave, stdout=slave, stderr=slave,
                          env=environment) as process:
        os.close(slave)
        written = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            written += part
    os.close(master)
    if process.returncode != 0:
        raise AssertionError(f"exit {process.returncode}: {written}")
    return written.decode().replace("\r\n", "\n")


class Terminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        units = [order(f"U-{code}", {"act": "unit_created", "effective_on": "2000-01-01",
                                     "data": {"unit": code, "name_ko": ko, "name_en": en, "kind": "ministry"}},
                       on="2000-01-01") for code, ko, en in UNITS]
        hires = [order(f"H-{i}", hire(f"P{i}", unit=UNITS[i % 3][0], post=f"{UNITS[i % 3][0]}-{i}")) for i in range(13)]
        trained = order("T-1", {"act": "trained", "person": "P1", "effective_on": "2024-05-01",
                                "data": {"course": "공직가치와 적극행정 그리고 청렴에 관한 아주 긴 이름의 교육과정", "hours": 20, "score": 88.5}},
                        on="2024-05-01")
        made = cls.ledger.submit(*units, *hires, trained)
        if made.code != 0:
            raise AssertionError(str(made))

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def seen(self, columns, *arguments):
        return on_terminal(columns, "--ledger", self.ledger.path, *arguments)

    def test_tables_fit_the_window(self):
        for columns in (80, 120):
            for question in (("show", "P1"), ("history", "P1"), ("stats", "present", "--by", "ministry"),
                             ("who-held", "CIO", "--on", "2024-06-01"), ("keys", "list"), ("verify",), ("digest",), ("policy", "list"),
                             ("diff", "P1", "2024-03-01", "2024-05-01"), ("run", "step-raise", "--on", "2026-01-01", "--dry-run")):
                with self.subTest(f"{columns}: {' '.join(question)}"):
                    lines = self.seen(columns, *question).splitlines()
                    self.assertGreater(len(lines), 1)
                    for line in lines:
                        self.assertLessEqual(width(line), columns, line)

    def test_nothing_is_lost_by_wrapping(self):
        flat = "".join(self.seen(80, "history", "P1").split())
        for word in ("공직가치와", "교육과정", "sandbox.approver", "88.5", "route", "open"):
            self.assertIn(word[-2:], flat)
        self.assertNotIn("{", flat, "data are shown in words, not as JSON")

    def test_into_a_file_every_row_is_one_line(self):
        table = self.ledger.run("history", "P1").out.splitlines()
        self.assertEqual(len(table), 3)
        self.assertIn("course 공직가치와 적극행정 그리고 청렴에 관한 아주 긴 이름의 교육과정, hours 20, score 88.5", table[2])
        for line in table:
            self.assertEqual(line, line.rstrip(), "no blanks at the end")

    def test_numbers_stand_to_the_right_beside_hangul(self):
        for columns in (80, 120):
            lines = self.seen(columns, "stats", "present", "--by", "ministry").splitlines()
            ends = {width(line) for line in lines if line.rstrip()[-1:].isdigit()}
            self.assertEqual(len(ends), 1, lines)

    def test_the_bar_is_gone_when_the_answer_comes(self):
        shown = self.seen(80, "verify")
        answer = shown[shown.rindex("ok:"):]
        self.assertNotIn("[", answer)
        if "verifying" in shown:
            self.assertIn("\r\033[Kok:", shown)

    def test_an_empty_answer_is_said(self):
        self.assertEqual(self.ledger.run("who-held", "CIO", "--on", "1999-01-01").out, "nobody held CIO on 1999-01-01\n")


if __name__ == "__main__":
    unittest.main()

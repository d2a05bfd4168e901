#!/usr/bin/env python3
"""Damage that no bit flip makes: files that are gone, of another time, or empty; each is found and named."""
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from program import Ledger, OfficersLedger, act, found_unit, hire, order, run  # noqa: E402


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = OfficersLedger()
        for number, act in (("H-1", hire("P1")), ("H-2", hire("P2", name="이두리"))):
            lines = [found_unit()] if number == "H-1" else []
            made = cls.ledger.submit(*lines, order(number, act))
            if made.code != 0:
                raise AssertionError(str(made))
            cls.second = made.lines()[-1]["positions"][0]  # of H-2, in the end
            if number == "H-1":
                shutil.copytree(cls.ledger.path, os.path.join(cls.ledger.home, "older"))
        cls.ledger.answer("rebuild")

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def setUp(self):
        self.copy = os.path.join(self.ledger.home, "copy")
        shutil.copytree(self.ledger.path, self.copy)
        self.addCleanup(shutil.rmtree, self.copy)

    def ask(self, *arguments):
        return run("--ledger", self.copy, "--json", *arguments)

    def found(self, *words, full=("--full",)):
        answer = self.ask("verify", *full)
        self.assertEqual(answer.code, 1, str(answer))
        said = answer.one()
        self.assertFalse(said["ok"])
        reason = said["first_bad"]["reason"] if said["first_bad"] else " ".join(said["views_bad"])
        for word in words:
            self.assertIn(word, reason)

    def test_an_event_that_is_lost_is_named_by_its_position(self):
        signed = self.ledger.signed_file(order("T-LOST", act("trained", "P1", "2024-04-02", course="law", hours=1), on="2024-04-02"))
        made = self.ask("submit", signed)
        self.assertEqual(made.code, 0, str(made))
        for name in os.listdir(self.path("log")):
            with open(self.path("log", name), "r+b") as file:
                place = file.read().find(b"T-LOST")
                if place >= 0:
                    file.seek(place)
                    file.write(b"T-LOSE")
        answer = self.ask("verify").one()
        self.assertEqual((answer["ok"], answer["first_bad"]["position"]), (False, made.one()["positions"][0]), str(answer))
        self.assertIn("log.damaged", answer["first_bad"]["reason"])

    def test_a_table_that_is_gone_is_named_by_the_first_event_in_it(self):
        named = set()
        for name in sorted(os.listdir(self.path("log"))):
            if name.endswith(".sst"):
                os.rename(self.path("log", name), self.path("kept"))
                answer = self.ask("verify").one()
                self.assertFalse(answer["ok"], name)
                named.add(answer["first_bad"]["position"])
                os.rename(self.path("kept"), self.path("log", name))
        self.assertIn(self.second, named)
        self.assertLess({0, self.second}, named | {0}, "each by its own")

    def path(self, *parts):
        return os.path.join(self.copy, *parts)

    def stores(self):
        views = next(name for name in os.listdir(self.path("views")) if name.startswith("v") and name != "LIVE")
        return ("log", "vault", os.path.join("views", views))

    def test_an_older_vault_is_no_erasure(self):
        shutil.rmtree(self.path("vault"))
        shutil.copytree(os.path.join(self.ledger.home, "older", "vault"), self.path("vault"))
        self.found("vault.missing_key", "position")
        self.assertEqual(self.ask("show", "P1").one()["personal"]["name"], "김하나")
        answer = self.ask("show", "P2")
        self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
        self.assertIn("vault.missing_key", answer.err)
        self.assertNotIn("ERASED", self.ask("history", "P2").out)

    def test_a_mark_that_does_not_hold(self):
        for store in self.stores():
            for content in (None, b"", b"\0" * 512):
                with self.subTest(f"{store} {content and len(content)}"):
                    mark = self.path(store, "MARK")
                    with open(mark, "rb") as file:
                        good = file.read()
                    os.remove(mark)
                    if content is not None:
                        with open(mark, "wb") as file:
                            file.write(content)
                    self.found("MARK")
                    self.assertEqual(self.ask("show", "P1").code, 0)  # nothing is lost by it
                    with open(mark, "wb") as file:
                        file.write(good)
        self.assertEqual(self.ask("verify", "--full").code, 0)

    def test_a_current_file_that_names_nothing(self):
        for store in self.stores():
            for content in (bytes(16), b"MAN\xc9FEST-000005\n", b"../../etc/passwd\n"):
                with self.subTest(f"{store} {content}"):
                    current = self.path(store, "CURRENT")
                    with open(current, "rb") as file:
                        good = file.read()
                    with open(current, "wb") as file:
                        file.write(content)
                    if store.startswith("views"):
                        self.found("views.damaged", "CURRENT")
                    else:
                        self.found("log.damaged", f"{store}/CURRENT")
                    with open(current, "wb") as file:
                        file.write(good)

    def test_a_byte_that_no_read_looks_at(self):
        """Filters and footers of tables: no answer depends on them, and still they are not as written."""
        for store in self.stores():
            for name in sorted(os.listdir(self.path(store))):
                if not name.endswith(".sst"):
                    continue
                with self.subTest(os.path.join(store, name)), open(self.path(store, name), "r+b") as file:
                    file.seek(-20, os.SEEK_END)
                    byte = file.read(1)
                    file.seek(-20, os.SEEK_END)
                    file.write(bytes([byte[0] ^ 1]))
                    file.flush()
                    self.found()
                    file.seek(-20, os.SEEK_END)
                    file.write(byte)

    def test_keys_that_are_gone(self):
        for key in ("ledger", "vault"):
            with self.subTest(key):
                os.rename(self.path("keys", f"{key}.key"), self.path("kept"))
                self.found("key.missing", f"{key}.key")
                self.assertEqual(self.ask("verify").code, 0)
                os.rename(self.path("kept"), self.path("keys", f"{key}.key"))
        # A copy for an auditor comes without keys: it can be verified and read, and what is sealed stays so.
        opened = self.ask("show", "P1").one()
        shutil.rmtree(self.path("keys"))
        self.assertEqual(self.ask("verify", "--full").code, 0)
        answer = self.ask("show", "P1")
        self.assertEqual(answer.code, 0, str(answer))
        self.assertIn("keys export", answer.err)
        closed = answer.one()
        self.assertEqual(set(closed["personal"].values()), {"SEALED"})
        self.assertEqual(set(closed["personal"]), set(opened["personal"]))
        for record in (closed, opened):
            del record["personal"], record["known_at"]
        self.assertEqual(closed, opened)
        self.assertIn('"SEALED"', self.ask("history", "P1").out)
        # Two values that can't be opened can't be told apart either.
        answer = self.ask("diff", "P1", "2025-01-01", "2026-01-01")
        self.assertEqual(answer.code, 2, str(answer))
        self.assertIn("vault.absent", answer.err)

    def test_a_ledger_that_was_set_back_records_nothing(self):
        published = run("--ledger", self.copy, "checkpoint")
        self.assertEqual(published.code, 0, str(published))
        kept = self.path("checkpoint")
        for part in ("log", "vault", "views", "anchor"):
            target = self.path(part)
            shutil.rmtree(target) if os.path.isdir(target) else os.remove(target)
            source = os.path.join(self.ledger.home, "older", part)
            shutil.copytree(source, target) if os.path.isdir(source) else shutil.copy(source, target)
        self.assertTrue(os.path.exists(kept))
        answer = self.ask("submit", self.ledger.signed_file(order("H-3", hire("P3"))))
        self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
        self.assertIn("checkpoint.behind", answer.err)


class Recreated(unittest.TestCase):
    def test_views_of_another_release_are_built_anew(self):
        with Ledger() as ledger:
            self.assertEqual(ledger.submit(found_unit(), order("H-1", hire("P1"))).code, 0)
            before = ledger.json("digest").one()
            shutil.rmtree(os.path.join(ledger.path, "views"))
            self.assertEqual(ledger.json("digest").one(), before)  # a reader makes its own
            self.assertEqual(ledger.submit(order("H-1", hire("P1"))).code, 0)
            self.assertEqual(ledger.json("digest").one(), before)


if __name__ == "__main__":
    unittest.main()

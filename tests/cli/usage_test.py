"""Wrong use gets exit 2, what isn't there exit 1, and every command explains itself by an example."""
import json
import os
import stat
import subprocess
import unittest

import program
from program import Ledger, found_unit, hire, order

COMMANDS = ["init", "demo", "keys", "keys generate", "keys list", "keys register", "keys revoke", "keys export", "keys import",
            "grant", "revoke-grant", "policy", "policy list", "policy show", "diff", "run", "run step-raise", "run retirements", "expunge", "audit",
            "anchor repair", "anchor release", "anchor store", "keys roots", "evidence", "check-evidence", "hand-over",
            "witness", "witness serve", "witness add", "witness policy", "backup", "restore", "order digest", "order sign", "submit", "import", "show", "history", "who-held", "verify",
            "checkpoint", "prove", "check-proof", "rebuild", "digest", "stats", "subscribe", "trust", "trust export",
            "order", "anchor"]
# The public keys of the first two test vectors of RFC 8032: valid points that nobody here can sign for.
ROOTS = ["d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"]


class Usage(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger(sandbox=False)
        self.addCleanup(self.ledger.close)

    def sandbox(self):
        made = self.ledger.run("init", "--sandbox")
        self.assertEqual(made.code, 0, str(made))

    def expect(self, code, *arguments):
        answer = self.ledger.json(*arguments)
        self.assertEqual(answer.code, code, f"{arguments}: {answer}")
        self.assertEqual(answer.out, "", "with --json stdout holds answers only")
        error = json.loads(answer.err.splitlines()[-1])["error"]
        self.assertEqual(set(error) & {"code", "message", "where"}, {"code", "message", "where"})
        self.assertRegex(error["code"], r"^[a-z_]+\.[a-z_]+$")
        return error

    def test_every_command_has_an_example(self):
        for command in COMMANDS:
            with self.subTest(command):
                answer = program.run(*command.split(), "--help")
                self.assertEqual(answer.code, 0, str(answer))
                self.assertRegex(answer.out, r"(?i)example")
                self.assertRegex(answer.out.split("xample", 1)[-1], rf"sillok\b.*\b{command.split()[0]}")

    def test_help_of_the_program_names_every_command(self):
        answer = program.run("--help")
        self.assertEqual(answer.code, 0, str(answer))
        for command in COMMANDS:
            self.assertRegex(answer.out, rf"\b{command.split()[0]}\b")

    def test_wrong_use(self):
        self.sandbox()
        for arguments in (["show"], ["show", "P1", "--frobnicate"], ["frobnicate"], [],
                          ["show", "P1", "--as-of", "2023-02-29"], ["show", "P1", "--known-at", "yesterday"],
                          ["who-held", "U1"], ["stats", "no_such_measure"],
                          ["stats", "present", "--by", "colour"], ["subscribe", "--from", "-1"],
                          ["prove", "--", "-1"], ["prove", "1.5"], ["prove", "one"],
                          ["checkpoint", "--at", "-1"], ["keys", "revoke", "--position", "-1"], ["keys", "revoke"],
                          ["keys", "revoke", "kim", "--position", "1"], ["revoke-grant"],
                          ["verify", "--trust", "t.json"], ["prove", "010"], ["prove", "0x1"], ["prove", "+1"],
                          ["checkpoint", "--at", "18446744073709551616"], ["nonsense", "--help"], ["checkpoint", "--at"],
                          ["import", "x.jsonl", "--trust", "paper", "--map", "m.json"], ["anchor", "repair", "--acknowledged", "-1"],
                          ["anchor", "repair", "--acknowledged", "x"], ["witness"], ["anchor"],
                         
                          ["submit", "-", "--workers", "-1"], ["keys", "generate", "kim", "--kind", "root"],
                          ["show", ""], ["show", "P1", "--as-of", ""], ["show", "P1", "--known-at", ""], ["history", "P1", "--known-at="],
                          ["who-held", "U1", "--on", "2024-01-01", "--known-at", ""], ["stats", "present", "--as-of", ""],
                          ["grant", "kim", "--role", "drafter", "--scope", "*", "--authority", "x y"], ["--ledger", "", "show", "P1"]):
            with self.subTest(" ".join(arguments)):
                self.expect(2, *arguments)

    def test_what_could_have_been_meant_is_said(self):
        self.sandbox()
        self.assertIn("submit", self.expect(2)["message"])
        self.assertIn("serve, add, policy", self.expect(2, "witness")["message"])
        self.assertIn("0 to ", self.expect(1, "prove", "100000")["message"])
        self.assertIn("1 to ", self.expect(1, "checkpoint", "--at", "100000")["message"])
        proof = self.ledger.file("proof", self.ledger.run("prove", "0").out.rstrip("\n"))
        answer = program.run("--ledger", self.ledger.path + ".none", "check-proof", proof)
        self.assertEqual(answer.code, 2, str(answer))
        self.assertIn("--trust", answer.err)

    def test_a_witness_keeps_to_its_own_directory(self):
        self.sandbox()
        trust = self.ledger.path + ".trust"
        self.assertEqual(self.ledger.run("trust", "export", "-o", trust).code, 0)
        before = sorted(os.listdir(self.ledger.path))
        error = self.expect(2, "witness", "serve", "--state", self.ledger.path, "--name", "w", "--trust", trust)
        self.assertEqual(error["code"], "witness.state")
        self.assertEqual(sorted(os.listdir(self.ledger.path)), before)

    def test_an_error_is_one_line_of_utf8_whatever_was_given(self):
        self.sandbox()
        for argument in ("a\nb", "a\x1b[2Jb", b"\xc9t\xe9"):
            with self.subTest(repr(argument)):
                done = subprocess.run([program.SILLOK, "--ledger", self.ledger.path, "--json", "show", argument],
                                      capture_output=True, env=program.clean_environment(), check=False)
                self.assertEqual(done.returncode, 1)
                lines = done.stderr.decode("utf-8").splitlines()
                self.assertEqual(len(lines), 2, lines)
                self.assertIn("error", json.loads(lines[-1]))

    def test_wrong_use_is_told_as_json_too(self):
        for arguments in (["--json", "checkpoint", "--at"], ["--json", "nonsense"], ["--json", "--ledger"]):
            with self.subTest(" ".join(arguments)):
                answer = program.run(*arguments)
                self.assertEqual(answer.code, 2, str(answer))
                self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], "option.unknown")

    def test_what_is_not_there(self):
        self.sandbox()
        for arguments in (["show", "NOBODY"], ["history", "NOBODY"], ["prove", "999999"]):
            with self.subTest(" ".join(arguments)):
                error = self.expect(1, *arguments)
                self.assertIn(arguments[1], error["where"] + error["message"])

    def test_no_ledger_there(self):
        """Not an answer of a ledger, but the wrong name for one."""
        proof = self.ledger.file("act.proof", "x")
        for command in (["show", "P1"], ["history", "P1"], ["who-held", "U1", "--on", "2024-01-01"], ["verify"],
                        ["verify", "--full"], ["submit", "-"], ["import", "-", "--trust", "paper"], ["rebuild"],
                        ["digest"], ["stats", "present"], ["subscribe"], ["checkpoint"], ["prove", "0"],
                        ["check-proof", proof], ["trust", "export", "-o", self.ledger.path + ".json"], ["keys", "list"],
                        ["keys", "revoke", "kim"], ["keys", "export", "--to", "node.b"], ["grant", "kim", "--role", "drafter", "--scope", "*"],
                        ["order", "digest", proof], ["order", "sign", proof, "--key", proof], ["anchor", "repair"],
                        ["demo"], ["policy", "list"], ["policy", "show", "pay_table"], ["diff", "P1", "2024-01-01", "2024-02-01"], ["audit"],
                        ["run", "step-raise", "--on", "2024-01-01"], ["run", "retirements", "--on", "2024-01-01", "--dry-run"], ["expunge", "--due"]):
            with self.subTest(" ".join(command)):
                error = self.expect(2, *command)
                self.assertEqual(error["code"], "ledger.absent")
                self.assertIn(self.ledger.path, error["where"])
        self.assertFalse(os.path.exists(self.ledger.path), "asking makes no ledger")

    def test_who_may_only_read_is_told_the_same(self):
        self.sandbox()
        self.assertEqual(self.ledger.run("checkpoint").code, 0)
        answers = [self.ledger.json(*arguments).out for arguments in (("verify", "--full"), ("checkpoint",), ("prove", "0"))]
        self.open_to_others(0o444, 0o555)
        for arguments, answer in zip((("verify", "--full"), ("checkpoint",), ("prove", "0")), answers):
            with self.subTest(arguments):
                self.assertEqual(self.as_reader("--json", *arguments).out, answer)
        self.open_to_others(0o600, 0o700)
        if os.geteuid() == 0:
            error = json.loads(self.as_reader("--json", "verify").err.splitlines()[-1])["error"]
            self.assertEqual(error["code"], "ledger.unreadable")

    def open_to_others(self, file_mode, directory_mode):
        for folder, _, files in os.walk(self.ledger.path):
            os.chmod(folder, 0o755 if folder != self.ledger.path and directory_mode == 0o700 else directory_mode)
            for name in files:
                os.chmod(os.path.join(folder, name), file_mode)

    def as_reader(self, *arguments):
        """As somebody who may read the ledger and not write to it."""
        def become_nobody():
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
        os.chmod(self.ledger.home, 0o755)
        done = subprocess.run([program.SILLOK, "--ledger", self.ledger.path, *arguments], capture_output=True, timeout=program.TIMEOUT_S,
                              env=program.clean_environment(), check=False, preexec_fn=become_nobody)
        return program.Answer(done)

    def test_what_is_left_of_a_ledger_is_damage(self):
        self.sandbox()
        os.remove(os.path.join(self.ledger.path, "LEDGER"))
        error = self.expect(1, "show", "P1")
        self.assertEqual(error["code"], "ledger.identity")

    def test_what_nobody_foresaw_is_one_line_and_json_too(self):
        answer = program.run("--ledger", "x" * 5000, "--json", "keys", "generate", "kim")
        self.assertIn(answer.code, (2, 4), str(answer))
        lines = answer.err.splitlines()
        self.assertEqual(len(lines), 2, answer.err)
        self.assertTrue(lines[0].startswith("sillok: "), lines[0])
        self.assertEqual(set(json.loads(lines[1])["error"]), {"code", "message", "where"})

    def test_errors_of_files_name_the_file(self):
        self.sandbox()
        good = self.ledger.file("act.proof", "x")
        for name, content in (("cut.json", '{"format"'), ("empty.json", "{}"),
                              ("hash.json", '{"format":"sillok-trust/v1","origin":"o","genesis":"zz"}')):
            trust = self.ledger.file(name, content)
            with self.subTest(name):
                error = self.expect(3, "check-proof", good, "--trust", trust)
                self.assertIn(trust, error["where"])
        error = self.expect(3, "check-proof", good)
        self.assertIn(good, error["where"])

    def test_a_digest_of_evidence_that_is_none(self):
        self.sandbox()
        for digest in ("", "abc", "g" * 64, "0" * 63, "0" * 66):
            with self.subTest(digest):
                answer = self.ledger.submit(order("E-1", hire("P1"), evidence=[{"title": "decree", "sha256": digest}]))
                self.assertEqual(answer.code, 3, str(answer))
                error = json.loads(answer.err.splitlines()[-1])["error"]
                self.assertIn("evidence[0].sha256", error["where"])
                self.assertIn("SHA-256", error["message"])
                self.assertIn("64 hex digits", error["message"])

    def test_init_where_something_is(self):
        os.makedirs(self.ledger.path)
        with open(os.path.join(self.ledger.path, "thesis.txt"), "w", encoding="utf-8") as file:
            file.write("years of work")
        self.expect(2, "init", "--sandbox")
        self.assertEqual(os.listdir(self.ledger.path), ["thesis.txt"])

    def test_init_twice(self):
        self.sandbox()
        before = self.ledger.json("checkpoint").out
        self.expect(2, "init", "--sandbox")
        self.assertEqual(self.ledger.json("checkpoint").out, before)

    def test_init_in_an_empty_folder(self):
        os.makedirs(self.ledger.path)
        self.sandbox()

    def test_init_needs_two_roots(self):
        for roots in ([], ROOTS[:1], [ROOTS[0], ROOTS[0]]):
            with self.subTest(len(roots)):
                named = [part for i, key in enumerate(roots) for part in ("--root", f"root{i}={key}")]
                self.expect(2, "init", "--origin", "example.org/ledger", *named)
                self.assertFalse(os.path.exists(os.path.join(self.ledger.path, "log")))

    def key_files(self):
        found = []
        for folder, _, names in os.walk(self.ledger.path):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    if file.read(11) == b"sillok-key/":
                        found.append(path)
        return found

    def test_a_new_ledger_is_its_owners_alone(self):
        self.sandbox()
        self.assertEqual(stat.S_IMODE(os.stat(self.ledger.path).st_mode), 0o700)

    def test_a_sandbox_has_its_own_roots(self):
        self.expect(2, "init", "--sandbox", "--root", f"a={ROOTS[0]}")

    def test_a_key_file_that_others_can_read(self):
        made = self.ledger.run("init", "--origin", "example.org/ledger",
                               "--root", f"a={ROOTS[0]}", "--root", f"b={ROOTS[1]}")
        self.assertEqual(made.code, 0, str(made))
        keys = self.key_files()
        self.assertGreater(len(keys), 0, "init outside a sandbox writes keys in files")
        for path in keys:
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
            for mode in (0o644, 0o640, 0o604):
                os.chmod(path, mode)
                for command in (["checkpoint"], ["submit", "-"], ["verify"], ["keys", "list"]):  # used now or not
                    error = self.expect(2, *command)
                    self.assertIn(path, error["where"])
            os.chmod(path, 0o600)


class Sealed(unittest.TestCase):
    def test_no_personal_data_in_any_file(self):
        secrets = {"name": "독고마루한", "name_hanja": "獨孤麻婁", "address": "세종특별자치시 도움6로 11",
                   "phone": "010-9876-5432", "email": "marohan@example.org", "resident_no": "980504-2345678",
                   "nationality": "KR-X9"}
        act = hire("S1")
        act["personal"].update(secrets)
        with Ledger() as ledger:
            made = ledger.submit(found_unit(), order("S-1", act))
            self.assertEqual(made.code, 0, str(made))
            self.assertEqual(ledger.json("rebuild").code, 0)
            self.assertEqual(ledger.json("show", "S1").one()["personal"]["name"], secrets["name"])
            looked_at = 0
            for folder, _, names in os.walk(ledger.path):
                for name in names:
                    with open(os.path.join(folder, name), "rb") as file:
                        content = file.read()
                    looked_at += len(content)
                    for field, value in secrets.items():
                        self.assertNotIn(value.encode(), content, f"{field} in {name}")
            self.assertGreater(looked_at, 1000)


if __name__ == "__main__":
    unittest.main()

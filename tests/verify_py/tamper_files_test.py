#!/usr/bin/env python3
"""Files of a ledger's directory, tampered with: `verify --full` finds it, or who would act on the file next. See tamper.py.

What nobody finds stands in a test of its own.
"""
import base64
import hashlib
import os
import re
import shutil
import tempfile

from support import key_of, public, signed_note
from program import hire, order, run
from tamper import Class, Matrix, main, of_key, read

SLOT = 512


def line_of(number):
    """The line of that number, from 0."""
    return rb"\A" + rb"[^\n]*\n" * number + rb"([^\n]+)"


class LedgerFiles(Matrix):
    def classes(self):
        ledger_key = of_key(os.path.join(self.ledger.path, "keys", "ledger.key"))

        def padded(before, after):
            """An anchor keeps its two slots of 512."""
            slots = [before[:SLOT], before[SLOT:]]
            if len(after) == len(before):
                return after
            at = 0 if after[:20] == before[:20] and after[:SLOT - 20] != before[:SLOT - 20] else 1
            slots[at] = (after[:len(after) - SLOT] if at == 0 else after[SLOT:]).rstrip(b"\n").ljust(SLOT, b"\n")[:SLOT]
            return b"".join(slots)

        def slot_signed(content):
            """Both slots say one event less, signed by the ledger's key instead of the node's."""
            slots = []
            for raw in (content[:SLOT], content[SLOT:]):
                lines = raw.rstrip(b"\n").split(b"\n")
                text = b"\n".join([*lines[:2], b"%d" % (int(lines[2]) - 1), *lines[3:5]]) + b"\n"
                slots.append((text + base64.b64encode(ledger_key.sign(text))).ljust(SLOT, b"\n"))
            return b"".join(slots)

        def note_signed(name, key):
            def made(content):
                head = content.decode().partition("\n\n")[0].split("\n")
                return signed_note("\n".join([head[0], str(int(head[1]) + 1), *head[2:]]) + "\n", (name, key)).encode()
            return made
        origin, persons = "example.org/hr", "example.org/hr/persons"
        signature = rb"^\xe2\x80\x94 \S+ (\S{6})\S+"
        found = []
        for slot, begin in (("first", b""), ("second", rb".{512}")):
            other = rb"\A" + (rb".{512}" if not begin else b"")
            for name, line, zero in (("format", 0, b"x"), ("origin", 1, b"x"), ("size", 2, b"0"), ("root", 3, b"A"), ("state", 4, b"x"), ("signature", 5, b"A")):
                here = rb"[^\n]*\n" * line + rb"([^\n]+)"
                found.append(Class(f"anchor, {slot} slot: {name}", "anchor", rb"\A" + begin + here, zero=zero, neighbour=other + here, keep=padded,
                                   resigned=slot_signed if line in (2, 3, 4, 5) else None))
        found += [Class("LEDGER: format", "LEDGER", line_of(0), zero=b"x"), Class("LEDGER: origin", "LEDGER", rb"^origin (\S+)", zero=b"x"),
                  Class("LEDGER: genesis", "LEDGER", rb"^genesis (\S+)", zero=b"0"), Class("LEDGER: node", "LEDGER", rb"^node (\S+)")]
        for kind in ("ledger", "vault", "node"):
            found += [Class(f"{kind}.key: kind", f"keys/{kind}.key", rb"\A\S+ (\S+)", zero=b"x"),
                      Class(f"{kind}.key: secret", f"keys/{kind}.key", rb"\n(\S{42})"), Class(f"{kind}.key: check", f"keys/{kind}.key", rb"\n\S{43}(\S+)")]
        for file, name in (("checkpoint", origin), ("checkpoint.persons", persons)):
            signed = note_signed(name, key_of("another"))
            found += [Class(f"{file}: origin", file, line_of(0), zero=b"x", resigned=signed), Class(f"{file}: size", file, line_of(1), zero=b"0", resigned=signed),
                      Class(f"{file}: root", file, line_of(2), resigned=signed), Class(f"{file}: key's name", file, rb"^\xe2\x80\x94 (\S+)", zero=b"x", resigned=signed),
                      Class(f"{file}: key id", file, signature, resigned=signed), Class(f"{file}: signature", file, rb"^\xe2\x80\x94 \S+ \S{6}(\S+)", resigned=signed)]
        found += [Class(f"{store}/MARK: {name}", f"{store}/MARK", pattern, zero=b"0") for store in ("log", "vault")
                  for name, pattern in (("format", line_of(0)), ("list", rb"\A\S+ ?[^\n]*?(MANIFEST-\d+|\d+)"), ("hash", rb"([0-9a-f]{64})"))]
        # Without its last line feed LEDGER says the same; what a MARK of another ledger says: see below.
        found += [Class(f"{file}: all of it", file, rb"\A(.*)\Z", zero=b"\0", why={"LEDGER": {"truncate": "says the same"}}.get(
            file, {"transplant": "a finding"} if file.endswith("MARK") else None)) for file in
            ("LEDGER", "anchor", "checkpoint", "checkpoint.persons", "keys/ledger.key", "keys/vault.key", "keys/node.key", "log/MARK", "vault/MARK")]
        found += [Class(f"{store}/CURRENT", f"{store}/CURRENT", rb"(MANIFEST-\d+)", zero=b"0") for store in ("log", "vault")]
        return found

    def found(self, changed, line):
        """Who finds these files changed in a copy of the ledger, and the code it names; nothing where all goes on."""
        home = tempfile.mkdtemp(prefix="sillok-tamper-")
        try:
            copy = os.path.join(home, "ledger")
            shutil.copytree(self.ledger.path, copy)
            for name, content in changed.items():
                if content is None:
                    os.remove(os.path.join(copy, name))
                    continue
                with open(os.path.join(copy, name), "wb") as file:
                    file.write(content)
            for command in (("verify", "--full"), ("checkpoint",), ("submit", line)):
                answer = run("--ledger", copy, "--json", *command)
                if answer.code == 0:
                    continue
                named = re.search(r'"reason":"([^"]+)"|"code":"([^"]+)"', answer.out + answer.err)
                if answer.code not in (1, 2, 3) or not named:
                    raise AssertionError(f"{command}: neither found nor passed: {answer}")
                return f"{command[0]} {named[1] or named[2]}"
            return None
        finally:
            shutil.rmtree(home)

    def test_files_of_a_ledger(self):
        line = self.ledger.signed_file(order("H-9", hire("P77")), name="next.jsonl")

        def tried(each, content):
            return self.found({each.file: content}, line)
        # Nothing is said of what nobody touched.
        self.assertIsNone(self.found({}, line))
        count, missed = self.cells(self.classes(), lambda file: read(os.path.join(self.ledger.path, file)), lambda file: read(os.path.join(self.other.path, file)), tried)
        print(f"{count} cells of files")
        self.assertEqual(missed, [])
        self.assertGreaterEqual(count, 225)

    def test_another_node(self):
        """One who brings a node key of his own: the file that pins it, the key file and the anchor all say the same."""
        line = self.ledger.signed_file(order("H-9", hire("P77")), name="next.jsonl")
        files = {name: read(os.path.join(self.ledger.path, name)) for name in ("LEDGER", "anchor", "keys/node.key")}
        his = of_key(os.path.join(self.other.path, "keys", "node.key"))
        files["keys/node.key"] = read(os.path.join(self.other.path, "keys", "node.key"))
        files["LEDGER"] = re.sub(rb"^node \S+", b"node " + base64.b64encode(public(his)), files["LEDGER"], flags=re.M)
        slots = []
        for raw in (files["anchor"][:SLOT], files["anchor"][SLOT:]):
            text = b"\n".join(raw.rstrip(b"\n").split(b"\n")[:5]) + b"\n"
            slots.append((text + base64.b64encode(his.sign(text))).ljust(SLOT, b"\n"))
        files["anchor"] = b"".join(slots)
        self.assertRegex(self.found(files, line) or "", "verify log.identity_changed")

    def test_the_list_of_witnesses(self):
        """What can be read as a list is believed: nothing signs it, and `verify` has no say about a shorter one.

        A verifier that has pinned its own trust file is not touched by it; one that pins what `trust export` says from then on is.
        """
        line = self.ledger.signed_file(order("H-9", hire("P77")), name="next.jsonl")
        now = read(os.path.join(self.ledger.path, "witnesses"))
        self.assertIn(b'"quorum":2', now)
        lower = now.replace(b'"quorum":2', b'"quorum":1')
        for content in (lower, re.sub(rb'"witnesses":\[.*\]', b'"witnesses":[]', now.replace(b'"quorum":2', b'"quorum":0'))):
            self.assertIsNone(self.found({"witnesses": content}, line))
        for content in (now.replace(b'"quorum":2', b'"quorum":0'), now.replace(b'"quorum":2', b'"quorum":3'), now.replace(b"w1.example", b"w3.example"), now[:-3], b""):
            self.assertRegex(self.found({"witnesses": content}, line) or "", "^verify witnesses[.]damaged")

    def test_files_that_are_gone_or_older(self):
        """What is committed to in the log of persons was published; without it the newest checkpoint alone could go."""
        line = self.ledger.signed_file(order("H-9", hire("P77")), name="next.jsonl")
        older = self.ledger.run("checkpoint", "--at", self.ledger.size() - 2).out.encode()
        for content in (older, None):
            self.assertRegex(self.found({"checkpoint": content}, line) or "", "^verify checkpoint[.]missing")
        for name in ("LEDGER", "anchor", "keys/ledger.key", "keys/vault.key", "log/CURRENT", "vault/CURRENT", "log/MARK"):
            self.assertTrue((self.found({name: None}, line) or "").startswith("verify "), name)

    def test_a_mark_of_another_ledger(self):
        """One that holds by itself, but names a list of tables that is not there yet."""
        line = self.ledger.signed_file(order("H-9", hire("P77")), name="next.jsonl")
        for store in ("log", "vault"):
            forged = b"sillok-mark/v1\nMANIFEST-999999 1\n"
            forged = (forged + hashlib.sha256(forged).hexdigest().encode()).ljust(SLOT, b"\n")
            self.assertRegex(self.found({f"{store}/MARK": forged}, line) or "", "^verify log[.]mark")


if __name__ == "__main__":
    main()

"""Case capsules taken apart and put together again, by one who has the ledger's key and the officers': all that he signs is in order but for what he says."""
import base64
import copy
import hashlib
import json
import struct

from support import extra_of, log_proof, public, root_and_paths, signed_note
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import merkle
import schema
from capsule import instant_of
from event import Entry
from flat import Buffer, Malformed, fields_of
from proof import ActProof, LogProof

LINES = ("opened", "signed")
FIRST_LINE = b"sillok-capsule/v1\n"


def key_in(path):
    """The key in a key file: on its second line the secret, and 16 bytes of check."""
    with open(path, encoding="ascii") as file:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read().split("\n")[1])[:32])


def sandbox_ledger_key(trust):
    seed = bytes.fromhex(json.loads(trust)["seed"])
    return Ed25519PrivateKey.from_private_bytes(hashlib.blake2b(b"sillok/sandbox/ledger\x00", key=seed, digest_size=32).digest())


def parts_of(raw):
    """[word, content] of each line and counted part."""
    found, at = [], len(FIRST_LINE)
    while at < len(raw):
        end = raw.index(b"\n", at)
        word, _, rest = raw[at:end].decode().partition(" ")
        at = end + 1
        if word in LINES:
            found.append([word, rest])
        else:
            found.append([word, raw[at:at + int(rest)]])
            at += int(rest)
    return found


def joined(parts):
    raw = FIRST_LINE
    for word, content in parts:
        raw += f"{word} {content}\n".encode() if word in LINES else f"{word} {len(content)}\n".encode() + content
    return raw


def as_json(members):
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def place(raw, *path, identifier=b"SLKE", tables=schema.ENVELOPE, table="Event"):
    """Where a field stands in an entry, and its slot, from the start of the entry; path such as ("opening", "drafter_key")."""
    buffer, at = Buffer(raw, identifier, tables, schema.ACT_NAMES), struct.unpack_from("<I", raw, 4)[0] + 4
    for step, name in enumerate(path):
        names = [(field, kind.removesuffix("=0")) for field, kind, _ in fields_of(tables[table])]
        i = [field for field, _ in names].index(name)
        vtable = at - struct.unpack_from("<i", raw, at)[0]
        slot = vtable + 4 + 2 * i
        found = at + struct.unpack_from("<H", raw, slot)[0]
        kind = names[i][1]
        if step == len(path) - 1:
            return found, slot
        at, table = buffer.follow(found), kind
    raise AssertionError(path)


def patched(raw, form, value, *path):
    """The entry with another number in that field; None takes the field away."""
    found, slot = place(raw, *path)
    changed = bytearray(raw)
    if value is None:
        struct.pack_into("<H", changed, slot, 0)
    else:
        struct.pack_into(form, changed, found, value)
    return bytes(changed)


def body_patched(raw, form, value, name):
    """The entry with another number in that field of its body; no officer has signed it so."""
    body = Entry(raw).body_raw
    found, _ = place(body, name, identifier=b"SLKB", tables=schema.BODY, table="Body")
    changed = bytearray(body)
    struct.pack_into(form, changed, found, value)
    return raw.replace(body, bytes(changed))


def moved(raw, position):
    return patched(raw, "<Q", position, "position")


def map_of(values):
    """Root of the map {key: value} and the siblings of each key, from the deepest up."""
    def half(keys, depth):
        if not keys:
            return merkle.EMPTY, {}
        if len(keys) == 1:
            return merkle.map_leaf(keys[0], values[keys[0]]), {keys[0]: []}
        sides = [half([key for key in keys if merkle.bit(key, depth) == side], depth + 1) for side in (0, 1)]
        siblings = {key: path + [sides[1 - side][0]] for side in (0, 1) for key, path in sides[side][1].items()}
        return merkle.sha256(b"\x03", sides[0][0], sides[1][0]), siblings
    return half(list(values), 0)


class Forgery:
    """A capsule that is good, to be changed and signed again with the ledger's key."""

    def __init__(self, raw, key):
        self.key = key
        parts = parts_of(raw)
        self.manifest = json.loads(parts[0][1])
        self.manifest_raw = parts[0][1]
        self.trust = parts[1][1]
        self.keys = [content for word, content in parts if word == "key"]
        self.persons = [content for word, content in parts if word == "person"]
        self.records = [json.loads(content) for word, content in parts if word == "record"]
        self.opened = [content for word, content in parts if word == "opened"]
        self.reads = [content for word, content in parts if word == "read"]
        self.custody = [content for word, content in parts if word == "custody"]
        self.origin = self.manifest["origin"]
        self.cosigners = ()

    def copy(self):
        found = copy.copy(self)
        for name in ("manifest", "keys", "persons", "records", "opened", "reads", "custody"):
            setattr(found, name, copy.deepcopy(getattr(self, name)))
        return found

    def parts(self):
        found = [["manifest", self.manifest_raw], ["trust", self.trust], *(["key", each] for each in self.keys)]
        for person, record in zip(self.persons, self.records):
            found += [["person", person], ["record", as_json(record)]]
        return found + [["opened", each] for each in self.opened] + [["read", each] for each in self.reads]

    def signed(self, parts=None, custody=True):
        before = joined(self.parts() if parts is None else parts)
        signature = self.key.sign(b"sillok-capsule/v1/signed\n" + hashlib.sha256(before).digest())
        return before + b"signed " + base64.b64encode(signature) + b"\n" + (joined([["custody", each] for each in self.custody])[len(FIRST_LINE):] if custody else b"")

    def with_manifest(self, read=True, **members):
        """Says something else, in the manifest alone or in its read too."""
        found = self.copy()
        found.manifest.update(members)
        found.manifest_raw = as_json(found.manifest)
        return found.with_reads() if read else found

    def made_at(self):
        try:
            return instant_of(self.manifest["made_at"])
        except (KeyError, Malformed):
            return 1_800_000_000_000_000

    def last_read(self, **more):
        manifest = self.manifest
        said = {"previous": bytes(32), "at": self.made_at(), "size": manifest["size"], "query": hashlib.sha256(self.manifest_raw).digest(),
                "count": 1, "reader": manifest["made_by"], "purpose": manifest["purpose"], "persons": manifest["persons"], **more}

        def text(value):
            return struct.pack(">I", len(value.encode())) + value.encode()
        return said["previous"] + struct.pack(">QQ", said["at"], said["size"]) + said["query"] + struct.pack(">I", said["count"]) + text(said["reader"]) \
            + text(said["purpose"]) + struct.pack(">I", len(said["persons"])) + b"".join(map(text, said["persons"]))

    def access(self, entries, shown=None, name=None, chained=True):
        """Proofs of these entries of a log of reads, or of those at some places in it."""
        if chained:
            entries, before = list(entries), bytes(32)
            for i, each in enumerate(entries):
                entries[i] = before + each[32:]
                before = merkle.leaf_hash(entries[i])
        root, paths = root_and_paths([merkle.leaf_hash(each) for each in entries])
        note = self.checkpoint(name or self.origin + "/access", len(entries), root)
        return [log_proof(entries[i], i, paths[i], note) for i in (range(len(entries)) if shown is None else shown)]

    def with_reads(self, *before, **more):
        """Reads of its own: those before, then that of this capsule."""
        found = self.copy()
        found.reads = found.access([*before, found.last_read(**more)])
        return found

    def checkpoint(self, name, size, root):
        return signed_note(f"{name}\n{size}\n{base64.b64encode(root).decode()}\n", (name, self.key), *self.cosigners)

    def entries(self):
        """{position: entry} of all that is shown, and the order path of each act."""
        found, paths = {}, {}
        for raw in [*self.keys, *(act for person in self.persons for act in acts_of(person)[1])]:
            proof = ActProof(raw)
            found[proof.entry.position], paths[proof.entry.position] = proof.entry_raw, proof.order_path
            if proof.first:
                found.setdefault(proof.first.position, first_raw(raw))
        return found, paths

    def in_another_log(self, entries, keys, persons, size, paths=None):
        """The same capsule of a log with these entries: `keys` are positions, `persons` {person: positions}."""
        found, paths = self.copy(), paths or {}
        leaves = [hashlib.sha256(b"leaf %d" % i).digest() for i in range(size)]
        for position, raw in entries.items():
            leaves[position] = merkle.leaf_hash(raw)
        root, places = root_and_paths(leaves)
        note = self.checkpoint(self.origin, size, root)

        def act(position):
            index = Entry(entries[position]).index
            first = entries[position - index] if index else b""
            return log_proof(extra_of(entries[position], first, paths.get(position, []), places[position - index] if index else []),
                             position, places[position], note)
        genesis = bytes.fromhex(self.manifest["genesis"])
        names, values = {}, {}
        for person, positions in persons.items():
            chain = merkle.EMPTY
            for position in positions:
                chain = merkle.sha256(chain, struct.pack(">Q", position), leaves[position])
            names[person] = merkle.sha256(b"sillok/person/v1\n", genesis, person.encode())
            if positions:
                values[names[person]] = merkle.sha256(b"sillok/history/v1\n", struct.pack(">I", len(positions)), chain)
        map_root, siblings = map_of(values)
        extra = struct.pack(">Q", size) + map_root
        proof = log_proof(extra, 0, [], self.checkpoint(self.origin + "/persons", 1, merkle.leaf_hash(extra)))
        found.keys, found.persons = [act(position) for position in keys], []
        for person, positions in persons.items():
            path = b"".join(siblings.get(names[person], []))
            raw = f"sillok-person-proof/v1\nperson {person}\nmap {base64.b64encode(path).decode() or '-'}\npersons {len(proof)}\n".encode() + proof
            found.persons.append(raw + b"".join(b"act %d\n" % len(each) + each for each in map(act, positions)))
        return found.with_manifest(size=size, root=root.hex())


def first_raw(raw):
    extra = LogProof(raw).extra
    size = struct.unpack(">I", extra[:4])[0]
    count = struct.unpack(">I", extra[4 + size:8 + size])[0]
    return extra[8 + size:8 + size + count]


def acts_of(person):
    """What stands before the acts of a person's proof, and the acts."""
    at = person.index(b"\npersons ") + 1
    acts, end = [], None
    while at < len(person):
        line, _, rest = person[at:].partition(b"\n")
        size = int(line.split()[1])
        if end is None:
            end = at + len(line) + 1 + size
        else:
            acts.append(rest[:size])
        at += len(line) + 1 + size
    return person[:end], acts


def custody_entry(before, name, key, text, at="2026-01-02T03:04:05.000006Z"):
    lines = f"by {name}\nkey {base64.b64encode(public(key)).decode()}\nat {at}\nnote {text}\n".encode()
    signature = key.sign(b"sillok-custody/v1\n" + hashlib.sha256(before).digest() + lines)
    return lines + b"signed " + base64.b64encode(signature) + b"\n"

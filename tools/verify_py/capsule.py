"""A case capsule: all events of some persons, by what right they were signed, the record they give, and who read it (schemas/FORMAT.md section 6)."""
import datetime
import hashlib
import re
import struct

from absence import Undecided
from event import is_code
from flat import Malformed, is_text, need
from merkle import leaf_hash, sha256
from note import day_of, decimal, decode, is_point, is_signed
from person import PERSON_PROOF_MAX, Lines, PersonProof, refusal_together
from proof import ActProof, LogProof, Reader
from record import FIELDS, record
from rights import ON_RIGHTS, Rights
from sealed import opened
from strict_json import json_object
from trust import TRUST_MAX, member

MALFORMED = "capsule.malformed"
FIRST_LINE = b"sillok-capsule/v1\n"
PERSONS_MAX, HOLDERS_MAX = 1_024, 1_000
EPOCH = datetime.datetime(1970, 1, 1)
DATES = {"hired_on", "grade_since", "post_since", "dead_on"}


def instant_of(text):
    """Microseconds from 1970 of an instant in its one spelling."""
    need(isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", text), f"{MALFORMED}: no instant")
    try:
        return (datetime.datetime.fromisoformat(text[:-1]) - EPOCH) // datetime.timedelta(microseconds=1)
    except ValueError:
        raise Malformed(f"{MALFORMED}: no instant") from None


class Manifest:
    def __init__(self, raw):
        self.hash = sha256(raw)
        said = json_object(raw, MALFORMED)
        self.origin, self.purpose, self.made_by, self.made_at, self.as_of, self.known_at = (
            member(said, name, str, why=MALFORMED) for name in ("origin", "purpose", "made_by", "made_at", "as_of", "known_at"))
        self.genesis, self.root = (member(said, name, str, why=MALFORMED) for name in ("genesis", "root"))
        self.size = member(said, "size", int, why=MALFORMED)
        self.persons, self.opened = (member(said, name, list, why=MALFORMED) for name in ("persons", "opened"))
        need(re.fullmatch("[0-9a-f]{64}", self.genesis) and re.fullmatch("[0-9a-f]{64}", self.root), f"{MALFORMED}: a hash in the manifest")
        need(0 < self.size < 2**63, f"{MALFORMED}: size")
        need(all(isinstance(each, str) for each in self.persons + self.opened), f"{MALFORMED}: persons, or what is opened")
        need(0 < len(self.persons) <= PERSONS_MAX and all(map(is_code, self.persons)), f"{MALFORMED}: persons")
        need(is_text(self.purpose) and is_text(self.made_by), f"{MALFORMED}: purpose, or by whom it was made")
        self.made_at_instant, self.known_at_instant = instant_of(self.made_at), instant_of(self.known_at)
        self.as_of_day = day_of(self.as_of, f"{MALFORMED}: as_of")


class Read:
    """One entry of ORIGIN/access."""

    def __init__(self, raw):
        self.log = LogProof(raw)
        reader = Reader(self.log.extra)
        self.previous = reader.take(32)
        self.read_at, self.size = struct.unpack(">QQ", reader.take(16))
        self.query = reader.take(32)
        reader.take(4)
        self.reader, self.purpose = self.text(reader), self.text(reader)
        self.persons = [self.text(reader) for _ in range(reader.count(PERSONS_MAX))]
        need(reader.at == len(reader.raw), f"{MALFORMED}: bytes behind a read")

    @staticmethod
    def text(reader):
        try:
            return reader.take(reader.count(len(reader.raw))).decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed(f"{MALFORMED}: a text of a read") from None


class Custody:
    """One holder: what he says of himself, and his signature over all before his entry."""

    def __init__(self, raw, hash_before):
        lines = raw.split(b"\n")
        need(len(lines) == 6 and lines[5] == b"", f"{MALFORMED}: no five lines of a holder")
        texts = []
        for line, word in zip(lines, ("by", "key", "at", "note", "signed")):
            need(line.startswith(word.encode() + b" "), f"{MALFORMED}: no line `{word}`")
            try:
                texts.append(line.decode("utf-8")[len(word) + 1:])
            except UnicodeDecodeError:
                raise Malformed(f"{MALFORMED}: a holder's text") from None
        self.holder, self.key_text, self.at, self.note, signature = texts
        need(is_text(self.holder) and is_text(self.note), f"{MALFORMED}: a holder's name or note")
        instant_of(self.at)
        self.key, self.signature = decode(self.key_text, f"{MALFORMED}: a holder's key", 32), decode(signature, f"{MALFORMED}: a holder's signature", 64)
        self.message = b"sillok-custody/v1\n" + hash_before + raw[:-len(lines[4]) - 1]

    def holds(self):
        return is_point(self.key) and is_signed(self.key, self.signature, self.message)


class Capsule:
    def __init__(self, raw):
        need(len(raw) <= PERSON_PROOF_MAX and raw.startswith(FIRST_LINE), f"{MALFORMED}: no capsule")
        lines = Lines(raw)
        lines.at = len(FIRST_LINE)

        def parts(word, most=PERSON_PROOF_MAX):
            while raw.startswith(word.encode() + b" ", lines.at):
                yield lines.part(word, most)
        self.manifest = Manifest(lines.part("manifest"))
        self.trust_raw = lines.part("trust", TRUST_MAX)
        self.keys = [ActProof(each) for each in parts("key")]
        self.persons, self.records = [], []
        for proof in parts("person"):
            self.persons.append(PersonProof(proof))
            self.records.append(json_object(lines.part("record"), MALFORMED))
        self.opened = []
        while (line := lines.line("opened", optional=True)) is not None:
            words = line.split(" ")
            need(len(words) == 3, f"{MALFORMED}: what is opened")
            self.opened.append((decimal(words[0], f"{MALFORMED}: what is opened"), words[1], decode(words[2], f"{MALFORMED}: a one-time key", 32)))
        self.reads = [Read(each) for each in parts("read")]
        self.message = b"sillok-capsule/v1/signed\n" + sha256(raw[:lines.at])
        self.signature = decode(lines.line("signed"), f"{MALFORMED}: signature", 64)
        self.custody, before, hashed = [], hashlib.sha256(), 0
        while lines.at < len(raw):
            need(len(self.custody) < HOLDERS_MAX, f"{MALFORMED}: too many holders")
            before.update(raw[hashed:lines.at])
            hashed = lines.at
            self.custody.append(Custody(lines.part("custody"), before.digest()))
        self.values, self.compared = [], True

    def refusal(self, trust, now):
        """Why it doesn't hold, or None."""
        manifest = self.manifest
        if (manifest.origin, manifest.genesis) != (trust.origin, trust.genesis.hex()):
            return "capsule.other_ledger: of another ledger than the pinned one"
        genesis = self.keys[0].entry if self.keys else None
        if genesis and genesis.leaf == trust.genesis and bool(genesis.fields.get("sandbox")) != trust.sandbox:
            return "capsule.other_ledger: whether it is a sandbox, the genesis says otherwise than the trust file"
        if not is_signed(trust.ledger_key.key, self.signature, self.message):
            return "capsule.signature: the ledger has not signed it"
        checked = set()
        for check in (self.refusal_of_persons, self.refusal_of_rights, self.refusal_of_order, self.refusal_of_records, self.refusal_of_opened, self.refusal_of_reads):
            refusal = check(trust, now, checked)
            if refusal:
                return refusal
        if not all(each.holds() for each in self.custody):
            return "capsule.custody: a holder's signature is wrong"
        return None

    def is_of_this_log(self, checkpoint):
        return (checkpoint.size, checkpoint.root.hex()) == (self.manifest.size, self.manifest.root)

    def refusal_of_persons(self, trust, now, _):
        if [each.person for each in self.persons] != self.manifest.persons or len(set(self.manifest.persons)) < len(self.persons):
            return "capsule.persons: others than the manifest's, or one twice"
        for person in self.persons:
            refusal = person.refusal(trust, now)
            if refusal:
                return refusal
            if person.absent is not None or not person.acts:
                return "capsule.persons: an absence, or a person without an event"
            if person.size != self.manifest.size or not all(self.is_of_this_log(act.checkpoint) for act in person.acts):
                return "capsule.size: a person is proved of another size or root than the manifest's"
        return None

    def refusal_of_rights(self, trust, now, checked):
        last = -1
        for proof in self.keys:
            refusal = proof.refusal(trust, now, checked)
            if refusal:
                return refusal
            if not self.is_of_this_log(proof.checkpoint) or proof.entry.position <= last:
                return "capsule.keys: another size or root than the manifest's, or positions that do not rise"
            last = proof.entry.position
        if not self.keys or (self.keys[0].entry.position, self.keys[0].entry.act) != (0, "genesis"):
            return "capsule.keys: the genesis is not the first of them"
        if not {proof.entry.act for proof in self.keys[1:]} <= ON_RIGHTS:
            return "capsule.keys: an act that is not on keys or grants"
        rights, orders = Rights([each.entry for each in self.keys]), {}
        for proof in [*self.keys, *(act for person in self.persons for act in person.acts)]:
            first = proof.first or proof.entry
            orders.setdefault(first.position, (first, set()))[1].add(proof.entry.act)
        for position, (first, acts) in orders.items():
            refusal = rights.refusal(first, acts, trust.genesis) if position > 0 and not trust.sandbox else None
            if refusal:
                return refusal
        return None

    def refusal_of_order(self, *_):
        shown = {proof.entry.position: proof for proof in [*self.keys, *(act for person in self.persons for act in person.acts)]}
        if max(proof.entry.recorded_at for proof in shown.values()) > self.manifest.made_at_instant:
            return "capsule.order: an event was recorded after the capsule was made"
        refusal = refusal_together([shown[position] for position in sorted(shown)])
        return refusal and f"capsule.order: {refusal.partition(': ')[2]}"

    def refusal_of_records(self, *_):
        manifest = self.manifest
        for person, shown in zip(self.persons, self.records):
            revision = sum(act.entry.person == person.person and act.entry.recorded_at <= manifest.known_at_instant for act in person.acts)
            if "personal" in shown or (shown.get("revision"), type(shown.get("revision"))) != (revision, int):
                return "capsule.record: personal fields in a record, or another revision than that of the events"
            if any(shown.get(name) != said for name, said in (("person", person.person), ("as_of", manifest.as_of), ("known_at", manifest.known_at))):
                return "capsule.record: a record of another person or point than the manifest's"
            try:
                found = record(person.person, [each.entry for each in person.acts], manifest.as_of_day, manifest.known_at_instant)
            except Undecided:
                self.compared = False
                continue
            for name in FIELDS:
                value = found[name]
                if name in DATES and value is not None:
                    value = (EPOCH + datetime.timedelta(days=value)).date().isoformat()
                if name not in shown or (shown[name], type(shown[name])) != (value, type(value)):
                    return f"capsule.record: {name} of {person.person} is not what the events give"
        return None

    def refusal_of_opened(self, *_):
        entries = {act.entry.position: act.entry for person in self.persons for act in person.acts}
        for position, field, key in self.opened:
            value = opened(entries[position], field, key) if field in self.manifest.opened and position in entries else None
            if value is None:
                return f"capsule.opened: {field} of position {position} is not opened so, or was not asked for"
            self.values.append({"position": position, "field": field, "value": value})
        return None

    def refusal_of_reads(self, trust, now, _):
        manifest, last, before, read_at = self.manifest, -1, bytes(32), 0
        for read in self.reads:
            log = read.log
            if (log.checkpoint.body, log.checkpoint.signatures) != (self.reads[0].log.checkpoint.body, self.reads[0].log.checkpoint.signatures):
                return "capsule.reads: under several checkpoints"
            refusal = log.checkpoint.refusal(trust, now, trust.origin + "/access") if last < 0 else None
            if refusal:
                return refusal
            if not log.holds(leaf_hash(log.extra), log.index, log.path):
                return "proof.inclusion: a read does not stand in the log of reads"
            if log.index <= last:
                return "capsule.reads: their positions do not rise"
            if (log.index == last + 1 and read.previous != before) or read.read_at < read_at:
                return "capsule.reads: one does not follow the one before it"
            last, before, read_at = log.index, leaf_hash(log.extra), read.read_at
            if not set(read.persons) & set(manifest.persons):
                return "capsule.reads: one that is about none of these persons"
        if manifest.known_at_instant > manifest.made_at_instant or self.reads and self.reads[-1].read_at != manifest.made_at_instant:
            return "capsule.reads: made at another time than the log of reads says, or known only later"
        if not self.reads or (self.reads[-1].query, self.reads[-1].reader, self.reads[-1].purpose, self.reads[-1].persons, self.reads[-1].size) != (
                manifest.hash, manifest.made_by, manifest.purpose, manifest.persons, manifest.size):
            return "capsule.reads: the last one is not that of this capsule"
        return None

    def answer(self):
        manifest = self.manifest
        return {
            "size": manifest.size, "root": manifest.root, "person": manifest.persons[0] if len(manifest.persons) == 1 else None, "complete": True,
            "persons": manifest.persons, "origin": manifest.origin, "purpose": manifest.purpose, "as_of": manifest.as_of, "known_at": manifest.known_at,
            "made_by": manifest.made_by, "made_at": manifest.made_at,
            "events": sum(len(person.acts) for person in self.persons), "reads": len(self.reads), "opened": self.values,
            "custody": [{"holder": each.holder, "at": each.at, "note": each.note, "key": each.key_text} for each in self.custody],
            "record": "compared" if self.compared else "not compared"}

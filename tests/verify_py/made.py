"""A small ledger that no program wrote: its maker has the keys of all who sign, and its entries say what he likes."""
import base64
import datetime
import json

from support import Forger, key_of, public, verifier_key
from capsules import Forgery, as_json

import merkle
import note
from builder import DAY, RECORDED_AT, body, entry_of_one
from event import Entry
from record import FIELDS, record

SEED = "07" * 32
KNOWN_AT = "2026-01-01T00:00:00.000000Z"
EPOCH = datetime.date(1970, 1, 1)
HIRED = ("hired", {"route": "open", "class": "general", "grade": 9, "series": "a", "unit": "U1"})


def text(key):
    return base64.b64encode(public(key)).decode()


class Made(Forgery):
    """Two roots, who gave kim (drafter) and lee (approver) their keys and grants at positions 1 to 4."""

    def __init__(self, roots=text, sandbox=False, origin="example.org/made"):
        self.key, self.origin, self.cosigners, self.paths = key_of("made: ledger"), origin, (), {}
        self.log, self.chains, self.numbers = {}, {}, iter(range(1, 1000))
        self.opened, self.custody, self.sandbox = [], [], sandbox
        self.pinned = {"seed": SEED} if sandbox else {}
        genesis = {"origin": origin, "sandbox": sandbox, "seed": SEED if sandbox else None, "roots": [f"{name}={roots(self.officer(name))}" for name in ("root.a", "root.b")],
                   "ledger_key": text(self.key), "node_key": text(key_of("made: node")), "acceptance": 1}
        self.add("genesis", genesis, by=("root.a", "root.b"), authority="ledger")
        self.pinned["genesis"] = merkle.leaf_hash(self.log[0]).hex()
        self.register("kim"), self.grant("kim", "drafter"), self.register("lee"), self.grant("lee", "approver")

    def officer(self, name):
        return Forger.officer(self, name) if self.sandbox else key_of("made: " + name)

    def add(self, act, fields=None, subject=None, by=("kim", "lee"), opening=None, effective_on=DAY, number=None, authority="1760000", signers=None, body_more=None, beside=None, **envelope):
        """Records an act behind the last, and gives its position."""
        position = len(self.log)
        if subject and "revision" not in envelope:
            envelope = {"revision": len(self.chains.get(subject, [])) + 1, "person_previous": self.chains.get(subject, [None])[-1], **envelope}
        rights = {} if by[0].startswith("root") else {"drafter_key": 1, "drafter_grant": 2, "approver_key": 3, "approver_grant": 4}
        raw = body(act=(act, fields or {}), subject=subject, effective_on=effective_on, **(body_more or {}))
        self.log[position] = entry_of_one(self, raw, position, number=number or f"N-{next(self.numbers)}", authority=authority, officers=by, signers=signers, beside=beside,
                                          opening={**rights, **(opening or {})}, **{"recorded_at": RECORDED_AT + position, **envelope})
        self.paths[position] = [beside] if beside else []
        if subject:
            self.chains.setdefault(subject, []).append(position)
        return position

    def register(self, name, key=None, by=("root.a", "root.b"), **more):
        return self.add("key_registered", {"officer": name, "kind": "officer", "public_key": key or text(self.officer(name)), "key": "k"}, by=by, **more)

    def grant(self, name, role, by=("root.a", "root.b"), **more):
        return self.add("role_granted", {"officer": name, "role": role, "scope": "*"}, by=by, **more)

    def hire(self, person, **more):
        return self.add(*HIRED, subject=person, **more)

    def trust_file(self, **more):
        officers = [{"officer": name, "root": name.startswith("root"), "key": text(self.officer(name)), "from": None, "to": None} for name in ("root.a", "root.b", "kim", "lee")]
        return json.dumps({"format": "sillok-trust/v1", "origin": self.origin, **self.pinned, "sandbox": self.sandbox,
                           "ledger_keys": [verifier_key(self.origin, note.LEDGER_KEY, self.key)], "officers": officers, "witnesses": [], **more}).encode()

    def record_of(self, person, positions, as_of="2026-01-01"):
        entries = [Entry(self.log[position]) for position in positions]
        found = record(person, [each for each in entries if each.act], (datetime.date.fromisoformat(as_of) - EPOCH).days, 2**62)
        dates = {name: value and (EPOCH + datetime.timedelta(days=value)).isoformat() for name, value in found.items() if name.endswith(("_on", "_since"))}
        return {"person": person, "as_of": as_of, "known_at": KNOWN_AT, "revision": sum(each.person == person for each in entries), **{name: found[name] for name in FIELDS}, **dates}

    def capsule(self, persons, keys=None, **manifest):
        """Of {person: positions}, and of all acts on keys and grants; to be changed and signed."""
        found = self.copy_of_log()
        found.manifest = {"origin": self.origin, "genesis": self.pinned["genesis"], "purpose": "case 1", "made_by": "kim", "made_at": "2026-01-02T00:00:00.000000Z",
                          "persons": list(persons), "opened": [], "as_of": "2026-01-01", "known_at": KNOWN_AT, **manifest}
        found.trust, found.reads = self.trust_file(), []
        found.records = [self.record_of(person, positions) for person, positions in persons.items()]
        on_rights = [position for position, raw in self.log.items() if Entry(raw).act in ("genesis", "key_registered", "key_revoked", "role_granted", "role_revoked", "roots_changed")]
        return found.in_another_log(self.log, on_rights if keys is None else keys, persons, len(self.log) + 3, self.paths)

    def copy_of_log(self):
        found = Made.__new__(Made)
        vars(found).update({**vars(self), "log": dict(self.log), "paths": dict(self.paths), "chains": {person: list(chain) for person, chain in self.chains.items()}})
        return found

    def copy(self):
        found = self.copy_of_log()
        for name in ("manifest", "keys", "persons", "records", "opened", "reads", "custody"):
            value = getattr(self, name, None)
            setattr(found, name, json.loads(as_json(value)) if name in ("manifest", "records") else list(value or []))
        return found

    def proof(self, person, positions=None):
        """All acts of a person, or those at these positions, as if there were no others."""
        return self.capsule({person: self.chains[person] if positions is None else positions}).persons[0]

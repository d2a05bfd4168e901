"""An entry of the log: envelope, order and act, as far as a proof needs them (schemas/FORMAT.md sections 1 and 3)."""
import struct

import schema
from flat import SIZE_MAX, Buffer, need
from merkle import EMPTY, leaf_hash, sha256
from note import is_signed

ACTS_MAX = 1_048_576
DAYS = range(-719_162, 2_932_897)
BIRTH_HALVES = range(2, 20_000)  # year * 2 + half, of the years 1 to 9999
TAG = 16
TRUSTS = 5
UNSIGNED = bytes(64)
ED25519 = 1
CODE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-")
# Acts on organizations, whose subject is a unit or a post, and the ledger's own, which have none. All others are about a person.
ON_ORGANIZATIONS = frozenset("""unit_created unit_renamed unit_abolished unit_merged unit_split function_moved post_established
    post_abolished quota_set""".split())
OF_THE_LEDGER = frozenset("""genesis policy_adopted key_registered key_revoked role_granted role_revoked plan_adopted contract_adopted
    contract_revoked delivery_confirmed roots_changed""".split())
OF_NO_PERSON = ON_ORGANIZATIONS | OF_THE_LEDGER
MAY_CORRECT_A_UNIT = {"rectified", "annulled", "reinstated_act"}  # without a subject

# Acts whose data name their subject too.
SUBJECT = {**dict.fromkeys(("unit_created", "unit_renamed", "unit_abolished", "post_established", "quota_set"), "unit"),
           "post_abolished": "post", "unit_merged": "to", "unit_split": "from", "function_moved": "from", "data_key_destroyed": "person"}


def is_code(text):
    return 0 < len(text) <= 64 and CODE.issuperset(text)


class Entry:
    def __init__(self, raw):
        need(len(raw) <= SIZE_MAX, "event.malformed: too long")
        event = Buffer(raw, b"SLKE", schema.ENVELOPE).root("Event")
        self.leaf = leaf_hash(raw)
        self.position, self.index, self.previous = event["position"], event["index"], event["previous"]
        self.recorded_at, self.revision, self.person_previous = event["recorded_at"], event["revision"], event["person_previous"]
        self.body_raw = event["body"]
        need(self.index <= self.position and self.index < ACTS_MAX, "event.malformed: index")
        need((self.index == 0) == (event["opening"] is not None), "event.malformed: an opening stands in the first event of an order")
        need(self.position > 0 or self.previous == EMPTY, "event.malformed: something before the first event")
        need(event["person_previous"] is None or event["person_previous"] < self.position, "event.malformed: person_previous")
        self.opening = event["opening"] and Opening(event["opening"])

        body = Buffer(self.body_raw, b"SLKB", schema.BODY, schema.ACT_NAMES).root("Body")
        self.act, self.fields = body["act"]
        self.subject, self.effective_on, self.expected_revision = body["subject"], body["effective_on"], body["expected_revision"]
        need(self.subject is None or is_code(self.subject), "event.malformed: subject")
        need(self.act is None or (self.subject is None) == (self.act in OF_THE_LEDGER) or self.subject is None and self.act in MAY_CORRECT_A_UNIT,
             "event.malformed: no subject, or one where there is none")
        need(self.effective_on in DAYS, "event.malformed: effective_on")
        self.sealed = body["sealed"] or []
        names = [each["name"] for each in self.sealed]
        need(len(set(names)) == len(names), "event.malformed: a sealed field twice")
        need(all(names) and all(len(each["ciphertext"]) >= TAG for each in self.sealed), "event.malformed: a sealed field")
        need(body["birth_half"] is None or body["birth_half"] in BIRTH_HALVES, "event.malformed: birth_half")
        named = SUBJECT.get(self.act)
        need(named is None or self.fields[named] == self.subject, "event.malformed: another subject than the body's")
        self.person = self.subject if self.act not in OF_NO_PERSON else None
        need(not self.sealed or self.act is None or self.person, "event.malformed: an act of no person is sealed")


class Opening:
    def __init__(self, table):
        need(table["algorithm"] in (None, ED25519), "event.malformed: algorithm")
        self.act_count, self.act_root = table["act_count"], table["act_root"]
        need(0 < self.act_count <= ACTS_MAX, "event.malformed: act count")
        self.header_raw = table["header"]
        self.signatures = table["drafter_signature"], table["approver_signature"]
        self.keys, self.grants = ((table[f"drafter_{what}"], table[f"approver_{what}"]) for what in ("key", "grant"))
        header = Buffer(self.header_raw, b"SLKO", schema.ORDER).root("OrderHeader")
        self.authority, self.order = header["authority"], header["order"]
        self.officers = header["drafted_by"], header["approved_by"]
        need(all(map(is_code, (self.authority, self.order, *self.officers))), "event.malformed: a name in the order")
        need(header["command_id"] is None or is_code(header["command_id"]), "event.malformed: command_id")
        self.issued_on = header["issued_on"]
        need(self.issued_on in DAYS and (header["procedure_on"] is None or header["procedure_on"] in DAYS), "event.malformed: a date in the order")
        need(table["trust"] < TRUSTS and header["trust"] < TRUSTS, "event.malformed: trust")
        self.is_live = (table["trust"] or header["trust"]) == 0

    def message(self, role, genesis):
        return b"sillok/order/v1/%s\n" % role + genesis + counted(self.authority) + counted(self.order) \
            + struct.pack(">I", self.act_count) + sha256(self.header_raw) + self.act_root

    def refusal(self, trust, first):
        """Why it is not what two pinned officers signed at the position of `first`, or None."""
        if first.position == 0 and self.signatures == (UNSIGNED, UNSIGNED):
            return None  # roots whose keys were not at hand sign the pinned hash by their first order
        is_one_person = self.officers[0] == self.officers[1]
        if is_one_person and (not trust.sandbox or self.is_live):
            return "authority.same_person: one name drafted and approved"
        genesis, keys = trust.genesis if first.position else EMPTY, set()
        for name, signature, role in zip(self.officers, self.signatures, (b"drafted", b"approved")):
            good = [key for key in trust.keys_of(name, first.position) if is_signed(key, signature, self.message(role, genesis))]
            if not good:
                return "signature.wrong: an officer's signature is not good under a key pinned for that position"
            keys.update(good)
        if len(keys) < 2 and not is_one_person:
            return "authority.same_person: one key drafted and approved"
        return None


def counted(text):
    raw = text.encode()
    return struct.pack(">I", len(raw)) + raw

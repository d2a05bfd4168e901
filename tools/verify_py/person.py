"""A proof of all acts of a person, and that none of a kind is among them (schemas/FORMAT.md section 6)."""
import struct

from absence import Undecided, standing, targets, undecidable
from event import OF_NO_PERSON, is_code
from flat import need
from merkle import EMPTY, MAP_DEPTH, bit, leaf_hash, map_leaf, root_of_map, sha256
from note import day_of, decode, decimal, korean_day
from proof import ACT_PROOF_MAX, MALFORMED, ActProof, LogProof
from schema import ACT_NAMES

PERSON_PROOF_MAX = 256 * 1024 * 1024
LINE_MAX = 16 * 1024
FIRST_LINE = b"sillok-person-proof/v1\n"


class Lines:
    """Lines and counted parts, nothing between them."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def line(self, word, optional=False):
        if optional and not self.raw.startswith(word.encode() + b" ", self.at):
            return None
        end = self.raw.find(b"\n", self.at, self.at + LINE_MAX)
        need(end >= 0, f"{MALFORMED}: a line without end")
        line, self.at = self.raw[self.at:end], end + 1
        need(line.isascii() and line.startswith(word.encode() + b" "), f"{MALFORMED}: no line `{word}`")
        return line.decode()[len(word) + 1:]

    def part(self, word, most=ACT_PROOF_MAX):
        size = decimal(self.line(word), f"{MALFORMED}: a number of bytes")
        need(size <= min(most, len(self.raw) - self.at), f"{MALFORMED}: a part is cut off")
        self.at += size
        return self.raw[self.at - size:self.at]


def refusal_together(proofs):
    """What these acts, by position, can't be among each other, or None."""
    last, orders = None, {}
    for proof in proofs:
        if last is not None and proof.entry.recorded_at < last:
            return f"proof.time: position {proof.entry.position} was recorded before the one before it"
        last = proof.entry.recorded_at
        number, position = (proof.opening.authority, proof.opening.order), (proof.first or proof.entry).position
        if orders.setdefault(number, position) != position:
            return f"proof.number_twice: the orders at {orders[number]} and {position} have one number"
    return None


class PersonProof:
    def __init__(self, raw):
        need(len(raw) <= PERSON_PROOF_MAX and raw.startswith(FIRST_LINE), f"{MALFORMED}: no proof of a person")
        lines = Lines(raw)
        lines.at = len(FIRST_LINE)
        self.person = lines.line("person")
        need(is_code(self.person), f"{MALFORMED}: no person")
        self.absent = lines.line("absent", optional=True)
        if self.absent is not None:
            act, _, day = self.absent.partition(" ")
            self.absent_on = day
            need(act in ACT_NAMES and act not in OF_NO_PERSON, f"{MALFORMED}: no act on a person")
            self.absent = (act, day_of(day, MALFORMED))
        text = lines.line("map")
        siblings = b"" if text == "-" else decode(text, f"{MALFORMED}: map")
        need(len(siblings) % 32 == 0 and len(siblings) <= 32 * MAP_DEPTH and (siblings or text == "-"), f"{MALFORMED}: map")
        self.siblings = [siblings[i:i + 32] for i in range(0, len(siblings), 32)]
        other = lines.line("other", optional=True)
        self.other = other and decode(other, f"{MALFORMED}: other", 64)
        self.map_log = LogProof(lines.part("persons"))
        need(len(self.map_log.extra) == 40, f"{MALFORMED}: no entry of the log of persons")
        self.size, self.map_root = struct.unpack(">Q", self.map_log.extra[:8])[0], self.map_log.extra[8:]
        need(self.size < 2**63, f"{MALFORMED}: size")
        self.acts = []
        while lines.at < len(raw):
            self.acts.append(ActProof(lines.part("act")))

    def refusal(self, trust, now):
        """Why it doesn't hold, or None."""
        log = self.map_log
        refusal = log.checkpoint.refusal(trust, now, trust.origin + "/persons")
        if refusal:
            return refusal
        if log.index + 1 != log.checkpoint.size:
            return "proof.not_newest: the root of the map is not the newest of its checkpoint"
        if not log.holds(leaf_hash(log.extra), log.index, log.path):
            return "proof.inclusion: the root of the map does not stand in the log of persons"
        checked, last, chain, roots = set(), -1, EMPTY, set()
        for act in self.acts:
            refusal = act.refusal(trust, now, checked)
            if refusal:
                return refusal
            if act.checkpoint.size != self.size:
                return "proof.size: an act is proved under a checkpoint of another size than the map"
            if act.entry.position <= last:
                return "proof.order: positions do not rise"
            last = act.entry.position
            chain = sha256(chain, struct.pack(">Q", last), act.entry.leaf)
            roots.add(act.checkpoint.root)
        if len(roots) > 1:
            return "proof.forked: two roots of one size"
        if not self.has_this_place(trust, chain):
            return "proof.incomplete: the map has other acts of this person"
        refusal = refusal_together(self.acts) or self.refusal_of_chains()
        return refusal or (self.refusal_of_absence() if self.absent else None)

    def has_this_place(self, trust, chain):
        key = sha256(b"sillok/person/v1\n", trust.genesis, self.person.encode())
        if self.acts:
            found = map_leaf(key, sha256(b"sillok/history/v1\n", struct.pack(">I", len(self.acts)), chain))
            if self.other:
                return False
        elif self.other:
            # Another leaf stands alone where hers would be: so hers is nowhere.
            shared = all(bit(key, i) == bit(self.other, i) for i in range(len(self.siblings)))
            if not shared or self.other[:32] == key:
                return False
            found = map_leaf(self.other[:32], self.other[32:])
        else:
            found = EMPTY
        return root_of_map(key, found, self.siblings) == self.map_root

    def refusal_of_chains(self):
        """Her own events are a chain, as are those of an id merged into her: none is missing in their middle."""
        entries = [each.entry for each in self.acts]
        merged = [each.fields["duplicate"] for each in entries
                  if each.act == "persons_merged" and each.person == self.person and each.position not in targets(entries)]
        for one in (self.person, *merged):
            last = None
            for revision, each in enumerate((each for each in entries if each.person == one), 1):
                if (each.revision, each.person_previous) != (revision, last):
                    return f"proof.chain: an event of {one} before position {each.position} is missing"
                last = each.position
        for act in self.acts:
            expected = act.entry.expected_revision
            if act.opening.is_live and expected is not None and act.entry.revision != expected + 1:
                return f"proof.revision: position {act.entry.position} was signed for another revision"
        return None

    def refusal_of_absence(self):
        known_on = self.map_log.checkpoint.cosigned_at
        if known_on is not None and self.absent[1] > korean_day(known_on):
            return "proof.day_to_come: the day was still to come when this was cosigned"
        refusal = undecidable(self.person, [each.entry for each in self.acts])
        if refusal:
            return refusal
        try:
            position = standing(self.person, [each.entry for each in self.acts], *self.absent)
        except Undecided as why:
            return f"person.undecided: not decided here: {why}"
        return None if position is None else f"person.has_act: {self.absent[0]} of position {position} holds on that day"

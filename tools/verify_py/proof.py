"""A proof of one act (C2SP tlog-proof with our `extra`) and a proof that the log only grew (tlog-witness' add-checkpoint)."""
import struct

from event import Entry
from flat import SIZE_MAX, need
from merkle import PATH_MAX, is_consistent, leaf_hash, root_from_inclusion
from note import Checkpoint, decimal, decode

ACT_PROOF_MAX = 16 * 1024 * 1024
MALFORMED = "proof.malformed"


def lines_and_checkpoint(raw):
    """The lines before the first empty one, and the checkpoint behind it."""
    need(len(raw) <= ACT_PROOF_MAX, f"{MALFORMED}: too long")
    head, blank, checkpoint = raw.partition(b"\n\n")
    need(blank, f"{MALFORMED}: no checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        need(False, f"{MALFORMED}: not ASCII")
    return lines, Checkpoint(checkpoint)


class LogProof:
    """A C2SP tlog-proof: an index, its path, a checkpoint, and an extra that is believed only as far as it is hashed."""

    def __init__(self, raw):
        lines, self.checkpoint = lines_and_checkpoint(raw)
        need(len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2].startswith("index "),
             f"{MALFORMED}: not the lines of a tlog-proof")
        self.extra = decode(lines[1][6:], f"{MALFORMED}: extra")
        self.index = decimal(lines[2][6:], f"{MALFORMED}: index")
        self.path = hashes(lines[3:])

    def holds(self, leaf, index, path):
        return root_from_inclusion(leaf, index, self.checkpoint.size, path) == self.checkpoint.root


def hashes(lines):
    need(len(lines) <= PATH_MAX, f"{MALFORMED}: a path too long")
    return [decode(line, f"{MALFORMED}: a hash", 32) for line in lines]


class Reader:
    """The counted parts of `extra`."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, size):
        need(size <= len(self.raw) - self.at, f"{MALFORMED}: extra is too short")
        self.at += size
        return self.raw[self.at - size:self.at]

    def count(self, most):
        found = struct.unpack(">I", self.take(4))[0]
        need(found <= most, f"{MALFORMED}: a part of extra is too long")
        return found

    def path(self):
        return [self.take(32) for _ in range(self.count(PATH_MAX))]


class ActProof:
    """The event at a position: its entry, the opening of its order, and both places in the log."""

    def __init__(self, raw):
        self.log = LogProof(raw)
        self.checkpoint = self.log.checkpoint
        reader = Reader(self.log.extra)
        self.entry_raw = reader.take(reader.count(SIZE_MAX))
        first_raw = reader.take(reader.count(SIZE_MAX))
        self.order_path, self.first_path = reader.path(), reader.path()
        need(reader.at == len(reader.raw), f"{MALFORMED}: bytes behind the last part of extra")
        self.entry = Entry(self.entry_raw)
        self.first = Entry(first_raw) if first_raw else None
        need((self.entry.index == 0) == (self.first is None), f"{MALFORMED}: the first entry of the order stands beside all others")
        need(self.first or not self.first_path, f"{MALFORMED}: a path of no entry")
        self.opening = (self.first or self.entry).opening

    def refusal(self, trust, now, checked=None):
        """Why it doesn't hold, or None. `checked` remembers checkpoints and openings that hold already."""
        checked = set() if checked is None else checked
        log, entry, first = self.log, self.entry, self.first or self.entry
        statement = (log.checkpoint.body, tuple(log.checkpoint.signatures))
        if statement not in checked:
            refusal = log.checkpoint.refusal(trust, now)
            if refusal:
                return refusal
            checked.add(statement)
        if entry.position != log.index or first.position != entry.position - entry.index or first.index != 0:
            return "proof.position: an entry stands at another position than it names"
        if not log.holds(entry.leaf, log.index, log.path):
            return "proof.inclusion: the entry does not stand in the tree of the checkpoint"
        if self.first and not log.holds(first.leaf, first.position, self.first_path):
            return "proof.inclusion: the first entry of the order does not stand in the tree of the checkpoint"
        if first.position == 0 and first.leaf != trust.genesis:
            return "proof.genesis: another beginning than the pinned one"
        opening = self.opening
        if root_from_inclusion(leaf_hash(entry.body_raw), entry.index, opening.act_count, self.order_path) != opening.act_root:
            return "proof.order: the act is not one of those that the officers signed"
        if first.leaf not in checked:
            refusal = opening.refusal(trust, first)
            if refusal:
                return refusal
            checked.add(first.leaf)
        return None


class GrowthProof:
    """That the log of the newer checkpoint begins with that of an older one, which the verifier has."""

    def __init__(self, raw, old_raw):
        lines, self.checkpoint = lines_and_checkpoint(raw)
        need(lines[0].startswith("old "), f"{MALFORMED}: no old size")
        self.old_size = decimal(lines[0][4:], f"{MALFORMED}: old size")
        need(self.old_size <= self.checkpoint.size and len(lines) <= 64, f"{MALFORMED}: more before than after")
        self.path = hashes(lines[1:])
        self.old = Checkpoint(old_raw)

    def refusal(self, trust, now):
        # Who has seen the older one is asked no more: the newer one contains it or not.
        refusal = self.old.refusal(trust, now, witnessed=False) or self.checkpoint.refusal(trust, now)
        if refusal:
            return refusal
        if self.old.size != self.old_size:
            return "proof.old_size: the old checkpoint is of another size"
        if not is_consistent(self.old.size, self.old.root, self.checkpoint.size, self.checkpoint.root, self.path):
            return "proof.consistency: the newer tree does not begin with the older one"
        return None

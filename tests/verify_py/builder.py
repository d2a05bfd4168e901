"""FlatBuffers written from the tables of the second verifier, for entries that no program would write."""
import struct

import merkle
import schema
from flat import SCALARS, fields_of

DAY, RECORDED_AT = 19_000, 1_700_000_000_000_000  # 2022-01-08, 2023-11-14


class Builder:
    """One buffer: each table with its vtable before it, and what it points to behind it."""

    def __init__(self, identifier, tables, union=()):
        self.tables, self.union = tables, union
        self.out = bytearray(8) + identifier

    def buffer(self, name, values):
        self.point(4, self.table(name, values))
        struct.pack_into("<I", self.out, 0, len(self.out) - 4)
        return bytes(self.out)

    def align(self, size, ahead=0):
        self.out += bytes(-(len(self.out) + ahead) % size)

    def point(self, at, target):
        struct.pack_into("<I", self.out, at, target - at)

    def table(self, name, values):
        fields = fields_of(self.tables[name])
        size, slots = 4, []
        for field, kind, _ in fields:
            value = values.get("act" if kind == "utype" else field)
            kind = kind.removesuffix("=0")
            width = 1 if kind == "utype" else struct.calcsize(SCALARS[kind]) if kind in SCALARS else int(kind[1:]) if kind[0] == "*" else 4
            if value is not None:
                size += -size % (1 if kind[0] == "*" else width)
            slots.append((kind, value, size if value is not None else 0))
            size += width if value is not None else 0
        self.align(8, ahead=4 + 2 * len(fields))
        vtable = len(self.out)
        self.out += struct.pack("<HH", 4 + 2 * len(fields), size) + b"".join(struct.pack("<H", slot) for _, _, slot in slots)
        at = len(self.out)
        self.out += struct.pack("<i", at - vtable) + bytes(size - 4)
        for kind, value, slot in slots:
            if slot:
                self.put(kind, at + slot, value)
        return at

    def put(self, kind, at, value):
        if kind == "utype":
            value = self.union.index(value[0]) + 1 if value[0] in self.union else 255
            self.out[at] = value
        elif kind in SCALARS:
            struct.pack_into(SCALARS[kind], self.out, at, value)
        elif kind[0] == "*":
            self.out[at:at + len(value)] = value
        else:
            self.point(at, self.child(kind, value))

    def child(self, kind, value):
        if kind == "union":
            return self.table(value[0] if value[0] in self.union else self.union[0], value[1])
        if kind in ("text", "document", "bytes", "buffer"):
            raw = value.encode() if isinstance(value, str) else value
            self.align(8 if kind == "buffer" else 4, ahead=4 if kind == "buffer" else 0)
            at = len(self.out)
            self.out += struct.pack("<I", len(raw)) + raw + b"\0"
            return at
        if kind[0] != "[":
            return self.table(kind, value)
        self.align(4)
        at = len(self.out)
        self.out += struct.pack("<I", len(value)) + bytes(4 * len(value))
        for i, each in enumerate(value):
            self.point(at + 4 + 4 * i, self.child(kind[1:-1], each))
        return at


def body(**values):
    """`act` is (kind, its fields); of a kind that is in no table, an act of a later release."""
    return Builder(b"SLKB", schema.BODY, schema.ACT_NAMES).buffer("Body", values)


def entry_of_one(forger, body_raw, position, number="B-1", authority="1760000", officers=("kim", "lee"), signers=None, opening=None, beside=None, **envelope):
    """An order of one act, or the first of two with the other's leaf, signed by the officers it names, or by others; at position 0 by nobody."""
    header = Builder(b"SLKO", schema.ORDER).buffer("OrderHeader", {
        "order": number, "authority": authority, "issued_on": DAY, "legal_basis": ["SPOA:28"], "drafted_by": officers[0], "approved_by": officers[1]})
    root, count = merkle.leaf_hash(body_raw), 1
    if beside:
        root, count = merkle.node_hash(root, beside), 2
    message = b"" if position == 0 else bytes.fromhex(forger.pinned["genesis"]) + b"".join(struct.pack(">I", len(each)) + each.encode() for each in (authority, number)) \
        + struct.pack(">I", count) + merkle.sha256(header) + root
    drafted, approved = (forger.officer(name).sign(f"sillok/order/v1/{role}\n".encode() + message) if position else bytes(64)
                         for role, name in zip(("drafted", "approved"), signers or officers))
    return Builder(b"SLKE", schema.ENVELOPE).buffer("Event", {
        "position": position, "recorded_at": RECORDED_AT, "previous": bytes(32), "index": 0, "body": body_raw, **envelope,
        "opening": {"header": header, "act_count": count, "act_root": root, "drafter_signature": drafted, "approver_signature": approved, **(opening or {})}})

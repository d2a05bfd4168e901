"""FlatBuffers, read safely: nothing is believed before it has been checked (schemas/FORMAT.md section 1).

A table becomes a dict of its known fields; what isn't there is None, or 0 where the schema has no
`= null`. Lines of the schema: `name[!][:type]`, `!` for required, a bare name for a string, `_` for a
slot that is a union's type. Ids count from 0 in the order of the line.
"""
import re
import struct

SIZE_MAX = 65_535
TEXT_MAX, DOCUMENT_MAX = 2_000, 60_000
COUNT_MAX = {"[Career]": 64, "[FieldPatch]": 32, "[SealedField]": 32}  # all other vectors of objects: 1,024
COUNT_MAX_OTHER = 1_024
SCALARS = {"u8": "<B", "bool": "<B", "i16": "<h", "u32": "<I", "i32": "<i", "u64": "<Q", "i64": "<q"}
FORBIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")


class Malformed(Exception):
    """What can't be read as what it should be: exit code 3."""


def need(holds, why):
    if not holds:
        raise Malformed(why)


def is_text(text, most=TEXT_MAX):
    return len(text) <= most and not FORBIDDEN.search(text)


def fields_of(line):
    """The fields of a schema line: (name, type, required)."""
    parsed = []
    for word in line.split():
        name, _, kind = word.partition(":")
        parsed.append((name.rstrip("!"), kind or "text", name.endswith("!")))
    return parsed


class Buffer:
    def __init__(self, data, identifier, schema, union=()):
        """`union` names the tables of the union in order; its field in a schema line has the type `union`."""
        need(8 < len(data) <= SIZE_MAX, "event.malformed: size of a buffer")
        self.data, self.schema, self.union = data, schema, union
        need(self.number("u32", 0) == len(data) - 4, "event.malformed: a buffer is not as long as its prefix says")
        need(data[8:12] == identifier, "event.malformed: identifier of a buffer")
        # All tables, strings and vectors that are met may not sum to more than there is: bounds the work.
        self.left = len(data)

    def number(self, kind, at):
        form = SCALARS[kind]
        size = struct.calcsize(form)
        need(0 <= at <= len(self.data) - size, "event.malformed: a number outside of its buffer")
        need(at % size == 0, "event.malformed: a number that is not aligned")
        return struct.unpack_from(form, self.data, at)[0]

    def take(self, at, size):
        need(0 <= at <= len(self.data) and size <= len(self.data) - at, "event.malformed: an object outside of its buffer")
        self.left -= size
        need(self.left >= 0, "event.malformed: an object that is reached twice")
        return self.data[at:at + size]

    def follow(self, at):
        offset = self.number("u32", at)
        need(offset != 0, "event.malformed: an offset of 0")
        return at + offset

    def root(self, name):
        return self.table(name, self.follow(4))

    def table(self, name, at):
        vtable = at - self.number("i32", at)
        need(vtable % 2 == 0, "event.malformed: a vtable that is not aligned")
        size = self.uint16(vtable)
        need(size >= 4 and size % 2 == 0 and vtable + size <= len(self.data), "event.malformed: size of a vtable")
        length = self.uint16(vtable + 2)
        need(length >= 4, "event.malformed: size of a table")
        self.take(at, length)
        found, union_type = {}, 0
        for i, (field, kind, required) in enumerate(fields_of(self.schema[name])):
            slot = self.uint16(vtable + 4 + 2 * i) if 4 + 2 * i < size else 0
            if kind == "utype":
                union_type = self.within(at, slot, length, 1) and self.number("u8", at + slot) if slot else 0
                continue
            need(slot or not required, "event.malformed: a required field is missing")
            found[field] = self.value(kind, at, slot, length, union_type) if slot else (0 if kind.endswith("=0") else None)
        return found

    def uint16(self, at):
        need(0 <= at <= len(self.data) - 2, "event.malformed: a vtable outside of its buffer")
        return struct.unpack_from("<H", self.data, at)[0]

    @staticmethod
    def within(at, slot, length, size):
        need(4 <= slot and slot + size <= length, "event.malformed: a field outside of its table")
        return True

    def value(self, kind, table, slot, length, union_type):
        kind = kind.removesuffix("=0")
        at = table + slot
        if kind in SCALARS:
            self.within(table, slot, length, struct.calcsize(SCALARS[kind]))
            found = self.number(kind, at)
            need(kind != "bool" or found < 2, "event.malformed: a boolean that is neither")
            return found
        if kind.startswith("*"):  # a struct of so many bytes, alignment 1
            self.within(table, slot, length, int(kind[1:]))
            return self.data[at:at + int(kind[1:])]
        self.within(table, slot, length, 4)
        target = self.follow(at)
        if kind in ("text", "document"):
            return self.text(target, TEXT_MAX if kind == "text" else DOCUMENT_MAX)
        if kind in ("bytes", "buffer"):
            # A buffer in a buffer is aligned to 8 from the start, so that offsets inside it stay aligned.
            need(kind == "bytes" or (target + 4) % 8 == 0, "event.malformed: a buffer in a buffer that is not aligned")
            count = self.number("u32", target)
            return self.take(target, 4 + count)[4:]
        if kind == "union":
            need(union_type > 0, "event.malformed: a union without a type")
            if union_type > len(self.union):
                return (None, {})  # an act of a later release: its table is not read
            name = self.union[union_type - 1]
            return (name, self.table(name, target))
        return self.vector(kind, target) if kind.startswith("[") else self.table(kind, target)

    def text(self, at, most=TEXT_MAX):
        count = self.number("u32", at)
        raw = self.take(at, 4 + count + 1)  # a string ends with a zero byte that is not counted
        need(raw[-1] == 0, "event.malformed: a string without its end")
        try:
            text = raw[4:-1].decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed("event.malformed: text that is not UTF-8") from None
        need(is_text(text, most), "event.malformed: text")
        return text

    def vector(self, kind, at):
        count = self.number("u32", at)
        need(count <= COUNT_MAX.get(kind, COUNT_MAX_OTHER), "event.malformed: more elements than there may be")
        self.take(at, 4 + 4 * count)
        slots = [self.follow(at + 4 + 4 * i) for i in range(count)]
        element = kind[1:-1]
        return [self.text(each) if element == "text" else self.table(element, each) for each in slots]

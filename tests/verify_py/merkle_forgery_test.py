#!/usr/bin/env python3
"""The same bent proofs as tests/ledger/crypto/merkle_forgery_test.cc, for the verifier in Python.

What the definition of RFC 6962 does not give is refused, in trees of 1 to 64 leaves; and every way to bend a proof is one that
some plausible mistake in the checks would let through. tests/vectors/crypto/merkle_negatives.txt has the counts and hashes of both.
"""
import collections
import hashlib
import inspect
import os
import struct
import unittest

from support import HERE

import merkle

SIZE_MAX = 64
HUGE, LAST = 2**63, 2**64 - 1
EMPTY_ROOT = hashlib.sha256().digest()
ZERO = bytes(32)
JUNK = hashlib.sha256(b"junk").digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node(left, right):
    return sha256(b"\1" + left + right)


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root_of(leaves):
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root_of(leaves[:k]), root_of(leaves[k:]))


def path_of(m, leaves):
    if len(leaves) <= 1:
        return []
    k = split(len(leaves))
    return path_of(m, leaves[:k]) + [root_of(leaves[k:])] if m < k else path_of(m - k, leaves[k:]) + [root_of(leaves[:k])]


def growth_of(m, leaves, known=True):
    if m == len(leaves):
        return [] if known else [root_of(leaves)]
    k = split(len(leaves))
    if m <= k:
        return growth_of(m, leaves[:k], known) + [root_of(leaves[k:])]
    return growth_of(m - k, leaves[k:], False) + [root_of(leaves[:k])]


# A proof is (from, size, first, root, path): of an inclusion, first is the leaf and from its index; of a growth the older root and size.
def encode(proof):
    start, size, first, root, path = proof
    return struct.pack(">QQ", start, size) + first + root + b"".join(path)


class TooShort(Exception):
    pass


def is_included(proof):
    """What the definition gives, written down apart from the code under test."""
    index, size, leaf, root, path = proof
    if index >= size:
        return False
    rest = iter(path)

    def climb(m, n):
        if n == 1:
            return leaf
        k = split(n)
        inner = climb(m, k) if m < k else climb(m - k, n - k)
        sibling = next(rest, None)
        if sibling is None:
            raise TooShort
        return node(inner, sibling) if m < k else node(sibling, inner)
    try:
        return climb(index, size) == root and next(rest, None) is None
    except TooShort:
        return False


def is_grown(proof):
    start, size, old, root, path = proof
    if start > size or (size == 0 and root != EMPTY_ROOT) or (start == 0 and old != EMPTY_ROOT):
        return False
    if start == size:
        return old == root and not path
    if start == 0:
        return not path
    rest = iter(path)

    def taken():
        found = next(rest, None)
        if found is None:
            raise TooShort
        return found

    def climb(m, n, known):
        if m == n:
            whole = old if known else taken()
            return whole, whole
        k = split(n)
        older, newer = climb(m, k, known) if m <= k else climb(m - k, n - k, False)
        sibling = taken()
        return (older, node(newer, sibling)) if m <= k else (node(sibling, older), node(sibling, newer))
    try:
        return climb(start, size, True) == (old, root) and next(rest, None) is None
    except TooShort:
        return False


def flipped(hash_, bit):
    changed = bytearray(hash_)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def bent_paths(good):
    path = good[4]
    root, first = good[3], good[2]
    size = range(len(path))

    def all_with(paths):
        return [(*good[:4], list(each)) for each in paths]
    yield "no path", all_with([[]])
    # An empty path has one place for junk, and that is in front.
    places = {"leading junk": [0], "trailing junk": [len(path)] if path else []}
    if not path:
        places["leading junk"] = [0, 0]
    for name, where in places.items():
        yield name, all_with([*path[:at], more, *path[at:]] for more in (JUNK, ZERO, root, first, EMPTY_ROOT) for at in where)
    yield "missing part", all_with(path[:i] + path[i + 1:] for i in size)
    yield "inserted part", all_with([*path[:i], more, *path[i:]] for i in size for more in (path[i], JUNK, ZERO))
    yield "modified part", all_with([*path[:i], other, *path[i + 1:]] for i in size for other in (
        flipped(path[i], 0), flipped(path[i], 100), flipped(path[i], 255), ZERO, root, JUNK))
    yield "swapped parts", all_with([*path[:i], path[j], *path[i + 1:j], path[i], *path[j + 1:]] for i in size for j in range(i + 1, len(path)))
    yield "reversed path", all_with([path[::-1]])
    yield "path twice", all_with([path * 2])


class Trees:
    def __init__(self):
        self.leaves = [leaf_hash(b"entry %d" % i) for i in range(SIZE_MAX + 3)]
        self.roots = [root_of(self.leaves[:size]) for size in range(SIZE_MAX + 3)]

    def bent_inclusion(self, good):
        i, n, leaf, root, path = good

        def at(*places):
            return [(index, size, leaf, root, path) for index, size in places]

        def of(*hashes):
            return [(i, n, *each, path) for each in hashes]
        yield from bent_paths(good)
        yield "index - 1", at((i - 1, n)) if i else []
        yield "index + 1", at((i + 1, n))
        yield "index xor", at(*((i ^ 1 << bit, n) for bit in (0, 1, 2, 3, 4, 5, 6, 32, 63)))
        yield "index twice and half", at((i * 2, n), (i // 2, n))
        yield "index from the end", at((n - 1 - i, n))
        yield "index beyond", at((n, n), (n + i, n), (HUGE, n), (LAST, n), (i, i))
        yield "size - 1 and + 1", at((i, n - 1), (i, n + 1))
        yield "size twice and half", at((i, n * 2), (i, n // 2), (i, n * 4))
        yield "size of nothing, of all", at((i, 0), (i, HUGE), (i, LAST))
        yield "leaf and root swapped", of((root, leaf))
        yield "another root", of((leaf, EMPTY_ROOT), (leaf, ZERO), (leaf, self.roots[n - 1]), (leaf, self.roots[n + 1]),
                                 (leaf, flipped(root, 0)), (leaf, flipped(root, 255)))
        yield "another leaf", of((self.leaves[i + 1], root), (flipped(leaf, 0), root), (flipped(leaf, 255), root), (ZERO, root))
        entry = b"entry %d" % i
        yield "prefix of the leaf", of((sha256(entry), root), (sha256(b"\1" + entry), root), (leaf_hash(leaf), root))
        nodes = []
        if n > 1:
            for each in (node(leaf, path[0]), node(path[0], leaf), leaf_hash(leaf + path[0])):
                nodes += [(i // 2, n // 2, each, root, path[1:]), (i, n, each, root, path)]
        yield "node as a leaf", nodes
        yield "path of another leaf", [(i, n, leaf, root, path_of(other, self.leaves[:n])) for other in (i + 1, i + 2, n - 1 - i, 0, n - 1) if other < n]
        yield "path of another size", [(i, n, leaf, root, path_of(i, self.leaves[:other])) for other in (n - 1, n + 1, n + 2) if i < other]

    def bent_growth(self, good):
        m, n, old, root, path = good

        def of(*changed):
            return [(start, size, first, last, path) for start, first, size, last in changed]
        yield from bent_paths(good)
        yield "roots swapped", of((m, root, n, old))
        yield "sizes swapped", of((n, old, m, root))
        yield "old and new swapped", of((n, root, m, old))
        yield "one root twice", of((m, old, n, old), (m, root, n, root))
        yield "equal sizes with a path", of((n, root, n, root), (m, old, m, old), (n, old, n, root))
        yield "equal sizes, two roots", [(n, n, old, root, []), (m, m, old, root, [])]
        yield "old size - 1 and + 1", of((m - 1, old, n, root), (m + 1, old, n, root))
        yield "new size - 1 and + 1", of((m, old, n - 1, root), (m, old, n + 1, root))
        yield "old size twice and half", of((m * 2, old, n, root), (m // 2, old, n, root))
        yield "new size twice and half", of((m, old, n * 2, root), (m, old, n // 2, root))
        yield "old size xor", of(*((m ^ 1 << bit, old, n, root) for bit in (0, 1, 2, 3, 4, 5, 6, 63)))
        yield "old size above the new", of((n + 1, old, n, root), (HUGE, old, n, root), (LAST, old, n, root))
        yield "from nothing with a path", of((0, EMPTY_ROOT, n, root), (0, old, n, root))
        yield "to nothing", [*of((m, old, 0, EMPTY_ROOT), (m, old, 0, root)), (0, 0, EMPTY_ROOT, root, []), (0, 0, root, root, []), (0, n, root, root, [])]
        yield "empty and zero roots", of((m, EMPTY_ROOT, n, root), (m, old, n, EMPTY_ROOT), (m, ZERO, n, root), (m, old, n, ZERO))
        yield "roots of other sizes", of((m, self.roots[m - 1], n, root), (m, self.roots[m + 1], n, root), (m, old, n, self.roots[n - 1]),
                                         (m, old, n, self.roots[n + 1]))
        yield "flipped roots", of((m, flipped(old, 0), n, root), (m, flipped(old, 255), n, root), (m, old, n, flipped(root, 0)),
                                  (m, old, n, flipped(root, 255)))
        yield "path of other sizes", [(m, n, old, root, growth_of(start, self.leaves[:size]))
                                      for start, size in ((m - 1, n), (m + 1, n), (m, n - 1), (m, n + 1)) if 0 < start < size]
        yield "path of an inclusion", [(m, n, old, root, path_of(leaf, self.leaves[:n])) for leaf in (m - 1, m)]

    def all_bent(self):
        """(kind, way, proof) of every distinct bent proof, and the good ones under the way None."""
        seen = set()
        for n in range(1, SIZE_MAX + 1):
            goods = [("inclusion", (i, n, self.leaves[i], self.roots[n], path_of(i, self.leaves[:n])), self.bent_inclusion) for i in range(n)]
            goods += [("consistency", (m, n, self.roots[m], self.roots[n], growth_of(m, self.leaves[:n])), self.bent_growth) for m in range(1, n)]
            for kind, good, bent in goods:
                seen.add((kind, encode(good)))
                yield kind, None, good
                for way, proofs in bent(good):
                    for proof in proofs:
                        key = (kind, encode(proof))
                        if key not in seen:
                            seen.add(key)
                            yield kind, way, proof


def does(code, kind, proof):
    start, size, first, root, path = proof
    if kind == "inclusion":
        return code["root_from_inclusion"](first, start, size, path) == root
    return code["is_consistent"](start, first, size, root, path)


# What could be wrong in the checks, each as a change of merkle.py; what then passes must be among the bent proofs.
MISTAKES = {
    "no bound on the index": ("if not 0 <= index < size:", "if size == 0:"),
    "an index of the size passes": ("if not 0 <= index < size:", "if not 0 <= index <= size:"),
    "what lies behind the root is passed over": ("        if last == 0:\n            return None\n", "        if last == 0:\n            break\n"),
    "a path that ends too early passes": ("return found if last == 0 else None", "return found"),
    "leaves and nodes of one prefix": ('return sha256(b"\\x01", left, right)', 'return sha256(b"\\x00", left, right)'),
    "an older size above the newer": ("if old_size > size or old_size < 0:", "if False:"),
    "from nothing with anything": ("return not path and old_root == sha256() and (size > 0 or root == old_root)", "return True"),
    "from nothing with a path": ("return not path and old_root == sha256() and (size > 0 or root == old_root)", "return old_root == sha256()"),
    "nothing with a root": (" and (size > 0 or root == old_root)", ""),
    "equal sizes with a path": ("return not path and old_root == root", "return old_root == root"),
    "equal sizes with two roots": ("return not path and old_root == root", "return not path"),
    "a growth's path longer than the tree": ("            return False\n        if place & 1", "            break\n        if place & 1"),
    "a growth's path too short": ("return last == 0 and older", "return older"),
    "the older root not looked at": (" and older == old_root and newer == root", " and newer == root"),
    "the newer root not looked at": (" and older == old_root and newer == root", " and older == old_root"),
}


class Forgeries(unittest.TestCase):
    maxDiff = None

    def test_what_the_definition_does_not_give_is_refused(self):
        trees, code = Trees(), vars(merkle)
        counts = collections.defaultdict(lambda: [0, 0, ZERO])
        for kind, way, proof in trees.all_bent():
            must = (is_included if kind == "inclusion" else is_grown)(proof)
            if does(code, kind, proof) != must:
                self.fail(f"{kind} {way}: {'refused' if must else 'held'}: {proof}")
            if way is None:
                self.assertTrue(must)
                continue
            count = counts[f"{kind} {way}"]
            count[must] += 1
            if not must:
                count[2] = sha256(count[2] + encode(proof))
        self.assertGreaterEqual(sum(count[0] for count in counts.values()), 5_000)
        found = [f"{refused} {held} {hash_.hex()} {way}" for way, (refused, held, hash_) in sorted(counts.items())]
        with open(os.path.join(HERE, "..", "vectors", "crypto", "merkle_negatives.txt"), encoding="ascii") as file:
            written = [line.rstrip("\n") for line in file if not line.startswith("#")]
        self.assertEqual(found, written, "the cases are not the ones that the program's checks are asked")

    def test_mistakes_in_the_checks_would_be_seen(self):
        source = inspect.getsource(merkle)
        trees = Trees()
        for name, (line, other) in MISTAKES.items():
            with self.subTest(name):
                self.assertIn(line, source)
                code = {}
                exec(compile(source.replace(line, other), name, "exec"), code)  # pylint: disable=exec-used
                self.assertTrue(any(does(code, kind, proof) != (is_included if kind == "inclusion" else is_grown)(proof)
                                    for kind, _, proof in trees.all_bent()))


if __name__ == "__main__":
    unittest.main()

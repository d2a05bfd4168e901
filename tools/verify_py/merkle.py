"""RFC 6962 trees and the compact sparse Merkle map of persons (schemas/FORMAT.md section 6)."""
import hashlib

PATH_MAX = 64
MAP_DEPTH = 256
EMPTY = bytes(32)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\x00", entry)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def root_from_inclusion(leaf, index, size, path):
    """The root that a path leads to (RFC 9162 2.1.3.2); None where the path is not of this place in a tree of this size."""
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(old_size, old_root, size, root, path):
    """That the tree of `size` begins with the one of `old_size` (RFC 9162 2.1.4.2)."""
    if old_size > size or old_size < 0:
        return False
    if old_size == 0:
        return not path and old_root == sha256() and (size > 0 or root == old_root)
    if old_size == size:
        return not path and old_root == root
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == root


def map_leaf(key, value):
    return sha256(b"\x02", key, value)


def bit(key, depth):
    return key[depth // 8] >> (7 - depth % 8) & 1


def root_of_map(key, found, siblings):
    """The root over `found`, which stands under `key` with these siblings, deepest first; a half that holds one
    leaf alone is that leaf, so nothing stands beside nothing."""
    for i, sibling in enumerate(siblings):
        if i == 0 and sibling == EMPTY:
            return None
        left, right = (sibling, found) if bit(key, len(siblings) - 1 - i) else (found, sibling)
        found = sha256(b"\x03", left, right)
    return found

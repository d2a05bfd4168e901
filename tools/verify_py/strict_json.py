"""JSON that says one thing: every reader takes it for the same, or it is unreadable (schemas/FORMAT.md section 6)."""
import json
import math
import re

from flat import Malformed, need

DEPTH_MAX = 32


def depth(text):
    """How deep arrays and objects stand in each other; what is within a text does not count."""
    deepest = now = 0
    for each in re.finditer(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', text, re.S):
        now += bool(each[1]) - bool(each[2])
        deepest = max(deepest, now)
    return deepest


def json_object(raw, why):
    """The object that these bytes are; `why` begins what is said where they are none."""
    def once(pairs):
        found = dict(pairs)
        need(len(found) == len(pairs), f"{why}: a member twice")
        return found

    def whole(digits):
        need(len(digits) <= 20 and -2**63 <= int(digits) < 2**64, f"{why}: a number of more than 64 bits")
        return int(digits)

    def real(digits):
        need(math.isfinite(float(digits)), f"{why}: a number that is none")
        return float(digits)
    try:
        text = raw.decode("utf-8")
        need(depth(text) <= DEPTH_MAX, f"{why}: too deep")
        found = json.loads(text, object_pairs_hook=once, parse_int=whole, parse_float=real, parse_constant=real)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate is no text
    except ValueError as unreadable:
        raise Malformed(f"{why}: no JSON") from unreadable
    need(isinstance(found, dict), f"{why}: no JSON object")
    return found

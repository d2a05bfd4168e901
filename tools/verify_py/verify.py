#!/usr/bin/python3
"""A second verifier of Sillok's proofs and case capsules, written from schemas/FORMAT.md alone.

Exit code: 0 it holds, 1 it does not, 2 wrong use, 3 unreadable.
"""
import argparse
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from capsule import FIRST_LINE as FIRST_LINE_OF_CAPSULE, Capsule  # noqa: E402
from flat import Malformed  # noqa: E402
from person import FIRST_LINE, PERSON_PROOF_MAX, PersonProof  # noqa: E402
from proof import ActProof, GrowthProof  # noqa: E402
from trust import Trust  # noqa: E402

HOLDS, NO, WRONG_USE, UNREADABLE = range(4)


class WrongUse(Exception):
    pass


def check_capsule(raw, trust_raw, now):
    """The answer on the bytes of a capsule, as `sillok check-evidence --json` gives it, and whether its record was compared."""
    capsule = Capsule(raw)
    trust = Trust(capsule.trust_raw if trust_raw is None else trust_raw)
    answer = {"reason": capsule.refusal(trust, now), "position": None, "pinned": trust_raw is not None}
    answer["ok"] = answer["reason"] is None
    return {**answer, **capsule.answer()} if answer["ok"] else answer


def check(raw, trust_raw, payload=None, old=None, now=None):
    """The answer on the bytes of a proof, as `sillok check-proof --json` gives it, or of a capsule."""
    now = int(time.time()) if now is None else now
    if raw.startswith(FIRST_LINE_OF_CAPSULE):
        if payload is not None or old is not None:
            raise WrongUse("--payload and --old do not go with a capsule")
        return check_capsule(raw, trust_raw, now)
    if trust_raw is None:
        raise WrongUse("--trust is needed: without it a proof shows nothing")
    is_person, is_growth = raw.startswith(FIRST_LINE), raw.startswith(b"old ")
    if is_growth and old is None:
        raise WrongUse("this proof leads from an older checkpoint to a newer one; name its file with --old")
    if old is not None and not is_growth:
        raise WrongUse("--old goes with a proof between two sizes only")
    if payload is not None and (is_person or is_growth):
        raise WrongUse("--payload goes with a proof of one act only")
    trust = Trust(trust_raw)
    answer = dict.fromkeys(("ok", "reason", "position", "size", "root", "person", "complete", "events", "absent"))
    proof = PersonProof(raw) if is_person else GrowthProof(raw, old) if is_growth else ActProof(raw)
    answer["reason"] = proof.refusal(trust, now)
    if answer["reason"] is None and payload is not None and payload != proof.entry_raw:
        answer["reason"] = "proof.payload: the proof is of another entry than the payload"
    answer["ok"] = answer["reason"] is None
    if not answer["ok"]:
        return answer
    if is_person:
        absent = proof.absent and {"act": proof.absent[0], "on": proof.absent_on}
        answer.update(size=proof.size, person=proof.person, complete=True, events=len(proof.acts), absent=absent,
                      root=proof.acts[0].checkpoint.root.hex() if proof.acts else None)
        return answer
    answer.update(size=proof.checkpoint.size, root=proof.checkpoint.root.hex())
    if not is_growth:
        answer.update(position=proof.entry.position, person=proof.entry.person)
    return answer


def content(path):
    try:
        with open(path, "rb") as file:
            raw = file.read(PERSON_PROOF_MAX + 1)
    except OSError:
        raise Malformed(f"{path}: can't be read") from None
    if len(raw) > PERSON_PROOF_MAX:
        raise Malformed(f"{path}: too large")
    return raw


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="verify.py", description="checks a proof or a case capsule of Sillok; needs no ledger")
    parser.add_argument("file", metavar="FILE", help="the proof, or the capsule")
    parser.add_argument("--trust", help="what `sillok trust export` wrote (default, of a capsule alone: what it brings along)")
    parser.add_argument("--payload", help="the entry bytes it must be of")
    parser.add_argument("--old", help="the older checkpoint, of a proof between two sizes")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    use = parser.parse_args(arguments)
    try:
        raw, trust = content(use.file), use.trust and content(use.trust)
        answer = check(raw, trust, use.payload and content(use.payload), use.old and content(use.old))
    except WrongUse as why:
        print(f"verify.py: {why}", file=sys.stderr)
        return WRONG_USE
    except Malformed as why:
        print(f"verify.py: {why}", file=sys.stderr)
        return UNREADABLE
    if use.json:
        print(json.dumps(answer, separators=(",", ":")))
    else:
        print("holds" if answer["ok"] else f"does not hold: {answer['reason']}")
    return HOLDS if answer["ok"] else NO


if __name__ == "__main__":
    sys.exit(main())

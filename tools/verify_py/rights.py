"""By what right officers signed: their keys and grants, replayed from the acts that gave and took them (schemas/FORMAT.md section 3)."""
from event import is_code
from flat import need
from note import SEOUL_S, is_signed, public_key

OFFICER = "officer"
ROOTS_MAX = 64
REASON = "capsule.authority"
ON_RIGHTS = {"key_registered", "key_revoked", "role_granted", "role_revoked", "roots_changed"}


def day(instant):
    """The Korean day of an instant in microseconds."""
    return (instant // 1_000_000 + SEOUL_S) // 86_400


def roots_in(entry):
    """Name to public key; None where that is no set of roots."""
    pairs = [each.partition("=") for each in entry.fields["roots"]]
    found = {name: public_key(key) for name, _, key in pairs}
    is_set = 2 <= len(found) == len(pairs) <= ROOTS_MAX and len(set(found.values())) == len(found) and None not in found.values()
    return found if is_set and all(map(is_code, found)) else None


class Rights:
    def __init__(self, entries):
        """`entries`: the genesis, then acts on keys, grants and roots, by position."""
        self.acts = {each.position: each for each in entries[1:]}
        # Each set of roots with the position behind which it is in force: name to key, and to the position its opening names.
        genesis = roots_in(entries[0])
        need(genesis is not None, "genesis.malformed: roots")
        self.sets = [(-1, {name: (key, None) for name, key in genesis.items()})]
        self.own = {public_key(entries[0].fields[name]) for name in ("ledger_key", "node_key")}
        self.confirmed = {}  # position of a confirmation to that of its proposal
        self.impossible = set()  # positions of sets that can't be
        pending, proposed_at = None, None
        for each in self.before(1 << 64, "roots_changed"):
            new, present = roots_in(each), self.sets[-1][1]
            is_present = new == {name: key for name, (key, _) in present.items()}
            if new is None or is_present and pending is None or not is_present and self.are_others(new, each.position):
                self.impossible.add(each.position)
            if new is None:
                continue
            if new == pending:
                stay = {name: (key, present[name][1] if present.get(name, (None,))[0] == key else each.position) for name, key in new.items()}
                self.sets.append((each.position, stay))
                self.confirmed[each.position] = proposed_at
                pending = None
            elif is_present:
                pending = None
            else:
                pending, proposed_at = new, each.position

    def are_others(self, roots, position):
        """Whether a name or a key of that set is, or was, an officer's, a node's, the ledger's or another root's."""
        keys = self.before(position, "key_registered")
        known = {(each.fields["officer"], public_key(each.fields["public_key"])) for each in keys}
        known |= {(None, key) for key in self.own} | {(each.fields["officer"], None) for each in self.before(position, "role_granted")}
        former = {(name, key) for _, each in self.sets for name, (key, _) in each.items()}
        return any(name == other or key == its for name, key in roots.items() for other, its in known) \
            or any(key == its and name != other for name, key in roots.items() for other, its in former)

    def root_of(self, name, position):
        """The key and the position to be named of a root who signs an order there; nothing for who is none."""
        proposed_at = self.confirmed.get(position)
        if proposed_at is not None:
            found = next(roots for begin, roots in self.sets if begin == position).get(name)
            return found and (found[0], proposed_at)
        return next(roots for begin, roots in reversed(self.sets) if begin < position).get(name)

    def refusal(self, first, acts, genesis):
        """Why the order with this first entry was not signed by right, or None; `acts` are the kinds of its acts that are shown."""
        opening = first.opening
        if first.act == "roots_changed" and (first.position in self.impossible or opening.act_count != 1):
            return f"{REASON}: no set of roots that may be, or one that does not stand alone in its order"
        for role, name, key, grant, signature in zip((b"drafted", b"approved"), opening.officers, opening.keys, opening.grants, opening.signatures):
            root = self.root_of(name, first.position)
            if root is not None:
                if (key, grant) != (root[1], None) or not acts <= ON_RIGHTS:
                    return f"{REASON}: {name} is a root, who signs for keys and grants alone, under no other right"
                if not is_signed(root[0], signature, opening.message(role, genesis)):
                    return f"{REASON}: {name} signed under another key than that of the roots then"
                continue
            if acts & ON_RIGHTS:
                return f"{REASON}: {name} is no root, and only roots change keys and grants"
            if key is None or key != self.key_of(name, first.position):
                return f"{REASON}: not the key of {name} that was in force at position {first.position}"
            if not is_signed(public_key(self.acts[key].fields["public_key"]), signature, opening.message(role, genesis)):
                return f"{REASON}: {name} signed under another key than that of position {key}"
            if grant is None or grant != self.grant_of(name, role == b"approved", first):
                return f"{REASON}: not the grant of {name} that was in force at position {first.position}"
        return None

    def before(self, position, act):
        return [each for each in self.acts.values() if each.position < position and each.act == act]

    def key_of(self, name, position):
        """The position of the key in force for an order there. What stands at the order itself comes too late, for good or bad."""
        keys = [each.position for each in self.before(position, "key_registered")
                if (each.fields["officer"], each.fields["kind"]) == (name, OFFICER) and public_key(each.fields["public_key"])]
        revoked = {each.fields["target"] for each in self.before(position, "key_revoked")}
        return keys[-1] if keys and keys[-1] not in revoked else None

    def grant_of(self, name, approves, first):
        """The position of the first grant that the order could be signed under."""
        recorded_on = day(first.recorded_at)
        asked_on = first.opening.issued_on if first.opening.is_live else recorded_on
        revoked = {each.fields["target"] for each in self.before(first.position, "role_revoked")
                   if each.effective_on <= recorded_on}
        for each in self.before(first.position, "role_granted"):
            role, scope = each.fields["role"], each.fields["scope"]
            begin, end = each.fields["valid_from"], each.fields["valid_to"]
            if each.fields["officer"] == name and (role.partition(".")[0] == "approver" or role == "drafter" and not approves) \
                    and scope in ("*", first.opening.authority) and (begin is None or asked_on >= begin) and (end is None or asked_on < end) \
                    and each.position not in revoked:
                return each.position
        return None

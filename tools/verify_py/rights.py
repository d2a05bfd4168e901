"""By what right officers signed: their keys and grants, replayed from the acts that gave and took them (schemas/FORMAT.md section 3)."""
from note import SEOUL_S, decode, is_signed

OFFICER = "officer"
ON_RIGHTS = {"key_registered", "key_revoked", "role_granted", "role_revoked"}


def day(instant):
    """The Korean day of an instant in microseconds."""
    return (instant // 1_000_000 + SEOUL_S) // 86_400


class Rights:
    def __init__(self, entries):
        """`entries`: the genesis, then acts on keys and grants, by position."""
        self.roots = {each.partition("=")[0] for each in entries[0].fields["roots"]}
        self.acts = {each.position: each for each in entries[1:]}

    def refusal(self, first, acts, genesis):
        """Why the order with this first entry was not signed by right, or None; `acts` are the kinds of its acts that are shown."""
        opening = first.opening
        for role, name, key, grant, signature in zip((b"drafted", b"approved"), opening.officers, opening.keys, opening.grants, opening.signatures):
            if name in self.roots:
                if (key, grant) != (None, None) or not acts <= ON_RIGHTS:
                    return f"rights.root: {name} is a root, who signs for keys and grants alone, under no other right"
                continue
            if key is None or key != self.key_of(name, first.position):
                return f"rights.key: not the key of {name} that was in force at position {first.position}"
            public = decode(self.acts[key].fields["public_key"], "event.malformed: public_key", 32)
            if not is_signed(public, signature, opening.message(role, genesis)):
                return f"rights.signature: {name} signed under another key than that of position {key}"
            if grant is None or grant != self.grant_of(name, role == b"approved", first):
                return f"rights.grant: not the grant of {name} that was in force at position {first.position}"
        return None

    def before(self, position, act):
        return [each for each in self.acts.values() if each.position < position and each.act == act]

    def key_of(self, name, position):
        """The position of the key in force for an order there. What stands at the order itself comes too late, for good or bad."""
        keys = [each.position for each in self.before(position, "key_registered") if (each.fields["officer"], each.fields["kind"]) == (name, OFFICER)]
        revoked = {each.fields["target"] for each in self.before(position, "key_revoked")}
        return keys[-1] if keys and keys[-1] not in revoked else None

    def grant_of(self, name, approves, first):
        """The position of the first grant that the order could be signed under."""
        recorded_on = day(first.recorded_at)
        asked_on = first.opening.issued_on if first.opening.is_live else recorded_on
        revoked = {each.fields["target"] for each in self.before(first.position, "role_revoked")
                   if each.effective_on is not None and each.effective_on <= recorded_on}
        for each in self.before(first.position, "role_granted"):
            role, scope = each.fields["role"], each.fields["scope"]
            begin, end = each.fields["valid_from"], each.fields["valid_to"]
            if each.fields["officer"] == name and (role.partition(".")[0] == "approver" or role == "drafter" and not approves) \
                    and scope in ("*", first.opening.authority) and (begin is None or asked_on >= begin) and (end is None or asked_on < end) \
                    and each.position not in revoked:
                return each.position
        return None

"""By what right officers signed: their keys and grants, replayed from the acts that gave and took them (schemas/FORMAT.md section 3)."""
from note import SEOUL_S

OFFICER = "officer"
ON_RIGHTS = {"key_registered", "key_revoked", "role_granted", "role_revoked"}


def day(instant):
    """The Korean day of an instant in microseconds."""
    return (instant // 1_000_000 + SEOUL_S) // 86_400


class Rights:
    def __init__(self, entries):
        """`entries`: the genesis, then acts on keys and grants, by position."""
        self.roots = {each.partition("=")[0] for each in entries[0].fields["roots"]}
        self.acts = [each for each in entries if each.act in ON_RIGHTS]

    def refusal(self, first, acts):
        """Why the order with this first entry was not signed by right, or None; `acts` are the kinds of its acts that are shown."""
        opening = first.opening
        for name, key, grant, is_approver in zip(opening.officers, opening.keys, opening.grants, (False, True)):
            if name in self.roots:
                if (key, grant) != (None, None) or not acts <= ON_RIGHTS:
                    return f"rights.root: {name} is a root, who signs for keys and grants alone, under no other right"
            elif key is None or key != self.key_of(name, first.position):
                return f"rights.key: not the key of {name} that was in force at position {first.position}"
            elif not self.is_granted(grant, name, is_approver, first):
                return f"rights.grant: no grant of {name} that was in force at position {first.position}"
        return None

    def key_of(self, name, position):
        """The position of the key in force for an order there. What stands at the order itself comes too late, for good or bad."""
        found = None
        for each in (each for each in self.acts if each.position < position):
            if each.act == "key_registered" and (each.fields["officer"], each.fields["kind"]) == (name, OFFICER):
                found = each.position
            elif each.act == "key_revoked" and found is not None and each.fields["target"] == found:
                found = None
        return found

    def is_granted(self, position, name, is_approver, first):
        if position is None:
            return False
        earlier = {each.position: each for each in self.acts if each.position < first.position}
        grant = earlier.get(position)
        if grant is None or grant.act != "role_granted" or grant.fields["officer"] != name:
            return False
        role, scope = grant.fields["role"], grant.fields["scope"]
        if role.partition(".")[0] != "approver" and (is_approver or role != "drafter"):
            return False
        if scope not in ("*", first.opening.authority):
            return False
        recorded_on = day(first.recorded_at)
        asked_on = first.opening.issued_on if first.opening.is_live else recorded_on
        begin, end = grant.fields["valid_from"], grant.fields["valid_to"]
        if begin is not None and asked_on < begin or end is not None and asked_on >= end:
            return False
        return not any(each.act == "role_revoked" and each.fields["target"] == position and each.effective_on is not None
                       and each.effective_on <= recorded_on for each in earlier.values())

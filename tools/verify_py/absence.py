"""That no act of a kind holds on a day: the acts of a person as they were corrected (schemas/FORMAT.md section 6).

Corrections hold from their target's date as soon as they are known, so all that are shown count, whatever
day is asked for. What needs more of the law than this is refused as `absence.undecided`, never guessed.
"""
UNMAKING = {"annulled": None, "award_revoked": "awarded", "persons_split": "persons_merged"}  # what each can unmake; None: all
# Acts on units, rules, keys and feeds: nobody has them.
OF_NO_PERSON = {
    "genesis", "unit_created", "unit_renamed", "unit_abolished", "unit_merged", "unit_split", "function_moved", "post_established",
    "post_abolished", "quota_set", "policy_adopted", "key_registered", "key_revoked", "role_granted", "role_revoked", "plan_adopted",
    "contract_adopted", "contract_revoked", "delivery_confirmed", "roots_changed"}
CORRECTIONS = {"rectified", "annulled", "reinstated_act", "persons_merged", "persons_split", "award_revoked"}


class Undecided(Exception):
    pass


class Act:
    """One act as it stands after its corrections."""

    def __init__(self, entry):
        self.position, self.kind, self.fields = entry.position, entry.act, dict(entry.fields)
        self.subject = self.owner = entry.person
        self.effective_on = entry.effective_on
        self.unmade_at = []  # positions of what annuls it
        self.back_at = -1    # position of the last act that brings it back

    @property
    def is_live(self):
        return all(at < self.back_at for at in self.unmade_at)

    @property
    def order(self):
        return (self.effective_on, self.position)


def corrected(entries):
    """Every act shown, as corrected, by position."""
    acts = {each.position: Act(each) for each in entries}
    if any(act.kind is None for act in acts.values()):
        raise Undecided("an act of a later release is among hers")

    def target_of(act):
        target = acts.get(act.fields.get("target"))
        return target if target and target.position < act.position else None

    # From the newest down: what is said of an act stands behind it, so whether that holds is known already.
    for act in reversed(acts.values()):
        target = act.is_live and target_of(act)
        if target and act.kind == "reinstated_act":
            target.back_at = max(target.back_at, act.position)
        elif target and act.kind in UNMAKING and UNMAKING[act.kind] in (None, target.kind):
            target.unmade_at.append(act.position)
    alias = {act.fields["duplicate"]: act.owner for act in acts.values() if act.kind == "persons_merged" and act.is_live}
    for act in acts.values():
        target = act.is_live and act.kind in ("rectified", "persons_split") and target_of(act)
        if not target or target.kind == "persons_merged" and act.kind == "persons_split":
            continue
        if target.kind in CORRECTIONS:
            raise Undecided("a correction was itself rectified or moved")
        if act.fields["person"] is not None:
            if act.fields["person"] in alias:
                raise Undecided("an act was moved to an id that was merged")
            target.owner = act.fields["person"]
        if act.kind == "rectified":
            if act.fields["effective_on"] is not None:
                target.effective_on = act.fields["effective_on"]
            for patch in act.fields["data"] or []:
                target.fields[patch["name"]] = (None, patch["number"], patch["text"], patch["list"], patch["careers"])[min(patch["kind"], 4)]
    for act in acts.values():
        for _ in range(len(alias)):
            act.owner = alias.get(act.owner, act.owner)
    return list(acts.values())


def standing(person, entries, kind, day):
    """The position of an act of that kind that holds on the day, or None."""
    hers = [act for act in corrected(entries) if act.owner == person and act.is_live]
    found = [act for act in hers if act.kind == kind and (act.effective_on is None or act.effective_on <= day)]
    if kind == "sanctioned":
        all_sanctions = [act for act in hers if act.kind == "sanctioned"]
        for decision in (act for act in hers if act.kind == "appeal_decided" and act.fields["outcome"] == "cancelled"):
            # It means the latest sanction of its case that stood when it was recorded.
            meant = [each for each in all_sanctions if each.fields["case"] == decision.fields["case"] and each.is_live
                     and each.position < decision.position]
            if meant:
                meant[-1].unmade_at.append(decision.position)
        # An expungement takes the sanctions of its case that stand before it, by day and position, and holds from its day.
        erased = [act for act in hers if act.kind == "expunged" and act.effective_on is not None and act.effective_on <= day
                  and act.fields["kind"] in (None, "sanction")]
        found = [act for act in found if act.is_live and not any(
            each.fields["case"] == act.fields["case"] and (act.effective_on is None or act.order < each.order) for each in erased)]
    return found[0].position if found else None

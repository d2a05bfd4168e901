"""That no act of a kind holds on a day: the acts of a person as they were corrected (schemas/FORMAT.md section 6).

Corrections hold from their target's date as soon as they are known, so all that are shown count, whatever
day is asked for.
"""
UNMAKING = {"annulled": None, "award_revoked": "awarded", "persons_split": "persons_merged"}  # what each can unmake; None: all
OF_TARGETS = {"rectified", "reinstated_act", *UNMAKING}
ON_ACTS = OF_TARGETS | {"appeal_decided", "investigation_closed", "appointment_cancelled", "persons_merged"}
OF_A_CASE = {"investigation_opened", "sanction_requested", "removed_from_position"}
# What no cancelled appointment takes along: it adds to a record, and needs no service.
ADDING = {"awarded", "credit_granted", "trained", "educated", "qualified", "evaluated", "certificate_issued", "certificate_revoked",
          "data_key_destroyed", "personal_updated"}
BEFORE_ALL_DAYS = -2**31


class Undecided(Exception):
    pass


class Act:
    """One act as it stands after its corrections."""

    def __init__(self, entry):
        self.position, self.kind, self.fields = entry.position, entry.act, dict(entry.fields)
        self.duplicate = entry.fields.get("duplicate")
        self.subject = self.owner = entry.person
        self.said_on = self.effective_on = entry.effective_on
        self.given_at = 0      # position of what moved it to its owner
        self.unmade_at = []    # positions of what annuls it
        self.back_at = -1      # position of the last act that brings it back
        self.is_cancelled = False

    @property
    def is_live(self):
        return not self.is_cancelled and all(at < self.back_at for at in self.unmade_at)

    @property
    def order(self):
        return (self.effective_on, self.position)

    def lay(self, rectification):
        if rectification.fields["effective_on"] is not None:
            self.said_on = self.effective_on = rectification.fields["effective_on"]
        for patch in rectification.fields["data"] or []:
            self.fields[patch["name"]] = (None, patch["number"], patch["text"], patch["list"], patch["careers"])[min(patch["kind"], 4)]


def corrected(entries):
    """Every act shown, as corrected, by position."""
    acts = {each.position: Act(each) for each in entries}
    if any(act.kind is None for act in acts.values()):
        raise Undecided("an act of a later release is among hers")
    laid_on = {position: [] for position in acts}
    # From the newest down: what is said of an act stands behind it, so whether that holds is known already.
    for act in reversed(acts.values()):
        target = acts.get(act.fields["target"]) if act.kind in OF_TARGETS and act.is_live else None
        if target is None or target.position >= act.position:
            continue
        if act.kind == "reinstated_act":
            target.back_at = max(target.back_at, act.position)
        elif act.kind in UNMAKING and UNMAKING[act.kind] in (None, target.kind):
            target.unmade_at.append(act.position)
        elif act.kind == "rectified":
            # What rectifies a rectification is one more of what that one rectifies.
            laid_on[target.position] += [act, *laid_on[act.position]]
        elif act.kind == "persons_split" and target.kind != "persons_merged":
            laid_on[target.position].append(act)
    for position, corrections in laid_on.items():
        for each in sorted(corrections, key=lambda each: each.position):
            if each.kind == "rectified":
                acts[position].lay(each)
            if each.fields["person"] is not None:
                acts[position].owner, acts[position].given_at = each.fields["person"], each.position
    acts = list(acts.values())
    hand_over_merged(acts)
    decide_appeals(acts)
    move_closings(acts)
    for act in acts:
        if act.kind == "appointment_cancelled" and act.is_live:
            cancel_appointment(acts, act)
    return acts


def hand_over_merged(acts):
    """All of the id that goes is of the one that stays, but what was given back to it since. The merge itself is said of the one that goes."""
    for merge in acts:
        if merge.kind != "persons_merged" or not merge.is_live or merge.duplicate == merge.subject:
            continue
        for act in acts:
            if act is not merge and act.owner == merge.duplicate and act.given_at <= merge.position:
                act.owner = merge.subject
        merge.owner, merge.effective_on = merge.duplicate, BEFORE_ALL_DAYS


def same_case(acts, act, kinds):
    """Live acts of these kinds of her case, recorded before."""
    return [each for each in acts if each.kind in kinds and each.position < act.position and each.is_live and each.owner == act.owner
            and each.fields["case"] == act.fields["case"]]


def decide_appeals(acts):
    """A decision means the sanction of its case that stood and was recorded last before it, and holds from the day of that."""
    for decision in acts:
        if decision.kind != "appeal_decided" or not decision.is_live or decision.fields["outcome"] not in ("cancelled", "changed"):
            continue
        meant = same_case(acts, decision, {"sanctioned"})
        if meant and decision.fields["outcome"] == "cancelled":
            meant[-1].unmade_at.append(decision.position)
        elif meant and decision.fields["kind"] is not None:
            meant[-1].fields["kind"] = decision.fields["kind"]


def move_closings(acts):
    """A closing holds from the day of what opened its case last."""
    for closing in acts:
        opened = same_case(acts, closing, OF_A_CASE) if closing.kind == "investigation_closed" and closing.is_live else []
        if opened:
            closing.effective_on = max(each.order for each in opened)[0]


def cancel_appointment(acts, cancelled):
    """A cancelled appointment never was: it goes with what followed from it and was recorded before the cancellation."""
    hers = [each for each in acts if each.owner == cancelled.owner and each.position < cancelled.position and each.is_live]
    hires = sorted((each for each in hers if each.kind == "hired"), key=lambda each: each.order)
    before = [each for each in hires if each.order < cancelled.order]
    if not before:
        return
    hired = before[-1]
    end = min((each.effective_on for each in hires if each.effective_on > hired.effective_on), default=2**31)
    for each in hers:
        follows = each.kind not in ADDING | ON_ACTS | {"hired"} and hired.effective_on <= each.effective_on < end
        each.is_cancelled = each is hired or follows


def targets(entries):
    """The positions of all that is corrected."""
    return {each.fields["target"] for each in entries if each.act in OF_TARGETS}


def undecidable(person, entries):
    """Why it can't be told from these acts what is hers and what is not, as a reason, or None."""
    merges = [each for each in entries if each.act == "persons_merged"]
    if any(each.fields["duplicate"] == person != each.subject for each in merges):
        return "person.merged: this id was merged into another; ask for that one"
    gone = [each.fields["duplicate"] for each in merges]
    if len(set(gone)) < len(gone) or person in gone or any(each.subject != person or each.position in targets(entries) for each in merges):
        return "person.undecided: ids were merged twice, one into the next, or a merge was corrected"
    return None


def standing(person, entries, kind, day):
    """The position of an act of that kind that holds on the day, or None."""
    acts = corrected(entries)
    hers = [act for act in acts if act.owner == person and act.is_live]
    found = [act for act in hers if act.kind == kind and act.effective_on <= day]
    if kind in ON_ACTS:
        # Whoever's they are: they were shown since they are said of hers.
        found += [act for act in acts if act.kind == kind and act.is_live and act.said_on <= day]
    if kind == "sanctioned":
        # An expungement takes the sanctions of its case that stand before it, by day and position, and holds from its day.
        erased = [act for act in hers if act.kind == "expunged" and act.effective_on <= day and act.fields["kind"] in (None, "sanction")]
        found = [act for act in found if not any(each.fields["case"] == act.fields["case"] and act.order < each.order for each in erased)]
    return found[0].position if found else None

"""What the acts of a person give on a day: of her record, what needs no rule table (contract 4).

Anything that needs more than the acts shown raises Undecided, and the capsule's record is then not compared.
"""
from absence import Undecided, corrected

FIELDS = ("class", "grade", "series", "unit", "post", "hired_on", "grade_since", "post_since", "dead_on", "merged_into")
NULL = -2**63  # an explicit null, of a number
LOWEST_GRADE = 9
LEAVING = {"resigned", "dismissed", "retired"}


def given(value):
    """(whether a field is given, its value)."""
    return value is not None, None if value in (NULL, "") else value


def as_appealed(hers):
    """Decisions on appeal hold from the day of the sanction they mean: the latest of its case that stood when they were recorded."""
    for decision in [each for each in hers if each.kind == "appeal_decided"]:
        meant = [each for each in hers if each.kind == "sanctioned" and each.fields["case"] == decision.fields["case"]
                 and each.is_live and each.position < decision.position]
        if meant and decision.fields["outcome"] == "cancelled":
            meant[-1].unmade_at.append(decision.position)
        elif meant and decision.fields["outcome"] == "changed" and decision.fields["kind"] is not None:
            meant[-1].fields["kind"] = decision.fields["kind"]
    return [each for each in hers if each.is_live]


def without_cancelled(acts):
    """A cancelled appointment never was: it goes with what followed from it and was recorded before the cancellation."""
    kept = list(acts)
    for cancelled in sorted((each for each in acts if each.kind == "appointment_cancelled"), key=lambda each: each.position):
        hires = [i for i, each in enumerate(kept) if each.kind == "hired" and each.order < cancelled.order and each.position < cancelled.position]
        if hires:
            end = next((i for i in range(hires[-1] + 1, len(kept))
                        if kept[i].kind == "hired" and kept[i].position < cancelled.position), len(kept))
            kept = [each for i, each in enumerate(kept) if not hires[-1] <= i < end or each.position > cancelled.position]
    return kept


class Fold:
    def __init__(self):
        self.found = dict.fromkeys(FIELDS)
        self.serves, self.until = False, None

    def leaves(self):
        self.serves = False
        self.found.update(unit=None, post=None, post_since=None)

    def end_of_term(self, day):
        dead_on = self.found["dead_on"]
        if self.until is not None and day >= self.until or dead_on is not None and day > dead_on:
            self.leaves()

    def set_grade(self, act, value):
        self.found.update(grade=given(value)[1], grade_since=None if given(value)[1] is None else act.effective_on)

    def seat(self, act, unit, post, keeps_post=True):
        """Another unit takes the post away; the day of a post is that on which she first sat there."""
        moves = given(unit)[0] and unit != self.found["unit"]
        if given(unit)[0]:
            self.found["unit"] = given(unit)[1]
        if given(post)[0] and (moves or post != self.found["post"]):
            self.found.update(post=given(post)[1], post_since=act.effective_on)
        elif not given(post)[0] and (moves or not keeps_post):
            self.found.update(post=None, post_since=None)

    def apply(self, act):
        fields, kind = act.fields, act.kind
        self.end_of_term(act.effective_on)
        if kind == "hired":
            self.serves, self.until = True, fields["until"]
            self.found.update({"class": fields["class"], "series": given(fields["series"])[1], "hired_on": act.effective_on,
                               "unit": None, "post": None, "post_since": None})
            self.set_grade(act, fields["grade"])
            self.seat(act, fields["unit"], fields["post"])
        elif kind == "died":
            self.found["dead_on"] = act.effective_on
        elif not self.serves:
            return
        elif kind in LEAVING:
            self.leaves()
        elif kind == "term_extended":
            self.until = fields["until"]
        elif kind in ("promoted", "series_changed"):
            if given(fields["series"])[0]:
                self.found["series"] = given(fields["series"])[1]
            if kind == "promoted" or given(fields["grade"])[0] and given(fields["grade"])[1] != self.found["grade"]:
                self.set_grade(act, fields["grade"])
            self.seat(act, fields.get("unit"), fields.get("post"))
        elif kind == "demoted_by_consent":
            self.set_grade(act, fields["grade"])
        elif kind in ("transferred", "transferred_in"):
            self.seat(act, fields["unit"], fields["post"], keeps_post=False)
        elif kind in ("reinstated", "returned"):
            self.seat(act, fields["unit"], fields.get("post"))
        elif kind == "deemed_transferred":
            self.seat(act, fields["to"], fields["post"], keeps_post=False)
        elif kind == "removed_from_position":
            self.found.update(post=None, post_since=None)
        elif kind == "sanctioned" and fields["kind"] in ("expulsion", "removal"):
            self.leaves()
        elif kind == "sanctioned" and fields["kind"] == "demotion":
            if self.found["grade"] is not None and self.found["grade"] < LOWEST_GRADE:
                self.set_grade(act, self.found["grade"] + 1)


def record(person, entries, as_of, known_at):
    """Her record as of a day (days from 1970), as known at an instant (microseconds): the fields above, dates as days."""
    acts = corrected([each for each in entries if each.recorded_at <= known_at])
    merges = [each for each in acts if each.kind == "persons_merged" and each.is_live]
    into = {each.fields["duplicate"]: each.subject for each in merges}
    if len(into) < len(merges) or set(into) & {each.owner for each in merges}:
        raise Undecided("an id was merged twice, or in a circle")
    hers = as_appealed([each for each in acts if each.owner == person and each.is_live])
    fold = Fold()
    for act in without_cancelled(sorted((each for each in hers if each.effective_on is not None), key=lambda each: each.order)):
        if act.effective_on <= as_of:
            fold.apply(act)
    fold.end_of_term(as_of)
    return {**fold.found, "merged_into": into.get(person)}

"""What the acts of a person give on a day: of her record, what needs no rule table (contract 4).

An act of a later release raises Undecided, and the capsule's record is then not compared.
"""
from absence import corrected

FIELDS = ("class", "grade", "series", "unit", "post", "hired_on", "grade_since", "post_since", "dead_on", "merged_into")
NULL = -2**63  # an explicit null, of a number
LOWEST_GRADE = 9
LEAVING = {"resigned", "dismissed", "retired"}


def given(value):
    """(whether a field is given, its value)."""
    return value is not None, None if value in (NULL, "") else value


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
        if kind == "persons_merged":
            if act.owner != act.subject:
                self.found["merged_into"] = act.subject
        elif kind == "hired":
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
    fold = Fold()
    for act in sorted((each for each in acts if each.owner == person and each.is_live), key=lambda each: each.order):
        if act.effective_on <= as_of:
            fold.apply(act)
    fold.end_of_term(as_of)
    return fold.found

story Of a case that led to a removal and a sanction each mark has its own day
# Removal over on 2010-06-01: 2012-06-01. Pay cut of one month executed on 2010-07-01: 2015-07-01.

2005-01-03 hired An grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 removed_from_position An ground=3 case=R1
2010-06-01 reinstated An
2010-06-01 sanctioned An case=R1 kind=pay_cut months=1 misconduct=general misconduct_on=2010-01-05
2012-06-01 expunged An case=R1 kind=removed_from_position
record An as of 2012-06-01
  removals.0.state expunged
  sanctions.0.state in_force
  sanctions.0.expungeable_on 2015-07-01
audit rule expunged.too_early
  no finding expunged.too_early An
2015-07-01 expunged An case=R1
record An as of 2015-07-01
  sanctions.0.state expunged

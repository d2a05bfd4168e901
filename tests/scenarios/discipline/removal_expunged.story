story A removal from position is expunged two years after it ended; a second one inside adds two
covers expunge_years removed_from_position 1949-08-12

2005-01-03 hired An grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-03 hired Bak grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 removed_from_position An ground=2 case=R1
2010-06-01 reinstated An
2010-03-02 removed_from_position Bak ground=2 case=R2
2010-06-01 reinstated Bak
2012-05-31 removed_from_position Bak ground=2 case=R3
2012-08-01 reinstated Bak
record An as of 2010-06-01
  removals.0.expungeable_on 2012-06-01
  removals.0.state in_force
record Bak as of 2012-08-01
  removals.0.expungeable_on 2014-06-01
  removals.1.expungeable_on 2014-06-01
2012-05-31 expunged An case=R1 ->early
2012-05-31 annulled An target=@early ground=office
now 2012-06-01
due expunge on 2012-06-01
  An expunged
record An as of 2012-05-31
  removals.0.state in_force
audit rule expunged.too_early
  no finding expunged.too_early An

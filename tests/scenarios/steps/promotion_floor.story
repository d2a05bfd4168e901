story A promotion takes nobody below step 1: from step 2 to step 1, from step 1 to step 1
covers promotion_step_map 9 1949-08-12 floor
covers promotion_step_map 8 1949-08-12 floor
covers promotion_step_map 7 1949-08-12 floor
covers promotion_step_map 6 1949-08-12 floor
covers promotion_step_map 5 1949-08-12 floor
covers promotion_step_map 4 1949-08-12 floor
covers promotion_step_map 3 1949-08-12 floor
covers promotion_step_map 2 1949-08-12 floor

# Promoted after a death on duty, for which there is no minimum time, so that nobody has moved from step 2.
2024-02-01 hired H9 grade=9 step=2 probation_months=0 born=1990-01-01
and 2024-02-01 hired H8 grade=8 step=2 probation_months=0 born=1990-01-01
and 2024-02-01 hired H7 grade=7 step=2 probation_months=0 born=1990-01-01
and 2024-02-01 hired H6 grade=6 step=2 probation_months=0 born=1990-01-01
and 2024-02-01 hired H5 grade=5 step=2 probation_months=0 born=1980-01-01
and 2024-02-01 hired H4 grade=4 route=career step=2 probation_months=0 born=1980-01-01
and 2024-02-01 hired H3 grade=3 route=career step=2 probation_months=0 born=1970-01-01
and 2024-02-01 hired H2 grade=2 route=career step=2 probation_months=0 born=1970-01-01
and 2024-02-01 hired One grade=9 step=1 probation_months=0 born=1990-01-01
2024-03-10 died H9
and 2024-03-10 died H8
and 2024-03-10 died H7
and 2024-03-10 died H6
and 2024-03-10 died H5
and 2024-03-10 died H4
and 2024-03-10 died H3
and 2024-03-10 died H2
and 2024-03-10 died One
2024-03-09 promoted H9 kind=special ground=death_on_duty grade=8 issued=2024-03-20
and 2024-03-09 promoted H8 kind=special ground=death_on_duty grade=7
and 2024-03-09 promoted H7 kind=special ground=death_on_duty grade=6
and 2024-03-09 promoted H6 kind=special ground=death_on_duty grade=5
and 2024-03-09 promoted H5 kind=special ground=death_on_duty grade=4
and 2024-03-09 promoted H4 kind=special ground=death_on_duty grade=3
and 2024-03-09 promoted H3 kind=special ground=death_on_duty grade=2
and 2024-03-09 promoted H2 kind=special ground=death_on_duty grade=1
and 2024-03-09 promoted One kind=special ground=death_on_duty grade=8
record H9 as of 2024-03-10
  step 1
record H8 as of 2024-03-10
  step 1
record H7 as of 2024-03-10
  step 1
record H6 as of 2024-03-10
  step 1
record H5 as of 2024-03-10
  step 1
record H4 as of 2024-03-10
  step 1
record H3 as of 2024-03-10
  step 1
record H2 as of 2024-03-10
  step 1
record One as of 2024-03-10
  grade 8
  step 1

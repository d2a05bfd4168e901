story The number of steps in each grade: one below the top there is a next step, at the top none
covers max_step 1 1949-08-12
covers max_step 2 1949-08-12
covers max_step 3 1949-08-12
covers max_step 4 1949-08-12
covers max_step 5 1949-08-12
covers max_step 6 1949-08-12
covers max_step 7 1949-08-12
covers max_step 8 1949-08-12
covers max_step 9 1949-08-12

2025-02-01 hired H1 grade=1 route=career step=22 probation_months=0 born=1970-01-01
and 2025-02-01 hired H2 grade=2 route=career step=24 probation_months=0 born=1970-01-01
and 2025-02-01 hired H3 grade=3 route=career step=26 probation_months=0 born=1970-01-01
and 2025-02-01 hired H4 grade=4 route=career step=27 probation_months=0 born=1970-01-01
and 2025-02-01 hired H5 grade=5 step=29 probation_months=0 born=1970-01-01
and 2025-02-01 hired H6 grade=6 step=31 probation_months=0 born=1970-01-01
and 2025-02-01 hired H7 grade=7 step=30 probation_months=0 born=1970-01-01
and 2025-02-01 hired H8 grade=8 step=30 probation_months=0 born=1970-01-01
and 2025-02-01 hired H9 grade=9 step=30 probation_months=0 born=1970-01-01
2026-02-01 step_raised H1 kind=regular step=23
and 2026-02-01 step_raised H2 kind=regular step=25
and 2026-02-01 step_raised H3 kind=regular step=27
and 2026-02-01 step_raised H4 kind=regular step=28
and 2026-02-01 step_raised H5 kind=regular step=30
and 2026-02-01 step_raised H6 kind=regular step=32
and 2026-02-01 step_raised H7 kind=regular step=31
and 2026-02-01 step_raised H8 kind=regular step=31
and 2026-02-01 step_raised H9 kind=regular step=31
now 2027-03-01
due step-raise on 2026-01-31
  nobody
due step-raise on 2027-03-01
  nobody
record H1 as of 2025-02-01
  next_step_on 2026-02-01
record H1 as of 2026-02-01
  step 23
  next_step_on null
record H2 as of 2026-02-01
  next_step_on null
record H3 as of 2026-02-01
  next_step_on null
record H4 as of 2026-02-01
  next_step_on null
record H5 as of 2026-02-01
  next_step_on null
record H6 as of 2025-02-01
  next_step_on 2026-02-01
record H6 as of 2026-02-01
  next_step_on null
record H7 as of 2026-02-01
  next_step_on null
record H8 as of 2026-02-01
  next_step_on null
record H9 as of 2025-02-01
  next_step_on 2026-02-01
record H9 as of 2026-02-01
  next_step_on null

story A promotion takes one step off, from every grade
covers promotion_step_map 9 1949-08-12
covers promotion_step_map 8 1949-08-12
covers promotion_step_map 7 1949-08-12
covers promotion_step_map 6 1949-08-12
covers promotion_step_map 5 1949-08-12
covers promotion_step_map 4 1949-08-12
covers promotion_step_map 3 1949-08-12
covers promotion_step_map 2 1949-08-12

# Everybody stands at step 5 or more when promoted, so that the floor of step 1 plays no part.
2024-02-01 hired H9 grade=9 step=5 probation_months=0 born=1990-01-01
and 2024-02-01 hired H8 grade=8 step=5 probation_months=0 born=1990-01-01
and 2024-02-01 hired H7 grade=7 step=5 probation_months=0 born=1990-01-01
and 2024-02-01 hired H6 grade=6 step=5 probation_months=0 born=1990-01-01
and 2024-02-01 hired H5 grade=5 step=5 probation_months=0 born=1980-01-01
and 2024-02-01 hired H4 grade=4 route=career step=5 probation_months=0 born=1980-01-01
and 2024-02-01 hired H3 grade=3 route=career step=5 probation_months=0 born=1970-01-01
and 2024-02-01 hired H2 grade=2 route=career step=5 probation_months=0 born=1970-01-01
# No minimum, and nothing carried: 5 - 1.
2024-02-02 promoted H3 kind=ordinary grade=2
2024-02-02 promoted H2 kind=ordinary grade=1
# After a year of counted time one step is raised first, then taken off: 5 + 1 - 1, nothing carried.
2025-02-01 promoted H9 kind=ordinary grade=8
2025-02-01 promoted H8 kind=ordinary grade=7
2025-02-01 promoted H7 kind=ordinary grade=6
2025-02-01 step_raised H6 kind=regular step=6
2025-02-01 step_raised H5 kind=regular step=6
2025-02-01 step_raised H4 kind=regular step=6
# 6 + 1 - 1
2026-02-01 promoted H6 kind=ordinary grade=5
2026-02-01 step_raised H5 kind=regular step=7
2026-02-01 step_raised H4 kind=regular step=7
# 7 raised to 8 on its day, a month before; one month carried: 8 - 1
2027-02-01 step_raised H5 kind=regular step=8
2027-02-01 step_raised H4 kind=regular step=8
2027-03-01 promoted H5 kind=ordinary grade=4
2027-03-01 promoted H4 kind=ordinary grade=3
record H3 as of 2024-02-02
  step 4
record H2 as of 2024-02-02
  step 4
record H9 as of 2025-02-01
  step 5
  step_remainder_months 0
  next_step_on 2026-02-01
record H8 as of 2025-02-01
  step 5
record H7 as of 2025-02-01
  step 5
record H6 as of 2026-02-01
  step 6
record H5 as of 2027-03-01
  step 7
  step_remainder_months 1
  next_step_on 2028-02-01
record H4 as of 2027-03-01
  step 7

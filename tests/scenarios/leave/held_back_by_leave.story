story Months that count while a leave holds a step back are not lost with it
# Mi: a year is full on 2025-01-01, in a leave that counts whole, so the step waits for the return on 2026-02-01; by then
# 13 months more count: a second step the same day, and one month is carried: the next one on 2027-01-01.
# Na comes back in the middle of a month: the second step waits for the 1st of the next.
# Pa and Qu are as Mi and Na: what a run finds for them.
# Ok: sick leave does not count; the year is full on 2025-09-01, nothing is carried.

2024-01-01 hired Mi grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Na grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Ok grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Pa grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Qu grade=7 step=1 probation_months=0 born=1990-01-01
2024-07-01 leave_started Pa ground=LV.MILITARY until=2026-02-01
2024-07-01 leave_started Qu ground=LV.MILITARY until=2026-01-15
2024-07-01 leave_started Mi ground=LV.MILITARY until=2026-02-01
2024-07-01 leave_started Na ground=LV.MILITARY until=2026-01-15
2024-07-01 leave_started Ok ground=LV.SICK until=2025-03-01
2025-03-01 reinstated Ok
2025-09-01 step_raised Ok kind=regular step=2
2026-01-15 reinstated Na
2026-01-15 reinstated Qu
2026-02-01 reinstated Mi
2026-02-01 reinstated Pa
2026-01-15 step_raised Na kind=regular step=2
2026-02-01 step_raised Na kind=regular step=3
2026-02-01 step_raised Mi kind=regular step=2
and 2026-02-01 step_raised Mi kind=regular step=3
record Mi as of 2026-02-01
  step 3
  next_step_on 2027-01-01
  no finding step.too_early
record Na as of 2026-02-01
  step 3
  next_step_on 2027-02-01
  no finding step.too_early
record Ok as of 2026-02-01
  next_step_on 2026-09-01
due step-raise on 2026-01-15
  Qu step_raised
due step-raise on 2026-02-01
  Pa step_raised
  Pa step_raised
  Qu step_raised
  Qu step_raised

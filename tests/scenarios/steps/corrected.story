story A wrong step is corrected from the day of the wrong order, and what was raised on it falls into place
# Fixed 3 on 2024-02-01 where it was 4 with two months: 5 on 2024-12-01, 6 on 2025-12-01.

2024-01-01 hired Jeong grade=7 step=1 probation_months=0 born=1990-01-01
2024-02-01 step_fixed Jeong step=3 ->wrong
2025-02-01 step_raised Jeong kind=regular step=4 ->raised
2024-02-01 step_corrected Jeong target=@wrong step=4 remainder_months=2 issued=2025-06-02
touches
  raised step.corrected
now 2025-06-03
record Jeong as of 2024-02-01
  step 4
record Jeong as of 2024-11-30
  step 4
record Jeong as of 2024-12-01
  step 5
record Jeong as of 2025-06-02
  step 5
  next_step_on 2025-12-01
record Jeong as of 2024-12-01 known at 2025-06-01
  step 3
2024-02-01 step_corrected Jeong target=9999 step=5 remainder_months=0 issued=2025-06-03
refused correction.target_unknown

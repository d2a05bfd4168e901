story The months of a restriction do not count to the next step, which comes on the 1st when twelve months are full
# A year from 2024-07-01: full on 2025-07-01.
# Pay cut [2024-09-01, 10-01), restriction to 2025-10-01: 13 months: 2026-08-01.

2024-07-01 hired Gam grade=7 step=1 probation_months=0 born=1990-01-01
2024-09-01 sanctioned Gam case=L1 kind=pay_cut months=1 misconduct=general misconduct_on=2024-08-01
now 2026-08-01
record Gam as of 2024-09-01
  step_restricted_until 2025-10-01
  next_step_on 2026-08-01
due step-raise on 2026-07-31
  nobody
due step-raise on 2026-08-01
  Gam step_raised

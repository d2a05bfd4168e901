story A run raises nobody out of a leave that is over and from which no return is recorded

2024-01-01 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2024-06-01 leave_started An ground=LV.CHILD until=2024-12-15 child=1
now 2025-01-01
due step-raise on 2025-01-01
  Bae step_raised
due step-raise on 2024-12-31
  nobody

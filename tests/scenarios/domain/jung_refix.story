story Jung: the papers come late; the step is fixed anew from the next month (domain §11, 4 B)

2023-01-01 hired Jung grade=7 step=1 probation_months=0 born=1995-01-01
2024-01-01 step_raised Jung kind=regular step=2
2025-01-01 step_raised Jung kind=regular step=3
2025-06-01 step_refixed Jung step=4 remainder_months=11 ground=late_evidence issued=2025-05-10
now 2025-06-15
record Jung as of 2025-06-15
  step 4
  step_remainder_months 11
  next_step_on 2025-07-01
record Jung as of 2025-05-31
  step 3
record Jung as of 2025-01-15 known at 2025-01-15
  step 3

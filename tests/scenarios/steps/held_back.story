story A step whose year was full before a sanction comes on the day after the restriction
# A year is full on 2025-03-15, the step due on 04-01. Reprimand of 2025-03-20: [03-21, 09-21).

2024-03-15 hired Ban grade=7 step=1 probation_months=0 born=1990-01-01
2025-03-20 sanctioned Ban case=B1 kind=reprimand misconduct=general misconduct_on=2025-01-10
now 2025-10-01
record Ban as of 2025-03-19 known at 2025-03-19
  next_step_on 2025-04-01
record Ban as of 2025-03-20
  step_restricted_until 2025-09-21
  next_step_on 2025-09-21
due step-raise on 2025-09-20
  nobody
due step-raise on 2025-09-21
  Ban step_raised

story A demotion goes to the highest step from which a promotion would lead back; not above the table

# From step 1 of grade 6: step 2 of grade 7 is the highest that leads there. From step 32: 33 is none, so 31.
2024-01-01 hired Gang grade=6 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Im grade=6 step=10 probation_months=0 born=1990-01-01
2024-01-01 hired Kkeut grade=6 step=32 probation_months=0 born=1970-01-01
2024-09-01 sanctioned Gang case=D1 kind=demotion misconduct=general misconduct_on=2024-03-01
2024-09-01 demoted_by_consent Im grade=7
2024-09-01 demoted_by_consent Kkeut grade=7
record Gang as of 2024-09-01
  grade 7
  step 2
  step_remainder_months 8
record Im as of 2024-09-01
  grade 7
  step 11
  step_remainder_months 8
  next_step_on 2025-01-01
record Kkeut as of 2024-09-01
  grade 7
  step 31
  next_step_on null

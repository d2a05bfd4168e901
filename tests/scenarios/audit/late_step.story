story A regular step that comes more than 31 days after it fell due is told as missed
covers audit_limits late_step 1949-08-12
# Hired on 2024-03-01: due on 2025-03-01. 2025-04-01 is 31 days later.

2024-03-01 hired Il grade=7 step=1 probation_months=0 born=1990-01-01
2024-03-01 hired I grade=7 step=1 probation_months=0 born=1990-01-01
2025-04-01 step_raised Il kind=regular step=2
2025-04-02 step_raised I kind=regular step=2
audit rule step_without_act
  no finding step.missed Il
  finding step.missed I

story A regular step too early, a wrong step, and one while a restriction runs or on leave

2024-01-01 hired Jo grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Je grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Hyu grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Byeong grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Si grade=7 step=1 born=1995-01-01
2024-03-01 step_raised Si kind=regular step=2
refused state.not_active
2024-10-01 leave_started Hyu ground=LV.FAMILY until=2025-04-01
2024-10-01 leave_started Byeong ground=LV.SICK_DUTY until=2025-04-01
# Reprimand of 2024-09-02: [09-03, 2025-03-03).
2024-09-02 sanctioned Je case=W1 kind=reprimand misconduct=general misconduct_on=2024-06-01
2024-12-01 step_raised Jo kind=regular step=2
2025-01-01 step_raised Je kind=regular step=2
refused step.restricted sanction_restriction@1949-08-12
2025-01-01 step_raised Hyu kind=regular step=2
refused state.not_active
2025-01-01 step_raised Byeong kind=regular step=2
2025-03-02 step_raised Je kind=special step=2
refused step.restricted
audit
  finding step.too_early Jo
  no finding step.too_early Byeong

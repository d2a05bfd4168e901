story Seven years after a suspension its 18 months count again
covers restriction_give_back suspension 1949-08-12
# Suspension [2024-09-01, 11-01), restriction to 2026-05-01: 20 months. Seven years from 2024-11-01: 2031-11-01; fixed
# anew on 2031-12-01.

2024-01-01 hired Jeong grade=7 step=1 probation_months=0 born=1990-01-01
2024-09-01 sanctioned Jeong case=V1 kind=suspension months=2 misconduct=general misconduct_on=2024-05-01
2026-09-01 step_raised Jeong kind=regular step=2
2027-09-01 step_raised Jeong kind=regular step=3
2028-09-01 step_raised Jeong kind=regular step=4
2029-09-01 step_raised Jeong kind=regular step=5
2030-09-01 step_raised Jeong kind=regular step=6
2031-09-01 step_raised Jeong kind=regular step=7
now 2031-12-01
due step-raise on 2031-11-30
  nobody
due step-raise on 2031-12-01
  Jeong step_refixed
audit rule step.too_early
  no finding step.too_early Jeong

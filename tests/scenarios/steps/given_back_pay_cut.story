story Five years after a pay cut its twelve months count again, not those of the sanction
covers restriction_give_back pay_cut 1949-08-12
# Pay cut [2024-09-01, 12-01), restriction to 2025-12-01: 15 months. Five years from 2024-12-01: 2029-12-01, itself a
# 1st; fixed anew on the 1st of the month after it, 2030-01-01.

2024-01-01 hired Gam grade=7 step=1 probation_months=0 born=1990-01-01
2024-09-01 sanctioned Gam case=V1 kind=pay_cut months=3 misconduct=general misconduct_on=2024-05-01
2026-04-01 step_raised Gam kind=regular step=2
2027-04-01 step_raised Gam kind=regular step=3
2028-04-01 step_raised Gam kind=regular step=4
2029-04-01 step_raised Gam kind=regular step=5
now 2030-01-01
due step-raise on 2029-12-31
  nobody
due step-raise on 2030-01-01
  Gam step_refixed
audit rule step.too_early
  no finding step.too_early Gam

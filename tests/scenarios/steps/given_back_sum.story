story A new sanction inside the years of the first: the months of both are given back together, after the sum
# Reprimand of 2021-03-01: 6 months, [2021-03-02, 09-02). Pay cut [2022-01-01, 02-01), 12 months to 2023-02-01.
# 3 + 5 years from 2021-03-02: 2029-03-02; fixed anew on 2029-04-01, not on 2024-04-01.
# From 2021-01-01: 6 + 13 months lost, step 3 on 2023-08-01, then each August; step 8 on 2028-08-01.

2020-01-01 hired Du grade=7 step=1 probation_months=0 born=1990-01-01
2021-01-01 step_raised Du kind=regular step=2
2021-03-01 sanctioned Du case=V1 kind=reprimand misconduct=general misconduct_on=2021-02-01
2022-01-01 sanctioned Du case=V2 kind=pay_cut months=1 misconduct=general misconduct_on=2021-11-01
2023-08-01 step_raised Du kind=regular step=3
2024-08-01 step_raised Du kind=regular step=4
2025-08-01 step_raised Du kind=regular step=5
2026-08-01 step_raised Du kind=regular step=6
2027-08-01 step_raised Du kind=regular step=7
2028-08-01 step_raised Du kind=regular step=8
now 2029-04-01
due step-raise on 2024-04-01
  nobody
due step-raise on 2027-03-01      # five years after the pay cut alone
  nobody
due step-raise on 2029-03-31
  nobody
due step-raise on 2029-04-01
  Du step_refixed
audit rule step.too_early
  no finding step.too_early Du

story What the run of the months given back leaves: fixed anew once, and the steps go on
# As in given_back_pay_cut: step 5 since 2029-04-01, nine months on 2030-01-01, twelve given back: step 6, nine carried.

2024-01-01 hired Gam grade=7 step=1 probation_months=0 born=1990-01-01
2024-09-01 sanctioned Gam case=V1 kind=pay_cut months=3 misconduct=general misconduct_on=2024-05-01
2026-04-01 step_raised Gam kind=regular step=2
2027-04-01 step_raised Gam kind=regular step=3
2028-04-01 step_raised Gam kind=regular step=4
2029-04-01 step_raised Gam kind=regular step=5
2030-01-01 step_refixed Gam step=6 remainder_months=9 ground=RRPO:15
now 2030-04-01
record Gam as of 2030-01-01
  step 6
  next_step_on 2030-04-01
due step-raise on 2030-03-31
  nobody
due step-raise on 2030-04-01
  Gam step_raised

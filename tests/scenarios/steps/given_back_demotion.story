story Nine years after a demotion its 18 months count again
covers restriction_give_back demotion 1949-08-12
# Grade 6 step 1 becomes grade 7 step 2 on 2024-09-01 with eight months carried. Demotion [2024-09-01, 12-01),
# restriction to 2026-06-01: 21 months, so step 3 on 2026-10-01. Nine years from 2024-12-01: 2033-12-01; 2034-01-01.

2024-01-01 hired Gang grade=6 step=1 probation_months=0 born=1990-01-01
2024-09-01 sanctioned Gang case=V1 kind=demotion misconduct=general misconduct_on=2024-05-01
2026-10-01 step_raised Gang kind=regular step=3
2027-10-01 step_raised Gang kind=regular step=4
2028-10-01 step_raised Gang kind=regular step=5
2029-10-01 step_raised Gang kind=regular step=6
2030-10-01 step_raised Gang kind=regular step=7
2031-10-01 step_raised Gang kind=regular step=8
2032-10-01 step_raised Gang kind=regular step=9
2033-10-01 step_raised Gang kind=regular step=10
now 2034-01-01
due step-raise on 2033-12-31
  nobody
due step-raise on 2034-01-01
  Gang step_refixed
audit rule step.too_early
  no finding step.too_early Gang

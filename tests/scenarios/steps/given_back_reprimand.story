story Three years after a reprimand its six months count again: fixed anew on the 1st of the month after
covers restriction_give_back reprimand 1949-08-12
# Reprimand of 2021-03-01: [2021-03-02, 09-02). Year from 2021-01-01 and six months: steps on 1 July from 2022 on.
# Three years from 2021-03-02: 2024-03-02; the 1st after it: 2024-04-01. Step 4 for nine months, and six:
# step 5 with three months carried.

2020-01-01 hired Gyeon grade=7 step=1 probation_months=0 born=1990-01-01
2021-01-01 step_raised Gyeon kind=regular step=2
2021-03-01 sanctioned Gyeon case=V1 kind=reprimand misconduct=general misconduct_on=2021-02-01
2022-07-01 step_raised Gyeon kind=regular step=3
2023-07-01 step_raised Gyeon kind=regular step=4
now 2024-04-01
due step-raise on 2024-03-31
  nobody
due step-raise on 2024-04-01
  Gyeon step_refixed
record Gyeon as of 2024-03-31
  next_step_on 2024-07-01

story From the top step a promotion carries a year less a day
# Step 31 of grade 7 is the last. Two years later the promotion: 31 - 1, and a year less a day, full the day after:
# the next step on the 1st of the month after that.

2022-07-01 hired Kkeut grade=7 step=31 probation_months=0 born=1975-01-01
2024-07-01 promoted Kkeut kind=ordinary grade=6
record Kkeut as of 2024-07-01
  step 30
  step_remainder_months 11
  next_step_on 2024-08-01

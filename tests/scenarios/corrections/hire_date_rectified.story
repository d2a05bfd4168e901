story The hire was later than recorded: what rests on its date is told before the correction is made
# Grade 8 from 2024-02-01: a year, 2025-02-01. From 2024-02-15: 2025-02-15, so the promotion of 2025-02-03 is too early;
# and the step of 2025-02-01 was due on 2025-03-01.

2024-02-01 hired An grade=8 step=1 probation_months=0 born=1990-01-01 ->hire
2024-06-03 transferred An unit=HQ post=HQ-1 ->move
2025-02-01 step_raised An kind=regular step=2 ->raise
2025-02-03 promoted An kind=ordinary grade=7 ->promotion
2025-03-03 rectified An target=@hire effective_on=2024-02-15
touches
  move holds
  promotion promotion.minimum_time
record An as of 2024-02-10
  status none
record An as of 2024-02-15
  status active
  hired_on 2024-02-15
record An as of 2024-02-10 known at 2025-03-02
  status active
  hired_on 2024-02-01
audit rule promotion.minimum_time
  finding promotion.minimum_time An
audit rule step.too_early
  finding step.too_early An

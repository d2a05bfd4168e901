story A step fixed with months carried, fixed anew for late papers, and credit granted

2024-01-01 hired Ho grade=7 step=1 probation_months=0 born=1990-01-01
2024-02-01 step_fixed Ho step=3 remainder_months=5
record Ho as of 2024-02-01
  step 3
  step_remainder_months 5
  next_step_on 2024-09-01
2024-09-01 step_raised Ho kind=regular step=4
# 14 months credited at 50 percent: seven months earlier.
2024-10-01 credit_granted Ho months=14 percent=50 ground=reserve_service
record Ho as of 2024-10-01
  next_step_on 2025-02-01
2025-02-01 step_raised Ho kind=regular step=5
2025-03-01 step_refixed Ho step=7 remainder_months=11 ground=new_career issued=2025-02-10
now 2025-03-02
record Ho as of 2025-02-28
  step 5
record Ho as of 2025-03-01
  step 7
  next_step_on 2025-04-01
# No order of a re-fix goes back.
2025-03-01 step_refixed Ho step=8 remainder_months=0 ground=new_career issued=2025-03-02
refused order.back_dated

story A special step stands beside the regular ones; a special promotion for the same merit takes it back first

# Step 3 since 2025-01-01. The special step does not begin a new year: the next regular one is on 2026-01-01.
2024-01-01 hired Teuk grade=7 step=2 probation_months=0 born=1990-01-01
2024-01-01 hired Du grade=7 step=2 probation_months=0 born=1990-01-01
2025-01-01 step_raised Teuk kind=regular step=3
2025-01-01 step_raised Du kind=regular step=3
2025-05-01 step_raised Teuk kind=special step=4 ->merit
record Teuk as of 2025-05-01
  step 4
  next_step_on 2026-01-01
2026-01-01 step_raised Teuk kind=regular step=5
# On the regular day: two steps at once.
2026-01-01 step_raised Du kind=regular step=4
and 2026-01-01 step_raised Du kind=special step=5
record Du as of 2026-01-01
  step 5
  next_step_on 2027-01-01
# What is named must be a special step of one's own.
2026-03-01 promoted Du kind=special ground=merit grade=6 same_merit_as=@merit
refused correction.target_unknown
# 5, less one for the same merit, less one for the promotion; two months carried.
2026-03-01 promoted Teuk kind=special ground=merit grade=6 same_merit_as=@merit
2026-03-01 promoted Du kind=special ground=merit grade=6
record Teuk as of 2026-03-01
  step 3
  next_step_on 2027-01-01
record Du as of 2026-03-01
  step 4

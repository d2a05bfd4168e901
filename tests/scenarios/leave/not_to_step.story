story Leaves that do not count to the next step
covers leave_count_step LV.SICK 1949-08-12
covers leave_count_step LV.MISSING 1949-08-12
covers leave_count_step LV.TRAIN 1949-08-12
covers leave_count_step LV.SPOUSE 1949-08-12
covers leave_count_step LV.SELF 1949-08-12
covers leave_count_step LV.FERTILITY 2026-12-03
# Step 1 on 2024-01-01, raised each 1 January, step 4 on 2027-01-01; then three months of leave: 2028-04-01.

2024-01-01 hired Sick grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Lost grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Train grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Spouse grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Self grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 hired Infertile grade=7 step=1 probation_months=0 born=1990-01-01
2025-01-01 step_raised Sick kind=regular step=2
and 2025-01-01 step_raised Lost kind=regular step=2
and 2025-01-01 step_raised Train kind=regular step=2
and 2025-01-01 step_raised Spouse kind=regular step=2
and 2025-01-01 step_raised Self kind=regular step=2
and 2025-01-01 step_raised Infertile kind=regular step=2
2026-01-01 step_raised Sick kind=regular step=3
and 2026-01-01 step_raised Lost kind=regular step=3
and 2026-01-01 step_raised Train kind=regular step=3
and 2026-01-01 step_raised Spouse kind=regular step=3
and 2026-01-01 step_raised Self kind=regular step=3
and 2026-01-01 step_raised Infertile kind=regular step=3
2027-01-01 step_raised Sick kind=regular step=4
and 2027-01-01 step_raised Lost kind=regular step=4
and 2027-01-01 step_raised Train kind=regular step=4
and 2027-01-01 step_raised Spouse kind=regular step=4
and 2027-01-01 step_raised Self kind=regular step=4
and 2027-01-01 step_raised Infertile kind=regular step=4
2027-03-01 leave_started Sick ground=LV.SICK until=2027-06-01
and 2027-03-01 leave_started Lost ground=LV.MISSING until=2027-06-01
and 2027-03-01 leave_started Train ground=LV.TRAIN until=2027-06-01
and 2027-03-01 leave_started Spouse ground=LV.SPOUSE until=2027-06-01
and 2027-03-01 leave_started Self ground=LV.SELF until=2027-06-01
and 2027-03-01 leave_started Infertile ground=LV.FERTILITY until=2027-06-01
2027-06-01 reinstated Sick
and 2027-06-01 reinstated Lost
and 2027-06-01 reinstated Train
and 2027-06-01 reinstated Spouse
and 2027-06-01 reinstated Self
and 2027-06-01 reinstated Infertile
record Sick
  next_step_on 2028-04-01
record Lost
  next_step_on 2028-04-01
record Train
  next_step_on 2028-04-01
record Spouse
  next_step_on 2028-04-01
record Self
  next_step_on 2028-04-01
record Infertile
  next_step_on 2028-04-01
due step-raise on 2028-03-31
  nobody
due step-raise on 2028-04-01
  Sick step_raised
  Lost step_raised
  Train step_raised
  Spouse step_raised
  Self step_raised
  Infertile step_raised

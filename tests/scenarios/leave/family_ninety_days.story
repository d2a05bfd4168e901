story Family leave: its first 90 days count to the next step where it begins from 2026 on
covers leave_count_step LV.FAMILY 1949-08-12
covers leave_count_step LV.FAMILY 2026-01-01
covers leave_count_step LV.FAMILY 2026-01-01 cap
# Before: hired on 2025-07-01, [2025-12-31, 2026-06-30) is lost, 5 months 30 days; a year from 2025-07-01 and 5 months 30
# days more is 2026-12-31: step on 2027-01-01.
# From: hired on 2025-07-02; 90 days from 2026-01-01 end with 2026-03-31 (31+28+31), so [2026-04-01, 2026-07-01) is lost,
# 3 months: full on 2026-10-02, step on 2026-11-01. A day more, and it would be full on 2026-10-01.

2025-07-01 hired Before grade=7 probation_months=0 born=1990-01-01
2025-07-02 hired From grade=7 probation_months=0 born=1990-01-01
2025-12-31 leave_started Before ground=LV.FAMILY until=2026-06-30
2026-01-01 leave_started From ground=LV.FAMILY until=2026-07-01
2026-06-30 reinstated Before
2026-07-01 reinstated From
record Before
  next_step_on 2027-01-01
record From
  next_step_on 2026-11-01

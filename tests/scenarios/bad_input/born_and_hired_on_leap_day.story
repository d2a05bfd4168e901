story Born, hired and back on 29 February
# A year from 2024-02-29 is full on 2025-02-28.

2024-02-29 hired Yun grade=7 step=1 probation_months=0 born=1996-02-29
2024-02-29 hired Il grade=7 step=1 probation_months=0 born=1996-02-28
2023-12-01 hired Hyu grade=7 step=1 probation_months=0 born=1990-01-01
2023-12-29 leave_started Hyu ground=LV.SICK until=2024-02-29 issued=2023-12-29
2024-02-29 reinstated Hyu
2025-02-27 promoted Yun kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-02-28 promoted Yun kind=ordinary grade=6
record Yun as of 2024-02-28
  status none
record Yun as of 2024-02-29
  status active
  retires_on 2056-06-30
  next_step_on 2025-03-01
  service 0y 0m 1d
record Il as of 2024-02-29
  retires_on 2056-06-30
record Hyu as of 2024-02-28
  status on_leave
record Hyu as of 2024-02-29
  status active
  promotable_on 2025-02-01           # [12-29, 02-29) is two months

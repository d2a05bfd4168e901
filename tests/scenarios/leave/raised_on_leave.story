story Who is on leave for an illness of the service is raised a step on it, nobody else
covers leave_count_step LV.SICK_DUTY 1949-08-12 raised_on_leave
# Both hired on 2024-03-01: the step is due on 2025-03-01; the ordinary patient has lost the two months by the return.

2024-03-01 hired Hurt grade=7 step=1 probation_months=0 born=1990-01-01
2024-03-01 hired Ill grade=7 step=1 probation_months=0 born=1990-01-01
2025-02-01 leave_started Hurt ground=LV.SICK_DUTY until=2025-04-01
2025-02-01 leave_started Ill ground=LV.SICK until=2025-04-01
2025-03-01 step_raised Ill kind=regular step=2
refused state.not_active
2025-04-01 reinstated Ill
due step-raise on 2025-03-01
  Hurt step_raised
record Ill as of 2025-04-01
  next_step_on 2025-05-01

story Leaves that count to the next step
covers leave_count_step LV.SICK_DUTY 1949-08-12
covers leave_count_step LV.MILITARY 1949-08-12
covers leave_count_step LV.DUTY 1949-08-12
covers leave_count_step LV.UNION 1949-08-12
covers leave_count_step LV.EMPLOY 1949-08-12
covers leave_count_step LV.STUDY 1949-08-12
# A step a year: hired on 2024-03-01, the next one on 2025-03-01, in spite of the three months of leave.

2024-03-01 hired Hurt grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Soldier grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Juror grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Union grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Envoy grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Scholar grade=7 probation_months=0 born=1990-01-01
2024-06-01 leave_started Hurt ground=LV.SICK_DUTY until=2024-09-01
2024-06-01 leave_started Soldier ground=LV.MILITARY until=2024-09-01
2024-06-01 leave_started Juror ground=LV.DUTY until=2024-09-01
2024-06-01 leave_started Union ground=LV.UNION until=2024-09-01
2024-06-01 leave_started Envoy ground=LV.EMPLOY until=2024-09-01
2024-06-01 leave_started Scholar ground=LV.STUDY until=2024-09-01
2024-09-01 reinstated Hurt
2024-09-01 reinstated Soldier
2024-09-01 reinstated Juror
2024-09-01 reinstated Union
2024-09-01 reinstated Envoy
2024-09-01 reinstated Scholar
record Hurt
  next_step_on 2025-03-01
record Soldier
  next_step_on 2025-03-01
record Juror
  next_step_on 2025-03-01
record Union
  next_step_on 2025-03-01
record Envoy
  next_step_on 2025-03-01
record Scholar
  next_step_on 2025-03-01

story Leaves that count to the minimum time in grade
covers leave_count_promotion LV.SICK_DUTY 1949-08-12
covers leave_count_promotion LV.MILITARY 1949-08-12
covers leave_count_promotion LV.DUTY 1949-08-12
covers leave_count_promotion LV.UNION 1949-08-12
covers leave_count_promotion LV.EMPLOY 1949-08-12
# One year in grade 7 from 2024-03-01: 2025-03-01, in spite of the three months of leave.

2024-03-01 hired Hurt grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Soldier grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Juror grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Union grade=7 probation_months=0 born=1990-01-01
2024-03-01 hired Envoy grade=7 probation_months=0 born=1990-01-01
2024-06-01 leave_started Hurt ground=LV.SICK_DUTY until=2024-09-01
2024-06-01 leave_started Soldier ground=LV.MILITARY until=2024-09-01
2024-06-01 leave_started Juror ground=LV.DUTY until=2024-09-01
2024-06-01 leave_started Union ground=LV.UNION until=2024-09-01
2024-06-01 leave_started Envoy ground=LV.EMPLOY until=2024-09-01
2024-09-01 reinstated Hurt
2024-09-01 reinstated Soldier
2024-09-01 reinstated Juror
2024-09-01 reinstated Union
2024-09-01 reinstated Envoy
record Hurt as of 2024-09-01
  promotable_on 2025-03-01
record Soldier as of 2024-09-01
  promotable_on 2025-03-01
record Juror as of 2024-09-01
  promotable_on 2025-03-01
record Union as of 2024-09-01
  promotable_on 2025-03-01
record Envoy as of 2024-09-01
  promotable_on 2025-03-01
2025-02-28 promoted Hurt kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-03-01 promoted Hurt kind=ordinary grade=6

story Part-time work is of fifteen to thirty-five hours a week
covers part_time hours 1949-08-12 min
covers part_time hours 1949-08-12 max

2024-03-04 hired Yeol grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Sam grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Sip grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Yuk grade=7 probation_months=0 born=1990-01-01
2024-05-01 hours_changed Yeol hours_per_week=15
2024-05-01 hours_changed Sam hours_per_week=35
2024-05-01 hours_changed Sip hours_per_week=14
2024-05-01 hours_changed Yuk hours_per_week=36
2024-09-01 hours_changed Yeol hours_per_week=40
audit rule hours.out_of_range
  no finding hours.out_of_range Yeol
  no finding hours.out_of_range Sam
  finding hours.out_of_range Sip
  finding hours.out_of_range Yuk

story Sick leave is ordered again as duty-sick leave from its first day, and from no other
covers lawful_backdating leave_started.LV.SICK_DUTY 1949-08-12 only_on

2018-01-02 hired Sik grade=7 probation_months=0 born=1985-01-01
2018-01-02 hired Bak grade=7 probation_months=0 born=1985-01-01
2024-02-01 leave_started Sik ground=LV.SICK until=2024-04-01
2024-04-01 reinstated Sik
2024-02-02 leave_started Sik ground=LV.SICK_DUTY until=2024-04-01 issued=2024-04-15
refused order.back_dated
2024-02-01 leave_started Bak ground=LV.SICK_DUTY until=2024-04-01 issued=2024-04-15
refused order.back_dated
2024-02-01 leave_started Sik ground=LV.SICK_DUTY until=2024-04-01 issued=2024-04-15
record Sik as of 2024-03-01
  status on_leave
  leave.ground LV.SICK_DUTY
record Sik as of 2024-04-15
  status active

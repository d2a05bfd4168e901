story A leave that nobody ended goes on, and is told 30 days after its end
# `until` 2024-09-01; thirty days after it: 2024-10-01.

2020-01-01 hired Gil grade=7 probation_months=0 born=1990-01-01
2024-06-01 leave_started Gil ground=LV.SICK until=2024-09-01
now 2024-10-05
record Gil as of 2024-10-01
  status on_leave
  no finding leave.overdue
record Gil as of 2024-10-02
  status on_leave
  finding leave.overdue

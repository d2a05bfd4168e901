story Who is removed from position or suspended is reinstated before a leave

2020-01-01 hired Removed grade=7 probation_months=0 born=1990-01-01
2020-01-01 hired Suspended grade=7 probation_months=0 born=1990-01-01
2024-02-01 removed_from_position Removed ground=2
2024-02-01 sanction_requested Suspended case=S1 weight=heavy misconduct=general misconduct_on=2024-01-10
2024-03-01 sanctioned Suspended case=S1 kind=suspension months=2 misconduct=general misconduct_on=2024-01-10
2024-04-01 leave_started Removed ground=LV.SICK until=2024-06-01
refused state.not_active
2024-04-30 leave_started Suspended ground=LV.SICK until=2024-06-01
refused state.not_active
2024-05-01 leave_started Suspended ground=LV.SICK until=2024-06-01     # the two months are over
2024-05-01 reinstated Removed
2024-05-02 leave_started Removed ground=LV.SICK until=2024-06-01

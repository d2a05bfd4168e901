story A leave begins from active service, is extended while it runs, and ends in a return

2020-01-01 hired Ok grade=7 probation_months=0 born=1990-01-01
2023-02-01 leave_extended Ok until=2023-06-01
refused state.not_on_leave
2023-02-01 reinstated Ok
refused state.nothing_to_return_from
2023-02-01 leave_started Ok ground=LV.SICK until=2023-02-01
refused state.ends_before_start
2023-02-01 leave_started Ok ground=LV.SICK until=2023-08-01
2023-05-01 leave_started Ok ground=LV.FAMILY until=2023-08-01
refused state.on_leave
2023-08-01 leave_extended Ok until=2023-08-01
refused state.ends_before_start
2023-08-01 leave_extended Ok until=2023-11-01
2023-11-01 reinstated Ok unit=HQ post=HQ-7
2023-11-02 leave_extended Ok until=2023-12-01
refused state.not_on_leave
record Ok as of 2023-10-31
  status on_leave
record Ok as of 2023-11-01
  status active
  post HQ-7

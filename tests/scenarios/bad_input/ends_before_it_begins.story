story What would end before it begins, or on the day it begins, is refused; a concurrent post is a finding

2019-01-02 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2020-03-02 hired Im grade=7 route=fixed_term until=2020-03-02 born=1990-01-01
refused state.ends_before_start
2020-03-02 hired Im grade=7 route=fixed_term until=2020-03-01 born=1990-01-01
refused state.ends_before_start
2020-03-02 hired Gyeong grade=7 route=career probation_months=0 born=1990-01-01 'prior_career=[{"from":"2015-01-01","to":"2015-01-01","grade":7,"percent":100}]'
refused state.ends_before_start
2020-03-02 hired Im grade=7 route=fixed_term until=2020-03-03 born=1990-01-01
record Im as of 2020-03-02
  status active
record Im as of 2020-03-03
  status separated
  service 0y 0m 1d
2020-03-02 hired An grade=7 probation_months=0 born=1990-01-01
2024-03-04 leave_started An ground=LV.SICK until=2024-03-04
refused state.ends_before_start
2024-03-04 leave_started An ground=LV.SICK until=2024-03-03
refused state.ends_before_start
2024-03-04 seconded An host=PMO ground=1 until=2024-03-04
refused state.ends_before_start
2024-03-04 seconded An host=PMO ground=1 until=2023-03-04
refused state.ends_before_start
2024-03-04 concurrent_started An unit=B post=B-1 until=2024-03-04
record An as of 2024-03-04
  finding concurrent.ended_before_start
  concurrent.0 null

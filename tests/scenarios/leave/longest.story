story How long a leave may last: until that day, and not a day longer
covers leave_max LV.SICK 1949-08-12
covers leave_max LV.SICK_DUTY 1949-08-12
covers leave_max LV.SICK_DUTY 2021-12-09
covers leave_max LV.MISSING 1949-08-12
covers leave_max LV.STUDY 1949-08-12
covers leave_max LV.TRAIN 1949-08-12
covers leave_max LV.SPOUSE 1949-08-12
covers leave_max LV.FERTILITY 2026-12-03
# `until` is the first day back: one year from 2024-03-04 is until=2025-03-04, two years 2026-03-04, three 2027-03-04.

2015-01-01 hired Sick grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Old grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Duty grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Lost grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Study grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Train grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Spouse grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Infertile grade=7 probation_months=0 born=1985-01-01

2021-12-08 leave_started Old ground=LV.SICK_DUTY until=2024-12-09
refused leave.too_long leave_max@1949-08-12
2021-12-08 leave_started Old ground=LV.SICK_DUTY until=2024-12-08
2021-12-09 leave_started Duty ground=LV.SICK_DUTY until=2024-12-10
refused leave.too_long leave_max@2021-12-09
2021-12-09 leave_started Duty ground=LV.SICK_DUTY until=2024-12-09
2024-03-04 leave_started Sick ground=LV.SICK until=2025-03-05
refused leave.too_long leave_max@1949-08-12
2024-03-04 leave_started Sick ground=LV.SICK until=2025-03-04
2024-03-04 leave_started Lost ground=LV.MISSING until=2024-06-05
refused leave.too_long leave_max@1949-08-12
2024-03-04 leave_started Lost ground=LV.MISSING until=2024-06-04
2024-03-04 leave_started Study ground=LV.STUDY until=2027-03-05
refused leave.too_long leave_max@1949-08-12
2024-03-04 leave_started Study ground=LV.STUDY until=2027-03-04
2024-03-04 leave_started Train ground=LV.TRAIN until=2026-03-05
refused leave.too_long leave_max@1949-08-12
2024-03-04 leave_started Train ground=LV.TRAIN until=2026-03-04
2024-03-04 leave_started Spouse ground=LV.SPOUSE until=2027-03-05
refused leave.too_long leave_max@1949-08-12
2024-03-04 leave_started Spouse ground=LV.SPOUSE until=2027-03-04
2026-12-03 leave_started Infertile ground=LV.FERTILITY until=2027-12-04
refused leave.too_long leave_max@2026-12-03
2026-12-03 leave_started Infertile ground=LV.FERTILITY until=2027-12-03
record Sick as of 2024-03-03
  status active
record Sick as of 2024-03-04
  status on_leave

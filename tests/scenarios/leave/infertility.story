story Infertility leave is there from 2026-12-03 on

2020-01-01 hired Yun grade=7 probation_months=0 born=1990-01-01
2026-12-02 leave_started Yun ground=LV.FERTILITY until=2027-03-02
refused leave.unknown_ground
2026-12-03 leave_started Yun ground=LV.FERTILITY until=2027-03-03
record Yun as of 2026-12-03
  status on_leave

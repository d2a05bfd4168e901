story An act recorded more than thirty days after it took effect and was ordered is told as late
covers audit_limits late_record 1949-08-12

2020-03-02 hired Je grade=7 probation_months=0 born=1990-01-01
2020-03-02 hired Neut grade=7 probation_months=0 born=1990-01-01
2020-03-02 hired Myeong grade=7 probation_months=0 born=1990-01-01
2024-03-04 transferred Je unit=HQ post=HQ-1 recorded=2024-04-03          # thirty days
2024-03-04 transferred Neut unit=HQ post=HQ-2 recorded=2024-04-04        # thirty-one
2024-03-04 retired Myeong kind=automatic issued=2024-05-02 recorded=2024-06-01     # from the order: thirty
audit rule act.late
  no finding act.late Je
  finding act.late Neut
  no finding act.late Myeong
audit rule late
  finding act.late Neut

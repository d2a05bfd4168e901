story An order stands or falls as a whole; what comes first in it counts for what follows

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
and 2024-03-04 promoted Bae kind=ordinary grade=6
refused person.unknown
2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
and 2024-03-04 transferred An unit=HQ post=HQ-1
# A unit and who sits in it; out and in again on one day.
2024-06-03 unit_created - unit=N name_ko=새과 name_en=New kind=division parent=HQ
and 2024-06-03 transferred An unit=N post=N-1
2024-07-01 resigned An
and 2024-07-01 hired An grade=7 route=rehire unit=N
record An as of 2024-06-03
  unit N
  post N-1
record An as of 2024-07-01
  status active
  hired_on 2024-07-01
  service 0y 3m 28d           # [2024-03-04, 2024-07-02), without a gap

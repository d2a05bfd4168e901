story Child leave: three years for each child
covers leave_max LV.CHILD 1949-08-12 total
# For the first child two years and a half, then half a year more: [2023-01-01, 2023-07-01). The second child has its own three.

2015-01-01 hired Jang grade=7 probation_months=0 born=1985-01-01 sex=F
2018-01-01 leave_started Jang ground=LV.CHILD child=1 until=2021-01-02
refused leave.too_long leave_max@1949-08-12
2018-01-01 leave_started Jang ground=LV.CHILD child=1 until=2020-07-01
2020-07-01 reinstated Jang
2023-01-01 leave_started Jang ground=LV.CHILD child=1 until=2023-07-02
refused leave.too_long leave_max@1949-08-12
2023-01-01 leave_started Jang ground=LV.CHILD child=1 until=2023-04-01
2023-04-01 leave_extended Jang until=2023-07-02
refused leave.too_long leave_max@1949-08-12
2023-04-01 leave_extended Jang until=2023-07-01
2023-07-01 reinstated Jang
2024-01-01 leave_started Jang ground=LV.CHILD child=2 until=2027-01-02
refused leave.too_long leave_max@1949-08-12
2024-01-01 leave_started Jang ground=LV.CHILD child=2 until=2027-01-01

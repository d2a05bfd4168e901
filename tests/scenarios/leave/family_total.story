story Family leave: a year at a time, three years in a career
covers leave_max LV.FAMILY 1949-08-12
covers leave_max LV.FAMILY 1949-08-12 total
# 12 + 12 + 11 months are taken; one month is left: [2024-01-01, 2024-02-01).

2015-01-01 hired Baek grade=7 probation_months=0 born=1985-01-01
2018-01-01 leave_started Baek ground=LV.FAMILY until=2019-01-02
refused leave.too_long leave_max@1949-08-12
2018-01-01 leave_started Baek ground=LV.FAMILY until=2019-01-01
2019-01-01 leave_extended Baek until=2019-01-02
refused leave.too_long leave_max@1949-08-12
2019-01-01 reinstated Baek
2020-01-01 leave_started Baek ground=LV.FAMILY until=2021-01-01
2021-01-01 reinstated Baek
2022-01-01 leave_started Baek ground=LV.FAMILY until=2023-01-01
2022-12-01 reinstated Baek             # back a month early: eleven months
2024-01-01 leave_started Baek ground=LV.FAMILY until=2024-02-02
refused leave.too_long leave_max@1949-08-12
2024-01-01 leave_started Baek ground=LV.FAMILY until=2024-02-01
2024-02-01 reinstated Baek
2025-01-01 leave_started Baek ground=LV.FAMILY until=2025-01-02
refused leave.too_long leave_max@1949-08-12

story Leave for self-development: after three years, a year, and again after six
covers leave_max LV.SELF 1949-08-12
covers leave_max LV.SELF 1949-08-12 min_service
covers leave_max LV.SELF 1949-08-12 again_after
# Three years from 2020-03-02 are complete with 2023-03-01. Back on 2024-03-02; six years later: 2030-03-02.

2020-03-02 hired Pyo grade=7 probation_months=0 born=1990-01-01
2023-03-01 leave_started Pyo ground=LV.SELF until=2023-09-01
refused leave.minimum_service leave_max@1949-08-12
2023-03-02 leave_started Pyo ground=LV.SELF until=2024-03-03
refused leave.too_long leave_max@1949-08-12
2023-03-02 leave_started Pyo ground=LV.SELF until=2024-03-02
2024-03-02 reinstated Pyo
2030-03-01 leave_started Pyo ground=LV.SELF until=2030-09-01
refused leave.too_soon leave_max@1949-08-12
2030-03-02 leave_started Pyo ground=LV.SELF until=2030-09-01

story Leave from 29 February: a year later there is no such day, the month ends on the 28th
# 2024-02-29 and 12 months: 2025-02-28. And 24 months: 2026-02-28. From 2023-02-28 a year leads to 2024-02-28.

2020-01-01 hired Ha grade=7 probation_months=0 born=1990-01-01
2020-01-01 hired Bin grade=7 probation_months=0 born=1990-01-01
2023-02-28 leave_started Bin ground=LV.SICK until=2024-02-29
refused leave.too_long leave_max@1949-08-12
2023-02-28 leave_started Bin ground=LV.SICK until=2024-02-28
2024-02-28 leave_extended Bin until=2025-03-01
refused leave.too_long leave_max@1949-08-12
2024-02-28 leave_extended Bin until=2025-02-28
2024-02-29 leave_started Ha ground=LV.SICK until=2025-03-01
refused leave.too_long leave_max@1949-08-12
2024-02-29 leave_started Ha ground=LV.SICK until=2025-02-28
2025-02-28 leave_extended Ha until=2026-03-01
refused leave.too_long leave_max@1949-08-12
2025-02-28 leave_extended Ha until=2026-02-28

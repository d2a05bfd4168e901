story Twenty hours a week: the first year counts whole, then half
covers part_time full_hours 1949-08-12
covers part_time converted 1949-08-12 whole
# Grade 5 since 2024-02-01, three years. Half-time [2024-02-01, 2026-02-01): half of the second year is lost, six months:
# 2027-08-01. Half-time for one year only: nothing, 2027-02-01.

2024-02-01 hired Dul grade=5 probation_months=0 born=1990-01-01
2024-02-01 hired Han grade=5 probation_months=0 born=1990-01-01
2024-02-01 hours_changed Dul hours_per_week=20
2024-02-01 hours_changed Han hours_per_week=20
2025-02-01 hours_changed Han hours_per_week=40
2026-02-01 hours_changed Dul hours_per_week=40
record Dul as of 2025-02-01
  hours_per_week 20
  status active
record Dul as of 2026-02-01
  hours_per_week 40
  promotable_on 2027-08-01
record Han as of 2025-02-01
  promotable_on 2027-02-01
2027-01-31 promoted Han kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-01 promoted Han kind=ordinary grade=4
2027-07-31 promoted Dul kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-08-01 promoted Dul kind=ordinary grade=4

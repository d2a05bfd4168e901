story Of part-time work one first year counts whole, not one after each change of hours

2024-02-01 hired Dul grade=5 probation_months=0 born=1990-01-01
2024-02-01 hours_changed Dul hours_per_week=20
2025-02-01 hours_changed Dul hours_per_week=30
2026-02-01 hours_changed Dul hours_per_week=40
record Dul as of 2026-02-01
  promotable_on 2027-05-01

story Who has no age of retirement does not retire by age

2024-01-02 hired Im grade=7 route=fixed_term until=2026-01-02 born=1985-01-01
2024-10-01 retired Im kind=age
refused retirement.not_due

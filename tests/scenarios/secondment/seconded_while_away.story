story Who is on leave, removed from position or suspended is not seconded, and begins no concurrent post

2020-02-03 hired Hyu grade=7 probation_months=0 born=1980-01-01
2020-02-03 hired Hae grade=7 probation_months=0 born=1980-01-01
2020-02-03 hired Jeong grade=7 probation_months=0 born=1980-01-01
2024-02-01 leave_started Hyu ground=LV.SICK until=2024-09-01
2024-02-01 removed_from_position Hae ground=2
2024-02-01 sanctioned Jeong case=R1 kind=suspension months=1 misconduct=general misconduct_on=2024-01-05
2024-02-05 seconded Hyu host=PMO ground=1 until=2025-02-01
refused state.not_active
2024-02-05 seconded Hae host=PMO ground=1 until=2025-02-01
refused state.not_active
2024-02-05 seconded Jeong host=PMO ground=1 until=2025-02-01
refused state.not_active
2024-02-06 concurrent_started Hyu unit=HQ post=HQ-2 until=2025-02-01
refused state.not_active
2024-03-01 seconded Jeong host=PMO ground=1 until=2025-02-01

story Only who is active is promoted: not on probation, on leave, or removed from the position

# Four years in grade 7 since the hire: the time is full for everybody, but for the status.
2020-01-01 hired Hyu grade=7 step=5 probation_months=0 born=1990-01-01
2020-01-01 hired Hae grade=7 step=5 probation_months=0 born=1990-01-01
2024-02-01 leave_started Hyu ground=LV.CHILD until=2024-08-01 child=1
2024-02-01 removed_from_position Hae ground=2
2024-03-04 promoted Hyu kind=ordinary grade=6
refused state.not_active
2024-03-04 promoted Hae kind=ordinary grade=6
refused state.not_active
2024-05-01 reinstated Hae
2024-05-01 promoted Hae kind=ordinary grade=6
2024-08-01 reinstated Hyu
2024-08-01 promoted Hyu kind=ordinary grade=6

# Six months of probation count towards the year, but nobody is promoted in them.
2025-01-01 hired Si grade=9 step=1 born=1998-01-01
2025-07-01 regularized Si
2025-12-31 promoted Si kind=ordinary grade=8
refused promotion.minimum_time min_time_in_grade@2024-01-31
2026-01-01 promoted Si kind=ordinary grade=8
2026-01-02 hired Bo grade=9 step=1 born=1999-01-01
2026-03-02 promoted Bo kind=ordinary grade=8
refused state.not_active promotion.minimum_time

story The minimum time in grade since 2024: one year below grade 6, two in it, three above
covers min_time_in_grade 9 2024-01-31
covers min_time_in_grade 8 2024-01-31
covers min_time_in_grade 7 2024-01-31
covers min_time_in_grade 6 2024-01-31
covers min_time_in_grade 5 2024-01-31
covers min_time_in_grade 4 2024-01-31

# Everybody's time is full on 2027-02-10.
2024-02-10 hired Sa4 grade=4 route=career step=5 probation_months=0 born=1970-01-01
2024-02-10 hired Sa5 grade=5 step=5 probation_months=0 born=1975-01-01
2025-02-10 hired Sa6 grade=6 step=5 probation_months=0 born=1980-01-01
2026-02-10 hired Sa7 grade=7 step=5 probation_months=0 born=1985-01-01
2026-02-10 hired Sa8 grade=8 step=5 probation_months=0 born=1990-01-01
2026-02-10 hired Sa9 grade=9 step=5 probation_months=0 born=1995-01-01
2027-02-09 promoted Sa9 kind=ordinary grade=8
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-09 promoted Sa8 kind=ordinary grade=7
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-09 promoted Sa7 kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-09 promoted Sa6 kind=ordinary grade=5
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-09 promoted Sa5 kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-09 promoted Sa4 kind=ordinary grade=3
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-02-10 promoted Sa9 kind=ordinary grade=8
2027-02-10 promoted Sa8 kind=ordinary grade=7
2027-02-10 promoted Sa7 kind=ordinary grade=6
2027-02-10 promoted Sa6 kind=ordinary grade=5
2027-02-10 promoted Sa5 kind=ordinary grade=4
2027-02-10 promoted Sa4 kind=ordinary grade=3

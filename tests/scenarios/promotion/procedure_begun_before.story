story A procedure begun before 2024-01-31 keeps the longer minimum time
covers min_time_in_grade 9 2024-01-31 keeps_procedures
covers min_time_in_grade 8 2024-01-31 keeps_procedures
covers min_time_in_grade 7 2024-01-31 keeps_procedures
covers min_time_in_grade 6 2024-01-31 keeps_procedures
covers min_time_in_grade 5 2024-01-31 keeps_procedures
covers min_time_in_grade 4 2024-01-31 keeps_procedures

# On 2024-03-04 all but the one in grade 4 have the time of the new rule, and nobody that of the old one.
2020-12-01 hired Pa5 grade=5 step=5 probation_months=0 born=1975-01-01     # old: four years, 2024-12-01
2021-06-01 hired Pa4 grade=4 route=career step=5 probation_months=0 born=1970-01-01     # three years, old and new
2021-06-01 hired Pa6 grade=6 step=5 probation_months=0 born=1980-01-01     # old: 42 months, 2024-12-01
2022-12-01 hired Pa7 grade=7 step=5 probation_months=0 born=1985-01-01     # old: two years, 2024-12-01
2022-12-01 hired Pa8 grade=8 step=5 probation_months=0 born=1990-01-01     # old: two years, 2024-12-01
2022-12-01 hired Pa9 grade=9 step=5 probation_months=0 born=1995-01-01     # old: 18 months, 2024-06-01
2024-03-04 promoted Pa9 kind=ordinary grade=8 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-03-04 promoted Pa8 kind=ordinary grade=7 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-03-04 promoted Pa7 kind=ordinary grade=6 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-03-04 promoted Pa6 kind=ordinary grade=5 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-03-04 promoted Pa5 kind=ordinary grade=4 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-03-04 promoted Pa4 kind=ordinary grade=3 procedure_on=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
# Begun on the day of the new rule: the new rule.
2024-03-04 promoted Pa4 kind=ordinary grade=3 procedure_on=2024-01-31
refused promotion.minimum_time min_time_in_grade@2024-01-31
2024-03-04 promoted Pa8 kind=ordinary grade=7 procedure_on=2024-01-31
2024-03-04 promoted Pa7 kind=ordinary grade=6
# The old time full, the old procedure passes.
2024-06-01 promoted Pa9 kind=ordinary grade=8 procedure_on=2024-01-30

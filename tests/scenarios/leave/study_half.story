story Study abroad counts half to the minimum time, and at most a year
covers leave_count_promotion LV.STUDY 1949-08-12
covers leave_count_promotion LV.STUDY 1949-08-12 cap
# Grade 5 since 2024-02-01, three years: 2027-02-01.
# Short: one year of study, half of it lost: 2027-08-01.
# Long: three years of study; half would be 18 months, but a year counts at most, so two are lost: 2029-02-01.

2024-02-01 hired Short grade=5 probation_months=0 born=1990-01-01
2024-02-01 hired Long grade=5 probation_months=0 born=1990-01-01
2024-03-01 leave_started Short ground=LV.STUDY until=2025-03-01
2024-03-01 leave_started Long ground=LV.STUDY until=2027-03-01
2025-03-01 reinstated Short
2027-03-01 reinstated Long
2027-07-31 promoted Short kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2027-08-01 promoted Short kind=ordinary grade=4
2029-01-31 promoted Long kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2029-02-01 promoted Long kind=ordinary grade=4

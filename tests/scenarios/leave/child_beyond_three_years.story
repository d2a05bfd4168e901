story Child leave counts for three years of each child; who comes back a month late loses the month
covers leave_count_promotion LV.CHILD.1 2025-01-07 cap
covers leave_count_promotion LV.CHILD.2 2025-01-07
covers leave_count_promotion LV.CHILD.2 2025-01-07 cap
# By seniority from grade 9: five and a half years. In grade 9 since 2020-01-01: 2025-07-01. The leaves of three years
# (2022-01-01 to 2024-12-31) ended with a return on 2025-02-01: one month is lost, 2025-08-01.

2020-01-01 hired First grade=9 probation_months=0 born=1990-01-01
2020-01-01 hired Second grade=9 probation_months=0 born=1990-01-01
2022-01-01 leave_started First ground=LV.CHILD child=1 until=2025-01-01
2022-01-01 leave_started Second ground=LV.CHILD child=2 until=2025-01-01
2025-02-01 reinstated First
2025-02-01 reinstated Second
2025-07-31 promoted First kind=seniority grade=8
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2025-07-31 promoted Second kind=seniority grade=8
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2025-08-01 promoted First kind=seniority grade=8
2025-08-01 promoted Second kind=seniority grade=8

story Second child: since 2025-01-07 the whole leave counts, even one begun before 2017
covers leave_count_promotion LV.CHILD.2 2025-01-07 reach_back
# By seniority from grade 7: eleven years. In grade 7 since 2014-01-01: 2025-01-01. Two years of leave from 2015: by the old
# count a year is lost (2026-01-01), by the new one nothing.

2014-01-01 hired Eun grade=7 probation_months=0 born=1985-01-01
2015-01-01 leave_started Eun ground=LV.CHILD child=2 until=2017-01-01
2017-01-01 reinstated Eun
2025-01-06 promoted Eun kind=seniority grade=6
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2025-01-07 promoted Eun kind=seniority grade=6

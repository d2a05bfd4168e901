story For a promotion by seniority too, leave in an earlier employment is taken off for hires since 2022-12-27
covers prior_service_window seniority 2022-12-27 without_lost
# Grade 9 [2010-03-02, 2016-03-02), six years, one of them on sick leave; five and a half are wanted.

2010-03-02 hired Han grade=9 probation_months=0 born=1985-01-01
2012-03-02 leave_started Han ground=LV.SICK until=2013-03-02
2013-03-02 reinstated Han
2016-03-02 resigned Han
2024-03-04 hired Han grade=9 route=rehire
2024-09-03 promoted Han kind=seniority grade=8
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2024-09-04 promoted Han kind=seniority grade=8

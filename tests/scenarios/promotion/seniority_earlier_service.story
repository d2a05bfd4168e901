story Hired again: for a promotion by seniority all earlier service at the grade counts, however long ago
covers prior_service_window seniority 1949-08-12
# Grade 7 [1995-03-02, 2001-03-02), six years; eleven are wanted: five more from 2016-03-02, 2021-03-02. Of the ten years
# before the re-hire nothing is left of them.

1995-03-02 hired Gyeok grade=7 probation_months=0 born=1970-01-01
2001-03-02 resigned Gyeok
2016-03-02 hired Gyeok grade=7 route=rehire
2018-03-01 promoted Gyeok kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2012-03-30
2021-03-01 promoted Gyeok kind=seniority grade=6
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2021-03-02 promoted Gyeok kind=seniority grade=6

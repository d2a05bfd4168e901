story Promotion by seniority: five and a half, seven and eleven years; none from grade 6
covers seniority_promotion_years 9 1949-08-12
covers seniority_promotion_years 8 1949-08-12
covers seniority_promotion_years 7 1949-08-12

# 66, 84 and 132 months are full on 2021-03-02.
2010-03-02 hired Geun7 grade=7 step=1 probation_months=0 born=1980-01-01
2010-03-02 hired Geun6 grade=6 step=1 probation_months=0 born=1980-01-01
2014-03-02 hired Geun8 grade=8 step=1 probation_months=0 born=1985-01-01
2015-09-02 hired Geun9 grade=9 step=1 probation_months=0 born=1990-01-01
2021-03-01 promoted Geun9 kind=seniority grade=8
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2021-03-01 promoted Geun8 kind=seniority grade=7
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2021-03-01 promoted Geun7 kind=seniority grade=6
refused promotion.minimum_time seniority_promotion_years@1949-08-12
2021-03-02 promoted Geun9 kind=seniority grade=8
2021-03-02 promoted Geun8 kind=seniority grade=7
2021-03-02 promoted Geun7 kind=seniority grade=6
2021-03-02 promoted Geun6 kind=seniority grade=5
refused promotion.not_by_seniority

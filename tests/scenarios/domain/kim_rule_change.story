story Kim: the minimum time changes in mid-grade (domain §11, 1)
covers min_time_in_grade 9 2012-03-30
covers min_time_in_grade 8 2012-03-30
covers step_interval regular 1949-08-12

2021-03-02 hired Kim grade=9 step=1 probation_months=6 born=1998-05-04 sex=F
2021-09-02 regularized Kim
now 2022-01-15
record Kim as of 2022-01-15
  promotable_on 2022-09-02      # probation counts
  step 1
  next_step_on 2022-04-01       # a year is complete on 2022-03-01; the 1st of the month after
2022-04-01 step_raised Kim kind=regular step=2
2022-09-01 promoted Kim kind=ordinary grade=8
refused promotion.minimum_time min_time_in_grade@2012-03-30
2022-10-01 promoted Kim kind=ordinary grade=8
now 2023-03-31
record Kim as of 2023-03-31 known at 2023-03-31
  grade 8
  step 1
  step_remainder_months 6
  next_step_on 2023-04-01
  promotable_on 2024-10-01
2023-04-01 step_raised Kim kind=regular step=2
now 2024-01-31
record Kim as of 2023-12-01 known at 2023-12-01
  promotable_on 2024-10-01
record Kim as of 2024-01-30
  promotable_on 2024-01-31
  next_step_on 2024-04-01
  step 2
2024-01-30 promoted Kim kind=ordinary grade=7 issued=2024-01-30
refused promotion.minimum_time min_time_in_grade@2012-03-30
2024-01-31 promoted Kim kind=ordinary grade=7

story Second child between 2017 and 2025: three years count, a month more does not
covers leave_count_promotion LV.CHILD.2 2017-01-31 cap
# Grade 6 since 2018-01-01, three years and a half: 2021-07-01. Back a month after three years of leave: 2021-08-01.

2018-01-01 hired Do grade=6 probation_months=0 born=1985-01-01
2018-03-01 leave_started Do ground=LV.CHILD child=2 until=2021-03-01
2021-04-01 reinstated Do
2021-07-31 promoted Do kind=ordinary grade=5
refused promotion.minimum_time min_time_in_grade@2012-03-30
2021-08-01 promoted Do kind=ordinary grade=5

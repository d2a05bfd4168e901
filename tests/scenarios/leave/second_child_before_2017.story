story Second child: a leave begun before 2017-01-31 counts for a year, a later one as a whole
covers leave_count_promotion LV.CHILD.2 1949-08-12
covers leave_count_promotion LV.CHILD.2 1949-08-12 cap
covers leave_count_promotion LV.CHILD.2 2017-01-31
# Grade 7 since 2016-12-30 and 2016-12-31, two years; the leave begins a month later and lasts eighteen months.
# Begun on 2017-01-30, six months are lost: 2019-06-30. Begun on 2017-01-31, none: 2018-12-31.

2016-12-30 hired Before grade=7 probation_months=0 born=1985-01-01
2016-12-31 hired From grade=7 probation_months=0 born=1985-01-01
2017-01-30 leave_started Before ground=LV.CHILD child=2 until=2018-07-30
2017-01-31 leave_started From ground=LV.CHILD child=2 until=2018-07-31
2018-07-30 reinstated Before
2018-07-31 reinstated From
2018-12-30 promoted From kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2012-03-30
2018-12-31 promoted From kind=ordinary grade=6
2019-06-29 promoted Before kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-06-30 promoted Before kind=ordinary grade=6

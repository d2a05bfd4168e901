story The minimum time in grade from 2012 to 2024: from the very day of the rule, and its six figures
covers min_time_in_grade 9 2012-03-30
covers min_time_in_grade 8 2012-03-30
covers min_time_in_grade 7 2012-03-30
covers min_time_in_grade 6 2012-03-30
covers min_time_in_grade 5 2012-03-30
covers min_time_in_grade 4 2012-03-30

# Three years are full on 2012-04-10; the two of the new rule were full a year ago, but the rule begins on 2012-03-30.
2009-04-10 hired Bom grade=8 step=3 probation_months=0 born=1985-01-01
2012-03-29 promoted Bom kind=ordinary grade=7
refused promotion.minimum_time min_time_in_grade@1949-08-12
2012-03-30 promoted Bom kind=ordinary grade=7

# Everybody's time is full on 2019-05-20: 18, 24, 24, 42, 48 and 36 months after the hire.
2015-05-20 hired Ba5 grade=5 step=5 probation_months=0 born=1970-01-01
2015-11-20 hired Ba6 grade=6 step=5 probation_months=0 born=1975-01-01
2016-05-20 hired Ba4 grade=4 route=career step=5 probation_months=0 born=1965-01-01
2017-05-20 hired Ba7 grade=7 step=5 probation_months=0 born=1980-01-01
2017-05-20 hired Ba8 grade=8 step=5 probation_months=0 born=1985-01-01
2017-11-20 hired Ba9 grade=9 step=5 probation_months=0 born=1990-01-01
2019-05-19 promoted Ba9 kind=ordinary grade=8
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-19 promoted Ba8 kind=ordinary grade=7
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-19 promoted Ba7 kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-19 promoted Ba6 kind=ordinary grade=5
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-19 promoted Ba5 kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-19 promoted Ba4 kind=ordinary grade=3
refused promotion.minimum_time min_time_in_grade@2012-03-30
2019-05-20 promoted Ba9 kind=ordinary grade=8
2019-05-20 promoted Ba8 kind=ordinary grade=7
2019-05-20 promoted Ba7 kind=ordinary grade=6
2019-05-20 promoted Ba6 kind=ordinary grade=5
2019-05-20 promoted Ba5 kind=ordinary grade=4
2019-05-20 promoted Ba4 kind=ordinary grade=3

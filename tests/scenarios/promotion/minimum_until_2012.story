story The minimum time in grade until 2012: two, three, three, four, five and five years; none from grade 3 up
covers min_time_in_grade 9 1949-08-12
covers min_time_in_grade 8 1949-08-12
covers min_time_in_grade 7 1949-08-12
covers min_time_in_grade 6 1949-08-12
covers min_time_in_grade 5 1949-08-12
covers min_time_in_grade 4 1949-08-12
covers min_time_in_grade 3 1949-08-12
covers min_time_in_grade 2 1949-08-12

# Everybody's time is full on 2011-04-10: 24, 36, 36, 48, 60 and 60 months after the hire.
2006-04-10 hired Ma4 grade=4 route=career step=5 probation_months=0 born=1960-01-01
2006-04-10 hired Ma5 grade=5 step=5 probation_months=0 born=1965-01-01
2007-04-10 hired Ma6 grade=6 step=5 probation_months=0 born=1970-01-01
2008-04-10 hired Ma7 grade=7 step=5 probation_months=0 born=1975-01-01
2008-04-10 hired Ma8 grade=8 step=5 probation_months=0 born=1980-01-01
2009-04-10 hired Ma9 grade=9 step=5 probation_months=0 born=1985-01-01

2011-04-09 promoted Ma9 kind=ordinary grade=8
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-09 promoted Ma8 kind=ordinary grade=7
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-09 promoted Ma7 kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-09 promoted Ma6 kind=ordinary grade=5
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-09 promoted Ma5 kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-09 promoted Ma4 kind=ordinary grade=3
refused promotion.minimum_time min_time_in_grade@1949-08-12
2011-04-10 promoted Ma9 kind=ordinary grade=8
2011-04-10 promoted Ma8 kind=ordinary grade=7
2011-04-10 promoted Ma7 kind=ordinary grade=6
2011-04-10 promoted Ma6 kind=ordinary grade=5
2011-04-10 promoted Ma5 kind=ordinary grade=4
2011-04-10 promoted Ma4 kind=ordinary grade=3
# No minimum in grades 3 and 2.
2011-04-11 promoted Ma4 kind=ordinary grade=2
2011-04-12 promoted Ma4 kind=ordinary grade=1
record Ma4 as of 2011-04-12
  grade 1

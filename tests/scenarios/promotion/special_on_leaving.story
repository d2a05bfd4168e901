story Special promotion on honorary retirement and after a death on duty: no minimum, and dated back as the law allows
covers promotion_kinds special.retirement 1949-08-12 waived
covers promotion_kinds special.death_on_duty 1949-08-12 waived

# A promotion to grade 6 on 2024-03-01 would mean two years in it, to 2026-03-01.
2000-01-03 hired Myeong grade=7 step=1 probation_months=0 born=1970-01-01
2010-01-04 hired Sun grade=7 step=1 probation_months=0 born=1985-01-01
2024-03-01 promoted Myeong kind=ordinary grade=6
2024-03-01 promoted Sun kind=ordinary grade=6
2024-05-10 died Sun
# Without such a ground nobody is promoted before the day of the order.
2024-05-09 promoted Sun kind=ordinary grade=5 issued=2024-05-20
refused order.back_dated
2024-05-09 promoted Sun kind=special grade=5 ground=death_on_duty issued=2024-05-20
2024-06-28 promoted Myeong kind=ordinary grade=5
refused promotion.minimum_time min_time_in_grade@2024-01-31
2024-06-30 retired Myeong kind=honorary
2024-06-29 promoted Myeong kind=special grade=5 ground=retirement issued=2024-07-05
now 2024-07-06
record Sun as of 2024-05-10
  grade 5
record Myeong as of 2024-06-29
  grade 5

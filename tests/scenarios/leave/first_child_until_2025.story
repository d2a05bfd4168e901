story First child: until 2025-01-06 only the first year of the leave counts
covers leave_count_promotion LV.CHILD.1 1949-08-12
covers leave_count_promotion LV.CHILD.1 1949-08-12 cap
# Grade 7 since 2020-01-01, two years under the rule of 2012: 2022-01-01. Eighteen months of leave, twelve of them count,
# six are lost: 2022-07-01.

2020-01-01 hired Ahn grade=7 probation_months=0 born=1990-01-01
2020-03-01 leave_started Ahn ground=LV.CHILD child=1 until=2021-09-01
2021-09-01 reinstated Ahn
record Ahn as of 2021-09-01
  promotable_on 2022-07-01
2022-06-30 promoted Ahn kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2012-03-30
2022-07-01 promoted Ahn kind=ordinary grade=6

story A sick leave does not count to the minimum time

# One year in grade 7 from 2024-03-01, and three months of sick leave in it: 2025-06-01.
2024-03-01 hired Byeong grade=7 step=5 probation_months=0 born=1990-01-01
2024-06-01 leave_started Byeong ground=LV.SICK until=2024-09-01
2024-09-01 reinstated Byeong
record Byeong as of 2024-09-01
  promotable_on 2025-06-01
2025-05-31 promoted Byeong kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-06-01 promoted Byeong kind=ordinary grade=6

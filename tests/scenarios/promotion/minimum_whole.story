story An ordinary promotion waits for the whole minimum time
covers promotion_kinds ordinary 1949-08-12 shortened_by

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2025-02-28 promoted An kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
record An as of 2024-03-04
  promotable_on 2025-03-04
2025-03-04 promoted An kind=ordinary grade=6

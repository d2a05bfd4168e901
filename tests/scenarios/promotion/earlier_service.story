story Hired again: service at the grade counts to the minimum time as far as it lies in the ten years before
covers prior_service_window rehire 1949-08-12
# Ten years before 2024-07-01: from 2014-07-01, so [2014-07-01, 2015-01-01), six months; six more of twelve: 2025-01-01.

2012-01-01 hired Moon grade=7 step=1 probation_months=0 born=1985-01-01
2015-01-01 resigned Moon
2024-07-01 hired Moon grade=7 route=rehire
record Moon as of 2024-07-01
  promotable_on 2025-01-01
2024-12-31 promoted Moon kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-01-01 promoted Moon kind=ordinary grade=6

story Hired again: service at the grade counts to the minimum time as far as it lies in the ten years before
covers prior_service_window rehire 1949-08-12
covers prior_service_window rehire 2022-12-27
# Ten years before 2024-07-01: from 2014-07-01, so [2014-07-01, 2015-01-01), six months; six more of twelve: 2025-01-01.

2012-01-01 hired Moon grade=7 step=1 probation_months=0 born=1985-01-01
2015-01-01 resigned Moon
2024-07-01 hired Moon grade=7 route=rehire
record Moon as of 2024-07-01
  promotable_on 2025-01-01
2024-12-31 promoted Moon kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-01-01 promoted Moon kind=ordinary grade=6
# The same before 2022-12-27: from 2006-07-01, six months of the two years wanted then.
2004-01-01 hired Sol grade=7 step=1 probation_months=0 born=1980-01-01
2007-01-01 resigned Sol
2016-07-01 hired Sol grade=7 route=rehire
record Sol as of 2016-07-01
  promotable_on 2018-01-01

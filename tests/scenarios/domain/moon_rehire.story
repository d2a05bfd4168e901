story Moon: hired again after five years (domain §11, 9)

2012-01-01 hired Moon grade=7 step=1 probation_months=0 born=1985-01-01
2019-01-01 resigned Moon
2024-07-01 hired Moon grade=8 route=rehire
now 2024-12-31
record Moon as of 2024-12-30
  status active
  promotable_on 2024-07-01
  step 8
  next_step_on 2025-07-01
  service 7y 5m 30d
2024-12-31 promoted Moon kind=seniority grade=7

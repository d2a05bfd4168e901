story Half-time work that goes on counts half to the minimum time

2024-02-01 hired Ban grade=5 probation_months=0 born=1990-01-01
2024-02-01 hours_changed Ban hours_per_week=20
now 2029-01-31
record Ban as of 2024-02-02
  promotable_on 2029-02-01
2029-01-31 promoted Ban kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2029-02-01 promoted Ban kind=ordinary grade=4

story Probation: a year in grade 5, six months in grades 6 to 9
covers probation_months 5 1949-08-12
covers probation_months 6 1949-08-12
covers probation_months 7 1949-08-12
covers probation_months 8 1949-08-12
covers probation_months 9 1949-08-12

2024-01-01 hired Five grade=5 born=1990-01-01
2024-01-01 hired Six grade=6 born=1990-01-01
2024-01-01 hired Seven grade=7 route=career born=1990-01-01
2024-01-01 hired Eight grade=8 born=1990-01-01
2024-01-01 hired Nine grade=9 born=1990-01-01
2024-06-30 regularized Six
refused probation.minimum_time probation_months@1949-08-12
2024-06-30 regularized Seven
refused probation.minimum_time probation_months@1949-08-12
2024-06-30 regularized Eight
refused probation.minimum_time probation_months@1949-08-12
2024-06-30 regularized Nine
refused probation.minimum_time probation_months@1949-08-12
2024-07-01 regularized Six
2024-07-01 regularized Seven
2024-07-01 regularized Eight
2024-07-01 regularized Nine
2024-12-31 regularized Five
refused probation.minimum_time probation_months@1949-08-12
2025-01-01 regularized Five
record Five as of 2024-12-31
  status probation
  probation_until 2025-01-01
record Five as of 2025-01-01
  status active
record Nine as of 2024-06-30
  status probation
  probation_until 2024-07-01
record Nine as of 2024-07-01
  status active
  promotable_on 2025-01-01        # the probation counts to the year in grade 9

story Hired on 29 February: six months to 29 August, a year to 28 February

2024-02-29 hired Gi grade=9 born=2000-02-29
2024-02-29 hired Nyeon grade=5 born=2000-02-29
2024-08-28 regularized Gi
refused probation.minimum_time probation_months@1949-08-12
2024-08-29 regularized Gi
2025-02-27 regularized Nyeon
refused probation.minimum_time probation_months@1949-08-12
2025-02-28 regularized Nyeon
record Gi as of 2024-08-29
  promotable_on 2025-02-28        # a year in grade 9
  next_step_on 2025-03-01         # the 1st of the month after

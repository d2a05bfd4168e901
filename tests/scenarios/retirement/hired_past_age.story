story Who has reached the age of retirement and is hired for life is found
# Born in the first half of 1964: retires on 2024-06-30.

2024-06-30 hired An grade=7 probation_months=0 born=1964-01-01
2024-07-01 hired Bae grade=7 probation_months=0 born=1964-01-01
record An as of 2024-06-30
  no finding retirement.past_age
record Bae as of 2024-07-01
  finding retirement.past_age

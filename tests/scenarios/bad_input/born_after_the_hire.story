story Nobody was hired before she was born

2020-02-03 hired An grade=7 probation_months=0 born=1980-01-01
2024-02-01 personal_updated An born=2021-07-01
refused person.not_born

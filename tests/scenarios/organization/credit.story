story Credited service counts to the step; that of an exchange to the promotion
covers credit_uses * 1949-08-12 uses
covers credit_uses exchange 1949-08-12 uses
covers credit_uses promotion 1949-08-12 uses

2022-01-01 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2022-05-01 credit_granted An months=12 percent=50 ground=reserve_service
now 2022-06-01
record An as of 2022-04-30
  next_step_on 2023-01-01
record An as of 2022-05-31
  next_step_on 2022-07-01         # six months less
  promotable_on 2024-01-01
2022-06-01 credit_granted An months=10 percent=100 ground=exchange
record An as of 2022-06-01 known at 2022-06-01
  next_step_on 2022-07-01
  promotable_on 2023-03-01         # ten months less

2022-07-01 credit_granted An months=1 percent=100 ground=promotion
record An as of 2022-07-01
  promotable_on 2023-02-01         # one more

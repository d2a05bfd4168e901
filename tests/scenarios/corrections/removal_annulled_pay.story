story A removal from service annulled: the pay of the time out of service is due
# Grade 7, step 2 in 2024: 2,125,400 won.

2023-01-01 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-01 step_raised An kind=regular step=2 ->second
2024-07-01 sanctioned An case=C1 kind=removal misconduct=general misconduct_on=2024-02-01 ->removal
2024-10-01 annulled An target=@removal ground=SPOA:15
touches
  second is not touched
  pay 2024-07 0 2125400
  pay 2024-09 0 2125400
record An as of 2024-08-01
  status active
  base_pay 2125400

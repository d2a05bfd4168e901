story An act written to the wrong person is given to the right one

2022-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2022-01-01 hired Bak grade=7 step=3 probation_months=0 born=1990-01-01
2024-03-04 sanctioned An case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05 ->sanction
2024-03-20 promoted An kind=ordinary grade=6
refused promotion.restricted
2024-04-01 rectified An target=@sanction person=Bak
2024-04-02 promoted An kind=ordinary grade=6
2024-04-02 promoted Bak kind=ordinary grade=6
refused promotion.restricted
record An as of 2024-03-10 known at 2024-03-31
  restricted_until 2024-09-05
record An as of 2024-03-10
  restricted_until null
  sanctions.0.state null
record Bak as of 2024-03-10
  restricted_until 2024-09-05
  sanctions.0.case C1

story An award for a sanction that is not there is recorded and found

2024-01-01 hired An grade=7 probation_months=0 born=1980-01-01
2024-05-01 sanctioned An case=A1 kind=reprimand misconduct=general misconduct_on=2024-04-01
2024-06-01 awarded An kind=pm name=citation grantor=PM halves=A2
record An as of 2024-06-02
  restricted_until 2024-11-02
  finding award.does_not_halve
2024-06-03 awarded An kind=pm name=citation grantor=PM halves=A1
record An as of 2024-06-04
  restricted_until 2024-08-02
